internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Gives every namespace what pods expect to find in it: the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt` with the
/// certificate that the API server is to be recognised by.
package final class NamespaceFurnisher: ServiceLifecycle.Service {
    package static let accountName = "default"
    package static let rootCertificateName = "kube-root-ca.crt"

    private let context: ControllerContext
    private let authorityPEM: String
    private let namespaces: Informer<Namespace>
    private let accounts: Informer<ServiceAccount>
    private let configMaps: Informer<ConfigMap>
    private let queue = WorkQueue<String>()

    package init(_ context: ControllerContext, authorityPEM: String) {
        self.context = context
        self.authorityPEM = authorityPEM
        namespaces = context.informers.informer(Namespace.self)
        accounts = context.informers.informer(ServiceAccount.self)
        configMaps = context.informers.informer(ConfigMap.self)
        namespaces.onChange { [queue] in if !$0.isDeletion { queue.add($0.key.name) } }
        accounts.onChange { [queue] in if $0.isDeletion, $0.key.name == Self.accountName { queue.add($0.key.namespace) } }
        configMaps.onChange { [queue] in if $0.key.name == Self.rootCertificateName { queue.add($0.key.namespace) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "namespace-furnisher", queue: queue, workers: 2, waitFor: [namespaces, accounts, configMaps], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ namespace: String) async throws -> Requeue {
        guard let object = namespaces.get(name: namespace), !object.isBeingDeleted else { return .done }
        if accounts.record(ObjectKey(namespace: namespace, name: Self.accountName)) == nil {
            try await ignoringRaces { try await context.client.create(ServiceAccount(name: Self.accountName, namespace: namespace)) }
        }
        var wished = ConfigMap(name: Self.rootCertificateName, namespace: namespace)
        wished.json["data"] = ["ca.crt": .string(authorityPEM)]
        if let existing = configMaps.get(namespace: namespace, name: Self.rootCertificateName) {
            if existing.json["data"] != wished.json["data"] {
                var repaired = existing
                repaired.json["data"] = wished.json["data"]
                try await context.client.update(repaired)
            }
        } else {
            try await ignoringRaces { try await context.client.create(wished) }
        }
        return .done
    }

    private func ignoringRaces<R>(_ body: () async throws -> R) async throws {
        do {
            _ = try await body()
        } catch let error as APIError where error.isAlreadyExists || error.isNamespaceTerminating || error.isNotFound {
            return
        }
    }
}
