import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// What is left of one file system.
struct FilesystemSupply: Sendable, Equatable {
    var availableBytes: Int64
    var capacityBytes: Int64
    var freeInodes: Int64
    /// 0 where the file system does not count them.
    var inodes: Int64

    /// Nil when there is no such path.
    static func read(_ path: String) -> FilesystemSupply? {
        var disk = statvfs()
        guard statvfs(path, &disk) == 0 else { return nil }
        let block = Int64(disk.f_frsize)
        return FilesystemSupply(
            availableBytes: Int64(disk.f_bavail) * block, capacityBytes: Int64(disk.f_blocks) * block, freeInodes: Int64(disk.f_favail),
            inodes: Int64(disk.f_files))
    }
}

/// What is left of what a node may run short of.
struct NodeSupply: Sendable, Equatable {
    var memoryBytes: Int64
    var memoryCapacityBytes: Int64 = 0
    /// Where pods have their volumes and logs.
    var disk: FilesystemSupply
    /// Where images and the containers' own layers lie, when that is a file system of its own.
    var imageDisk: FilesystemSupply?
    var processIDs: Int64 = .max
    var processIDCapacity: Int64 = 0

    static func read(_ configuration: KubeletConfiguration) -> NodeSupply? {
        guard let disk = FilesystemSupply.read(configuration.rootDirectory) else { return nil }
        var supply = NodeSupply(
            memoryBytes: NodeFacts.memory("MemAvailable"), memoryCapacityBytes: NodeFacts.memory("MemTotal"), disk: disk)
        if let images = configuration.imageDirectory, let own = FileSystem.device(images),
            own != FileSystem.device(configuration.rootDirectory)
        {
            supply.imageDisk = FilesystemSupply.read(images)
        }
        let limits = ["/proc/sys/kernel/pid_max", "/proc/sys/kernel/threads-max"].compactMap { path in
            FileSystem.readText(path).flatMap { Int64($0.filter(\.isNumber)) }
        }
        // The fourth field is `running/all`, of all threads of the machine (proc(5)).
        let load = (FileSystem.readText("/proc/loadavg") ?? "").split(separator: " ")
        if let most = limits.min(), load.count > 3, let all = load[3].split(separator: "/").last.flatMap({ Int64($0) }) {
            (supply.processIDs, supply.processIDCapacity) = (most - all, most)
        }
        return supply
    }

    /// What is left and what there is at all; nil where it is not known.
    func amount(_ signal: EvictionSignal) -> (available: Int64, capacity: Int64)? {
        let images = imageDisk ?? disk
        switch signal {
        case .memory: return (memoryBytes, memoryCapacityBytes)
        case .disk: return (disk.availableBytes, disk.capacityBytes)
        case .diskInodes: return disk.inodes > 0 ? (disk.freeInodes, disk.inodes) : nil
        case .images: return (images.availableBytes, images.capacityBytes)
        case .imageInodes: return images.inodes > 0 ? (images.freeInodes, images.inodes) : nil
        case .processIDs: return processIDCapacity > 0 ? (processIDs, processIDCapacity) : nil
        }
    }
}

/// What one pod uses of what may run short.
struct PodUsage: Sendable, Equatable {
    struct Container: Sendable, Equatable {
        var name: String
        var memoryBytes: Int64 = 0
        var layer = DiskUse()
        /// When the runtime measured the layer.
        var layerMeasured = Timestamp(seconds: 0)
        var logs = DiskUse()

        var diskBytes: Int64 { layer.bytes + logs.bytes }
    }
    var containers: [Container] = []
    /// Volumes of kind emptyDir that lie on the disk, by name.
    var volumes: [String: DiskUse] = [:]
    var processes: Int64 = 0

    var memoryBytes: Int64 { containers.reduce(0) { $0 + $1.memoryBytes } }
    var diskBytes: Int64 { layers.bytes + files.bytes }
    private var layers: DiskUse { containers.reduce(DiskUse()) { $0 + $1.layer } }
    private var files: DiskUse { (containers.map(\.logs) + volumes.values).reduce(DiskUse(), +) }

    /// Whether what it is said to use may be too little, because layers were measured before a time. Logs and volumes are always measured anew.
    func isOutdated(_ signal: EvictionSignal, since time: Timestamp, isSplit: Bool) -> Bool {
        signal.countsLayers(isSplit: isSplit) && containers.contains { $0.layerMeasured < time }
    }

    /// - Parameter isSplit: whether images have a file system of their own, which then holds the layers and nothing else of a pod.
    func amount(_ signal: EvictionSignal, isSplit: Bool) -> Int64 {
        let (onNode, onImages) = isSplit ? (files, layers) : (files + layers, files + layers)
        switch signal {
        case .memory: return memoryBytes
        case .disk: return onNode.bytes
        case .diskInodes: return onNode.inodes
        case .images: return onImages.bytes
        case .imageInodes: return onImages.inodes
        case .processIDs: return processes
        }
    }
}

/// What a tree takes up on its file system.
struct DiskUse: Sendable, Equatable {
    var bytes: Int64 = 0
    var inodes: Int64 = 0

    static func + (a: DiskUse, b: DiskUse) -> DiskUse { DiskUse(bytes: a.bytes + b.bytes, inodes: a.inodes + b.inodes) }
}
