import Resources

/// What a node may run short of, by the names that upstream's kubelet has for it.
package enum EvictionSignal: String, Sendable, CaseIterable {
    case memory = "memory.available"
    case disk = "nodefs.available"
    case diskInodes = "nodefs.inodesFree"
    case images = "imagefs.available"
    case imageInodes = "imagefs.inodesFree"
    case processIDs = "pid.available"

    /// What messages call it, and pods ask for it by.
    var resource: String {
        switch self {
        case .memory: "memory"
        case .disk, .images: "ephemeral-storage"
        case .diskInodes, .imageInodes: "inodes"
        case .processIDs: "pids"
        }
    }

    /// Whether unused images and ended containers are in the way.
    var isOfDisk: Bool { resource == "ephemeral-storage" || resource == "inodes" }

    /// Whether containers' layers are part of what pods use of it.
    /// - Parameter isSplit: whether images have a file system of their own, which then holds the layers.
    func countsLayers(isSplit: Bool) -> Bool {
        switch self {
        case .memory, .processIDs: false
        case .images, .imageInodes: true
        case .disk, .diskInodes: !isSplit
        }
    }

    /// Bytes are counted in powers of two, all else in tens.
    var format: Quantity.Format { resource == "memory" || resource == "ephemeral-storage" ? .binarySI : .decimalSI }
}

/// Below what supply the node is under pressure, and evicts pods.
package struct EvictionThresholds: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case amount(Quantity)
        /// Of all there is, 0 to 1.
        case share(Double)
        /// The amount, or the share where that is less.
        case less(Quantity, share: Double)
    }

    /// Upstream's defaults for memory and inodes. A large disk is the machine's and holds more than this cluster, so that a share of it, as
    /// upstream has, says little there.
    package private(set) var values: [EvictionSignal: Value] = [
        .memory: .amount(Quantity(100 << 20, .binarySI)), .disk: .less(Quantity(1 << 30, .binarySI), share: 0.1), .diskInodes: .share(0.05),
        .imageInodes: .share(0.05),
    ]
    /// Where unused images are removed although nothing is short yet: when less than this, or than a seventh of the disk, is left, bytes.
    static let imageFloorBytes: Int64 = 10 << 30
    /// How long pressure is shown after it was last seen, seconds.
    package var transitionSeconds = 300

    package init() {}

    /// Below what supply unused images are removed, bytes.
    static func imageFloor(diskCapacityBytes: Int64) -> Int64 { min(imageFloorBytes, diskCapacityBytes / 7) }

    /// Below what the supply is short; nil when nothing is.
    func threshold(_ signal: EvictionSignal, capacity: Int64) -> Quantity? {
        switch values[signal] {
        case .amount(let quantity): quantity
        case .share(let share): Quantity(Int64(Double(capacity) * share), signal.format)
        case .less(let quantity, let share): min(quantity, Quantity(Int64(Double(capacity) * share), signal.format))
        case nil: nil
        }
    }

    /// What is short of, the most pressing first: memory ends the kernel's patience soonest.
    func shortages(_ supply: NodeSupply) -> [EvictionSignal] {
        EvictionSignal.allCases.filter { signal in
            guard let (available, capacity) = supply.amount(signal), let threshold = threshold(signal, capacity: capacity) else {
                return false
            }
            return available < threshold.value
        }
    }
}

extension EvictionThresholds {
    /// Reads what upstream's kubelet takes for `--eviction-hard`: `memory.available<500Mi,nodefs.available<5%,…`. What is not named keeps
    /// its default; 0% and 100% switch a signal off.
    package init(hard text: String) throws {
        self.init()
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2 else {
                throw ConfigurationError("invalid eviction threshold syntax \(part), expected <signal><operator><value>")
            }
            guard let signal = EvictionSignal(rawValue: sides[0]) else {
                throw ConfigurationError("unsupported eviction signal \(sides[0])")
            }
            values[signal] = try Self.value(sides[1], of: signal)
        }
    }

    private static func value(_ text: String, of signal: EvictionSignal) throws(ConfigurationError) -> Value? {
        if text.hasSuffix("%") {
            guard let percent = Double(text.dropLast()) else {
                throw ConfigurationError("invalid eviction threshold \(signal.rawValue)<\(text): not a percentage")
            }
            if percent == 0 || percent == 100 { return nil }
            guard percent > 0 else {
                throw ConfigurationError("eviction percentage threshold \(signal.rawValue) must be >= 0%: \(text)")
            }
            guard percent < 100 else {
                throw ConfigurationError("eviction percentage threshold \(signal.rawValue) must be <= 100%: \(text)")
            }
            return .share(percent / 100)
        }
        guard let quantity = try? Quantity(text), quantity.sign > 0 else {
            throw ConfigurationError("eviction threshold \(signal.rawValue) must be positive: \(text)")
        }
        return .amount(quantity)
    }
}
