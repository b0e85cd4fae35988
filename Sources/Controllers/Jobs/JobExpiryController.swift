internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Deletes jobs that have ended `ttlSecondsAfterFinished` ago, with their pods.
package final class JobExpiryController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let jobs: Informer<Job>
    private let queue = WorkQueue<ObjectKey>()

    package init(_ context: ControllerContext) {
        self.context = context
        jobs = context.informers.informer(Job.self)
        jobs.onChange { [queue] change in
            if !change.isDeletion, Self.expiry(of: change.object) != nil { queue.add(change.key) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "job-expiry", queue: queue, workers: 2, waitFor: [jobs], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// When a job is to go; nil for those that stay or are not over.
    static func expiry(of job: Job) -> Timestamp? {
        guard !job.isBeingDeleted, let lifetime = job.spec.ttlSecondsAfterFinished else { return nil }
        return job.finish?.lastTransitionTime?.adding(seconds: lifetime)
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let known = jobs.get(key), let expiry = Self.expiry(of: known) else { return .done }
        let left = expiry - context.now()
        if left > .zero { return .after(left) }
        // The lifetime may have been prolonged a moment ago.
        guard let fresh = try await context.client.find(Job.self, namespace: key.namespace, name: key.name), fresh.uid == known.uid,
            let expiry = Self.expiry(of: fresh)
        else { return .done }
        if expiry > context.now() { return .after(expiry - context.now()) }
        _ = try await context.client.deleteExactly(Job.type, key, uid: fresh.uid, propagation: .foreground)
        return .done
    }
}
