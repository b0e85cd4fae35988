internal import Client
internal import Document
import FoundationEssentials
internal import Logging
package import PKI
internal import Resources
internal import ServiceLifecycle

/// Fills Secrets of type `kubernetes.io/service-account-token` with a token of the account they name, and removes them with it.
package final class TokenSecretController: ServiceLifecycle.Service {
    private static let accountAnnotation = "kubernetes.io/service-account.name"

    private let context: ControllerContext
    private let signer: TokenSigner
    private let authorityPEM: String
    private let secrets: Informer<Secret>
    private let accounts: Informer<ServiceAccount>
    private let queue = WorkQueue<ObjectKey>()

    package init(_ context: ControllerContext, signer: TokenSigner, authorityPEM: String) {
        self.context = context
        self.signer = signer
        self.authorityPEM = authorityPEM
        secrets = context.informers.informer(Secret.self)
        accounts = context.informers.informer(ServiceAccount.self)
        secrets.onChange { [queue] in if !$0.isDeletion { queue.add($0.key) } }
        accounts.onChange { [queue, secrets] change in
            // The Secrets of an account that has come or gone are few and in its namespace.
            for secret in secrets.list(namespace: change.key.namespace)
            where secret.type == TokenSecretPlan.secretType && secret.annotations[Self.accountAnnotation] == change.key.name {
                queue.add(secret.key)
            }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "serviceaccount-token", queue: queue, workers: 1, waitFor: [secrets, accounts], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let secret = secrets.get(namespace: key.namespace, name: key.name) else { return .done }
        var account: ServiceAccount?
        if let name = secret.annotations[Self.accountAnnotation] { account = accounts.get(namespace: key.namespace, name: name) }
        switch TokenSecretPlan.decide(secret.json, account: account?.json, signer: signer, authorityPEM: authorityPEM) {
        case .nothing: return .done
        case .fill(let filled): try await context.client.update(Secret(filled))
        case .remove:
            // The cache may be behind: only what the server says is believed when something is to be removed.
            let name = secret.annotations[Self.accountAnnotation] ?? ""
            let live = try await context.client.find(ServiceAccount.self, namespace: key.namespace, name: name)
            if case .remove = TokenSecretPlan.decide(secret.json, account: live?.json, signer: signer, authorityPEM: authorityPEM) {
                do {
                    try await context.client.delete(Secret.self, namespace: key.namespace, name: key.name)
                } catch let error as APIError where error.isNotFound {
                    return .done
                }
            }
        }
        return .done
    }
}
