package import Resources

/// Why a service whose objects are all well does not answer: what trying its endpoints has shown.
package enum EndpointDiagnosis {
    /// A port at which a pod's programs listen.
    package struct Listener: Sendable, Hashable {
        package var port: Int
        /// Whether only the pod itself reaches it.
        package var isLoopbackOnly: Bool
        package init(port: Int, isLoopbackOnly: Bool) { (self.port, self.isLoopbackOnly) = (port, isLoopbackOnly) }
    }

    /// One endpoint's port, and what trying it has shown.
    package struct Try: Sendable, Hashable {
        /// The service's own port that leads there.
        package var servicePort: Int
        package var address: String
        package var port: Int
        /// Empty when no pod stands behind it.
        package var pod: String
        package var namespace: String
        package var outcome = LinkOutcome.silent
        /// What the pod listens at; nil when that cannot be seen from here.
        package var listeners: [Listener]?

        var subject: String { pod.isEmpty ? "endpoint \(address)" : "pod/\(pod)" }
    }

    /// The ready endpoints that can be tried: those of TCP. Those of one port come together.
    package static func tries(_ service: Service, _ slices: [EndpointSlice]) -> [Try] {
        let own = slices.filter { $0.serviceName == service.name && $0.namespace == service.namespace && $0.addressType == "IPv4" }
        return service.spec.ports.filter { $0.protocol.isEmpty || $0.protocol == "TCP" }.flatMap { wanted in
            own.flatMap { slice -> [Try] in
                let ports = slice.ports.filter { $0.name == wanted.name }.compactMap(\.port)
                return slice.endpoints.filter { $0.conditions.ready ?? true }.flatMap { endpoint in
                    ports.compactMap { port in
                        endpoint.addresses.first.map {
                            Try(
                                servicePort: wanted.port, address: $0, port: port, pod: endpoint.targetRef?.name ?? "",
                                namespace: service.namespace)
                        }
                    }
                }
            }
        }
    }

    /// Nil when all endpoints that were tried answer.
    package static func diagnose(_ service: Service, _ tries: [Try]) -> Diagnosis? {
        let bad = tries.filter { if case .answered = $0.outcome { false } else { true } }
        guard let first = bad.first else { return nil }
        let share = bad.count == tries.count ? "" : " (\(bad.count) of \(tries.count) endpoints are so)"
        let subject = "service/" + service.name
        let leads = "its port \(first.servicePort) leads to port \(first.port) of \(first.subject)"
        switch first.outcome {
        case .answered: return nil
        case .refused:
            let there = first.listeners?.first { $0.port == first.port }
            if there?.isLoopbackOnly == true {
                return Diagnosis(
                    .loopbackOnly, subject, "\(leads), which listens there for itself alone (127.0.0.1)\(share)",
                    evidence: ["\(first.address):\(first.port): connection refused"],
                    fix: "have the program listen at all addresses (0.0.0.0), not at localhost")
            }
            return Diagnosis(
                .nothingListens, subject, "\(leads), where nothing listens\(share)",
                evidence: ["\(first.address):\(first.port): connection refused"] + listening(first), fix: fix(service, first))
        case .silent:
            return Diagnosis(
                .endpointSilent, subject, "\(leads), from where no answer comes\(share)",
                evidence: ["\(first.address):\(first.port): no answer"],
                fix: "see whether a NetworkPolicy forbids it: kubectl -n \(service.namespace) get networkpolicy; "
                    + "and the way to its node: coxswain doctor")
        case .failed(let text):
            return Diagnosis(
                .endpointSilent, subject, "\(leads), which cannot be reached\(share)",
                evidence: ["\(first.address):\(first.port): \(text)"],
                fix: "see the way to its node: coxswain doctor")
        }
    }

    private static func listening(_ attempt: Try) -> [String] {
        guard let listeners = attempt.listeners else { return [] }
        if listeners.isEmpty { return ["its programs listen at no TCP port"] }
        let ports = listeners.map { "\($0.port)" + ($0.isLoopbackOnly ? " (for itself alone)" : "") }
        return ["its programs listen at: " + ports.few(5)]
    }

    private static func fix(_ service: Service, _ attempt: Try) -> String {
        let open = attempt.listeners?.filter { !$0.isLoopbackOnly } ?? []
        guard open.count == 1, let port = open.first?.port else {
            return "set targetPort of port \(attempt.servicePort) to the port at which the program listens"
        }
        return "kubectl -n \(service.namespace) patch service \(service.name) "
            + "-p '{\"spec\":{\"ports\":[{\"port\":\(attempt.servicePort),\"targetPort\":\(port)}]}}'"
    }
}
