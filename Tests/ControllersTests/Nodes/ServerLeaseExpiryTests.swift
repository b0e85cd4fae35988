import Resources
import Testing

@testable import Controllers

@Suite struct ServerLeaseExpiryTests {
    @Test func endsWhenItWasNotRenewedForItsWholeTime() {
        var lease = Lease(name: "apiserver-a", namespace: "kube-system")
        #expect(ExpiryController<Lease>.expiry(of: lease) == nil)
        lease.spec.renewTime = Timestamp(seconds: 1000)
        #expect(ExpiryController<Lease>.expiry(of: lease) == nil)
        lease.spec.leaseDurationSeconds = 3600
        #expect(ExpiryController<Lease>.expiry(of: lease) == Timestamp(seconds: 4600))
    }
}
