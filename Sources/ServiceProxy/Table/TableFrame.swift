package import Resources

/// The fixed part of the table: maps, sets and the chains that hang in the kernel's hooks.
///
/// How a new connection passes (later packets follow the connection's entry):
/// 1. `prerouting` and `output` look the destination up. The verdict leads to a chain that draws a backend, to `refuse`, or drops.
///    Clients outside the cluster first see the frontends of services with external traffic policy Local.
/// 2. `input`, `forward` and the filtering `output` answer with an ICMP error what was refused, and what is still addressed to the
///    service range: nobody has that address, and it must not leave the machine. A local process gets a TCP reset instead: the
///    kernel sends no ICMP error from an address that only exists in a route to `lo`.
/// 3. `postrouting` replaces the source where the answer would otherwise miss this machine: a backend that reached itself, a client
///    outside the pod network, a pod that talks to the world.
package struct TableFrame: Hashable, Sendable {
    package let table: String
    package let marks: PacketMarks
    package let podRange: CIDR
    package let serviceRange: CIDR
    /// Addresses of nodes that know no way into the world but through this one; nil: there are none.
    package let innerNodes: CIDR?

    /// Client addresses the table remembers for each family; beyond them a client is balanced anew.
    static let maximumAffinityEntries = 65_536
    static let hairpinSet = "hairpin"
    /// Frontends that only some clients may enter, and which clients those are.
    static let guardedSet = "guarded"
    static let allowedSet = "allowed-sources"

    package init(cluster: String, podRange: CIDR, serviceRange: CIDR, innerNodes: CIDR? = nil) {
        self.innerNodes = innerNodes
        table = Self.tableName(cluster: cluster)
        marks = PacketMarks(cluster: cluster)
        self.podRange = podRange
        self.serviceRange = serviceRange
    }

    /// Each cluster has a table of its own, so two can run beside each other.
    package static func tableName(cluster: String) -> String {
        cluster == "coxswain" ? "coxswain-proxy" : "coxswain-proxy-\(cluster)"
    }

    func hairpin(_ address: IPv4Address) -> MapElement {
        MapElement(map: Self.hairpinSet, key: "\(address) . \(address)", value: "")
    }

    /// Replaces the table by an empty frame. Declaring it first lets the deletion succeed when there is none.
    package var text: String {
        """
        add table ip \(table)
        delete table ip \(table)
        table ip \(table) {
        \(maps)
        \(chains)
        }

        """
    }

    private var maps: String {
        let key = RuleFamily.services.keyType
        var text = """
                set \(Self.hairpinSet) { type ipv4_addr . ipv4_addr; }
                set \(Self.guardedSet) { type \(key); }
                set \(Self.allowedSet) { type \(key) . ipv4_addr; flags interval; }
            """
        for family in RuleFamily.allCases {
            text += """

                    map \(family.dispatchMap) { type \(family.keyType) : verdict; }
                    map \(family.backendMap) { type \(family.keyType) . mark : ipv4_addr . inet_service; }
                    map \(family.slotMap) { type \(family.keyType) . mark : mark; }
                    map \(family.affinityMap) { type ipv4_addr . \(family.keyType) : mark; flags dynamic,timeout; size \(Self.maximumAffinityEntries); }
                """
        }
        return text
    }

    private var innerNodesRule: String {
        innerNodes.map { "\n        ip saddr \($0) ip daddr != { \($0), \(podRange), 224.0.0.0/4 } masquerade fully-random" } ?? ""
    }

    private var chains: String {
        """
            chain refuse {
                meta mark set \(marks.refused.markText)
            }
            chain from-outside {
                \(RuleFamily.outsideServices.keyExpression) vmap @\(RuleFamily.outsideServices.dispatchMap)
                fib daddr type local ip daddr != 127.0.0.0/8 \(RuleFamily.outsideNodePorts.keyExpression) vmap @\(RuleFamily.outsideNodePorts.dispatchMap)
            }
            chain balance {
                \(RuleFamily.services.keyExpression) @\(Self.guardedSet) \(RuleFamily.services.keyExpression) . ip saddr != @\(Self.allowedSet) drop
                ip saddr != \(podRange) fib saddr type != local jump from-outside
                \(RuleFamily.services.keyExpression) vmap @\(RuleFamily.services.dispatchMap)
                fib daddr type local ip daddr != 127.0.0.0/8 \(RuleFamily.nodePorts.keyExpression) vmap @\(RuleFamily.nodePorts.dispatchMap)
            }
            chain reject-unserved {
                meta mark \(marks.refused.markText) reject
                ip daddr \(serviceRange) reject
            }
            chain change-source {
                ip saddr . ip daddr @\(Self.hairpinSet) masquerade fully-random
                meta mark & \(PacketMarks.decisionMask.markText) == \(marks.balanced.markText) ip saddr != \(podRange) masquerade fully-random
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
                meta mark \(marks.refused.markText) meta l4proto tcp reject with tcp reset
                ip daddr \(serviceRange) meta l4proto tcp reject with tcp reset
                jump reject-unserved
            }
            chain postrouting {
                type nat hook postrouting priority srcnat; policy accept;
                meta mark & \(PacketMarks.clusterMask.markText) == \(marks.balanced.markText) jump change-source
                ip saddr \(podRange) ip daddr != { \(podRange), 224.0.0.0/4 } masquerade fully-random\(innerNodesRule)
            }
        """
    }
}
