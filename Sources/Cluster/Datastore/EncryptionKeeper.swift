import Document
import Logging
import ServiceLifecycle
import Storage

/// Sees to it that everything is stored as the encryption configuration says: looks at the file now and then, and writes anew what was
/// stored in another way. A store from before there was encryption becomes an encrypted one while it is served.
struct EncryptionKeeper: Service {
    /// How often the file is looked at.
    static let period = Duration.seconds(5)
    /// How long what failed is left before it is tried again.
    static let retryPeriod = Duration.seconds(60)

    let configuration: ClusterConfiguration
    let storage: EncryptingStorage
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let file = EncryptionFile(configuration: configuration)
            var seen: String?
            while !Task.isCancelled {
                let stamp = file.stamp
                if stamp != seen {
                    let isDone = await apply(file)
                    seen = isDone ? stamp : nil
                    if !isDone { try? await Task.sleep(for: Self.retryPeriod) }
                }
                try? await Task.sleep(for: Self.period, tolerance: Self.period / 5)
            }
        }
    }

    /// - Returns: whether everything is stored as it should be.
    private func apply(_ file: EncryptionFile) async -> Bool {
        do {
            let plan = try file.load(creates: false)
            storage.use(plan)
            let (written, unreadable) = try await storage.rewriteStale()
            if written > 0 { logger.info("stored values were encrypted anew", metadata: ["values": "\(written)"]) }
            try EncryptionState(key: plan.firstKey, written: written, unreadable: unreadable).save(configuration)
            return true
        } catch {
            if !Task.isCancelled { logger.error("encryption at rest is not as configured; trying again", metadata: ["error": "\(error)"]) }
            return false
        }
    }
}

extension EncryptionPlan {
    /// The name of the key that encrypts; empty when none does.
    package var firstKey: String { rules.lazy.compactMap { $0.providers.first?.keys.first?.name }.first ?? "" }
}

/// What the server last did about encryption, for the command that waits for it.
package struct EncryptionState: Sendable, Equatable {
    package var key: String
    package var written: Int
    package var unreadable: Int

    static func path(_ configuration: ClusterConfiguration) -> String { configuration.paths.data + "/encryption.json" }

    func save(_ configuration: ClusterConfiguration) throws {
        let json: JSON = ["key": .string(key), "written": JSON(written), "unreadable": JSON(unreadable)]
        try AtomicFile.write(json.prettyText + "\n", to: Self.path(configuration))
    }

    package static func load(_ configuration: ClusterConfiguration) -> EncryptionState? {
        guard let text = AtomicFile.read(path(configuration)), let json = try? JSON.parse(text: text), let key = json["key"].string else {
            return nil
        }
        return EncryptionState(key: key, written: json["written"].int ?? 0, unreadable: json["unreadable"].int ?? 0)
    }
}
