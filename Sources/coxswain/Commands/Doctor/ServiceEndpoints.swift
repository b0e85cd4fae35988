import Client
import Cluster
import Diagnosis
import Document
import Resources

/// Tries the endpoints of services from this machine, which reaches every pod: what `why` and the doctor cannot see in documents.
struct ServiceEndpoints {
    /// Endpoints of one service that are tried, and services in all.
    static let endpointLimit = 5
    static let serviceLimit = 200

    let configuration: ClusterConfiguration
    let client: any APIClient

    /// What is wrong with a service whose documents are all well; nil when its endpoints answer.
    func diagnose(_ service: Service) async throws -> Diagnosis? {
        let slices = try await client.list(EndpointSlice.self, ListOptions(namespace: service.namespace))
        return await diagnose(service, slices)
    }

    private func diagnose(_ service: Service, _ slices: [EndpointSlice]) async -> Diagnosis? {
        let tries = EndpointDiagnosis.tries(service, slices).prefix(Self.endpointLimit)
        var seen: [EndpointDiagnosis.Try] = []
        for var attempt in tries {
            attempt.outcome = LinkOutcome(NetworkProbe.connect(address: attempt.address, port: attempt.port).run())
            if case .answered = attempt.outcome {} else { attempt.listeners = await listeners(attempt) }
            seen.append(attempt)
        }
        return EndpointDiagnosis.diagnose(service, seen)
    }

    /// What the pod behind an endpoint listens at, when it is on this machine; nil when that cannot be seen.
    private func listeners(_ attempt: EndpointDiagnosis.Try) async -> [EndpointDiagnosis.Listener]? {
        guard let pod = try? await client.find(Pod.self, namespace: attempt.namespace, name: attempt.pod), !pod.spec.hostNetwork,
            let root = LocalPods(configuration).cgroupRoot(node: pod.spec.nodeName),
            let pid = PodProcess.any(podUID: pod.uid, cgroupRoot: root)
        else { return nil }
        return PodProcess.listeners(pid).map { EndpointDiagnosis.Listener(port: $0.port, isLoopbackOnly: $0.isLoopbackOnly) }
    }

    /// Every service with ready endpoints.
    func checkAll() async throws -> [Finding] {
        let slices = try await client.list(EndpointSlice.self)
        var (findings, tried): ([Finding], Int) = ([], 0)
        let services = try await client.list(Service.self).filter { !$0.namespace.hasPrefix(DoctorStage.namespacePrefix) }
        for service in services.prefix(Self.serviceLimit) {
            let own = slices.filter { $0.namespace == service.namespace }
            guard !EndpointDiagnosis.tries(service, own).isEmpty else { continue }
            tried += 1
            guard let found = await diagnose(service, own) else { continue }
            let name = "\(service.namespace)/\(service.name)"
            findings.append(Finding(.services, .bad, "service \(name)", found.reason, fix: found.fix))
        }
        if findings.isEmpty, tried > 0 {
            findings.append(Finding(.services, .good, "endpoints of all services", "those of \(tried) services take connections"))
        }
        return findings
    }
}

extension LinkOutcome {
    init(_ outcome: NetworkProbe.Outcome) {
        switch outcome {
        case .answered(let text): self = .answered(text)
        case .refused: self = .refused
        case .silent: self = .silent
        case .failed(let text): self = .failed(text)
        }
    }
}

/// The pods whose processes are on this machine: those of the server's node and of the further nodes beside it.
struct LocalPods {
    private let roots: [String: String]

    init(_ configuration: ClusterConfiguration) {
        var roots: [String: String] = [:]
        if configuration.runsNode { roots[configuration.nodeName] = configuration.paths.cgroupRoot }
        for node in FurtherNode.all(of: configuration) { roots[node.name] = node.configuration.paths.cgroupRoot }
        self.roots = roots
    }

    /// Nil for a node on another machine.
    func cgroupRoot(node: String) -> String? { roots[node] }
}
