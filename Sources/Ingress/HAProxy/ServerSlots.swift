/// The places for servers that each backend has in the running proxy. Addresses come and go in them through the runtime API; only
/// a backend that needs more places than it has means a reload.
package struct ServerSlots: Hashable, Sendable {
    /// Places a backend has at least.
    static let minimum = 4

    /// By backend; nil: a free place.
    package private(set) var places: [String: [ServerAddress?]] = [:]

    package init() {}

    /// Takes over what backends have now. Those that stay keep their places; newcomers fill the holes. Places double when they run out,
    /// and are never given back while the backend is there.
    package mutating func arrange(_ backends: [String: ProxyBackend]) {
        places = places.filter { backends[$0.key] != nil }
        for (name, backend) in backends {
            guard case .addresses(let wanted) = backend.servers else {
                places[name] = nil
                continue
            }
            places[name] = Self.arranged(wanted, previous: places[name] ?? [])
        }
    }

    static func arranged(_ wanted: [ServerAddress], previous: [ServerAddress?]) -> [ServerAddress?] {
        let wantedSet = Set(wanted)
        var places = previous.map { $0.flatMap { wantedSet.contains($0) ? $0 : nil } }
        let kept = Set(places.compactMap { $0 })
        var size = max(places.count, minimum)
        while size < wantedSet.count { size *= 2 }
        places += [ServerAddress?](repeating: nil, count: size - places.count)
        var newcomers = wantedSet.subtracting(kept).sorted()[...]
        for index in places.indices where places[index] == nil {
            guard let next = newcomers.popFirst() else { break }
            places[index] = next
        }
        return places
    }

    static func name(_ index: Int) -> String { "s\(index + 1)" }

    /// Commands that bring a proxy with `previous` to this; both have the same backends with equally many places.
    package func commands(from previous: ServerSlots) -> [String] {
        var commands: [String] = []
        for (backend, now) in places.sorted(by: { $0.key < $1.key }) {
            let before = previous.places[backend] ?? []
            for (index, (old, new)) in zip(before, now).enumerated() where old != new {
                let server = "\(backend)/\(Self.name(index))"
                guard let new else {
                    commands.append("set server \(server) state maint")
                    continue
                }
                commands.append("set server \(server) addr \(new.address) port \(new.port)")
                if old == nil { commands.append("set server \(server) state ready") }
            }
        }
        return commands
    }
}
