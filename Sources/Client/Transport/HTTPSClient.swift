internal import AsyncHTTPClient
internal import Document
package import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
package import Resources
internal import ServiceLifecycle

/// The API over HTTPS, with HTTP/2 where the server speaks it, so that many watches share one connection.
package final class HTTPSClient: APIClient, ServiceLifecycle.Service {
    package struct Limits: Sendable {
        /// Bytes of one answer.
        package var responseBytes = 512 * 1024 * 1024
        package var requestTimeout: Duration = .seconds(60)
        package var connectTimeout: Duration = .seconds(10)
        /// Without a byte for this long a watch counts as dead; servers send a bookmark about once a minute.
        package var watchSilence: Duration = .seconds(300)
        /// Attempts at a request that the server asks to repeat later.
        package var attempts = 5
        /// Longest wait that the server may ask for between them.
        package var retryAfter: Duration = .seconds(30)

        package init() {}
    }

    private let http: HTTPClient
    private let server: String
    /// The `Host` header, where `server` names the certificate's name in place of the host.
    private let host: String?
    private let userAgent: String
    private let tokens: TokenSource
    private let headers: [(name: String, value: String)]
    private let limits: Limits
    private let logger: Logger

    /// - Throws: when certificates or keys cannot be read.
    package init(_ configuration: ClientConfiguration, limits: Limits = Limits(), logger: Logger) throws {
        var options = HTTPClient.Configuration()
        options.tlsConfiguration = try Self.tls(configuration)
        options.timeout = .init(connect: .init(limits.connectTimeout), read: .init(limits.watchSilence))
        options.redirectConfiguration = .disallow
        options.httpVersion = .automatic
        // Callers wait and try again themselves; a server that is down should be known to be down at once.
        options.connectionPool.retryConnectionEstablishment = false
        if let name = configuration.serverName, ServerAddress(configuration.server).isSecure {
            options.dnsOverride = [name: ServerAddress(configuration.server).host]
            if !configuration.skipsVerification {
                options.http1_1ConnectionDebugInitializer = Self.insisting(on: name)
                options.http2ConnectionDebugInitializer = Self.insisting(on: name)
            }
        }
        options.proxy = configuration.proxy.map(Self.proxy)
        http = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: options)
        (server, host) = Self.route(configuration)
        userAgent = configuration.userAgent
        tokens = TokenSource(token: configuration.bearerToken, file: configuration.tokenFile, made: configuration.tokens)
        headers = configuration.headers
        self.limits = limits
        self.logger = logger
    }

    /// Ends the connections of a client that nobody has shut down; after `shutdown` this does nothing.
    deinit { http.shutdown { _ in } }

    /// The server's certificate is checked against the host of the URL: a certificate of another name makes that name the host, which is
    /// then looked up as the true one.
    private static func route(_ configuration: ClientConfiguration) -> (server: String, host: String?) {
        let server = configuration.server.hasSuffix("/") ? String(configuration.server.dropLast()) : configuration.server
        let address = ServerAddress(server)
        guard let name = configuration.serverName, address.isSecure else { return (server, nil) }
        let path = server.dropFirst("https://".count + address.authority.count)
        return ("https://\(name):\(address.port)\(path)", address.authority)
    }

    static func proxy(_ address: ProxyAddress) -> HTTPClient.Configuration.Proxy {
        switch address.kind {
        case .socks: return .socksServer(host: address.host, port: address.port)
        case .http:
            let pair = address.credentials.map { $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) }
            return .server(
                host: address.host, port: address.port,
                authorization: pair.map { .basic(username: $0[0], password: $0.count > 1 ? $0[1] : "") })
        }
    }

    private static func tls(_ configuration: ClientConfiguration) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let pem = configuration.authorityPEM {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
        }
        if configuration.skipsVerification { tls.certificateVerification = .none }
        if let certificate = configuration.clientCertificatePEM, let key = configuration.privateKeyPEM {
            tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        }
        return tls
    }

    /// Keeps the connections until shutdown. Clients that are not run as a service must be ended with `shutdown`.
    package func run() async throws {
        try? await gracefulShutdown()
        try await shutdown()
    }

    package func shutdown() async throws { try await http.shutdown() }

    package func send(_ request: APIRequest) async throws -> APIResponse {
        var attempt = 1
        while true {
            do {
                return try await sendOnce(request)
            } catch let error as APIError where error.code == 429 && error.retryAfterSeconds > 0 && attempt < limits.attempts {
                // Only the server knows that it did nothing yet, so only what it asks for is repeated.
                try await Task.sleep(for: min(.seconds(error.retryAfterSeconds), limits.retryAfter))
                attempt += 1
            } catch let error as HTTPClientError where error == .remoteConnectionClosed && request.method == "GET" && attempt == 1 {
                attempt += 1  // an idle connection that the server closed just as it was used again
            }
        }
    }

    private func sendOnce(_ request: APIRequest) async throws -> APIResponse {
        let response = try await http.execute(try prepared(request), deadline: .now() + .init(limits.requestTimeout), logger: logger)
        let body = try await response.body.collect(upTo: limits.responseBytes)
        let bytes = Array(body.readableBytesView)
        guard (200..<300).contains(response.status.code) else {
            throw Self.failure(Int(response.status.code), bytes, response.headers)
        }
        return APIResponse(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) }, body: bytes)
    }

    private static func failure(_ code: Int, _ body: [UInt8], _ headers: HTTPHeaders) -> APIError {
        var error =
            (try? JSON.parse(body)).flatMap { APIError(status: $0, code: code) }
            ?? .generic(code: code, body: String(decoding: body.prefix(2048), as: UTF8.self))
        if error.retryAfterSeconds == 0, let seconds = headers.first(name: "Retry-After").flatMap({ Int($0) }) {
            error.details = error.details ?? .init()
            error.details?.retryAfterSeconds = seconds
        }
        return error
    }

    private func prepared(_ request: APIRequest) throws -> HTTPClientRequest {
        var result = HTTPClientRequest(url: server + request.path + Self.queryText(request.query))
        result.method = HTTPMethod(rawValue: request.method)
        result.headers.add(name: "User-Agent", value: userAgent)
        result.headers.add(name: "Accept", value: request.accept ?? MediaType.json)
        if let host { result.headers.add(name: "Host", value: host) }
        if let token = try tokens.token() { result.headers.add(name: "Authorization", value: "Bearer " + token) }
        for (name, value) in headers { result.headers.add(name: name, value: value) }
        if let contentType = request.contentType { result.headers.add(name: "Content-Type", value: contentType) }
        if !request.body.isEmpty { result.body = .bytes(ByteBuffer(bytes: request.body)) }
        return result
    }

    /// Percent-encodes all but the unreserved characters (RFC 3986 §2.3).
    static func queryText(_ query: [(name: String, value: String)]) -> String {
        func encode(_ text: String) -> String {
            var result = ""
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                    result.unicodeScalars.append(Unicode.Scalar(byte))
                default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }
            return result
        }
        return query.isEmpty ? "" : "?" + query.map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }
}

