internal import Client
internal import Resources

/// Jobs that have ended `ttlSecondsAfterFinished` ago go, with their pods.
extension ExpiryController<Job> {
    package convenience init(_ context: ControllerContext) {
        self.init("job-expiry", context, propagation: .foreground, expiry: Self.expiry)
    }

    /// Nil for jobs that stay or are not over.
    static func expiry(of job: Job) -> Timestamp? {
        guard let lifetime = job.spec.ttlSecondsAfterFinished else { return nil }
        return job.finish?.lastTransitionTime?.adding(seconds: lifetime)
    }
}
