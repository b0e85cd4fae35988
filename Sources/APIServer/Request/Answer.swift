package import Document
package import NIOCore
internal import NIOHTTP1
package import Resources

/// What a handler answers; the doors write it.
package enum Answer: Sendable {
    /// A finished body. Several buffers are written one after the other without being joined.
    case body(status: Int, contentType: String, chunks: [ByteBuffer], headers: [(String, String)])
    /// A list that is too large to be made at once for every client that asks.
    case list(PlainListBody)
    /// A watch: an endless body fed by `session`.
    case watch(WatchSession)
    /// The handler has answered on `call.exchange` itself (upgrades, proxied streams).
    case taken

    package static func json(_ status: Int, _ document: JSON) -> Answer {
        .body(status: status, contentType: MediaType.json, chunks: [ByteBuffer(bytes: document.encoded())], headers: [])
    }

    package static func bytes(_ status: Int, _ bytes: [UInt8], contentType: String = MediaType.json) -> Answer {
        .body(status: status, contentType: contentType, chunks: [ByteBuffer(bytes: bytes)], headers: [])
    }

    package static func text(_ status: Int, _ text: String) -> Answer {
        .body(status: status, contentType: "text/plain; charset=utf-8", chunks: [ByteBuffer(string: text)], headers: [])
    }

    package static func failure(_ error: APIError) -> Answer {
        var headers: [(String, String)] = []
        if error.retryAfterSeconds > 0 { headers.append(("Retry-After", String(error.retryAfterSeconds))) }
        var status = error.status
        if let token = error.continueToken {
            status["metadata"] = ["continue": .string(token)]
            status["details"] = .null
        }
        return .body(status: error.code, contentType: MediaType.json, chunks: [ByteBuffer(bytes: status.encoded())], headers: headers)
    }

    /// The HTTP status that metrics count; nil where only the exchange knows what it was answered with.
    var status: Int? {
        switch self {
        case .body(let status, _, _, _): status
        case .watch, .list: 200
        case .taken: nil
        }
    }
}

/// A step of the chain that is either done at once, on the caller's thread, or needs to wait.
package enum Outcome: Sendable {
    case now(Answer)
    case later(@Sendable () async -> Answer)
}
