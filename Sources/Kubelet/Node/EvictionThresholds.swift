import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// Below what supply the node is under pressure, and evicts pods.
package struct EvictionThresholds: Sendable, Equatable {
    /// Bytes; upstream's default for `memory.available`.
    package var memoryBytes: Int64 = 100 << 20
    /// Bytes. The disk is the machine's and holds more than this cluster, so that a share of it, as upstream has, says little.
    package var diskBytes: Int64 = 1 << 30
    /// Percent of all inodes; upstream's default for `nodefs.inodesFree`.
    package var inodePercent: Int64 = 5
    /// Unused images are removed when less than this is left, bytes; nil: 10 GiB, and no more than a seventh of the disk.
    package var imageBytes: Int64?
    /// How long pressure is shown after it was last seen, seconds.
    package var transitionSeconds = 300

    package init() {}

    /// Below what supply unused images are removed, bytes.
    func imageFloor(diskCapacityBytes: Int64) -> Int64 { imageBytes ?? min(10 << 30, diskCapacityBytes / 7) }
}

extension EvictionThresholds {
    /// Reads what upstream's kubelet takes for `--eviction-hard`: `memory.available<500Mi,nodefs.available<5%,…`. What is not named keeps
    /// its default.
    /// - Parameter directory: on the disk that is meant.
    package init(hard text: String, directory: String) throws {
        var disk = statvfs()
        let capacity = statvfs(directory, &disk) == 0 ? Int64(disk.f_blocks) * Int64(disk.f_frsize) : 0
        try self.init(hard: text, memoryCapacityBytes: NodeFacts.memory("MemTotal"), diskCapacityBytes: capacity)
    }

    init(hard text: String, memoryCapacityBytes: Int64, diskCapacityBytes: Int64) throws(ConfigurationError) {
        self.init()
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2 else {
                throw ConfigurationError("invalid eviction threshold syntax \(part), expected <signal><operator><value>")
            }
            switch sides[0] {
            case "memory.available": memoryBytes = try Self.bytes(sides, of: memoryCapacityBytes)
            case "nodefs.available": diskBytes = try Self.bytes(sides, of: diskCapacityBytes)
            case "imagefs.available": imageBytes = try Self.bytes(sides, of: diskCapacityBytes)
            case "nodefs.inodesFree":
                guard let percent = Self.percent(sides[1]) else {
                    throw ConfigurationError("invalid eviction threshold \(part): nodefs.inodesFree takes a percentage")
                }
                inodePercent = Int64(percent)
            default: throw ConfigurationError("unsupported eviction signal \(sides[0])")
            }
        }
    }

    private static func bytes(_ sides: [String], of capacity: Int64) throws(ConfigurationError) -> Int64 {
        if let percent = percent(sides[1]) { return Int64(Double(capacity) * percent / 100) }
        guard let quantity = try? Quantity(sides[1]), quantity.sign > 0 else {
            throw ConfigurationError("eviction threshold \(sides[0]) must be positive: \(sides[1])")
        }
        return quantity.value
    }

    private static func percent(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), number > 0, number < 100 else { return nil }
        return number
    }
}