extension HTTPSClient {
    package func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        let answer = try await send(APIRequest(path: type.path(namespace: options.namespace), query: options.query))
        return RecordList(try JSON.parse(answer.body), of: type)
    }

    /// The body of the answer as it comes in: logs, and watches in forms of their own. There is no limit of time.
    package func stream(_ request: APIRequest) async throws -> ByteStream {
        let response = try await http.execute(try prepared(request), deadline: .distantFuture, logger: logger)
        guard (200..<300).contains(response.status.code) else {
            let body = try await response.body.collect(upTo: limits.responseBytes)
            throw Self.failure(Int(response.status.code), Array(body.readableBytesView), response.headers)
        }
        return ByteStream(response.body)
    }

    package func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream {
        let request = try prepared(APIRequest(path: type.path(namespace: options.namespace), query: options.query))
        let response = try await http.execute(request, deadline: .distantFuture, logger: logger)
        guard response.status == .ok else {
            let body = try await response.body.collect(upTo: limits.responseBytes)
            throw Self.failure(Int(response.status.code), Array(body.readableBytesView), response.headers)
        }
        let reader = CancelBox()
        let (stream, source) = WatchStream.make { reader.cancel() }
        reader.hold(
            Task {
                var lines = WatchLines()
                do {
                    for try await chunk in response.body where !source.send(try lines.append(chunk.readableBytesView)) { return }
                    source.finish()
                } catch {
                    source.finish(throwing: error)
                }
            })
        return stream
    }
}
