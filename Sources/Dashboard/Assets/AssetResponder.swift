internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1

/// Answers requests for the page's files. They are the same for everybody and hold nothing of a cluster: what the page shows, it asks
/// the API for, with the rights of whoever looks at it.
struct AssetResponder: Sendable {
    /// No script, style, picture or connection but this server's own, no frame around the page, and no text that becomes markup
    /// (Content Security Policy Level 3; Trusted Types).
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    static let headers: HTTPHeaders = [
        "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()", "Cache-Control": "no-cache",
    ]

    private static let page = "index.html"
    /// For all files but the page itself, seconds: one that begins anew because some did not arrive (`Web/arrival.js`) need not ask for
    /// the others again.
    private static let keptSeconds = 15

    /// The path below which the files are, with both slashes.
    let prefix: String
    /// Found by their whole names alone, so that no path leads anywhere else.
    private let assets: [String: DashboardAsset]
    private let mode: PageMode

    init(prefix: String, mode: PageMode, assets: [DashboardAsset] = DashboardAsset.all) {
        self.prefix = prefix
        self.mode = mode
        self.assets = Dictionary(uniqueKeysWithValues: assets.map { ($0.name, $0) })
    }

    func response(_ request: HTTPRequest) -> HTTPResponse {
        guard request.path.hasPrefix(prefix) else { return notFound }
        guard request.method == "GET" || request.method == "HEAD" else {
            var answer = HTTPResponse.text(405, "Only GET and HEAD are allowed here")
            answer.headers.add(name: "Allow", value: "GET, HEAD")
            return answer
        }
        let name = String(request.path.dropFirst(prefix.count))
        if name == PageMode.file { return answer(mode.document, type: "application/json") }
        guard let asset = assets[name.isEmpty ? Self.page : name] else { return notFound }
        var headers = Self.headers
        headers.add(name: "ETag", value: asset.etag)
        if asset.name != Self.page { headers.replaceOrAdd(name: "Cache-Control", value: "max-age=\(Self.keptSeconds)") }
        if let known = request.headers.first(name: "if-none-match"), known == asset.etag {
            return HTTPResponse(status: 304, headers: headers)
        }
        headers.add(name: "Content-Type", value: asset.mediaType)
        return HTTPResponse(status: 200, headers: headers, body: ByteBuffer(bytes: asset.bytes))
    }

    private var notFound: HTTPResponse { .text(404, "404 page not found") }

    private func answer(_ bytes: [UInt8], type: String) -> HTTPResponse {
        var headers = Self.headers
        headers.add(name: "Content-Type", value: type)
        return HTTPResponse(status: 200, headers: headers, body: ByteBuffer(bytes: bytes))
    }
}
