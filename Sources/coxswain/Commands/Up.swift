import ArgumentParser
import Cluster
import FoundationEssentials
import PKI

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start a cluster, or resume one, and wait until it is ready.")

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var settings: ServerSettings
    @Option(help: "How many nodes this machine is to be, each further one in a network namespace of its own (default: 1, or as before).")
    var nodes: Int?
    @Flag(help: "Leave the kubeconfig of the user alone.") var noKubeconfig = false

    func run() async throws {
        try await reportingErrors {
            try await cluster.alone { try await start() }
        }
    }

    private func start() async throws {
        let progress = Progress()
        let configuration = try settings.configuration(cluster, nodes: nodes)
        let lifecycle = ClusterLifecycle(configuration: configuration)
        if let pid = lifecycle.serverProcess { return try await complete(configuration, pid, progress) }
        if AgentRecord.load(configuration.paths) != nil {
            throw ClusterError(
                "\(configuration.dataDirectory) holds a node that joined another cluster; start it with `coxswain agent`, or choose another --name"
            )
        }
        let problems = Preflight().problems()
        guard problems.isEmpty else {
            throw ClusterError("this machine is not ready for a cluster yet:\n" + problems.map { "  \($0)" }.joined(separator: "\n"))
        }
        try await lifecycle.start(executable: Self.executable) { progress.step($0) }
        try merge(configuration)
        _ = try await FurtherNodeStart(cluster: configuration).run(executable: Self.executable) { progress.step($0) }
        progress.step("ready")
        print(welcome(configuration))
    }

    /// The server runs: nodes that are missing are started, and other settings wait for the next start.
    private func complete(_ configuration: ClusterConfiguration, _ pid: Int32, _ progress: Progress) async throws {
        guard var present = try ClusterConfiguration.saved(name: cluster.name, dataDirectory: cluster.dataDir) else {
            throw ClusterError("process \(pid) serves a cluster whose data is gone; end it with: kill \(pid)")
        }
        if present.nodeCount != configuration.nodeCount {
            present.nodeCount = configuration.nodeCount
            try present.save()
        }
        try merge(present)
        let started = try await FurtherNodeStart(cluster: present).run(executable: Self.executable) { progress.step($0) }
        print("The cluster \(present.name) is up already (process \(pid), \(present.apiServerURL)).")
        if !started.isEmpty { print("Started now: \(started.joined(separator: ", ")).") }
        if present != configuration {
            printError("note: it keeps the settings it was started with; `coxswain down` and `coxswain up` with the new ones changes them.")
        }
    }

    /// This program's own file, also when it was called through a link.
    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    private func merge(_ configuration: ClusterConfiguration) throws {
        guard !noKubeconfig else { return }
        let identities = try ClusterIdentities.load(configuration)
        let kubeconfig = Kubeconfig(
            name: configuration.name, server: configuration.apiServerURL, authorityPEM: identities.authority.certificatePEM,
            identity: identities.administrator)
        let file = KubeconfigFile()
        try file.merge(kubeconfig)
        try MergedKubeconfigs(configuration.paths).add(file)
    }

    private func welcome(_ configuration: ClusterConfiguration) -> String {
        """

        The cluster \(configuration.name) is ready: \(configuration.apiServerURL)
        kubectl's context is \(configuration.name). Try:

            kubectl get nodes
            kubectl cluster-info
            coxswain dashboard
            samples/base/build.sh node:7 nodejs curl bash coreutils
            coxswain image build -t \(configuration.registry)/kubia samples/kubia
            coxswain image push \(configuration.registry)/kubia
            kubectl create -f samples/kubia/kubia-rc.yaml
            kubectl expose rc kubia --type=LoadBalancer --name kubia-http --port=8080

        Stop it with `coxswain down`; remove it with `coxswain delete`.
        """
    }
}
