/// An image on the node.
package struct RuntimeImage: Sendable, Hashable {
    /// The digest of the image's configuration, `sha256:…`.
    package var id: String
    package var tags: [String]
    package var digests: [String]
    /// Bytes on disk.
    package var size: UInt64
    /// The numeric user the image runs as, or its name when it names one.
    package var userID: Int64?
    package var username: String
    package var pinned: Bool

    package init(
        id: String, tags: [String] = [], digests: [String] = [], size: UInt64 = 0, userID: Int64? = nil, username: String = "",
        pinned: Bool = false
    ) {
        (self.id, self.tags, self.digests, self.size) = (id, tags, digests, size)
        (self.userID, self.username, self.pinned) = (userID, username, pinned)
    }
}

/// What a registry is shown to let an image be pulled.
package struct RegistryCredentials: Sendable, Hashable {
    package var username = ""
    package var password = ""
    /// Base64 of `username:password`, as Docker's configuration keeps it.
    package var auth = ""
    package var serverAddress = ""
    package var identityToken = ""
    package var registryToken = ""
    package init() {}
}

/// How full a filesystem of the runtime is.
package struct RuntimeFilesystemUsage: Sendable, Hashable {
    package var timestamp: Int64
    package var mountpoint: String
    package var usedBytes: UInt64
    package var inodesUsed: UInt64
    package init(timestamp: Int64, mountpoint: String, usedBytes: UInt64, inodesUsed: UInt64) {
        (self.timestamp, self.mountpoint, self.usedBytes, self.inodesUsed) = (timestamp, mountpoint, usedBytes, inodesUsed)
    }
}

/// What one container uses.
package struct RuntimeContainerStats: Sendable, Hashable {
    package var id: String
    package var name: String
    package var labels: [String: String]
    /// Nanoseconds since 1970.
    package var timestamp: Int64 = 0
    /// Processor time used since the container began, nanoseconds.
    package var cpuNanoseconds: UInt64 = 0
    package var workingSetBytes: UInt64 = 0
    package var usageBytes: UInt64 = 0
    package var rssBytes: UInt64 = 0
    package var writableLayerBytes: UInt64 = 0
    package var writableLayerInodes: UInt64 = 0
    /// When the layer was measured, nanoseconds since 1970; 0: not yet. A runtime measures layers by the by, containerd every ten seconds.
    package var writableLayerTimestamp: Int64 = 0

    package init(id: String, name: String, labels: [String: String]) { (self.id, self.name, self.labels) = (id, name, labels) }
}

/// Name and versions of a runtime.
package struct RuntimeVersion: Sendable, Hashable {
    package var name: String
    package var version: String
    package var apiVersion: String
    package init(name: String, version: String, apiVersion: String) {
        (self.name, self.version, self.apiVersion) = (name, version, apiVersion)
    }
}

/// Whether the runtime and its network are ready, and why not.
package struct RuntimeCondition: Sendable, Hashable {
    /// `RuntimeReady` or `NetworkReady`.
    package var type: String
    package var status: Bool
    package var reason: String
    package var message: String
    package init(type: String, status: Bool, reason: String = "", message: String = "") {
        (self.type, self.status, self.reason, self.message) = (type, status, reason, message)
    }
}
