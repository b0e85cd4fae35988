import Document
import FoundationEssentials
import Kubelet
import PKI
import Resources

/// All that makes one cluster differ from another. Written beside the data when a cluster is first started, so that resuming it,
/// asking for its state and deleting it need only its name or its data directory.
package struct ClusterConfiguration: Sendable, Equatable {
    package static let defaultName = ClusterPaths.defaultName

    package var name: String
    package var dataDirectory: String
    /// Where the API server listens, on every address of the machine.
    package var apiPort: Int
    /// The local image registry, on loopback.
    package var registryPort: Int
    /// The kubelet's own HTTPS port.
    package var kubeletPort: Int
    package var podRange: String
    package var serviceRange: String
    package var clusterDomain: String
    package var nodeName: String
    /// The network that joins the nodes of this cluster on this machine. It is the cluster's own, so that a cluster outlives
    /// a change of the machine's address and starts without any network.
    package var nodeRange: String
    /// The node's address as pods and other nodes see it. By default the first of `nodeRange`, on a bridge of the cluster's own.
    package var nodeAddress: String
    /// Addresses that services of type LoadBalancer get.
    package var loadBalancerRange: String
    package var nodePortRange: ClosedRange<Int>
    /// Resolvers that the cluster's DNS asks about names outside, as `ADDRESS` or `ADDRESS:PORT`. None: such names are refused.
    package var dnsForwards: [String] = []
    /// Whether this machine is a node too. Without one, the API server, the controllers and the scheduler run alone.
    package var runsNode = true
    /// How many nodes this machine is: the first beside the server, each further one in a network namespace of its own.
    package var nodeCount = 1
    /// The number of this node, when it is a further one on the server's machine (2, 3, …).
    package var furtherNode: Int?
    /// Seconds without a sign of life after which a node is taken for lost.
    package var nodeGraceSeconds = 50
    /// Seconds that pods stay on a node that is not ready, or cannot be reached, unless they say otherwise.
    package var notReadyTolerationSeconds = 300
    package var unreachableTolerationSeconds = 300
    /// When the nodes evict pods, as upstream's kubelet takes it (`memory.available<500Mi,…`); empty: by default.
    package var evictionHard = ""
    /// Seconds that a node shows pressure after it was last seen.
    package var evictionTransitionSeconds = 300
    /// How long certificates last that the cluster makes or signs, seconds.
    package var certificateSeconds = Self.defaultCertificateSeconds
    package static let defaultCertificateSeconds = 365 * 86_400
    /// Where the state is kept, such as `etcd://HOST:2379`; nil: in a file of this machine.
    package var datastore: String?
    /// Files by which an etcd and this server know each other (PEM).
    package var datastoreAuthority: String?
    package var datastoreCertificate: String?
    package var datastoreKey: String?
    /// A file that says what is encrypted at rest; nil: Secrets, with a key of the cluster's own.
    package var encryptionConfiguration: String?
    /// A directory with the keys that all servers of the cluster share; nil: this server is the only one, or has copies.
    package var sharedKeys: String?
    /// Whether versions of the API that upstream's servers no longer have (`extensions/v1beta1` and the like) are served too.
    package var servesLegacyVersions = true
    /// Authentication, auditing and limits of the API server.
    package var api = APISettings()

    package init(name: String = defaultName, nodeName: String, nodeAddress: String = "10.243.0.1") {
        self.name = name
        self.nodeName = nodeName
        self.nodeAddress = nodeAddress
        dataDirectory = name == Self.defaultName ? "/var/lib/coxswain" : "/var/lib/coxswain-\(name)"
        apiPort = 6443
        registryPort = 5000
        kubeletPort = 10250
        podRange = "10.244.0.0/16"
        serviceRange = "10.96.0.0/16"
        clusterDomain = "cluster.local"
        nodeRange = "10.243.0.0/24"
        loadBalancerRange = "10.243.0.128/26"
        nodePortRange = 30000...32767
    }

    package var paths: ClusterPaths { ClusterPaths(name: name, dataDirectory: dataDirectory, furtherNode: furtherNode) }
    package var apiServerURL: String { "https://127.0.0.1:\(apiPort)" }
    package var registry: String { "localhost:\(registryPort)" }

    /// The address of the `kubernetes` service: the first of the range.
    package var apiServiceAddress: String { serviceAddress(1) }
    /// The address of the cluster's DNS: the tenth of the range, as every Kubernetes installer has it.
    package var dnsAddress: String { serviceAddress(10) }

    private func serviceAddress(_ offset: Int) -> String {
        CIDR(serviceRange).flatMap { $0.address(at: offset) }?.description ?? ""
    }
}

