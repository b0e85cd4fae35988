internal import Client
internal import Resources

/// The Leases of API servers that are there no more go when they have not been renewed for their whole time.
extension ExpiryController<Lease> {
    package convenience init(_ context: ControllerContext) {
        self.init(
            "server-leases", context, propagation: .background,
            isCandidate: { $0.namespace == "kube-system" && $0.name.hasPrefix("apiserver-") }, expiry: Self.expiry)
    }

    static func expiry(of lease: Lease) -> Timestamp? {
        guard let seconds = lease.spec.leaseDurationSeconds else { return nil }
        return lease.spec.renewTime?.adding(seconds: seconds)
    }
}
