internal import Document
internal import PKI
package import Resources

/// Where the next page of a list begins and which state of the world it belongs to; clients treat it as opaque.
package struct ContinueToken: Sendable, Hashable {
    private static let version = "meta.k8s.io/v1"

    /// The last object of the page before.
    package var after: ObjectKey
    /// The revision of the first page; nil for a list that goes on at the newest state, knowing that it is not consistent.
    package var revision: UInt64?

    package init(after: ObjectKey, revision: UInt64?) {
        self.after = after
        self.revision = revision
    }

    package var text: String {
        let revision: JSON = revision.map { .int(Int64($0)) } ?? .int(-1)
        let token: JSON = ["v": .string(Self.version), "rv": revision, "start": .string(after.description)]
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
        revision = number < 0 ? nil : UInt64(number)
    }
}
