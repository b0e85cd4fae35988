import Resources

/// The node's own check of a pod that was bound to it: whoever bound it may have known less than the node does.
struct NodeAdmission {
    let nodeLabels: [String: String]
    let allocatable: [String: Quantity]
    var pressure = NodeCare.Pressure()

    /// Kernel settings that are the pod's own and harm nobody else (upstream's safe set).
    static let safeSysctls: Set<String> = [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    ]

    /// Why the pod cannot run here; nil when it can.
    /// - Parameter others: the pods on this node that have not ended.
    func refuse(_ pod: Pod, others: [Pod]) -> PodMachine.Failure? {
        if let condition = shortage(for: pod) {
            return failure(PodMachine.Failure.evicted, "The node had condition: [\(condition)]. ")
        }
        for sysctl in pod.spec.securityContext.sysctls {
            // Written with slashes as well, as the files are.
            let name = sysctl.name.contains("/") ? String(sysctl.name.map { $0 == "/" ? "." : $0 }) : sysctl.name
            if !Self.safeSysctls.contains(name) {
                return failure("SysctlForbidden", "forbidden sysctl: \"\(sysctl.name)\" not allowlisted")
            }
        }
        if let limit = allocatable["pods"], Int64(others.count) + 1 > limit.value {
            return failure(
                "OutOfpods", "Node didn't have enough resource: pods, requested: 1, used: \(others.count), capacity: \(limit.value)")
        }
        let requests = ResourceSettings.podRequests(pod.spec)
        for (name, request) in requests.sorted(by: { $0.key < $1.key }) where !request.isZero {
            let capacity = allocatable[name] ?? Quantity(0)
            var used = Quantity(0)
            for other in others { used += ResourceSettings.podRequests(other.spec)[name] ?? Quantity(0) }
            if capacity < used + request {
                let unit: (Quantity) -> Int64 = name == "cpu" ? { $0.milliValue } : { $0.value }
                return failure(
                    "OutOf\(name)",
                    "Node didn't have enough resource: \(name), "
                        + "requested: \(unit(request)), used: \(unit(used)), capacity: \(unit(capacity))"
                )
            }
        }
        if !pod.spec.nodeSelector.allSatisfy({ nodeLabels[$0.key] == $0.value }) {
            return failure("NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector")
        }
        let taken = Set(others.flatMap { Self.hostPorts($0.spec) })
        if Self.hostPorts(pod.spec).contains(where: { wanted in taken.contains { Self.collide(wanted, $0) } }) {
            return failure("NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports")
        }
        return nil
    }

    /// The node's conditions for which it takes no such pod, as a list of words; nil when it takes it.
    private func shortage(for pod: Pod) -> String? {
        let conditions = pressure.conditions
        if conditions.isEmpty || EvictionPlan.isCritical(pod) { return nil }
        if conditions == ["MemoryPressure"] {
            let isTolerated = pod.spec.tolerations.contains {
                ["node.kubernetes.io/memory-pressure", ""].contains($0.key) && ["NoSchedule", ""].contains($0.effect)
            }
            if isTolerated || QualityOfService(pod.spec) != .bestEffort { return nil }
        }
        return conditions.joined(separator: " ")
    }

    private func failure(_ reason: String, _ message: String) -> PodMachine.Failure {
        PodMachine.Failure(reason: reason, message: "Pod was rejected: " + message)
    }

    struct HostPort: Hashable {
        var ip: String
        var transport: String
        var port: Int
    }

    static func hostPorts(_ spec: PodSpec) -> [HostPort] {
        spec.containers.flatMap(\.ports).compactMap { port in
            guard let number = port.hostPort, number > 0 else { return nil }
            return HostPort(
                ip: port.hostIP.isEmpty ? "0.0.0.0" : port.hostIP, transport: port.protocol.isEmpty ? "TCP" : port.protocol, port: number)
        }
    }

    private static func collide(_ a: HostPort, _ b: HostPort) -> Bool {
        a.transport == b.transport && a.port == b.port && (a.ip == b.ip || a.ip == "0.0.0.0" || b.ip == "0.0.0.0")
    }
}
