internal import Client
internal import Document
import FoundationEssentials
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Removes the Secrets of tokens for joining machines once they have expired.
package final class BootstrapTokenCleaner: ServiceLifecycle.Service {
    private static let secretType = "bootstrap.kubernetes.io/token"

    private let context: ControllerContext
    private let secrets: Informer<Secret>
    private let queue = WorkQueue<ObjectKey>()

    package init(_ context: ControllerContext) {
        self.context = context
        secrets = context.informers.informer(Secret.self)
        secrets.onChange { [queue] change in
            if !change.isDeletion, change.key.namespace == "kube-system", change.key.name.hasPrefix("bootstrap-token-") {
                queue.add(change.key)
            }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "token-cleaner", queue: queue, workers: 1, waitFor: [secrets], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// When a token ends; nil for one that does not, and for other Secrets.
    static func expiry(of secret: Secret) -> Timestamp? {
        guard secret.type == secretType, !secret.isBeingDeleted,
            let text = secret.data["expiration"].flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        return Timestamp(String(decoding: text, as: UTF8.self))
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let secret = secrets.get(key), let expiry = Self.expiry(of: secret) else { return .done }
        let left = expiry - context.now()
        if left > .zero { return .after(left) }
        _ = try await context.client.deleteExactly(Secret.type, key, uid: secret.uid, propagation: .background)
        return .done
    }
}
