import Testing

@testable import Cluster

@Suite struct ContainerRequestTests {
    @Test(arguments: [
        ("8080:80", PublishedPort(hostPort: 8080, containerPort: 80)), ("80", PublishedPort(hostPort: nil, containerPort: 80)),
        ("53:5353/udp", PublishedPort(hostPort: 53, containerPort: 5353, transport: "udp")),
        ("0.0.0.0:8080:80", PublishedPort(address: "0.0.0.0", hostPort: 8080, containerPort: 80)),
        ("192.0.2.1::80", PublishedPort(address: "192.0.2.1", hostPort: nil, containerPort: 80)),
    ])
    func readsPorts(text: String, expected: PublishedPort) throws { #expect(try PublishedPort(text) == expected) }

    @Test(arguments: [
        ("", "invalid containerPort: "), ("x:80", "invalid hostPort: x"), ("80:70000", "invalid containerPort: 70000"),
        ("80/icmp", "invalid proto: icmp"), ("a:b:c:d", "invalid port specification: \"a:b:c:d\""),
        ("256.1.1.1:80:80", "invalid IP address: 256.1.1.1"),
    ])
    func refusesWhatIsNoPort(text: String, message: String) {
        #expect { try PublishedPort(text) } throws: { "\($0)" == message }
    }

    @Test func portsCollideOnOneAddressOrOnAll() {
        let loopback = PublishedPort(hostPort: 80, containerPort: 1)
        #expect(loopback.collides(with: PublishedPort(hostPort: 80, containerPort: 2)))
        #expect(loopback.collides(with: PublishedPort(address: "0.0.0.0", hostPort: 80, containerPort: 2)))
        #expect(!loopback.collides(with: PublishedPort(address: "192.0.2.1", hostPort: 80, containerPort: 2)))
        #expect(!loopback.collides(with: PublishedPort(hostPort: 80, containerPort: 2, transport: "udp")))
        #expect(!loopback.collides(with: PublishedPort(hostPort: 81, containerPort: 1)))
        #expect(loopback.text == "127.0.0.1:80->1/tcp")
    }

    @Test(arguments: [
        ("/a:/b", ContainerMount(source: "/a", target: "/b")), ("/a:/b:ro", ContainerMount(source: "/a", target: "/b", isReadOnly: true)),
        ("data:/b", ContainerMount(source: "data", target: "/b")),
    ])
    func readsMounts(text: String, expected: ContainerMount) throws {
        #expect(try ContainerMount(text) == expected)
        #expect(expected.hostPath(volumes: "/v") == (expected.source == "data" ? "/v/data" : "/a"))
    }

    @Test(arguments: ["", "/a", "/a:b", "/a:/b:rx", "../x:/b", "a/b:/c", "a:b:c:d"])
    func refusesWhatIsNoMount(text: String) { #expect(throws: ClusterError.self) { try ContainerMount(text) } }

    @Test(arguments: [("64m", 64 << 20), ("1g", 1 << 30), ("10k", 10240), ("7b", 7), ("9", 9)] as [(String, Int64)])
    func readsSizes(text: String, expected: Int64) throws { #expect(try ContainerRequest.bytes(text) == expected) }

    @Test func refusesWhatIsNoAmount() {
        for text in ["", "m", "1t", "-1", "99999999999g"] { #expect(throws: ClusterError.self) { try ContainerRequest.bytes(text) } }
        for text in ["", "x", "-1", "nan"] { #expect(throws: ClusterError.self) { try ContainerRequest.milliCPU(text) } }
    }

    @Test func processorsAreCountedInThousandths() throws { #expect(try ContainerRequest.milliCPU("1.5") == 1500) }

    @Test func namesAreOfPlainLetters() {
        func problem(_ name: String) -> String? {
            var request = ContainerRequest(image: "a")
            request.name = name
            return request.nameProblem
        }
        for good in ["", "web", "a1", "A_b.c-d"] { #expect(problem(good) == nil) }
        for bad in ["a", "-a", "_web", "a b", "a/b", "ä1", String(repeating: "a", count: 200)] { #expect(problem(bad) != nil) }
        #expect(problem("a b") == "Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed")
    }

    @Test func whatIsKeptIsReadBack() {
        var request = ContainerRequest(image: "a:1")
        (request.command, request.entrypoint, request.name) = (["x", "y"], ["z"], "web")
        request.ports = [PublishedPort(address: "0.0.0.0", hostPort: 1, containerPort: 2, transport: "udp")]
        request.mounts = [ContainerMount(source: "/a", target: "/b", isReadOnly: true)]
        (request.environment, request.workingDirectory, request.user, request.hostname) = (["A=1"], "/w", "1:2", "h")
        (request.isPrivileged, request.isReadOnly, request.memoryLimitBytes, request.milliCPU) = (true, true, 5, 6)
        (request.takesInput, request.hasTerminal, request.isRemovedAtEnd, request.holder) = (true, true, true, "1 2")
        #expect(ContainerRequest(json: request.json) == request)
    }
}
