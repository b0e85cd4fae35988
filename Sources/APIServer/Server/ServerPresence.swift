internal import Document
internal import Resources
internal import Storage

/// Which API servers of a cluster are there. Each writes down its address and says again every few seconds that it is; an address that was
/// not renewed for a while is taken away by any other (upstream's `lease` endpoint reconciler and its keys).
/// All listen on the same port, as upstream's do.
///
/// Clocks of different machines are never compared: an entry is old when this server has seen it unchanged for the whole time.
struct ServerPresence: Sendable {
    static let period = Duration.seconds(10)
    /// How long an entry is believed without being renewed.
    static let lifetime = Duration.seconds(30)
    private static let prefix = "/registry/masterleases/"

    /// What this server knows of the others: the revision at which each was last renewed, and when it was seen to be.
    struct Seen: Equatable {
        var revisions: [String: UInt64] = [:]
        var times: [String: Duration] = [:]

        /// Takes in what is stored.
        /// - Returns: the addresses that are believed, and those whose time is over.
        mutating func take(_ entries: [String: UInt64], now: Duration) -> (present: [String], gone: [String]) {
            for (address, revision) in entries where revisions[address] != revision {
                (revisions[address], times[address]) = (revision, now)
            }
            for address in revisions.keys where entries[address] == nil { (revisions[address], times[address]) = (nil, nil) }
            let gone = times.filter { $0.value + ServerPresence.lifetime < now }.map(\.key)
            return (entries.keys.filter { !gone.contains($0) }.sorted(), gone.sorted())
        }
    }

    let storage: any Storage
    /// Where this server can be reached; none when nobody has to find it.
    let addresses: [String]

    /// Says that this server is there.
    func renew() async throws {
        for address in addresses {
            let key = Self.prefix + address
            let value = Array("\(Timestamp.now())".utf8)
            do {
                _ = try await storage.commit(.create(key: key, value: value))
            } catch StorageError.keyExists {
                do {
                    _ = try await storage.commit(.update(key: key, value: value, expected: nil))
                } catch StorageError.keyNotFound {
                    // It was taken for gone just now, and is written down again the next time.
                }
            }
        }
    }

    /// The addresses at which servers are there, this one's among them; removes those that are not.
    func present(_ seen: inout Seen, now: Duration) async throws -> [String] {
        var entries: [String: UInt64] = [:]
        for value in try await storage.list(prefix: Self.prefix).values {
            entries[String(value.key.dropFirst(Self.prefix.count))] = value.modRevision
        }
        let (present, gone) = seen.take(entries, now: now)
        for address in gone where !addresses.contains(address) { try await remove(address, expected: entries[address]) }
        return Set(present + addresses).sorted()
    }

    /// This server ends: nobody shall be sent to it any longer.
    /// - Returns: the addresses that remain.
    func leave(_ seen: inout Seen, now: Duration) async throws -> [String] {
        for address in addresses { try await remove(address, expected: nil) }
        return try await present(&seen, now: now).filter { !addresses.contains($0) }
    }

    private func remove(_ address: String, expected: UInt64?) async throws {
        do {
            _ = try await storage.commit(.delete(key: Self.prefix + address, expected: expected))
        } catch StorageError.keyNotFound, StorageError.revisionConflict {
            // Somebody was quicker, or it is there again.
        }
    }
}

/// The addresses of a cluster's API servers: this one's alone, or those of all that share its store.
struct ServerList: Sendable {
    private let presence: ServerPresence
    private var seen = ServerPresence.Seen()
    private let start = ContinuousClock.now
    let isShared: Bool

    init(_ storage: any Storage, addresses: [String]) {
        presence = ServerPresence(storage: storage, addresses: addresses)
        isShared = storage.isShared
    }

    /// Says that this server is there, and asks who is.
    mutating func update() async throws -> [String] {
        guard isShared else { return presence.addresses }
        try await presence.renew()
        return try await presence.present(&seen, now: ContinuousClock.now - start)
    }

    /// - Returns: who remains when this server has left.
    mutating func leave() async throws -> [String] { try await presence.leave(&seen, now: ContinuousClock.now - start) }
}
