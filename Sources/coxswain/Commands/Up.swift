import ArgumentParser
import Cluster
import FoundationEssentials
import PKI

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start a cluster, or resume one, and wait until it is ready.")

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var settings: ServerSettings
    @Flag(help: "Leave the kubeconfig of the user alone.") var noKubeconfig = false

    func run() async throws {
        try await reportingErrors {
            let progress = Progress()
            let configuration = try settings.configuration(cluster)
            let lifecycle = ClusterLifecycle(configuration: configuration)
            if let pid = lifecycle.serverProcess {
                try merge(configuration)
                print("The cluster \(configuration.name) is up already (process \(pid), \(configuration.apiServerURL)).")
                return
            }
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
            progress.step("ready")
            print(welcome(configuration))
        }
    }

    /// This program's own file, also when it was called through a link.
    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    private func merge(_ configuration: ClusterConfiguration) throws {
        guard !noKubeconfig else { return }
        let identities = try ClusterIdentities(configuration: configuration)
        let kubeconfig = Kubeconfig(
            name: configuration.name, server: configuration.apiServerURL, authorityPEM: identities.authority.certificatePEM,
            identity: identities.administrator)
        try KubeconfigFile().merge(kubeconfig)
    }

    private func welcome(_ configuration: ClusterConfiguration) -> String {
        """

        The cluster \(configuration.name) is ready: \(configuration.apiServerURL)
        kubectl's context is \(configuration.name). Try:

            kubectl get nodes
            kubectl cluster-info
            samples/base/build.sh node:7 nodejs curl bash coreutils
            coxswain image build -t \(configuration.registry)/kubia samples/kubia
            coxswain image push \(configuration.registry)/kubia
            kubectl create -f samples/kubia/kubia-rc.yaml
            kubectl expose rc kubia --type=LoadBalancer --name kubia-http --port=8080

        Stop it with `coxswain down`; remove it with `coxswain delete`.
        """
    }
}
