/// Where a cluster keeps its files. Everything lies under two directories, so that deleting a cluster is complete.
package struct ClusterPaths: Sendable, Equatable {
    /// Survives a reboot: the store, certificates, images, pod directories.
    package let data: String
    /// Does not survive a reboot: sockets, the process id, containerd's state.
    package let run: String
    /// The administrator's kubeconfig, where other tools expect it.
    package let adminKubeconfig: String
    private let name: String
    /// The cluster a command means when it names none.
    package static let defaultName = "coxswain"

    package init(name: String, dataDirectory: String) {
        self.name = name
        data = dataDirectory
        run = name == Self.defaultName ? "/run/coxswain" : "/run/coxswain-\(name)"
        adminKubeconfig = name == Self.defaultName ? "/etc/coxswain/admin.conf" : "/etc/coxswain/\(name).conf"
    }

    package var configuration: String { data + "/cluster.json" }
    package var database: String { data + "/store.db" }
    package var certificates: String { data + "/pki" }
    package var log: String { data + "/coxswain.log" }
    package var images: String { data + "/images" }
    package var registry: String { data + "/registry" }
    package var registryLog: String { data + "/registry.log" }
    package var containerdRoot: String { data + "/containerd" }
    package var containerdLog: String { data + "/containerd.log" }
    package var kubelet: String { data + "/kubelet" }
    /// Directories that are volumes of claims.
    package var localVolumes: String { data + "/volumes" }
    package var podLogs: String { data + "/pods" }
    package var ingressLog: String { data + "/ingress.log" }

    package var processIdentifier: String { run + "/coxswain.pid" }
    package var containerdState: String { run + "/containerd" }
    package var containerdSocket: String { run + "/containerd.sock" }
    package var containerdConfiguration: String { run + "/containerd.toml" }
    package var registryConfiguration: String { run + "/registry.yml" }
    package var registryHosts: String { run + "/certs.d" }
    package var cniConfiguration: String { run + "/cni" }
    /// The ingress proxy's configuration, certificates and socket.
    package var ingress: String { run + "/ingress" }
    /// Present while the whole cluster is being stopped: the server then stops its containers too instead of leaving them for its successor.
    package var stopMarker: String { run + "/stop" }

    /// Names on the machine itself that belong to this cluster and nothing else.
    package var nodeBridge: String { name == Self.defaultName ? "coxnodes" : "coxn-\(name.prefix(10))" }
    package var cgroupRoot: String { "/" + (name == Self.defaultName ? "coxswain" : "coxswain-\(name)") }
    /// Where host-local keeps which pod address is taken.
    package var podAddresses: String { data + "/networks" }
}