extension ClusterConfiguration {
    package var json: JSON {
        [
            "name": .string(name), "dataDirectory": .string(dataDirectory), "apiPort": JSON(apiPort), "registryPort": JSON(registryPort),
            "kubeletPort": JSON(kubeletPort), "podRange": .string(podRange), "serviceRange": .string(serviceRange),
            "clusterDomain": .string(clusterDomain), "nodeName": .string(nodeName), "nodeAddress": .string(nodeAddress),
            "nodeRange": .string(nodeRange),
            "loadBalancerRange": .string(loadBalancerRange),
            "nodePortRange": .string("\(nodePortRange.lowerBound)-\(nodePortRange.upperBound)"),
            "runsNode": .bool(runsNode), "nodeCount": JSON(nodeCount), "furtherNode": furtherNode.map { JSON($0) } ?? .null,
            "nodeGraceSeconds": JSON(nodeGraceSeconds), "notReadyTolerationSeconds": JSON(notReadyTolerationSeconds),
            "unreachableTolerationSeconds": JSON(unreachableTolerationSeconds),
            "dnsForwards": JSON(dnsForwards), "evictionHard": .string(evictionHard),
            "evictionTransitionSeconds": JSON(evictionTransitionSeconds), "certificateSeconds": JSON(certificateSeconds),
            "servesLegacyVersions": .bool(servesLegacyVersions), "api": api.json,
            "datastore": JSON(optional: datastore), "datastoreAuthority": JSON(optional: datastoreAuthority),
            "datastoreCertificate": JSON(optional: datastoreCertificate), "datastoreKey": JSON(optional: datastoreKey),
            "encryptionConfiguration": JSON(optional: encryptionConfiguration), "sharedKeys": JSON(optional: sharedKeys),
        ]
    }

    /// Reads what `json` wrote; missing members have their defaults.
    package init(json: JSON) {
        self.init(
            name: json["name"].string ?? Self.defaultName, nodeName: json["nodeName"].string ?? "",
            nodeAddress: json["nodeAddress"].string ?? "")
        dataDirectory = json["dataDirectory"].string ?? dataDirectory
        apiPort = json["apiPort"].int ?? apiPort
        registryPort = json["registryPort"].int ?? registryPort
        kubeletPort = json["kubeletPort"].int ?? kubeletPort
        podRange = json["podRange"].string ?? podRange
        serviceRange = json["serviceRange"].string ?? serviceRange
        clusterDomain = json["clusterDomain"].string ?? clusterDomain
        nodeRange = json["nodeRange"].string ?? nodeRange
        loadBalancerRange = json["loadBalancerRange"].string ?? loadBalancerRange
        runsNode = json["runsNode"].bool ?? runsNode
        nodeCount = json["nodeCount"].int ?? nodeCount
        furtherNode = json["furtherNode"].int
        nodeGraceSeconds = json["nodeGraceSeconds"].int ?? nodeGraceSeconds
        notReadyTolerationSeconds = json["notReadyTolerationSeconds"].int ?? notReadyTolerationSeconds
        unreachableTolerationSeconds = json["unreachableTolerationSeconds"].int ?? unreachableTolerationSeconds
        dnsForwards = json["dnsForwards"].strings
        evictionHard = json["evictionHard"].string ?? evictionHard
        evictionTransitionSeconds = json["evictionTransitionSeconds"].int ?? evictionTransitionSeconds
        certificateSeconds = json["certificateSeconds"].int ?? certificateSeconds
        servesLegacyVersions = json["servesLegacyVersions"].bool ?? servesLegacyVersions
        api = APISettings(json: json["api"])
        datastore = json["datastore"].string
        datastoreAuthority = json["datastoreAuthority"].string
        datastoreCertificate = json["datastoreCertificate"].string
        datastoreKey = json["datastoreKey"].string
        encryptionConfiguration = json["encryptionConfiguration"].string
        sharedKeys = json["sharedKeys"].string
        if let bounds = json["nodePortRange"].string?.split(separator: "-").compactMap({ Int($0) }), bounds.count == 2,
            bounds[0] <= bounds[1]
        {
            nodePortRange = bounds[0]...bounds[1]
        }
    }

