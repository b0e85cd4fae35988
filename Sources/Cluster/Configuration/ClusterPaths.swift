/// Where a cluster keeps its files. Everything lies under two directories, so that deleting a cluster is complete.
package struct ClusterPaths: Sendable, Equatable {
    /// Survives a reboot: the store, certificates, images, pod directories.
    package let data: String
    /// Does not survive a reboot: sockets, the process id, containerd's state.
    package let run: String
    /// The administrator's kubeconfig, where other tools expect it.
    package let adminKubeconfig: String
    private let name: String
    private let furtherNode: Int?
    /// The cluster a command means when it names none.
    package static let defaultName = "coxswain"
    private static let runPrefix = "coxswain"

    /// - Parameter furtherNode: the number of a further node on the server's machine; it shares nothing but the name with the first.
    package init(name: String, dataDirectory: String, furtherNode: Int? = nil) {
        self.name = name
        self.furtherNode = furtherNode
        data = dataDirectory
        let cluster = "/run/" + (name == Self.defaultName ? Self.runPrefix : "\(Self.runPrefix)-\(name)")
        run = furtherNode.map { "\(cluster)/nodes/\($0)" } ?? cluster
        adminKubeconfig = name == Self.defaultName ? "/etc/coxswain/admin.conf" : "/etc/coxswain/\(name).conf"
    }

    /// The cluster that a directory of `/run` belongs to; nil when it is none of a cluster's.
    static func name(runDirectory: String) -> String? {
        if runDirectory == runPrefix { return defaultName }
        return runDirectory.hasPrefix(runPrefix + "-") ? String(runDirectory.dropFirst(runPrefix.count + 1)) : nil
    }

    package var configuration: String { data + "/cluster.json" }
    /// The users' kubeconfigs that `up` has put the cluster into, a path a line.
    package var kubeconfigs: String { data + "/kubeconfigs" }
    package var database: String { data + "/store.db" }
    package var certificates: String { data + "/pki" }
    package var log: String { data + "/coxswain.log" }
    /// A folder for each built-in component's own log.
    package var componentLogs: String { data + "/logs" }
    /// A folder for each further node of the cluster on this machine, named by its number.
    package var furtherNodes: String { data + "/nodes" }
    package var images: String { data + "/images" }
    package var registry: String { data + "/registry" }
    package var registryLog: String { data + "/registry.log" }
    package var containerdRoot: String { data + "/containerd" }
    package var containerdLog: String { data + "/containerd.log" }
    package var kubelet: String { data + "/kubelet" }
    /// Directories that are volumes of claims.
    package var localVolumes: String { data + "/volumes" }
    package var podLogs: String { data + "/pods" }
    /// Logs and volumes of containers that belong to no pod.
    package var containerLogs: String { data + "/containers" }
    package var containerVolumes: String { data + "/container-volumes" }
    package var ingressLog: String { data + "/ingress.log" }

    /// Directories that whoever looks after the machine may give a disk of their own.
    var ownDirectories: Set<String> {
        [
            data, certificates, componentLogs, furtherNodes, images, registry, containerdRoot, kubelet, localVolumes, podLogs,
            containerLogs,
            containerVolumes,
        ]
    }

    /// Held by the command that changes the cluster. Beside the other files of runs, so that it needs no data directory.
    package var commandLock: String { run + ".lock" }
    package var processIdentifier: String { run + "/coxswain.pid" }
    package var containerdState: String { run + "/containerd" }
    package var containerdSocket: String { run + "/containerd.sock" }
    package var containerdConfiguration: String { run + "/containerd.toml" }
    package var registryConfiguration: String { run + "/registry.yml" }
    package var sharedRegistryConfiguration: String { run + "/registry-shared.yml" }
    package var registryHosts: String { run + "/certs.d" }
    package var cniConfiguration: String { run + "/cni" }
    /// The ingress proxy's configuration, certificates and socket.
    package var ingress: String { run + "/ingress" }
    /// Present while the whole cluster is being stopped: the server then stops its containers too instead of leaving them for its successor.
    package var stopMarker: String { run + "/stop" }

    /// Names on the machine itself that belong to this cluster and nothing else.
    package var nodeBridge: String { name == Self.defaultName ? "coxnodes" : "coxn-\(name.prefix(10))" }
    /// A dot is in no cluster's name, so a further node's group is nobody else's.
    package var cgroupRoot: String {
        "/" + (name == Self.defaultName ? "coxswain" : "coxswain-\(name)") + (furtherNode.map { ".\($0)" } ?? "")
    }
    /// The network namespace of a further node: a mount, so that it goes when everything below `run` does.
    package var networkNamespace: String { run + "/netns" }
    /// Where host-local keeps which pod address is taken.
    package var podAddresses: String { data + "/networks" }
}
