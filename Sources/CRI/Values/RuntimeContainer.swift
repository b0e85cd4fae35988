package enum MountPropagation: Sendable, Hashable {
    case none
    case hostToContainer
    case bidirectional
}

/// A path of the node shown inside a container.
package struct RuntimeMount: Sendable, Hashable {
    package var containerPath: String
    package var hostPath: String
    package var readOnly: Bool
    package var propagation: MountPropagation

    package init(containerPath: String, hostPath: String, readOnly: Bool = false, propagation: MountPropagation = .none) {
        (self.containerPath, self.hostPath, self.readOnly, self.propagation) = (containerPath, hostPath, readOnly, propagation)
    }
}

package struct RuntimeDevice: Sendable, Hashable {
    package var containerPath: String
    package var hostPath: String
    /// cgroup permissions out of `r`, `w` and `m`.
    package var permissions: String
    package init(containerPath: String, hostPath: String, permissions: String = "rwm") {
        (self.containerPath, self.hostPath, self.permissions) = (containerPath, hostPath, permissions)
    }
}

/// A container's share of the node, in the units of Linux control groups. Zero means "not limited".
package struct LinuxResources: Sendable, Hashable {
    /// Length of an accounting period and the time the container may run in it, microseconds.
    package var cpuPeriod: Int64 = 0
    package var cpuQuota: Int64 = 0
    package var cpuShares: Int64 = 0
    package var memoryLimitBytes: Int64 = 0
    package var oomScoreAdjust: Int64 = 0
    package init() {}
}

/// Who a container's processes are and what they may do.
package struct ContainerSecurity: Sendable, Hashable {
    package var addCapabilities: [String] = []
    package var dropCapabilities: [String] = []
    package var privileged = false
    package var namespaces = NamespaceScopes()
    package var runAsUser: Int64?
    package var runAsGroup: Int64?
    /// A user name of the image, used when `runAsUser` is nil and the image names its user by name.
    package var runAsUsername = ""
    package var readOnlyRootFilesystem = false
    package var supplementalGroups: [Int64] = []
    package var noNewPrivileges = false
    package var maskedPaths: [String] = []
    package var readOnlyPaths: [String] = []
    package var seccomp = SecurityProfile.unconfined
    package init() {}

    /// Files that tell about the machine or change it: what ordinary containers do not get to see, or to write, with any runtime.
    package static let usualMaskedPaths = [
        "/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
        "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ]
    package static let usualReadOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
}

/// Everything a runtime needs to make a container.
package struct ContainerConfiguration: Sendable, Hashable {
    package var name: String
    package var attempt: UInt32
    /// The reference or digest the runtime knows the image by.
    package var image: String
    package var userSpecifiedImage = ""
    package var command: [String] = []
    package var arguments: [String] = []
    package var workingDirectory = ""
    /// Name and value, in order; a later one of the same name wins.
    package var environment: [(name: String, value: String)] = []
    package var mounts: [RuntimeMount] = []
    package var devices: [RuntimeDevice] = []
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    /// Relative to the sandbox's log directory.
    package var logPath = ""
    package var stdin = false
    package var stdinOnce = false
    package var tty = false
    package var resources = LinuxResources()
    package var security = ContainerSecurity()

    package init(name: String, attempt: UInt32, image: String) { (self.name, self.attempt, self.image) = (name, attempt, image) }
}

package enum RuntimeContainerState: String, Sendable, Hashable {
    case created
    case running
    case exited
    case unknown
}

/// A container as listed.
package struct RuntimeContainer: Sendable, Hashable {
    package var id: String
    package var sandboxID: String
    package var name: String
    package var attempt: UInt32
    package var image: String
    package var imageRef: String
    package var state: RuntimeContainerState
    /// Nanoseconds since 1970.
    package var createdAt: Int64
    package var labels: [String: String]
    package var annotations: [String: String]

    package init(
        id: String, sandboxID: String, name: String, attempt: UInt32, image: String, imageRef: String, state: RuntimeContainerState,
        createdAt: Int64, labels: [String: String], annotations: [String: String]
    ) {
        (self.id, self.sandboxID, self.name, self.attempt) = (id, sandboxID, name, attempt)
        (self.image, self.imageRef, self.state, self.createdAt) = (image, imageRef, state, createdAt)
        (self.labels, self.annotations) = (labels, annotations)
    }
}

/// What a runtime tells about one container. Times are nanoseconds since 1970, 0 when it has not come to that.
package struct RuntimeContainerStatus: Sendable, Hashable {
    package var id: String
    package var name: String
    package var attempt: UInt32
    package var state: RuntimeContainerState
    package var createdAt: Int64 = 0
    package var startedAt: Int64 = 0
    package var finishedAt: Int64 = 0
    package var exitCode: Int32 = 0
    /// The image as asked for, and the digest reference it resolved to.
    package var image = ""
    package var imageRef = ""
    package var imageID = ""
    /// `Completed`, `Error`, `OOMKilled`, `StartError` …
    package var reason = ""
    package var message = ""
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var mounts: [RuntimeMount] = []
    package var logPath = ""

    package init(id: String, name: String, attempt: UInt32, state: RuntimeContainerState) {
        (self.id, self.name, self.attempt, self.state) = (id, name, attempt, state)
    }
}

extension ContainerConfiguration {
    package static func == (a: Self, b: Self) -> Bool {
        a.name == b.name && a.attempt == b.attempt && a.image == b.image && a.userSpecifiedImage == b.userSpecifiedImage
            && a.command == b.command && a.arguments == b.arguments && a.workingDirectory == b.workingDirectory
            && a.environment.elementsEqual(b.environment, by: ==) && a.mounts == b.mounts && a.devices == b.devices && a.labels == b.labels
            && a.annotations == b.annotations && a.logPath == b.logPath && a.stdin == b.stdin && a.stdinOnce == b.stdinOnce
            && a.tty == b.tty
            && a.resources == b.resources && a.security == b.security
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(attempt)
        hasher.combine(image)
    }
}
