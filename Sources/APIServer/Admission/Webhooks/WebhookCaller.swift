internal import Document
internal import FoundationEssentials
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// Sends AdmissionReviews over HTTPS to a URL or to a service of the cluster, and reads what comes back.
struct WebhookCaller: Sendable {
    /// The longest answer, in bytes.
    static let answerLimit = 3 << 20
    /// Where Debian keeps the authorities that everybody trusts.
    private static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    let registry: ResourceRegistry

    struct Verdict: Sendable {
        var isAllowed: Bool
        var status: JSON
        var patch: JSON?
        var warnings: [String]
    }

    /// Why a webhook could not be asked, or made no sense.
    struct CallError: Error, CustomStringConvertible {
        let description: String
    }

    func ask(_ webhook: Webhook, _ review: JSON) async throws -> Verdict {
        guard let version = webhook.reviewVersion else {
            throw CallError(description: "webhook does not accept known AdmissionReview versions (v1, v1beta1)")
        }
        return try Self.verdict(try await exchange(webhook, review), uid: review["request"]["uid"].string ?? "", version: version)
    }

    /// Sends a review and returns what comes back, within the webhook's time.
    func exchange(_ webhook: Webhook, _ review: JSON) async throws -> JSON {
        try await limited(seconds: webhook.timeoutSeconds) { try await send(webhook, review) }
    }

    /// The result of `body`, unless it takes longer.
    private func limited<R: Sendable>(seconds: Int, _ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw CallError(description: "context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
            }
            return result
        }
    }

    private func send(_ webhook: Webhook, _ review: JSON) async throws -> JSON {
        let (place, path, shown) = try place(webhook)
        var connection = place
        // Waiting for a connection or an answer does not end with its task: it has to end by itself.
        connection.connectTimeout = .seconds(Int64(webhook.timeoutSeconds))
        connection.answerTimeout = .seconds(Int64(webhook.timeoutSeconds))
        let query = (path.contains("?") ? "&" : "?") + "timeout=\(webhook.timeoutSeconds)s"
        let body = ByteBuffer(bytes: review.encoded())
        do {
            let answer = try await connection.request(
                "POST", path + query, headers: ["Content-Type": "application/json", "Accept": "application/json", "Connection": "close"],
                body: ByteStream.of(body), bodyLength: body.readableBytes)
            return try await withTaskCancellationHandler {
                defer { answer.close() }
                let bytes = Array((try await answer.body.collect(upTo: Self.answerLimit)).readableBytesView)
                guard answer.status == 200 else {
                    throw CallError(description: "the server could not answer: status \(answer.status)")
                }
                return try JSON.parse(bytes)
            } onCancel: {
                answer.close()
            }
        } catch {
            throw CallError(description: "Post \"\(shown)\(query)\": \(connection.reason(error))")
        }
    }

    // MARK: Where

    private func place(_ webhook: Webhook) throws -> (connection: HTTPClientConnection, path: String, shown: String) {
        let bundle = try Self.authority(webhook.client["caBundle"].string)
        let service = webhook.client["service"]
        guard service.isNull else {
            let (name, namespace) = (service["name"].string ?? "", service["namespace"].string ?? "")
            let (port, path) = (service["port"].int ?? 443, service["path"].string ?? "/")
            let host = "\(name).\(namespace).svc"
            let connection = try ServiceTargets(registry: registry).connection(
                to: ObjectKey(namespace: namespace, name: name), port: port,
                tls: try ClientTLS(authority: try bundle ?? Self.systemBundle(), serverName: host))
            return (connection, path.hasPrefix("/") ? path : "/" + path, "https://\(host):\(port)\(path)")
        }
        let url = webhook.client["url"].string ?? ""
        guard let target = WebhookURL(url) else { throw CallError(description: "invalid url \"\(url)\"") }
        let tls = try ClientTLS(authority: try bundle ?? Self.systemBundle())
        return (HTTPClientConnection(host: target.host, port: target.port, tls: tls), target.path, url)
    }

    private static func authority(_ text: String?) throws -> [UInt8]? {
        guard let text, !text.isEmpty else { return nil }
        guard let bytes = Data(base64Encoded: text) else {
            throw CallError(description: "unable to load root certificates: the bundle is no base64")
        }
        return Array(bytes)
    }

    private static func systemBundle() throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: systemAuthorities)))
        } catch {
            throw CallError(
                description: "x509: certificate signed by unknown authority (no caBundle, and none of the system's in \(systemAuthorities))"
            )
        }
    }

    // MARK: What came back

    static func verdict(_ review: JSON, uid: String, version: String) throws -> Verdict {
        let response = review["response"]
        let isV1 = version == "v1"
        if isV1 {
            let (kind, apiVersion) = (review["kind"].string ?? "", review["apiVersion"].string ?? "")
            guard kind == "AdmissionReview", apiVersion == "admission.k8s.io/v1" else {
                throw CallError(
                    description: "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got "
                        + "\(GroupVersionKind(apiVersion: apiVersion, kind: kind))")
            }
        }
        if response.isNull { throw CallError(description: "webhook response was absent") }
        if isV1, response["uid"].string != uid {
            throw CallError(description: "expected response.uid=\"\(uid)\", got \"\(response["uid"].string ?? "")\"")
        }
        var patch: JSON?
        if let text = response["patch"].string, !text.isEmpty {
            if isV1, response["patchType"].string != "JSONPatch" {
                throw CallError(
                    description: "webhook returned response.patchType not supported: \"\(response["patchType"].string ?? "")\"")
            }
            guard let bytes = Data(base64Encoded: text) else { throw CallError(description: "response.patch is no base64") }
            patch = try JSON.parse(Array(bytes))
        } else if isV1, !response["patchType"].isNull {
            throw CallError(description: "webhook returned response.patchType but not response.patch")
        }
        return Verdict(
            isAllowed: response["allowed"].bool ?? false, status: response["status"], patch: patch, warnings: response["warnings"].strings)
    }
}

/// The parts of an `https://` URL.
struct WebhookURL: Sendable, Equatable {
    var host: String
    var port: Int
    var path: String

    init?(_ text: String) {
        guard text.hasPrefix("https://") else { return nil }
        let rest = text.dropFirst("https://".count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        var authority = rest[..<slash]
        port = 443
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].firstIndex(of: ":") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else { return nil }
            port = number
            authority = authority[..<colon]
        }
        host = authority.filter { $0 != "[" && $0 != "]" }
        if host.isEmpty { return nil }
    }
}
