internal import Resources

/// One element of one map.
struct MapElement: Hashable, Sendable {
    var map: String
    var key: String
    var value: String
}

/// A chain that draws one of `count` numbers and sends the packet to the backend of that number. All frontends of a family with
/// equally many backends share it: the chain looks the backend up under the packet's own destination.
struct PickChain: Hashable, Sendable, Comparable {
    var family: RuleFamily
    var count: Int
    var affinitySeconds: Int?

    var name: String {
        let name = "pick-\(family.dispatchMap)-\(count)"
        return affinitySeconds.map { "\(name)-for-\($0)s" } ?? name
    }

    static func < (left: PickChain, right: PickChain) -> Bool {
        (left.family.rawValue, left.count, left.affinitySeconds ?? 0) < (right.family.rawValue, right.count, right.affinitySeconds ?? 0)
    }

    /// The chain's rules, in order.
    func rules(_ marks: PacketMarks) -> [String] {
        let key = family.keyExpression
        let start = marks.start(of: family).markText
        let draw = count == 1 ? "meta mark set \(start)" : "meta mark set numgen random mod \(count) offset \(start)"
        let send = "dnat ip to \(key) . meta mark map @\(family.backendMap)"
        guard let affinitySeconds else { return [draw, send] }
        let learned = "ip saddr . \(key)"
        let element = "@\(family.affinityMap) { \(learned) timeout \(affinitySeconds)s : meta mark }"
        return [
            // A known client whose backend still exists; a rule ends at the first lookup that finds nothing.
            "meta mark set \(learned) map @\(family.affinityMap) update \(element) \(send)",
            // Known, but its backend is gone (or unknown): forget, draw, learn.
            "delete @\(family.affinityMap) { \(learned) : meta mark }",
            draw,
            "meta mark set \(key) . meta mark map @\(family.slotMap)",
            "add \(element)",
            send,
        ]
    }
}

/// A frontend as it stands in the kernel: its backends have places, and those do not move unless they must.
struct InstalledFrontend: Hashable, Sendable {
    var key: FrontendKey
    var action: FrontendAction
    var allowedSources: [CIDR]?

    /// Arranges `wanted` so that as few elements as possible differ from `previous`.
    init(_ wanted: Frontend, previous: InstalledFrontend?) {
        key = wanted.key
        action = wanted.action
        allowedSources = wanted.allowedSources
        if case .forward(let backends, let affinity) = wanted.action {
            action = .forward(Self.arranged(backends, previous: previous?.backends ?? []), affinitySeconds: affinity)
        }
    }

    var backends: [Backend] {
        guard case .forward(let backends, _) = action else { return [] }
        return backends
    }

    var chain: PickChain? {
        guard case .forward(let backends, let affinity) = action else { return nil }
        return PickChain(family: key.family, count: backends.count, affinitySeconds: affinity)
    }

    private var verdict: String {
        switch action {
        case .forward: chain.map { "goto \($0.name)" } ?? "drop"
        case .refuse: "goto refuse"
        case .drop: "drop"
        }
    }

    /// All its elements.
    func elements(_ marks: PacketMarks) -> [MapElement] {
        let start = marks.start(of: key.family)
        let text = key.description
        var elements = [MapElement(map: key.family.dispatchMap, key: text, value: verdict)]
        if let allowedSources {
            elements.append(MapElement(map: TableFrame.guardedSet, key: text, value: ""))
            elements += allowedSources.map { MapElement(map: TableFrame.allowedSet, key: "\(text) . \($0)", value: "") }
        }
        guard case .forward(let backends, let affinity) = action else { return elements }
        elements.reserveCapacity(1 + backends.count * (affinity == nil ? 1 : 2))
        var slots = SlotNumbers(start: start)
        for (index, backend) in backends.enumerated() {
            let drawn = "\(text) . \((start + UInt32(index)).markText)"
            if affinity == nil {
                elements.append(MapElement(map: key.family.backendMap, key: drawn, value: backend.description))
            } else {
                let slot = slots.number(of: backend).markText
                elements.append(MapElement(map: key.family.slotMap, key: drawn, value: slot))
                elements.append(MapElement(map: key.family.backendMap, key: "\(text) . \(slot)", value: backend.description))
            }
        }
        return elements
    }

    /// Backends that stay keep their places; newcomers fill the holes; what is left over at the end moves into the remaining holes.
    static func arranged(_ wanted: [Backend], previous: [Backend]) -> [Backend] {
        let wantedSet = Set(wanted)
        var places: [Backend?] = previous.map { wantedSet.contains($0) ? $0 : nil }
        let kept = Set(previous)
        var newcomers = wantedSet.subtracting(kept).sorted()[...]
        for index in places.indices where places[index] == nil { places[index] = newcomers.popFirst() }
        places += newcomers.map { Optional($0) }
        var hole = 0
        while places.count > wantedSet.count {
            guard let last = places.removeLast() else { continue }
            while places[hole] != nil { hole += 1 }
            places[hole] = last
        }
        return places.compactMap { $0 }
    }
}

/// Slots name backends towards the affinity map. A slot comes from the backend itself, so it means the same backend as long as
/// anyone remembers it, and one whose backend is gone leads nowhere instead of to a stranger.
struct SlotNumbers {
    private let start: UInt32
    private var used: Set<UInt32> = []

    init(start: UInt32) { self.start = start }

    mutating func number(of backend: Backend) -> UInt32 {
        let bytes = backend.address.octets + [UInt8(backend.port >> 8), UInt8(backend.port & 0xFF)]
        // The upper half of the 24 bits: drawn numbers stay far below.
        var number = 0x0080_0000 | StableHash.bits32(bytes) & 0x007F_FFFF
        while !used.insert(number).inserted { number = 0x0080_0000 | (number &+ 1) & 0x007F_FFFF }
        return start | number
    }
}
