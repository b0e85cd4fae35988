/// What identifies one sandbox: the pod it belongs to, and which attempt for that pod it is.
package struct SandboxMetadata: Sendable, Hashable {
    package var name: String
    package var uid: String
    package var namespace: String
    package var attempt: UInt32

    package init(name: String, uid: String, namespace: String, attempt: UInt32 = 0) {
        (self.name, self.uid, self.namespace, self.attempt) = (name, uid, namespace, attempt)
    }
}

/// The resolver settings written to `/etc/resolv.conf` of a sandbox's containers.
package struct DNSSettings: Sendable, Hashable {
    package var servers: [String] = []
    package var searches: [String] = []
    package var options: [String] = []
    package init() {}
}

package enum TransportProtocol: String, Sendable, Hashable {
    case tcp = "TCP"
    case udp = "UDP"
    case sctp = "SCTP"
}

/// A port of the pod published at a port of the node.
package struct SandboxPortMapping: Sendable, Hashable {
    package var transport = TransportProtocol.tcp
    package var containerPort: Int32 = 0
    package var hostPort: Int32 = 0
    package var hostIP = ""
    package init() {}
}

/// Whose namespace a process joins.
package enum NamespaceScope: Sendable, Hashable {
    /// Shared by the containers of the pod.
    case pod
    /// The container's own.
    case container
    /// The node's.
    case node
}

/// Which namespaces a sandbox and its containers use.
package struct NamespaceScopes: Sendable, Hashable {
    package var network = NamespaceScope.pod
    package var pid = NamespaceScope.container
    package var ipc = NamespaceScope.pod
    package init() {}
}

/// Which system calls or kernel operations a profile allows.
package enum SecurityProfile: Sendable, Hashable {
    case runtimeDefault
    case unconfined
    /// The name or path of a profile loaded on the node.
    case localhost(String)
}

/// Everything a runtime needs to make a pod's sandbox.
package struct SandboxConfiguration: Sendable, Hashable {
    package var metadata: SandboxMetadata
    package var hostname = ""
    /// Directory under which the containers' log paths are resolved.
    package var logDirectory = ""
    package var dns = DNSSettings()
    package var portMappings: [SandboxPortMapping] = []
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    /// The cgroup that holds the pod, such as `/kubepods/burstable/pod<uid>`.
    package var cgroupParent = ""
    package var sysctls: [String: String] = [:]
    package var namespaces = NamespaceScopes()
    package var runAsUser: Int64?
    package var runAsGroup: Int64?
    package var supplementalGroups: [Int64] = []
    package var privileged = false
    package var seccomp = SecurityProfile.runtimeDefault
    /// Which of the runtime's handlers runs the pod; empty for its default.
    package var runtimeHandler = ""

    package init(metadata: SandboxMetadata) { self.metadata = metadata }
}

/// What a runtime tells about a sandbox.
package struct SandboxStatus: Sendable, Hashable {
    package var id: String
    package var metadata: SandboxMetadata
    package var ready: Bool
    /// Nanoseconds since 1970.
    package var createdAt: Int64
    /// The pod's addresses, the first one first; empty for a pod in the node's network and in listings.
    package var addresses: [String]
    package var labels: [String: String]
    package var annotations: [String: String]

    package init(
        id: String, metadata: SandboxMetadata, ready: Bool, createdAt: Int64, addresses: [String] = [], labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) {
        (self.id, self.metadata, self.ready, self.createdAt) = (id, metadata, ready, createdAt)
        (self.addresses, self.labels, self.annotations) = (addresses, labels, annotations)
    }
}
