/// The kernel's packet filter as this project uses it: text in the nft language, applied as one transaction.
package protocol PacketFilter: Sendable {
    /// Runs all of `commands` or none of them: the kernel takes a batch as one transaction.
    func apply(_ commands: String) async throws(PacketFilterError)

    /// Runs a `list` command and returns libnftables' JSON (libnftables-json(5)).
    func query(_ command: String) async throws(PacketFilterError) -> [UInt8]
}

/// Why the packet filter did not do as told.
package enum PacketFilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The network namespace could not be entered; the errno value and the path.
    case namespace(path: String, errno: Int32)
    /// libnftables could not be set up (no memory, no netlink socket).
    case unavailable
    /// libnftables or the kernel refused; its words, shortened to `maximumMessageBytes`.
    case refused(String)
    /// More commands wait than the session takes.
    case overloaded
    /// The session was closed.
    case closed

    /// libnftables repeats the offending line, which may hold a whole ruleset.
    package static let maximumMessageBytes = 1024

    package var description: String {
        switch self {
        case .namespace(let path, let errno): "cannot enter network namespace \(path): errno \(errno)"
        case .unavailable: "libnftables is not available"
        case .refused(let words): "nftables: \(words)"
        case .overloaded: "too many packet filter commands are waiting"
        case .closed: "the packet filter session is closed"
        }
    }
}

extension PacketFilter {
    /// Removes the table and everything in it; nothing happens when there is none. Declaring it first makes the deletion idempotent,
    /// and both are one transaction.
    package func removeTable(family: String, name: String) async throws(PacketFilterError) {
        try await apply("add table \(family) \(name)\ndelete table \(family) \(name)\n")
    }
}
