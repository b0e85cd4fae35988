internal import Document
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema

/// Everything that is no resource: health, version, metrics, discovery, OpenAPI and the keys of service-account tokens.
package struct EndpointHandler: Sendable {
    let registry: ResourceRegistry
    let health: HealthChecks
    let version: ServerVersion
    let discovery: DiscoveryCache
    let openAPI: OpenAPIService
    let requestMetrics: RequestMetrics
    let inFlight: RequestsInFlight
    let flowControl: FlowControl
    let auditLog: AuditLog?
    let hub: WatchHub
    /// `/.well-known/openid-configuration` and `/openid/v1/jwks`.
    let issuerConfiguration: JSON
    let issuerKeys: [UInt8]

    /// Probes come without credentials.
    static func isAlwaysAllowed(_ path: String) -> Bool { path == "/healthz" || path == "/livez" || path == "/readyz" }

    func outcome(_ call: Call) -> Outcome {
        let path = call.info.path
        guard call.method == "GET" || call.method == "HEAD" else { return .now(.failure(.methodNotAllowed())) }
        if let answer = health.answer(path: path, query: call.query) { return .now(answer) }
        switch path {
        case "/version", "/version/": return .now(.json(200, version.document))
        case "/metrics": return .now(.bytes(200, Array(metrics().utf8), contentType: "text/plain; version=0.0.4; charset=utf-8"))
        case "/": return .now(.json(200, ["paths": JSON(paths)]))
        case "/.well-known/openid-configuration": return .now(.json(200, issuerConfiguration))
        case "/openid/v1/jwks": return .now(.bytes(200, issuerKeys, contentType: "application/jwk-set+json"))
        default: break
        }
        if path == "/api" || path == "/apis" || path.hasPrefix("/api/") || path.hasPrefix("/apis/") { return .now(discover(call)) }
        if path.hasPrefix("/openapi/") { return .later { describe(call) } }
        return .now(.failure(.resourceNotFound))
    }

    private func discover(_ call: Call) -> Answer {
        let accept = call.headers["accept"].joined(separator: ",")
        let form: DiscoveryForm = accept.isEmpty ? .separate : DiscoveryForm(accept: accept)
        guard let document = discovery.document(path: call.info.path, form: form) else { return .failure(.resourceNotFound) }
        let isRoot = call.info.path.split(separator: "/").count == 1
        return encoded(document, call, contentType: isRoot ? form.contentType : MediaType.json)
    }

    /// OpenAPI documents are generated when asked for, which takes some milliseconds: not on the event loop.
    private func describe(_ call: Call) -> Answer {
        let path = call.info.path
        let accept = call.headers["accept"].joined(separator: ",")
        if path == "/openapi/v2" {
            guard let format = OpenAPIFormat(accept: accept) else { return .failure(.notAcceptable(offered: [MediaType.json])) }
            return encoded(openAPI.v2(format), call, contentType: format.contentType)
        }
        if path == "/openapi/v3" || path == "/openapi/v3/" { return encoded(openAPI.index(), call, contentType: MediaType.json) }
        let prefix = "/openapi/v3/"
        guard path.hasPrefix(prefix), let found = openAPI.v3(root: String(path.dropFirst(prefix.count))) else {
            return .failure(.resourceNotFound)
        }
        return encoded(found.document, call, contentType: MediaType.json, isImmutable: call.query["hash"] == found.hash)
    }

    private func encoded(_ document: EncodedDocument, _ call: Call, contentType: String, isImmutable: Bool = false) -> Answer {
        var headers = [("Etag", document.etag), ("Vary", "Accept")]
        if isImmutable { headers.append(("Cache-Control", "public, max-age=31536000, immutable")) }
        if let known = call.headers.first(name: "if-none-match"), document.matches(ifNoneMatch: known) {
            return .body(status: 304, contentType: contentType, chunks: [], headers: headers)
        }
        return .body(status: 200, contentType: contentType, chunks: [.init(bytes: document.bytes)], headers: headers)
    }

    private var paths: [String] {
        let versions = discovery.groupVersions.map { ($0.contains("/") ? "/apis/" : "/api/") + $0 }
        return ["/.well-known/openid-configuration", "/api", "/apis"] + versions + [
            "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version",
        ]
    }

    private func metrics() -> String {
        var text = ""
        requestMetrics.write(to: &text)
        let inFlight = inFlight.counts
        text += "# HELP apiserver_current_inflight_requests Requests under way.\n# TYPE apiserver_current_inflight_requests gauge\n"
        text += "apiserver_current_inflight_requests{request_kind=\"readOnly\"} \(inFlight.reading)\n"
        text += "apiserver_current_inflight_requests{request_kind=\"mutating\"} \(inFlight.mutating)\n"
        text += "# HELP apiserver_longrunning_requests Watches of clients over HTTP.\n# TYPE apiserver_longrunning_requests gauge\n"
        text += "apiserver_longrunning_requests{component=\"apiserver\",verb=\"WATCH\"} \(hub.count)\n"
        text += "# HELP apiserver_storage_objects Stored objects by resource.\n# TYPE apiserver_storage_objects gauge\n"
        for store in registry.stores.sorted(by: { $0.keys.prefix < $1.keys.prefix }) {
            text += "apiserver_storage_objects{resource=\"\(store.type.qualifiedResource)\"} \(store.cache.count)\n"
        }
        flowControl.write(to: &text)
        auditLog?.write(to: &text)
        ProcessMetrics.write(to: &text)
        return text
    }
}
