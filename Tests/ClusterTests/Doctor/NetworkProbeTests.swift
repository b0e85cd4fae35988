import Testing

@testable import Cluster

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct NetworkProbeTests {
    @Test(arguments: [
        NetworkProbe.connect(address: "10.0.0.1", port: 80), .fetch(address: "10.0.0.1", port: 80, host: "a.example"),
        .resolve(name: "a.b", server: "10.0.0.1", port: 53, overTCP: true),
    ])
    func probesAreHandedOnInWords(probe: NetworkProbe) { #expect(NetworkProbe(words: probe.words) == probe) }

    @Test(arguments: [[], ["connect", "a"], ["connect", "a", "x"], ["resolve", "a", "b", "c", "udp"], ["ping", "a", "1"]])
    func otherWordsAreNone(words: [String]) { #expect(NetworkProbe(words: words) == nil) }

    @Test(arguments: [NetworkProbe.Outcome.answered("a b"), .answered(""), .refused, .silent, .failed("no route to host")])
    func outcomesComeBackInALine(outcome: NetworkProbe.Outcome) { #expect(NetworkProbe.Outcome(line: outcome.line) == outcome) }

    @Test func aLineThatIsNoneIsAFailure() {
        #expect(NetworkProbe.Outcome(line: "") == .failed("the probe said nothing"))
        #expect(NetworkProbe.Outcome(line: "Segmentation fault") == .failed("Segmentation fault"))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nA: b\r\n\r\nhello\nmore", NetworkProbe.Outcome.answered("hello")), ("HTTP/1.1 204 No\r\n\r\n", .answered("")),
        ("HTTP/1.1 503 Service Unavailable\r\n\r\nx", .failed("HTTP status 503 Service Unavailable")),
        ("", .failed("the connection closed without an answer")), ("SSH-2.0", .failed("no HTTP answer")),
        ("HTTP/1.1 200 OK\r\n", .failed("an HTTP answer without content")),
    ])
    func pages(text: String, expected: NetworkProbe.Outcome) { #expect(NetworkProbe.page(text) == expected) }

    @Test func aServerOnLoopbackAnswers() throws {
        let server = try #require(ProbeServer(port: 0, text: "node-1"))
        let port = try #require(server.port)
        let socket = try ProbeSocket(address: "127.0.0.1", port: port)
        try socket.send(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        server.serveOne()
        let answer = String(decoding: try socket.readAll(limit: 4096), as: UTF8.self)
        #expect(NetworkProbe.page(answer) == .answered("node-1"))
        #expect(NetworkProbe.connect(address: "127.0.0.1", port: port).run() == .answered(""))
        #expect(NetworkProbe.connect(address: "nowhere", port: 1).run() == .failed("nowhere is no IPv4 address"))
    }

    @Test func whereNobodyListensTheConnectionIsRefused() throws {
        let port: Int
        do { port = try #require(ProbeServer(port: 0, text: "").flatMap(\.port)) }
        #expect(NetworkProbe.connect(address: "127.0.0.1", port: port).run() == .refused)
        #expect(NetworkProbe.resolve(name: "a.example", server: "127.0.0.1", port: port, overTCP: true).run() == .refused)
        #expect(NetworkProbe.resolve(name: "a.example", server: "127.0.0.1", port: port, overTCP: false).run() == .refused)
    }
}

@Suite struct PodProcessTests {
    @Test func listenersAreReadFromTheKernelsTables() {
        let tcp = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
               1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0
               2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 100 0 0 10 0
            """
        let tcp6 = """
              sl  local_address                         remote_address                        st tx_queue rx_queue
               0: 00000000000000000000000000000000:2382 00000000000000000000000000000000:0000 0A 00000000:00000000
               1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000
            """
        #expect(
            PodProcess.listeners([tcp, tcp6]) == [
                .init(port: 80, isLoopbackOnly: false), .init(port: 8080, isLoopbackOnly: true), .init(port: 9090, isLoopbackOnly: false),
            ])
        #expect(PodProcess.listeners([""]).isEmpty)
    }

    @Test func thisProcessListensWhereItDoes() throws {
        let server = try #require(ProbeServer(port: 0, text: ""))
        let port = try #require(server.port)
        #expect(PodProcess.listeners(getpid()).contains(.init(port: port, isLoopbackOnly: false)))
    }

    @Test func aPodThatIsNotHereHasNoProcess() {
        #expect(PodProcess.any(podUID: "no-such-pod", cgroupRoot: "/coxswain-no-such-cluster") == nil)
    }
}

@Suite struct MachineFactsTests {
    @Test func theMachineIsRead() async throws {
        var configuration = ClusterConfiguration(nodeName: "n")
        configuration.dataDirectory = "/tmp/coxswain-no-such-directory/below"
        let facts = await MachineFacts.read(configuration)
        #expect(facts.memoryTotalBytes > facts.memoryAvailableBytes && facts.memoryAvailableBytes > 0)
        #expect(facts.diskTotalBytes >= facts.diskFreeBytes && facts.diskTotalBytes > 0)
        #expect(facts.inotifyLimit > 0)
        #expect(MachineFacts.kilobytes("MemFree", "MemTotal:  8 kB\nMemFree:   5 kB\n") == 5)
    }

    @Test func certificatesAreReadWithTheTimeTheyHaveLeft() async throws {
        try await withTemporaryDirectory { directory in
            var configuration = ClusterConfiguration(nodeName: "n")
            configuration.dataDirectory = directory
            _ = try ClusterIdentities(configuration: configuration)
            try AtomicFile.write("no certificate", to: configuration.paths.certificates + "/odd.crt")
            let (entries, unreadable) = CertificateFiles.read(configuration)
            #expect(entries.contains { $0.name == "ca.crt" && $0.secondsLeft > 86_400 })
            #expect(unreadable == ["odd.crt"])
        }
    }
}
