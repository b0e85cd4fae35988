package import Document
internal import Synchronization

/// One stored version of an object: the bytes that clients are sent, and the few facts that lists, watches and informers
/// look at without parsing them. It never changes, so the server's cache, watchers and in-process informers share one instance.
package final class ObjectRecord: Sendable {
    package let key: ObjectKey
    package let uid: String
    /// The store's revision of this version; the same number as `metadata.resourceVersion`.
    package let revision: UInt64
    /// The whole document as JSON, `resourceVersion` included.
    package let bytes: [UInt8]
    /// Sorted by key.
    package let labels: [(key: String, value: String)]
    /// The selectable fields of the kind beside `metadata.name` and `metadata.namespace`, which `key` answers.
    package let fields: [(path: String, value: String)]
    /// The document of a record that was written just now.
    private let kept = Mutex<JSON?>(nil)

    package init(
        key: ObjectKey, uid: String, revision: UInt64, bytes: [UInt8], labels: [(key: String, value: String)],
        fields: [(path: String, value: String)] = []
    ) {
        self.key = key
        self.uid = uid
        self.revision = revision
        self.bytes = bytes
        self.labels = labels
        self.fields = fields
    }

    /// The record of `document`, whose encoding the caller may already have at hand.
    package convenience init(document: JSON, bytes: [UInt8]? = nil, fields: [(path: String, value: String)] = []) {
        let metadata = document["metadata"]
        self.init(
            key: ObjectKey(namespace: metadata["namespace"].string ?? "", name: metadata["name"].string ?? ""),
            uid: metadata["uid"].string ?? "", revision: metadata["resourceVersion"].string.flatMap { UInt64($0) } ?? 0,
            bytes: bytes ?? document.encoded(), labels: Self.labels(of: document), fields: fields)
    }

    /// - Throws: `JSONSyntaxError`.
    package convenience init(parsing bytes: [UInt8]) throws {
        try self.init(document: JSON.parse(bytes), bytes: bytes)
    }

    /// The labels of an object in the order that `labels` keeps.
    package static func labels(of document: JSON) -> [(key: String, value: String)] {
        guard let members = document["metadata"]["labels"].object else { return [] }
        return members.compactMap { member in member.value.string.map { (member.key, $0) } }.sorted { $0.key < $1.key }
    }

    /// Parses the bytes anew on each call, but for records that were written just now; keep the result where it is needed more than once.
    package func document() throws -> JSON { try document { try JSON.parse($0) } }

    /// The document, which `parse` reads from the bytes unless it is at hand.
    package func document(_ parse: ([UInt8]) throws -> JSON) rethrows -> JSON { try keptDocument ?? parse(bytes) }

    /// The document, if it need not be read for it.
    package var keptDocument: JSON? { kept.withLock { $0 } }

    /// Keeps the document that the bytes were encoded from, until `letGo`: those who follow a kind look at what is new right away, and
    /// parsing is most of what that costs them.
    package func keep(_ document: JSON) { kept.withLock { $0 = document } }

    package func letGo() { kept.withLock { $0 = nil } }

    /// The typed view. Records hold bytes that were encoded from a document, so a failure to parse shows as an empty view.
    package func view<View: DocumentView>(_ type: View.Type) -> View { View((try? document()) ?? .null) }

    /// The part of the document at the end of a path of keys, null when there is none. Only that part is parsed, which costs a
    /// small share of the whole: what controllers ask of many objects should come this way.
    package func part(_ path: StaticString...) -> JSON {
        bytes.withUnsafeBytes { buffer in
            guard let slice = MemberScanner.find(path, in: buffer) else { return .null }
            return (try? JSON.parse(slice)) ?? .null
        }
    }

    package var metadata: ObjectMeta { ObjectMeta(part("metadata")) }

    package func label(_ key: String) -> String? { labels.first { $0.key == key }?.value }

    /// The selectable field at `path`; nil when the kind has no such field.
    package func field(_ path: String) -> String? {
        switch path {
        case "metadata.name": key.name
        case "metadata.namespace": key.namespace
        default: fields.first { $0.path == path }?.value
        }
    }
}
