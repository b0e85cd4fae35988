internal import Resources

/// A file of the web page, held in the binary.
struct DashboardAsset: Sendable {
    /// As links of the page name it.
    let name: String
    let bytes: [UInt8]
    /// Changes with the bytes (RFC 9110 section 8.8.3).
    let etag: String

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        etag = "\"" + String(StableHash.bits64(bytes), radix: 16) + "\""
    }

    var mediaType: String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
