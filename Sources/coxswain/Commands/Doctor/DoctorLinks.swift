import Client
import Cluster
import CommandRunner
import Diagnosis
import Document
import FoundationEssentials
import Resources

/// The part of an examination that needs pods: makes them, tries the ways from and to them, and takes them away again.
struct DoctorLinks {
    /// Seconds that pods may take to come up, and a load balancer to get an address.
    static let patience = 60
    static let probeTimeout: Duration = .seconds(15)

    let configuration: ClusterConfiguration
    let client: HTTPSClient
    /// Those that are ready.
    let nodes: [Node]
    let report: @Sendable (String) -> Void

    /// Where pods are made; two on a node that is alone, so that there is a way between pods.
    private var places: [Node] { nodes.count == 1 ? nodes + nodes : nodes }

    /// A pod that links are tried from, or to.
    struct Stand {
        var node: String
        var address: String
        /// In whose network it is; nil when it is on another machine.
        var pid: Int32?
    }

    func run() async throws -> [Finding] {
        await removeLeftovers()
        let mark = String(UInt32.random(in: 0x1000_0000 ... .max), radix: 16)
        let image = DoctorImage(configuration, tag: mark)
        let stage = DoctorStage(
            namespace: DoctorStage.namespacePrefix + mark, localImage: DoctorImage.local, registryImage: image.name)
        let result: Result<[Finding], any Error>
        do {
            try await client.createDocument(stage.namespaceObject, .namespaces)
            result = .success(try await examine(stage, image))
        } catch {
            result = .failure(error)
        }
        report("clearing up …")
        try? await client.delete(.namespaces, name: stage.namespace)
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < deadline, (try? await client.find(Namespace.self, name: stage.namespace)) != nil {
            try? await Task.sleep(for: .milliseconds(100))
        }
        await image.remove(logger: quietLogger())
        return try result.get()
    }

    /// What an examination left that was cut off.
    private func removeLeftovers() async {
        let found = try? await client.list(Namespace.self, ListOptions(labelSelector: DoctorStage.label + "=true"))
        for namespace in found ?? [] {
            guard let made = namespace.metadata.creationTimestamp, Timestamp.now().secondsSince(made) > DoctorStage.leftoverSeconds else {
                continue
            }
            try? await client.delete(.namespaces, name: namespace.name)
        }
    }

    private func examine(_ stage: DoctorStage, _ image: DoctorImage) async throws -> [Finding] {
        report("making a pod on every node …")
        var findings: [Finding] = []
        let local = LocalPods(configuration)
        try await client.createDocument(stage.serviceObject, .services, namespace: stage.namespace)
        try await client.createDocument(stage.ingressObject, .ingresses, namespace: stage.namespace)
        for (number, node) in places.enumerated() {
            let answers = local.cgroupRoot(node: node.name) != nil
            try await client.createDocument(stage.linkPod(number, node: node.name, answers: answers), .pods, namespace: stage.namespace)
        }
        do {
            try await image.push()
            for (number, node) in nodes.enumerated() {
                try await client.createDocument(stage.pullPod(number, node: node.name), .pods, namespace: stage.namespace)
            }
        } catch {
            findings.append(
                Finding(.images, .bad, "push to the registry", "\(error)", fix: "see \(configuration.paths.registryLog): coxswain status"))
        }
        let links = try await ready(stage, places.indices.map(DoctorStage.podName))
        for (pod, node) in zip(links, nodes) {
            let why = pod.isReady ? nil : try await Inquiry(client).why("pod", pod.name, namespace: stage.namespace).first
            findings.append(DoctorStage.finding("a pod on \(node.name)", area: .pods, isReady: pod.isReady, why: why))
        }
        let stands = links.filter(\.isReady).map { pod in
            Stand(
                node: pod.spec.nodeName, address: pod.status.podIP,
                pid: local.cgroupRoot(node: pod.spec.nodeName).flatMap { PodProcess.any(podUID: pod.uid, cgroupRoot: $0) })
        }
        report("trying the ways between \(stands.count) pods, services and this machine …")
        findings += try await withServers(stands) { try await tryLinks(stage, stands) }
        findings += try await pulls(stage)
        return findings
    }

    private func pulls(_ stage: DoctorStage) async throws -> [Finding] {
        guard try await client.find(Pod.self, namespace: stage.namespace, name: DoctorStage.pullName(0)) != nil else { return [] }
        var findings: [Finding] = []
        for (number, pod) in try await ready(stage, nodes.indices.map(DoctorStage.pullName)).enumerated() {
            let why = pod.isReady ? nil : try await Inquiry(client).why("pod", pod.name, namespace: stage.namespace).first
            findings.append(
                DoctorStage.finding("\(nodes[number].name) pulls from the registry", area: .images, isReady: pod.isReady, why: why))
        }
        return findings
    }

    /// Waits until the pods are ready, or the patience is over; all of them either way, in order.
    private func ready(_ stage: DoctorStage, _ names: [String]) async throws -> [Pod] {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while true {
            var pods: [Pod] = []
            for name in names { pods.append(try await client.get(Pod.self, namespace: stage.namespace, name: name)) }
            if pods.allSatisfy(\.isReady) || ContinuousClock.now > deadline { return pods }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Has a program answer in the network of each pod on this machine while `body` runs.
    private func withServers(_ stands: [Stand], _ body: () async throws -> [Finding]) async throws -> [Finding] {
        let servers = stands.compactMap { stand in
            stand.pid.map { pid in
                Task {
                    _ = try? await CommandRunner().run(
                        Self.inside(pid, ["answer", String(DoctorStage.port), stand.node]), timeout: .seconds(600))
                }
            }
        }
        defer { for server in servers { server.cancel() } }
        for stand in stands where stand.pid != nil { await waitForServer(stand) }
        let findings = try await body()
        for server in servers { server.cancel() }
        for server in servers { await server.value }
        return findings
    }

    private func waitForServer(_ stand: Stand) async {
        let probe = NetworkProbe.fetch(address: "127.0.0.1", port: DoctorStage.port, host: "localhost")
        for _ in 0..<50 {
            if case .answered = await attempt(probe, from: stand).outcome { return }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private static func inside(_ pid: Int32, _ words: [String]) -> Command {
        Command("nsenter", ["--net=/proc/\(pid)/ns/net", Up.executable, "probe"] + words)
    }

    /// - Parameter stand: nil for this machine.
    func attempt(_ probe: NetworkProbe, from stand: Stand?) async -> (outcome: LinkOutcome, milliseconds: Int) {
        let begun = ContinuousClock.now
        guard let pid = stand?.pid else { return (LinkOutcome(probe.run()), milliseconds(since: begun)) }
        do {
            let output = try await CommandRunner().run(Self.inside(pid, probe.words), timeout: Self.probeTimeout)
            let lines = output.standardOutput.split(separator: "\n").map(String.init)
            guard output.succeeded, lines.count == 2 else { return (.failed(output.standardError), 0) }
            return (LinkOutcome(NetworkProbe.Outcome(line: lines[0])), Int(lines[1]) ?? 0)
        } catch {
            return (.failed("\(error)"), 0)
        }
    }
}

/// Milliseconds that have passed.
func milliseconds(since start: ContinuousClock.Instant) -> Int {
    let elapsed = (ContinuousClock.now - start).components
    return Int(elapsed.seconds) * 1000 + Int(elapsed.attoseconds / 1_000_000_000_000_000)
}
