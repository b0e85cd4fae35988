import Resources
import Testing

@testable import ServiceProxy

@Suite struct TableFrameTests {
    @Test func frameReadsAsWritten() {
        let frame = Fixtures.configuration.frame
        #expect(frame.marks.balanced.markText == "0x50000000")
        #expect(
            frame.text == #"""
                add table ip coxswain-proxy
                delete table ip coxswain-proxy
                table ip coxswain-proxy {
                    set hairpin { type ipv4_addr . ipv4_addr; }
                    set guarded { type ipv4_addr . inet_proto . inet_service; }
                    set allowed-sources { type ipv4_addr . inet_proto . inet_service . ipv4_addr; flags interval; }
                    map services { type ipv4_addr . inet_proto . inet_service : verdict; }
                    map services-backends { type ipv4_addr . inet_proto . inet_service . mark : ipv4_addr . inet_service; }
                    map services-slots { type ipv4_addr . inet_proto . inet_service . mark : mark; }
                    map services-affinity { type ipv4_addr . ipv4_addr . inet_proto . inet_service : mark; flags dynamic,timeout; size 65536; }
                    map node-ports { type inet_proto . inet_service : verdict; }
                    map node-ports-backends { type inet_proto . inet_service . mark : ipv4_addr . inet_service; }
                    map node-ports-slots { type inet_proto . inet_service . mark : mark; }
                    map node-ports-affinity { type ipv4_addr . inet_proto . inet_service : mark; flags dynamic,timeout; size 65536; }
                    map outside-services { type ipv4_addr . inet_proto . inet_service : verdict; }
                    map outside-services-backends { type ipv4_addr . inet_proto . inet_service . mark : ipv4_addr . inet_service; }
                    map outside-services-slots { type ipv4_addr . inet_proto . inet_service . mark : mark; }
                    map outside-services-affinity { type ipv4_addr . ipv4_addr . inet_proto . inet_service : mark; flags dynamic,timeout; size 65536; }
                    map outside-node-ports { type inet_proto . inet_service : verdict; }
                    map outside-node-ports-backends { type inet_proto . inet_service . mark : ipv4_addr . inet_service; }
                    map outside-node-ports-slots { type inet_proto . inet_service . mark : mark; }
                    map outside-node-ports-affinity { type ipv4_addr . inet_proto . inet_service : mark; flags dynamic,timeout; size 65536; }
                    chain refuse {
                        meta mark set 0x52000000
                    }
                    chain from-outside {
                        ip daddr . meta l4proto . th dport vmap @outside-services
                        fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @outside-node-ports
                    }
                    chain balance {
                        ip daddr . meta l4proto . th dport @guarded ip daddr . meta l4proto . th dport . ip saddr != @allowed-sources drop
                        ip saddr != 10.244.0.0/16 fib saddr type != local jump from-outside
                        ip daddr . meta l4proto . th dport vmap @services
                        fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @node-ports
                    }
                    chain reject-unserved {
                        meta mark 0x52000000 reject
                        ip daddr 10.96.0.0/16 reject
                    }
                    chain change-source {
                        ip saddr . ip daddr @hairpin masquerade fully-random
                        meta mark & 0xff000000 == 0x50000000 ip saddr != 10.244.0.0/16 masquerade fully-random
                    }
                    chain prerouting {
                        type nat hook prerouting priority dstnat; policy accept;
                        jump balance
                    }
                    chain output {
                        type nat hook output priority -100; policy accept;
                        jump balance
                    }
                    chain filter-input {
                        type filter hook input priority filter; policy accept;
                        jump reject-unserved
                    }
                    chain filter-forward {
                        type filter hook forward priority filter; policy accept;
                        jump reject-unserved
                    }
                    chain filter-output {
                        type filter hook output priority filter; policy accept;
                        meta mark 0x52000000 meta l4proto tcp reject with tcp reset
                        ip daddr 10.96.0.0/16 meta l4proto tcp reject with tcp reset
                        jump reject-unserved
                    }
                    chain postrouting {
                        type nat hook postrouting priority srcnat; policy accept;
                        meta mark & 0xfc000000 == 0x50000000 jump change-source
                        ip saddr 10.244.0.0/16 ip daddr != { 10.244.0.0/16, 224.0.0.0/4 } masquerade fully-random
                    }
                }

                """#)
    }

    @Test func clustersHaveTablesAndMarksOfTheirOwn() {
        #expect(TableFrame.tableName(cluster: "coxswain") == "coxswain-proxy")
        #expect(TableFrame.tableName(cluster: "blue") == "coxswain-proxy-blue")
        #expect(PacketMarks(cluster: "blue") != PacketMarks(cluster: "coxswain"))
    }

    @Test func affinityChainTriesTheKnownBackendFirst() {
        let chain = PickChain(family: .nodePorts, count: 3, affinitySeconds: 10_800)
        #expect(chain.name == "pick-node-ports-3-for-10800s")
        #expect(
            chain.rules(Fixtures.configuration.frame.marks) == [
                "meta mark set ip saddr . meta l4proto . th dport map @node-ports-affinity update @node-ports-affinity { ip saddr . meta l4proto . th dport timeout 10800s : meta mark } dnat ip to meta l4proto . th dport . meta mark map @node-ports-backends",
                "delete @node-ports-affinity { ip saddr . meta l4proto . th dport : meta mark }",
                "meta mark set numgen random mod 3 offset 0x50000000",
                "meta mark set meta l4proto . th dport . meta mark map @node-ports-slots",
                "add @node-ports-affinity { ip saddr . meta l4proto . th dport timeout 10800s : meta mark }",
                "dnat ip to meta l4proto . th dport . meta mark map @node-ports-backends",
            ])
    }
}
