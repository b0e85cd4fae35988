internal import Document
internal import PKI
package import Resources

/// Where the next page of a list begins and which state of the world it belongs to; clients treat it as opaque.
package struct ContinueToken: Sendable, Hashable {
    private static let version = "meta.k8s.io/v1"
    /// Seconds for which a list can be gone on with at the state it began with. Upstream's store forgets that state with its next
    /// compaction, after five minutes to ten.
    static let lifetimeSeconds: Int64 = 300

    /// The state of the world that the first page showed.
    package struct Snapshot: Sendable, Hashable {
        package var revision: UInt64
        /// When it was shown, in seconds since 1970.
        package var seconds: Int64

        package init(revision: UInt64, seconds: Int64) {
            self.revision = revision
            self.seconds = seconds
        }

        func isExpired(now: Timestamp) -> Bool { seconds < now.seconds - lifetimeSeconds }
    }

    /// The last object of the page before.
    package var after: ObjectKey
    /// Nil for a list that goes on at the newest state, knowing that it is not consistent.
    package var snapshot: Snapshot?

    package init(after: ObjectKey, snapshot: Snapshot?) {
        self.after = after
        self.snapshot = snapshot
    }

    package var text: String {
        var token: JSON = ["v": .string(Self.version), "rv": .int(snapshot.map { Int64($0.revision) } ?? -1)]
        token["start"] = .string(after.description)
        if let snapshot { token["t"] = .int(snapshot.seconds) }
        return Base64URL.encode(token.encoded())
    }

    package init(parsing text: String) throws(APIError) {
        guard let bytes = Base64URL.decode(text), let token = try? JSON.parse(bytes), token.object != nil else {
            throw .badRequest("continue key is not valid: illegal base64 data or JSON")
        }
        guard token["v"].string == Self.version else {
            throw .badRequest("continue key is not valid: server does not recognize this encoded version \(token["v"].string ?? "")")
        }
        guard let number = token["rv"].int, number != 0 else {
            throw .badRequest("continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)")
        }
        guard let start = token["start"].string, !start.isEmpty else {
            throw .badRequest("continue key is not valid: encoded start key empty (version meta.k8s.io/v1)")
        }
        after = ObjectKey(start)
        // A token that does not say how old it is comes from another server: it is too old.
        snapshot = number < 0 ? nil : Snapshot(revision: UInt64(number), seconds: Int64(token["t"].int ?? 0))
    }
}
