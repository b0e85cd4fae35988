/// What a kubelet has to know of its node and its cluster.
package struct KubeletConfiguration: Sendable {
    /// The name of the Node object.
    package var nodeName: String
    package var hostname: String
    /// The address other nodes and the API server reach this node at.
    package var nodeAddress: String
    /// Labels and taints the node is registered with, beside the standard ones.
    package var labels: [String: String] = [:]
    package var taints: [(key: String, value: String, effect: String)] = []
    package var annotations: [String: String] = [:]
    /// How long the node's lease is good for, in seconds; it is renewed four times in that.
    package var leaseSeconds = 40
    /// Volumes and per-pod files live below `pods/<uid>` here.
    package var rootDirectory: String
    package var podLogsDirectory = "/var/log/pods"
    /// Where volumes lie that the cluster makes for claims.
    package var localVolumesDirectory: String
    package var clusterDNS: [String] = []
    package var clusterDomain = "cluster.local"
    /// The node's own resolver file, for pods with `dnsPolicy: Default`.
    package var resolverFile = "/etc/resolv.conf"
    package var maximumPods = 110
    /// The control group all pods of this node live under; absolute.
    package var cgroupRoot = "/kubepods"
    /// Where control groups are mounted.
    package var cgroupFilesystem = "/sys/fs/cgroup"
    /// What the node keeps for itself, taken off capacity to give allocatable. Milli-cores and bytes.
    package var reservedMilliCPU: Int64 = 0
    package var reservedMemoryBytes: Int64 = 0
    package var eviction = EvictionThresholds()
    /// How often it is looked whether the node is short of something.
    package var evictionPeriod = Duration.seconds(10)
    /// How long newer figures of what containers' layers take are waited for, when those at hand are from before the disk was short: the
    /// ten seconds in which containerd measures all of them once, and what that takes.
    package var layerFiguresTimeout = Duration.seconds(15)
    /// Where containerd itself is spoken to, for what its interface for Kubernetes has no words; nil: nowhere.
    package var runtimeSocket: String?
    /// Where the runtime keeps images and the containers' own layers; nil: on the disk of the root directory.
    package var imageDirectory: String?
    package var listenHost = "0.0.0.0"
    package var port = 10250
    /// What `kubeletVersion` of the node says.
    package var version: String
    /// The address of the API server as pods reach it before services work; becomes `KUBERNETES_SERVICE_HOST`
    /// only where no service is seen.
    package var masterServiceNamespace = "default"
    /// Log files: rotated at this size, this many kept.
    package static let defaultLogLimits = (bytes: 10 << 20, files: 5)
    package var logMaximumBytes = Self.defaultLogLimits.bytes
    package var logMaximumFiles = Self.defaultLogLimits.files

    /// Logs of the components that live in this node's process, by the name of the pod that stands for each: paths of files as the
    /// runtime would write them.
    package var builtInLogs: [String: String] = [:]

    package init(nodeName: String, nodeAddress: String, rootDirectory: String, version: String) {
        self.nodeName = nodeName
        hostname = nodeName
        self.nodeAddress = nodeAddress
        self.rootDirectory = rootDirectory
        localVolumesDirectory = rootDirectory + "/local-volumes"
        self.version = version
    }

    package func localVolume(_ name: String) -> String { "\(localVolumesDirectory)/\(name)" }

    package func podDirectory(_ uid: String) -> String { "\(rootDirectory)/pods/\(uid)" }
}
