import Client
import Document
import Logging
import PKI
import Resources
import Synchronization
import Testing

@Suite struct HTTPSClientTests {
    private static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Runs a test against a server whose certificate and whose client's certificate one authority has signed.
    private func connected(
        token: String? = nil, answer: @escaping @Sendable (TLSTestServer.Request) -> TLSTestServer.Reply,
        _ body: (HTTPSClient) async throws -> Void
    ) async throws {
        let authority = try CertificateAuthority.create(commonName: "test")
        let identity = try authority.issue(commonName: "server", addresses: ["127.0.0.1"], usages: [.server])
        let user = try authority.issue(commonName: "admin", usages: [.client])
        let server = try await TLSTestServer.start(identity: identity, clientAuthority: authority.certificatePEM, answer)
        let client = try HTTPSClient(
            ClientConfiguration(
                server: "https://127.0.0.1:\(server.port)", authorityPEM: authority.certificatePEM,
                clientCertificatePEM: user.certificatePEM, privateKeyPEM: user.privateKeyPEM, bearerToken: token),
            logger: Self.logger)
        do {
            try await body(client)
        } catch {
            try await client.shutdown()
            try await server.stop()
            throw error
        }
        try await client.shutdown()
        try await server.stop()
    }

    @Test func sendsWhatItIsTold() async throws {
        let seen = Mutex<TLSTestServer.Request?>(nil)
        try await connected(token: "secret") { request in
            seen.withLock { $0 = request }
            return .init(status: 201, chunks: [#"{"metadata":{"name":"a","uid":"1"}}"#])
        } _: { client in
            let created = try await client.create(Pod(name: "a", namespace: "ns"))
            #expect(created.uid == "1")
        }
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == "POST")
        #expect(request.uri == "/api/v1/namespaces/ns/pods")
        #expect(request.headers["authorization"] == "Bearer secret")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.body == #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns"}}"#)
    }

    @Test func failuresAreTheServersStatus() async throws {
        try await connected { _ in
            .init(status: 404, chunks: [APIError.notFound(.pods, "a").status.text])
        } _: { client in
            await #expect(throws: APIError.notFound(.pods, "a")) { try await client.get(Pod.self, namespace: "ns", name: "a") }
            let found = try await client.find(Pod.self, namespace: "ns", name: "a")
            #expect(found == nil)
        }
    }

    @Test func tooManyRequestsAreRepeated() async throws {
        let count = Mutex(0)
        try await connected { _ in
            let first = count.withLock {
                $0 += 1; return $0 == 1
            }
            return first ? .init(status: 429, headers: [("Retry-After", "1")]) : .init(chunks: [#"{"metadata":{"name":"a"}}"#])
        } _: { client in
            let node = try await client.get(Node.self, name: "a")
            #expect(node.name == "a")
        }
        #expect(count.withLock { $0 } == 2)
    }

    @Test func listsFillInWhatItemsLeaveOut() async throws {
        try await connected { _ in
            .init(chunks: [#"{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a","resourceVersion":"5"}}]}"#])
        } _: { client in
            let list = try await client.list(.nodes, ListOptions())
            #expect(list.revision == 7)
            #expect(list.records.map(\.revision) == [5])
            let kind = try list.records[0].document()["kind"].string
            #expect(kind == "Node")
        }
    }

    @Test func watchesStream() async throws {
        try await connected { request in
            guard request.uri.contains("watch=true") else { return .init(status: 400) }
            return .init(
                chunks: [
                    #"{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"}}}"#, "\n{\"type\":\"BOOK",
                    "MARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"6\"}}}\n",
                ], staysOpen: true)
        } _: { client in
            let stream = try await client.watch(.nodes, WatchOptions(revision: 4))
            var revisions: [UInt64] = []
            for try await event in stream {
                revisions.append(event.revision)
                if revisions.count == 2 { break }
            }
            #expect(revisions == [5, 6])
        }
    }

    @Test func aRefusedWatchThrows() async throws {
        try await connected { _ in
            .init(status: 410, chunks: [APIError.expired("too old").status.text])
        } _: { client in
            await #expect(throws: APIError.expired("too old")) { try await client.watch(.nodes, WatchOptions(revision: 1)) }
        }
    }

    @Test func foreignAuthoritiesAreNotTrusted() async throws {
        let other = try CertificateAuthority.create(commonName: "other")
        let identity = try other.issue(commonName: "server", addresses: ["127.0.0.1"], usages: [.server])
        let server = try await TLSTestServer.start(identity: identity, clientAuthority: other.certificatePEM) { _ in .init() }
        let trusted = try CertificateAuthority.create(commonName: "test")
        let client = try HTTPSClient(
            ClientConfiguration(server: "https://127.0.0.1:\(server.port)", authorityPEM: trusted.certificatePEM), logger: Self.logger)
        await #expect(throws: (any Error).self) { try await client.send(APIRequest(path: "/version")) }
        try await client.shutdown()
        try await server.stop()
    }
}

/// Ways to a server that are not the plain one.
@Suite struct HTTPSClientRouteTests {
    private static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// A server whose certificate names only `inside.example`, and what it saw of requests.
    private func answers(_ change: (inout ClientConfiguration) throws -> Void) async throws -> String {
        let authority = try CertificateAuthority.create(commonName: "test")
        let identity = try authority.issue(commonName: "server", dnsNames: ["inside.example"], usages: [.server])
        let server = try await TLSTestServer.start(identity: identity, clientAuthority: authority.certificatePEM) { request in
            .init(chunks: [request.headers["host"] ?? "", " ", request.headers["authorization"] ?? ""])
        }
        var configuration = ClientConfiguration(server: "https://127.0.0.1:\(server.port)", authorityPEM: authority.certificatePEM)
        let user = try authority.issue(commonName: "admin", usages: [.client])
        configuration.clientCertificatePEM = user.certificatePEM
        configuration.privateKeyPEM = user.privateKeyPEM
        do {
            try change(&configuration)
            let client = try HTTPSClient(configuration, logger: Self.logger)
            let answer: APIResponse
            do {
                answer = try await client.send(APIRequest(path: "/"))
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
            try await server.stop()
            return String(decoding: answer.body, as: UTF8.self).replacing("\(server.port)", with: "PORT")
        } catch {
            try await server.stop()
            throw error
        }
    }

    @Test func theCertificateMayHaveAnotherName() async throws {
        let seen = try await answers { $0.serverName = "inside.example" }
        #expect(seen == "127.0.0.1:PORT ")
        await #expect(throws: (any Error).self) { try await answers { $0.serverName = "other.example" } }
        await #expect(throws: (any Error).self) { try await answers { _ in } }
    }

    @Test func proxiesLeadToTheServer() async throws {
        try await ConnectProxy.with { proxy in
            let seen = try await answers {
                $0.serverName = "inside.example"
                $0.proxy = try ProxyAddress("http://me:secret@127.0.0.1:\(proxy.port)")
            }
            #expect(seen == "127.0.0.1:PORT ")
            let asked = try #require(proxy.requests.first)
            #expect(asked.hasPrefix("CONNECT 127.0.0.1:"))
            #expect(asked.lowercased().contains("proxy-authorization: basic bwu6c2vjcmv0"))
        }
    }

    @Test func tokensAreMadeForEachRequest() async throws {
        let seen = try await answers {
            $0.serverName = "inside.example"
            $0.tokens = { "made" }
            $0.bearerToken = "fixed"
        }
        #expect(seen == "127.0.0.1:PORT Bearer made")
    }
}
