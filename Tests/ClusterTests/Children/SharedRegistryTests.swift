import Testing

@testable import Cluster

@Suite struct SharedRegistryTests {
    @Test func itIsForReadingAndAsksForACertificate() {
        let text = SharedRegistry.render(directory: "/var/lib/c/registry", address: "10.0.0.1:5000", certificates: "/var/lib/c/pki")
        #expect(text.contains("readonly:\n      enabled: true"))
        #expect(text.contains("addr: 10.0.0.1:5000"))
        #expect(text.contains("clientcas:\n      - /var/lib/c/pki/ca.crt"))
    }
}
