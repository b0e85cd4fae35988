internal import Document
internal import Resources

/// Cuts a stream of bytes into watch events, one JSON document a line.
package struct WatchLines: Sendable {
    /// Bytes of one event. The store takes objects of a few MiB at most.
    static let lineLimit = 32 * 1024 * 1024

    private var rest: [UInt8] = []

    package init() {}

    /// The events that `bytes` completes. An ERROR event is thrown as the `APIError` it carries.
    package mutating func append(_ bytes: some Sequence<UInt8>) throws -> [WatchEvent] {
        var start = rest.count
        rest.append(contentsOf: bytes)
        var events: [WatchEvent] = []
        var lineStart = 0
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if end > lineStart { events += try Self.event(Array(rest[lineStart..<end])).map { [$0] } ?? [] }
            lineStart = end + 1
            start = lineStart
        }
        rest.removeFirst(lineStart)
        if rest.count > Self.lineLimit { throw APIError.internalError("a watch event is longer than \(Self.lineLimit) bytes") }
        return events
    }

    static func event(_ line: [UInt8]) throws -> WatchEvent? {
        let event = try JSON.parse(line)
        let object = event["object"]
        switch event["type"].string {
        case "ADDED": return .added(ObjectRecord(document: object))
        case "MODIFIED": return .modified(ObjectRecord(document: object))
        case "DELETED": return .deleted(ObjectRecord(document: object))
        case "BOOKMARK": return object["metadata"]["resourceVersion"].string.flatMap { UInt64($0) }.map { .bookmark($0) }
        case "ERROR":
            throw APIError(status: object, code: object["code"].int ?? 500) ?? .internalError("the watch failed: \(object.text)")
        default: return nil  // a kind of event of a later version
        }
    }
}
