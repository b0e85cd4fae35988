internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// pods/log: the kubelet's lines, passed on as they come.
struct PodLogHandler: ConnectHandler {
    /// Bytes of a kubelet's error text that are read.
    private static let errorLimit = 10_000

    let locator: PodLocator
    let kubelets: KubeletAccess

    var wantsBodyStream: Bool { false }

    func connect(_ call: Call, _ exchange: HTTPExchange) async throws {
        let options = try PodLogOptions(call.query, pod: call.info.name)
        let place = try locator.place(call.info, container: call.query["container"])
        guard let node = place.node else {
            return exchange.respond(status: 200, headers: ["Content-Type": "text/plain"])
        }
        let target =
            "/containerLogs/\(QueryText.escape(place.pod.namespace))/\(QueryText.escape(place.pod.name))"
            + "/\(QueryText.escape(place.container))\(options.kubeletQuery.suffix)"
        let answer = try await kubelets.connection(to: node).ask("GET", target)
        guard (200...206).contains(answer.status) else { throw await failure(answer) }
        let headers: HTTPHeaders = [
            "Content-Type": "text/plain", "Cache-Control": "no-cache, private", "Audit-Id": call.auditID,
        ]
        let writer = exchange.stream(status: 200, headers: headers, endsOnDrain: options.follow)
        writer.onClose { answer.close() }
        do {
            while let bytes = try await answer.body.next() { try await writer.writeWhenReady(bytes) }
            writer.finish()
        } catch {
            // A body that broke off must not look like one that has ended.
            writer.abort()
        }
        answer.close()
    }

    private func failure(_ answer: HTTPClientAnswer) async -> APIError {
        let body = (try? await answer.body.collect(upTo: Self.errorLimit)) ?? ByteBuffer()
        answer.close()
        let text = String(buffer: body)
        switch answer.status {
        case 400: return .badRequest(text)
        case 500: return .internalError(text)
        default: return .generic(code: answer.status, body: text)
        }
    }
}

/// The parameters of a log request (PodLogOptions), checked.
struct PodLogOptions: Sendable {
    private(set) var follow: Bool
    private(set) var kubeletQuery = QueryText()

    init(_ query: QueryParameters, pod: String) throws(APIError) {
        follow = query.flag("follow")
        var errors: [FieldError] = []
        if follow { kubeletQuery.add("follow", "true") }
        for name in ["previous", "timestamps"] where query.flag(name) { kubeletQuery.add(name, "true") }
        for (name, minimum) in [("sinceSeconds", 1), ("tailLines", 0), ("limitBytes", 1)] {
            guard let text = query[name] else { continue }
            guard let number = Int(text) else {
                throw .badRequest("strconv.ParseInt: parsing \"\(text)\": invalid syntax")
            }
            if number < minimum {
                let words = minimum == 0 ? "must be greater than or equal to 0" : "must be greater than 0"
                errors.append(.invalid(FieldPath(name), number, words))
            }
            kubeletQuery.add(name, String(number))
        }
        if let time = query["sinceTime"] {
            guard Timestamp(field: .string(time)) != nil else {
                throw .badRequest("parsing time \"\(time)\" as \"2006-01-02T15:04:05Z07:00\": cannot parse")
            }
            if query["sinceSeconds"] != nil {
                errors.append(.forbidden(.root, "at most one of `sinceTime` or `sinceSeconds` may be specified"))
            }
            kubeletQuery.add("sinceTime", time)
        }
        if let stream = query["stream"] {
            let known = ["All", "Stderr", "Stdout"]
            if !known.contains(stream) { errors.append(.notSupported(FieldPath("stream"), stream, known)) }
            if query["tailLines"] != nil, stream != "All" {
                errors.append(.forbidden(.root, "`tailLines` and specific `stream` are mutually exclusive for now"))
            }
            kubeletQuery.add("stream", stream)
        }
        guard errors.isEmpty else { throw .invalid(QualifiedName(group: "", name: "PodLogOptions"), pod, errors) }
    }
}
