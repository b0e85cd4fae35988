import DNSWire
import Document
import Glibc
import Logging
import NIOCore
import NIOPosix
import Resources
import Testing

@testable import ClusterDNS

/// The server over real loopback sockets, asked as `dig` asks.
@Suite struct DNSServerTests {
    private let loopback = "127.0.0.1"

    private func withServer(
        _ zone: ClusterZone = ZoneFixture.zone, upstreams: [SocketAddress] = [], _ body: (Int) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let forwarder = UpstreamForwarder(upstreams: upstreams, group: group, logger: Logger(label: "test"))
        let server = DNSServer(host: loopback, port: 0, responder: DNSResponder(zone: zone, forwarder: forwarder), group: group)
        try await forwarder.start()
        let port = try await server.start()
        do { try await body(port) } catch {
            await server.stop()
            await forwarder.stop()
            throw error
        }
        await server.stop()
        await forwarder.stop()
    }

    private func query(_ name: String, _ type: DNSRecordType = .a, edns: UInt16? = nil, id: UInt16 = 99) throws -> DNSMessage {
        .query(id: id, DNSQuestion(name: try DNSName(name), type: type), edns: edns.map { DNSExtension(payloadBytes: $0) })
    }

    @Test func datagramIsAnswered() async throws {
        try await withServer { port in
            let answer = try DNSMessage(parsing: try await DNSClient.udp(port, try query("web.default.svc.cluster.local").encoded()))
            #expect(answer.id == 99)
            #expect(answer.isResponse && answer.isAuthoritative && answer.recursionAvailable)
            #expect(answer.answers.map(line) == ["web.default.svc.cluster.local. 5 A 10.96.0.20"])
        }
    }

