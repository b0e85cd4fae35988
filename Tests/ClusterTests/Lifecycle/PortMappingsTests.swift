import Testing

@testable import Cluster

@Suite struct PortMappingsTests {
    private let base = """
        -P PREROUTING ACCEPT
        -P POSTROUTING ACCEPT
        -N CNI-HOSTPORT-DNAT
        -N CNI-HOSTPORT-MASQ
        -N CNI-HOSTPORT-SETMARK
        -N DOCKER
        -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
        -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
        -A POSTROUTING -m comment --comment "CNI portfwd requiring masquerade" -j CNI-HOSTPORT-MASQ
        -A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE
        -A CNI-HOSTPORT-SETMARK -m comment --comment "CNI portfwd masquerade mark" -j MARK --set-xmark 0x2000/0x2000
        """

    private func mapping(_ network: String, _ chain: String) -> String {
        """

        -N \(chain)
        -A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \\"\(network)\\" id: \\"ab12\\"" -m multiport --dports 80 -j \(chain)
        -A \(chain) -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.1.0.5:80
        """
    }

    @Test func theLastTakesTheSharedChainsAlong() {
        #expect(
            PortMappings.removal(of: "mine", from: base + mapping("mine-pods", "CNI-DN-aa")) == [
                """
                *nat
                -D CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \\"mine-pods\\" id: \\"ab12\\"" -m multiport --dports 80 -j CNI-DN-aa
                -F CNI-DN-aa
                -D PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
                -D POSTROUTING -m comment --comment "CNI portfwd requiring masquerade" -j CNI-HOSTPORT-MASQ
                -F CNI-HOSTPORT-SETMARK
                -F CNI-HOSTPORT-MASQ
                COMMIT

                """,
                """
                *nat
                -X CNI-DN-aa
                -X CNI-HOSTPORT-DNAT
                -X CNI-HOSTPORT-SETMARK
                -X CNI-HOSTPORT-MASQ
                COMMIT

                """,
            ])
    }

    @Test func whatOthersUseStays() {
        let rules = base + mapping("mine-pods", "CNI-DN-aa") + mapping("not-mine-pods", "CNI-DN-bb")
        let lines = PortMappings.removal(of: "mine", from: rules).flatMap { $0.split(separator: "\n") }
        #expect(lines.count == 7 && lines[2] == "-F CNI-DN-aa" && lines[5] == "-X CNI-DN-aa")
        #expect(PortMappings.removal(of: "other", from: rules).isEmpty)
        #expect(PortMappings.removal(of: "mine", from: "-P PREROUTING ACCEPT\n-N DOCKER\n").isEmpty)
    }
}
