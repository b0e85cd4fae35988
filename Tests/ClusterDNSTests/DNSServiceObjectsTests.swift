import DNSWire
import Resources
import Testing

@testable import ClusterDNS

@Suite struct DNSServiceObjectsTests {
    @Test func serverIsFoundByItsOwnRecords() throws {
        let zone = ClusterZone(configuration: ZoneFixture.configuration)
        let service = DNSServiceObjects.service(clusterIP: IPv4Address(10, 96, 0, 10))
        let slice = DNSServiceObjects.slice(listening: IPv4Address(10, 244, 0, 1), port: 10_053)
        #expect(slice.serviceName == service.name)
        zone.change {
            $0.namespaceChanged("kube-system", exists: true)
            $0.serviceChanged(service.key, service)
            $0.sliceChanged(slice.key, slice)
        }
        var random = SystemRandomNumberGenerator()
        let question = DNSQuestion(name: try DNSName("_dns._udp.kube-dns.kube-system.svc.cluster.local"), type: .srv)
        #expect(
            zone.answer(question, using: &random)?.answers.map(line)
                == ["_dns._udp.kube-dns.kube-system.svc.cluster.local. 5 SRV 0 100 53 kube-dns.kube-system.svc.cluster.local."])
        #expect(slice.ports.map(\.port) == [10_053, 10_053])
        #expect(slice.ports.map(\.name) == service.spec.ports.map(\.name))
    }
}