    @Test func anAddressThatIsTakenIsNamed() async throws {
        try await withServer { port in
            let group = MultiThreadedEventLoopGroup.singleton
            let forwarder = UpstreamForwarder(upstreams: [], group: group, logger: Logger(label: "test"))
            let responder = DNSResponder(zone: ZoneFixture.zone, forwarder: forwarder)
            let second = DNSServer(host: loopback, port: port, responder: responder, group: group)
            let error = await #expect(throws: DNSListenError.self) { try await second.start() }
            #expect(
                "\(error.map { "\($0)" } ?? "")".hasPrefix("the DNS server cannot listen at 127.0.0.1:\(port): address already in use: "))
        }
    }

    @Test func streamCarriesSeveralQueries() async throws {
        try await withServer { port in
            let queries = try ["web", "plain", "db"].enumerated().map {
                try query("\($1).default.svc.cluster.local", id: UInt16($0)).encoded()
            }
            let answers = try await DNSClient.tcp(port, queries).map { try DNSMessage(parsing: $0) }
            #expect(Set(answers.map(\.id)) == [0, 1, 2])
            #expect(answers.allSatisfy { !$0.answers.isEmpty })
        }
    }

    @Test func browsersAreShownAPage() async throws {
        try await withServer { port in
            let request = Array("GET / HTTP/1.1\r\nHost: dns\r\n\r\n".utf8)
            let page = String(decoding: try await DNSClient.bytes(port, [Array(request[..<7]), Array(request[7...])]), as: UTF8.self)
            #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(page.contains("answers for cluster.local. at 10.96.0.10") || page.contains("answers for cluster.local at 10.96.0.10"))
            #expect(page.contains("in 2 namespaces"))
            let head = String(decoding: try await DNSClient.bytes(port, [Array("HEAD / HTTP/1.1\r\n\r\n".utf8)]), as: UTF8.self)
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
            // What never ends is cut off.
            let flood = Array("GET /".utf8) + [UInt8](repeating: 0x61, count: StatusPage.requestLimit)
            #expect(try await DNSClient.bytes(port, [flood]).isEmpty)
        }
    }

    @Test func longAnswerIsTruncatedOverUDPAndWholeOverTCP() async throws {
        let zone = ZoneFixture.zone
        let service = ZoneFixture.service("many", ["clusterIP": "None", "ports": [["name": "x", "port": 1]]])
        let slice = ZoneFixture.slice("many", port: ("x", 1), (0..<200).map { ["addresses": [.string("10.244.1.\($0)")]] })
        zone.change {
            $0.serviceChanged(service.key, service)
            $0.sliceChanged(slice.key, slice)
        }
        try await withServer(zone) { port in
            let name = "many.default.svc.cluster.local"
            let plain = try await DNSClient.udp(port, try query(name).encoded())
            #expect(plain.count <= 512)
            #expect(try DNSMessage(parsing: plain).isTruncated)
            let wide = try await DNSClient.udp(port, try query(name, edns: 4096).encoded())
            #expect(wide.count > 512 && wide.count <= 1232)
            #expect(try DNSMessage(parsing: wide).isTruncated)
            let whole = try DNSMessage(parsing: try await DNSClient.tcp(port, [try query(name).encoded()])[0])
            #expect(whole.answers.count == 200)
            #expect(!whole.isTruncated)
        }
    }

    @Test func brokenQueriesGetTheErrorTheyDeserve() async throws {
        try await withServer { port in
            var status = try query("web.default.svc.cluster.local")
            status.opcode = 2
            #expect(try DNSMessage(parsing: try await DNSClient.udp(port, status.encoded())).responseCode == .notImplemented)
            var two = try query("web.default.svc.cluster.local")
            two.questions += two.questions
            #expect(try DNSMessage(parsing: try await DNSClient.udp(port, two.encoded())).responseCode == .formatError)
            let cut = Array(try query("web.default.svc.cluster.local").encoded().prefix(20))
            #expect(try DNSMessage(parsing: try await DNSClient.udp(port, cut)).responseCode == .formatError)
            var future = try query("web.default.svc.cluster.local", edns: 512)
            future.edns?.version = 1
            #expect(try DNSMessage(parsing: try await DNSClient.udp(port, future.encoded())).responseCode == .badVersion)
            let outside = try DNSMessage(parsing: try await DNSClient.udp(port, try query("example.org").encoded()))
            #expect(outside.responseCode == .refused)
            #expect(!outside.isAuthoritative)
            // A response is no query; the server still answers the next one.
            await #expect(throws: DNSClient.Failure.self) {
                try await DNSClient.udp(port, status.response().encoded(), patienceMilliseconds: 200)
            }
            #expect(try await !DNSClient.udp(port, try query("web.default.svc.cluster.local").encoded()).isEmpty)
        }
    }

    @Test func outsideNamesAndAliasesAreAskedUpstream() async throws {
        // The upstream is another of our servers, with a zone of its own.
        let upstream = ClusterZone(
            configuration: ZoneConfiguration(domain: try DNSName("example.org"), nameServer: IPv4Address(192, 0, 2, 53), reverseRanges: []))
        try await withServer(upstream) { upstreamPort in
            try await withServer(upstreams: [try SocketAddress(ipAddress: loopback, port: upstreamPort)]) { port in
                let outside = try DNSMessage(parsing: try await DNSClient.udp(port, try query("ns.dns.example.org").encoded()))
                #expect(outside.id == 99)
                #expect(outside.answers.map(line) == ["ns.dns.example.org. 5 A 192.0.2.53"])
                let alias = try DNSMessage(parsing: try await DNSClient.udp(port, try query("out.default.svc.cluster.local").encoded()))
                #expect(alias.responseCode == .nameError)
                #expect(alias.answers.map(line) == ["out.default.svc.cluster.local. 5 CNAME www.example.org."])
            }
        }
    }

    @Test func slowUpstreamHoldsUpNobody() async throws {
        let silent = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: loopback, port: 0).get()
        let address = try #require(silent.localAddress)
        try await withServer(upstreams: [address]) { port in
            async let slow = DNSClient.udp(port, try query("slow.example.org").encoded(), patienceMilliseconds: 10_000)
            let start = ContinuousClock.now
            for _ in 0..<20 { _ = try await DNSClient.udp(port, try query("web.default.svc.cluster.local").encoded()) }
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(try DNSMessage(parsing: try await slow).responseCode == .serverFailure)
        }
        try await silent.close()
    }
}
