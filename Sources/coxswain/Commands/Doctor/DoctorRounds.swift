import Client
import Cluster
import CommandRunner
import Diagnosis
import Document
import FoundationEssentials
import Resources

/// One examination of a cluster: reads and tries, and has the deciders say what it means.
struct DoctorRounds {
    let configuration: ClusterConfiguration
    let report: @Sendable (String) -> Void

    init(_ configuration: ClusterConfiguration, report: @escaping @Sendable (String) -> Void) {
        (self.configuration, self.report) = (configuration, report)
    }

    private var restart: String {
        "coxswain up" + (configuration.name == ClusterConfiguration.defaultName ? "" : " --name \(configuration.name)")
    }

    func run() async throws -> Checkup {
        var checkup = Checkup()
        report("looking at the machine …")
        checkup.add(await machine())
        let server = ClusterLifecycle(configuration: configuration).serverProcess
        checkup.add(PartsCheck.server(pid: server, restart: "\(restart); its last words are in \(configuration.paths.log)"))
        let (entries, unreadable) = CertificateFiles.read(configuration)
        checkup.add(PartsCheck.certificates(entries.map { ($0.name, $0.secondsLeft) }, unreadable: unreadable))
        guard server != nil else { return checkup }
        report("looking at the cluster's parts …")
        checkup.add(await parts())
        do {
            let links = try await AdministratorClient.with(configuration, logger: quietLogger()) { client in
                try await cluster(client)
            }
            checkup.add(links)
        } catch {
            checkup.add(
                PartsCheck.answer(
                    "API server", "", failure: "\(error)", fix: "see \(configuration.paths.log); coxswain down, then \(restart)"))
        }
        return checkup
    }

    private func machine() async -> [Finding] {
        let facts = await MachineFacts.read(configuration)
        return MachineCheck.ground(Preflight().problems().map { ($0.what, $0.mend) }) + [
            MachineCheck.memory(availableBytes: facts.memoryAvailableBytes, totalBytes: facts.memoryTotalBytes),
            MachineCheck.disk(
                path: configuration.dataDirectory, freeBytes: facts.diskFreeBytes, totalBytes: facts.diskTotalBytes,
                inodesFree: facts.inodesFree, inodesTotal: facts.inodesTotal),
            MachineCheck.inotify(used: facts.inotifyUsed, limit: facts.inotifyLimit), MachineCheck.forwarding(facts.forwardsPackets),
            MachineCheck.packetFilter(failure: facts.packetFilterFailure),
        ]
    }

    private func parts() async -> [Finding] {
        var findings: [Finding] = []
        let runtime = await RuntimeAnswer.read(configuration, logger: quietLogger())
        findings.append(
            PartsCheck.answer(
                "container runtime", runtime.version, failure: runtime.failure,
                fix: "see \(configuration.paths.containerdLog); coxswain down, then \(restart)"))
        let registry = NetworkProbe.fetch(address: "127.0.0.1", port: configuration.registryPort, host: configuration.registry)
        findings.append(
            PartsCheck.answer(
                "registry \(configuration.registry)", "answers", failure: failure(registry.run()),
                fix: "see \(configuration.paths.registryLog); coxswain down, then \(restart)"))
        return findings
    }

    private func failure(_ outcome: NetworkProbe.Outcome) -> String? {
        switch outcome {
        case .answered: nil
        // An HTTP server that answers at all is there.
        case .failed(let text) where text.hasPrefix("HTTP"): nil
        case .refused: "connection refused"
        case .silent: "no answer"
        case .failed(let text): text
        }
    }

    /// What can be seen and tried once the API server answers.
    private func cluster(_ client: HTTPSClient) async throws -> [Finding] {
        let begun = ContinuousClock.now
        let nodes = try await client.list(Node.self)
        var findings = [
            PartsCheck.answer("API server", "answers in \(milliseconds(since: begun)) ms", failure: nil, fix: "")
        ]
        var diagnoses: [Diagnosis] = []
        for node in nodes { diagnoses += try await Inquiry(client).why("node", node.name, namespace: "") }
        findings += PartsCheck.nodes(diagnoses)
        let now = Timestamp.now()
        let leases = try await client.list(Lease.self, ListOptions(namespace: "kube-node-lease"))
        findings.append(
            PartsCheck.clocks(leases.compactMap { lease in lease.spec.renewTime.map { (lease.name, $0.secondsSince(now)) } }))
        let ready = nodes.filter(\.isReady)
        guard !ready.isEmpty else { return findings }
        findings += try await DoctorLinks(configuration: configuration, client: client, nodes: ready, report: report).run()
        report("trying every service …")
        findings += try await ServiceEndpoints(configuration: configuration, client: client).checkAll()
        return findings
    }
}