    /// What is wrong with the configuration, in words for its author; empty when nothing is.
    package var problems: [String] {
        var problems: [String] = []
        problems += NameRules.dns1123Label(name).map { "--name \(name): \($0)" }
        if CIDR(podRange) == nil { problems.append("--pod-cidr \(podRange): not an IPv4 range such as 10.244.0.0/16") }
        if CIDR(serviceRange) == nil { problems.append("--service-cidr \(serviceRange): not an IPv4 range such as 10.96.0.0/16") }
        if CIDR(nodeRange) == nil { problems.append("--node-cidr \(nodeRange): not an IPv4 range such as 10.243.0.0/24") }
        if CIDR(loadBalancerRange) == nil {
            problems.append("--load-balancer-range \(loadBalancerRange): not an IPv4 range such as 10.243.0.128/26")
        }
        for forward in dnsForwards where Self.resolver(forward) == nil {
            problems.append("--dns-forward \(forward): not an IPv4 address with or without a port, such as 192.0.2.53 or 192.0.2.53:5353")
        }
        if let pods = CIDR(podRange), let services = CIDR(serviceRange), pods.overlaps(services) {
            problems.append("the pod range \(podRange) and the service range \(serviceRange) overlap")
        }
        for (flag, port) in [("--api-port", apiPort), ("--registry-port", registryPort), ("--kubelet-port", kubeletPort)]
        where !(1...65535).contains(port) {
            problems.append("\(flag) \(port): not a port (1-65535)")
        }
        problems += nodeProblems
        do { _ = try datastoreAddress } catch { problems.append("\(error)") }
        if Set([apiPort, registryPort, kubeletPort]).count < 3 { problems.append("the API, registry and kubelet ports must differ") }
        return problems
    }
}

extension ClusterConfiguration {
    /// Moves the nodes of this machine, and the addresses of load balancers with them, to another network.
    package mutating func useNodeRange(_ text: String) throws {
        guard let range = CIDR(text), range.prefix <= 24, let first = range.address(at: 1), let pool = range.address(at: 128)
        else { throw ClusterError("--node-cidr \(text): not an IPv4 range of at least 256 addresses, such as 10.243.0.0/24") }
        nodeRange = text
        nodeAddress = first.description
        loadBalancerRange = "\(CIDR(pool, prefix: 26))"
    }
}

extension ClusterConfiguration {
    /// Addresses for load balancers begin half-way up the node range; the nodes have what is below.
    static let maximumNodeCount = 100
    /// A lease is renewed four times before it ends; what is shorter would end by a breath of load.
    static let shortestMonitorGrace = 4
    /// A certificate is renewed when a fifth of this is left, and the clocks of two machines are never the same.
    static let shortestCertificateSeconds = 60

    private var nodeProblems: [String] {
        var problems: [String] = []
        if !(1...Self.maximumNodeCount).contains(nodeCount) {
            problems.append("--nodes \(nodeCount): a machine can be 1 to \(Self.maximumNodeCount) nodes")
        }
        if nodeCount > 1, !runsNode {
            problems.append("--nodes \(nodeCount): a server without a node (--no-node) has no further ones either")
        }
        if nodeCount > 1, isReachableFromOtherMachines {
            problems.append(
                "--nodes \(nodeCount): further nodes reach the server on the bridge of --node-cidr, where --node-address \(nodeAddress) is not"
            )
        }
        if nodeGraceSeconds < Self.shortestMonitorGrace {
            problems.append("--node-monitor-grace-period: at least \(Self.shortestMonitorGrace)s")
        }
        problems += evictionProblems
        if !(Self.shortestCertificateSeconds...Int(CertificateAuthority.validity.components.seconds)).contains(certificateSeconds) {
            problems.append("--cluster-signing-duration: from \(Self.shortestCertificateSeconds)s to 10 years")
        }
        if notReadyTolerationSeconds < 0 { problems.append("--default-not-ready-toleration-seconds: not below 0") }
        if unreachableTolerationSeconds < 0 { problems.append("--default-unreachable-toleration-seconds: not below 0") }
        return problems
    }

    package var evictionProblems: [String] {
        var problems: [String] = []
        do {
            _ = try EvictionThresholds(hard: evictionHard)
        } catch {
            problems.append("--eviction-hard \(evictionHard): \(error)")
        }
        if evictionTransitionSeconds < 0 { problems.append("--eviction-pressure-transition-period: not below 0") }
        return problems
    }

    /// How long a node's lease is good for, in seconds: upstream's 40, and less where nodes are to be missed sooner.
    var leaseSeconds: Int { min(40, nodeGraceSeconds * 4 / 5) }
}

extension JSON {
    /// Null for what is not there.
    fileprivate init(optional text: String?) { self = text.map { .string($0) } ?? .null }
}
