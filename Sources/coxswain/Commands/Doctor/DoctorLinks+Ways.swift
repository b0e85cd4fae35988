import Client
import Cluster
import Diagnosis
import Document
import Resources

extension DoctorLinks {
    /// All ways, one after the other: from each pod, and from this machine.
    func tryLinks(_ stage: DoctorStage, _ stands: [Stand]) async throws -> [Finding] {
        let service = try await addressed(stage)
        var findings: [Finding] = []
        for (index, stand) in stands.enumerated() {
            // Around in a ring every pod is a beginning and an end, and the failures tell which.
            let next = (index + 1) % stands.count
            if next != index { findings += await between(stand, stands[next]) }
            if stands[..<index].contains(where: { $0.node == stand.node }) { continue }
            findings.append(
                await finding(
                    .machineToPod(on: stand.node), page(stand.address, DoctorStage.port, of: stand), "\(stand.address):\(DoctorStage.port)",
                    refusalIsAnswer: stand.pid == nil))
            guard stand.pid != nil else {
                findings += try await fromFar(index, stand, to: stands[next], stage, service)
                continue
            }
            findings += await fromPod(stand, stage, service)
        }
        guard stands.contains(where: { $0.pid != nil }) else { return findings }
        return try await findings + fromMachine(stage, service, stands)
    }

    /// A program cannot be put into the networks of another machine; its kubelet tries from there.
    private func fromFar(_ number: Int, _ stand: Stand, to next: Stand, _ stage: DoctorStage, _ service: Service) async throws -> [Finding]
    {
        var targets = [
            FarProbe.Target(.nodeToAPI(from: stand.node), address: configuration.apiServiceAddress, port: 443),
            FarProbe.Target(.nodeToDNS(from: stand.node), address: configuration.dnsAddress, port: 53),
        ]
        // Programs that answer are only in pods of this machine.
        if next.pid != nil {
            targets.append(.init(.nodeToPod(from: stand.node, to: next.node), address: next.address, port: DoctorStage.port))
            targets.append(.init(.nodeToService(from: stand.node), address: service.spec.clusterIP, port: 80))
        }
        let probe = FarProbe(node: stand.node, targets: targets)
        try await client.createDocument(stage.farPod(number, probe), .pods, namespace: stage.namespace)
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while true {
            let pod = try await client.get(Pod.self, namespace: stage.namespace, name: FarProbe.podName(number))
            let events = try await client.list(
                Event.self, ListOptions(namespace: stage.namespace, fieldSelector: "involvedObject.name=\(pod.name)"))
            let outcomes = targets.indices.map { probe.outcome($0, pod, events) }
            if outcomes.allSatisfy({ $0 != nil }) || ContinuousClock.now > deadline {
                return zip(targets, outcomes).map { target, outcome in
                    target.link.finding(
                        target: "\(target.address):\(target.port)", outcome ?? .failed("its kubelet has tried nothing yet"),
                        milliseconds: nil)
                }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func between(_ stand: Stand, _ next: Stand) async -> [Finding] {
        guard stand.pid != nil else { return [] }
        return [
            await finding(
                .podToPod(from: stand.node, to: next.node), page(next.address, DoctorStage.port, of: next),
                "\(next.address):\(DoctorStage.port)", from: stand, refusalIsAnswer: next.pid == nil)
        ]
    }

    private func page(_ address: String, _ port: Int, of stand: Stand) -> NetworkProbe {
        stand.pid == nil ? .connect(address: address, port: port) : .fetch(address: address, port: port, host: address)
    }

    private func fromPod(_ stand: Stand, _ stage: DoctorStage, _ service: Service) async -> [Finding] {
        let dns = configuration.dnsAddress
        let kubernetes = "kubernetes.default.svc.\(configuration.clusterDomain)"
        var findings = [
            await finding(
                .podToAPI(from: stand.node), .connect(address: configuration.apiServiceAddress, port: 443),
                "\(configuration.apiServiceAddress):443", from: stand)
        ]
        for overTCP in [false, true] {
            findings.append(
                await finding(
                    .podToDNS(from: stand.node, overTCP: overTCP), .resolve(name: kubernetes, server: dns, port: 53, overTCP: overTCP), dns,
                    from: stand, wanted: configuration.apiServiceAddress))
        }
        let name = "\(stage.name).\(configuration.clusterDomain)"
        findings.append(
            await finding(
                .podToName(from: stand.node), .resolve(name: name, server: dns, port: 53, overTCP: false), name, from: stand,
                wanted: service.spec.clusterIP))
        findings.append(
            await finding(
                .podToService(from: stand.node), .fetch(address: service.spec.clusterIP, port: 80, host: stage.name),
                "\(service.spec.clusterIP):80", from: stand))
        return findings
    }

    private func fromMachine(_ stage: DoctorStage, _ service: Service, _ stands: [Stand]) async throws -> [Finding] {
        var findings = [
            await finding(
                .machineToService, .fetch(address: service.spec.clusterIP, port: 80, host: stage.name), "\(service.spec.clusterIP):80")
        ]
        if let port = service.spec.ports.first?.nodePort {
            for node in nodes {
                guard let address = node.address("InternalIP") else { continue }
                findings.append(
                    await finding(
                        .machineToNodePort(node: node.name), .fetch(address: address, port: port, host: stage.name), "\(address):\(port)"))
            }
        }
        if let address = service.status.loadBalancer.ingress.first?.ip, !address.isEmpty {
            findings.append(
                await finding(.machineToLoadBalancer, .fetch(address: address, port: 80, host: stage.name), "\(address):80"))
        } else {
            findings.append(
                Link.machineToLoadBalancer.finding(
                    target: "the service", .failed("got no address within \(Self.patience) seconds"), milliseconds: 0))
        }
        findings.append(await ingress())
        return findings
    }

    /// The ingress proxy learns of rules and endpoints a moment after the API server has them.
    private func ingress() async -> Finding {
        let address = configuration.ingressAddress
        let probe = NetworkProbe.fetch(address: address, port: 80, host: DoctorStage.host)
        var last = Link.machineToIngress.skipped("")
        for _ in 0..<50 {
            last = await finding(.machineToIngress, probe, "\(address):80")
            if last.state == .good { break }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return last
    }

    /// - Parameters:
    ///   - stand: where it is tried from; nil for this machine.
    ///   - wanted: what the answer has to be; nil: anything.
    private func finding(
        _ link: Link, _ probe: NetworkProbe, _ target: String, from stand: Stand? = nil, wanted: String? = nil,
        refusalIsAnswer: Bool = false
    ) async -> Finding {
        let (seen, milliseconds) = await attempt(probe, from: stand)
        var outcome = seen
        if case .answered(let text) = outcome, let wanted, text != wanted {
            outcome = .failed("the answer is \(text) instead of \(wanted)")
        }
        return link.finding(target: target, outcome, milliseconds: milliseconds, refusalIsAnswer: refusalIsAnswer)
    }

    /// The service once it leads to somebody and has an address outside.
    private func addressed(_ stage: DoctorStage) async throws -> Service {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while true {
            let service = try await client.get(Service.self, namespace: stage.namespace, name: DoctorStage.service)
            let slices = try await client.list(EndpointSlice.self, ListOptions(namespace: stage.namespace))
            let isServed = slices.contains { !$0.endpoints.isEmpty }
            if isServed, !service.status.loadBalancer.ingress.isEmpty { return service }
            if ContinuousClock.now > deadline { return service }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
