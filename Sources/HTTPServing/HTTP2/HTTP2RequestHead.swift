import NIOCore
import NIOHPACK
import NIOHTTP1

/// The pseudo-header fields and the rest of a request's header block (RFC 9113 section 8.3).
struct HTTP2RequestHead {
    var method = ""
    var target = ""
    var headers = HTTPHeaders()

    /// Nil when the block lacks what every request has; NIO has already checked the form of what is there.
    init?(_ block: HPACKHeaders) {
        var fields: [(String, String)] = []
        fields.reserveCapacity(block.count)
        var cookies: [String] = []
        for (name, value, _) in block {
            guard name.utf8.first == UInt8(ascii: ":") else {
                if name == "cookie" { cookies.append(value) } else { fields.append((name, value)) }
                continue
            }
            switch name {
            case ":method": method = value
            case ":path": target = value
            case ":authority": fields.append(("Host", value))
            default: break
            }
        }
        guard !method.isEmpty, !target.isEmpty else { return nil }
        // A cookie may come in crumbs, which belong together again (RFC 9113 section 8.2.3).
        if !cookies.isEmpty { fields.append(("cookie", cookies.joined(separator: "; "))) }
        headers = HTTPHeaders(fields)
    }

    /// The header block of an answer: lower-case names, nothing that belongs to HTTP/1.1 connections, values that change with every answer
    /// kept out of the compression table.
    static func answer(status: Int, headers: HTTPHeaders, length: Int?) -> HPACKHeaders {
        var block = HPACKHeaders()
        block.reserveCapacity(headers.count + 3)
        block.add(name: ":status", value: status == 200 ? "200" : String(status))
        var hasDate = false
        for (name, value) in headers {
            let lowered = lowercase(name)
            switch lowered {
            case "connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection": continue
            case "content-length": if length == nil { block.add(name: lowered, value: value, indexing: .nonIndexable) }
            case "audit-id", "etag", "location", "retry-after": block.add(name: lowered, value: value, indexing: .nonIndexable)
            case "date":
                hasDate = true
                block.add(name: lowered, value: value)
            default: block.add(name: lowered, value: value)
            }
        }
        if let length { block.add(name: "content-length", value: String(length), indexing: .nonIndexable) }
        if !hasDate { block.add(name: "date", value: HTTPDate.now()) }
        return block
    }

    private static func lowercase(_ name: String) -> String {
        for byte in name.utf8 where byte >= 65 && byte <= 90 { return name.lowercased() }
        return name
    }
}
