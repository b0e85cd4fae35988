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
        etag = "\"" + String(Self.fingerprint(bytes), radix: 16) + "\""
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

    /// FNV-1a of 64 bits: tells versions of one file apart, and protects nothing.
    private static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
