internal import Client
internal import Document
import FoundationEssentials
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Resources

/// The API server as streams reach it: one connection each, upgraded to something else than HTTP.
struct StreamEndpoint: Sendable {
    /// Bytes of an answer that refuses a stream.
    private static let refusalLimit = 1024 * 1024

    let connection: HTTPClientConnection
    let headers: HTTPHeaders
    let server: String

    init(_ configuration: ClientConfiguration) throws {
        server = configuration.server
        guard server.contains("://") else { throw Failure("the server's address \(server.goQuoted) has no scheme") }
        let address = ServerAddress(server)
        var tls: ClientTLS?
        if address.isSecure {
            tls = try ClientTLS(
                authority: configuration.skipsVerification ? nil : configuration.authorityPEM.map { Array($0.utf8) },
                certificateChain: configuration.clientCertificatePEM.map { Array($0.utf8) },
                privateKey: configuration.privateKeyPEM.map { Array($0.utf8) },
                trustsMachine: !configuration.skipsVerification, serverName: configuration.serverName)
        }
        var connection = HTTPClientConnection(host: address.host, port: address.port, tls: tls)
        connection.proxy = configuration.proxy.map { proxy in
            ClientProxy(kind: proxy.kind == .http ? .http : .socks, host: proxy.host, port: proxy.port, authorization: proxy.authorization)
        }
        self.connection = connection
        var headers: HTTPHeaders = ["User-Agent": configuration.userAgent]
        for (name, value) in configuration.headers { headers.add(name: name, value: value) }
        let fixed = configuration.bearerToken
        let token =
            try configuration.tokens?() ?? fixed
            ?? configuration.tokenFile.map { try String(contentsOfFile: $0, encoding: .utf8).trimmedSpace }
        if let token { headers.replaceOrAdd(name: "Authorization", value: "Bearer " + token) }
        self.headers = headers
    }

    /// A path of a resource with its query, percent-encoded.
    static func target(_ path: String, _ query: [(name: String, value: String)]) -> String {
        query.isEmpty ? path : path + "?" + query.map { escape($0.name) + "=" + escape($0.value) }.joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 0x80, scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-._~".unicodeScalars.contains(scalar)
            {
                result.unicodeScalars.append(scalar)
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    func webSocket(_ target: String, subprotocols: [String]) async throws -> WebSocketConnection {
        let answer = try await reaching { try await connection.webSocket(target, headers: headers, subprotocols: subprotocols) }
        guard let socket = answer.webSocket else { throw await refusal(answer) }
        return socket
    }

    /// SPDY, which older servers and the forwarding of ports speak.
    func spdy(_ target: String, protocolName: String) async throws -> RawConnection {
        var headers = headers
        headers.add(name: "Connection", value: "Upgrade")
        headers.add(name: "Upgrade", value: "SPDY/3.1")
        headers.add(name: "X-Stream-Protocol-Version", value: protocolName)
        let asked = headers
        let answer = try await reaching { try await connection.request("POST", target, headers: asked) }
        guard let raw = answer.upgraded else { throw await refusal(answer) }
        return raw
    }

    /// Any other request, whose answer comes as it is made.
    func request(
        _ method: String, _ target: String, headers more: HTTPHeaders = [:], body: HTTPServing.ByteStream? = nil, bodyLength: Int? = nil
    )
        async throws -> HTTPClientAnswer
    {
        var headers = headers
        for (name, value) in more { headers.replaceOrAdd(name: name, value: value) }
        let asked = headers
        return try await reaching { try await connection.request(method, target, headers: asked, body: body, bodyLength: bodyLength) }
    }

    /// Failures of the connection in the words of a client that cannot reach its server.
    private func reaching<T: Sendable>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error as IOError {
            throw TransportFailure(host: TransportFailure.host(server), isRefused: error.errnoCode == 111, text: "\(error)")
        } catch let error as NIOConnectionError {
            let isRefused = error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == 111 }
            throw TransportFailure(host: TransportFailure.host(server), isRefused: isRefused, text: "\(error)")
        }
    }

    private func refusal(_ answer: HTTPClientAnswer) async -> any Error {
        let body = (try? await answer.body.collect(upTo: Self.refusalLimit)) ?? ByteBuffer()
        answer.close()
        let bytes = Array(body.readableBytesView)
        if let document = try? JSON.parse(bytes), let error = APIError(status: document, code: answer.status) { return error }
        let text = String(decoding: bytes, as: UTF8.self).trimmedSpace
        return Failure("unable to upgrade connection: \(text.isEmpty ? "status \(answer.status)" : text)")
    }
}

extension StreamEndpoint {
    /// The body of an answer to a GET, as it comes.
    /// - Throws: `APIError` when the server refuses.
    func read(_ target: String) async throws -> HTTPServing.ByteStream {
        let answer = try await request("GET", target)
        if answer.status == 200 { return answer.body }
        let body = (try? await answer.body.collect(upTo: Self.refusalLimit)) ?? ByteBuffer()
        answer.close()
        let bytes = Array(body.readableBytesView)
        if let document = try? JSON.parse(bytes), let error = APIError(status: document, code: answer.status) { throw error }
        throw APIError.generic(code: answer.status, body: String(decoding: bytes.prefix(2048), as: UTF8.self))
    }
}

extension Session {
    func streamEndpoint() throws -> StreamEndpoint { try StreamEndpoint(configuration()) }
}
