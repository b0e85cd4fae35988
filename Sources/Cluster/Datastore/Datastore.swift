import Logging
import Storage
import Synchronization

/// Opens the store that a cluster's configuration names, with its encryption.
package struct Datastore: Sendable {
    private let configuration: ClusterConfiguration
    private let logger: Logger

    package init(configuration: ClusterConfiguration, logger: Logger) { (self.configuration, self.logger) = (configuration, logger) }

    /// The store as it is, without encryption.
    package func openPlain() async throws -> any Storage {
        switch try configuration.datastoreAddress {
        case .sqlite(let path): try SQLiteStorage(path: path, logger: logger)
        case .etcd(let address): try await EtcdStorage.open(address, tls: configuration.datastoreTLS, logger: logger)
        }
    }

    package func open() async throws -> EncryptingStorage {
        let file = EncryptionFile(configuration: configuration)
        let plan = try file.load(creates: configuration.encryptionConfiguration == nil)
        let seen = Mutex(file.stamp)
        let logger = logger
        return EncryptingStorage(try await openPlain(), plan: plan, logger: logger) {
            let stamp = file.stamp
            guard
                seen.withLock({ seen in
                    defer { seen = stamp }
                    return seen != stamp
                })
            else { return nil }
            do {
                return try file.load(creates: false)
            } catch {
                logger.error(
                    "the encryption configuration cannot be read anew", metadata: ["path": .string(file.path), "error": "\(error)"])
                return nil
            }
        }
    }
}

extension ClusterConfiguration {
    package var datastoreAddress: DatastoreAddress {
        get throws { try datastore.map { try DatastoreAddress($0) } ?? .sqlite(path: paths.database) }
    }

    /// The file of the store; nil when the store is not one of this machine.
    package var databasePath: String? {
        if case .sqlite(let path)? = try? datastoreAddress { path } else { nil }
    }

    /// Whether several servers may serve this cluster.
    var hasSharedDatastore: Bool { databasePath == nil }

    package var datastoreTLS: EtcdTLSFiles {
        EtcdTLSFiles(authority: datastoreAuthority, certificate: datastoreCertificate, privateKey: datastoreKey)
    }

    /// Where what all servers of a cluster share lies: the authority, the key that signs tokens, and the keys of the store.
    package var authorityDirectory: String { sharedKeys ?? paths.certificates }
}
