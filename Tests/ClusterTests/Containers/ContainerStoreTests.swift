import CRI
import CommandRunner
import FoundationEssentials
import Testing

@testable import Cluster

/// Knows no image that was built.
private struct NoImages: CommandRunning {
    func run(_ command: Command, timeout: Duration) async throws -> CommandOutput {
        CommandOutput(status: 125, standardError: "Error: image not known")
    }
}

@Suite struct ContainerStoreTests {
    private func withStore(_ runtime: ScriptedRuntime, _ body: (ContainerStore) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            var configuration = ClusterConfiguration(nodeName: "n")
            configuration.dataDirectory = directory
            try await body(
                ContainerStore(
                    configuration: configuration, runtime: runtime,
                    images: ImageStore(configuration: configuration, runner: NoImages())))
        }
    }

    private func request(_ name: String = "", image: String = "docker.io/library/busybox") -> ContainerRequest {
        var request = ContainerRequest(image: image)
        (request.name, request.command) = (name, ["echo", "hi"])
        return request
    }

    private let image = "docker.io/library/busybox:latest"

    @Test func aContainerIsMadeFoundStoppedAndRemoved() async throws {
        let runtime = ScriptedRuntime(images: [image, "sha256:" + image])
        try await withStore(runtime) { store in
            let made = try await store.start(request("web")) { _ in }
            #expect(made.id.count == 64 && made.isRunning)
            let configuration = try #require(runtime.configuration(ofContainer: made.runtimeID))
            #expect(configuration.arguments == ["echo", "hi"] && configuration.command.isEmpty)
            #expect(configuration.security.seccomp == .runtimeDefault && !configuration.security.maskedPaths.isEmpty)
            #expect(runtime.configuration(ofSandbox: made.sandboxID)?.hostname == made.shortID)
            #expect(FileManager.default.fileExists(atPath: store.configuration.paths.containerLogs + "/" + made.id))
            #expect(try await store.find(String(made.id.prefix(6))).name == "web")

            await #expect {
                try await store.remove(made, isForced: false)
            } throws: { "\($0)".contains("container is running: stop the container before removing") }
            try await store.stop(made, grace: .seconds(3))
            #expect(runtime.calls.contains("stopContainer \(made.runtimeID) 3"))
            #expect(try await store.list(includesEnded: false).isEmpty)
            #expect(try await store.list(includesEnded: true).map(\.name) == ["web"])
            try await store.remove(store.find("web"), isForced: false)
            #expect(try await store.list(includesEnded: true).isEmpty)
            #expect(try await runtime.listPodSandboxes(labels: [:]).isEmpty)
            #expect(!FileManager.default.fileExists(atPath: store.configuration.paths.containerLogs + "/" + made.id))
        }
    }

    @Test func aNameBelongsToOne() async throws {
        try await withStore(ScriptedRuntime(images: [image])) { store in
            let first = try await store.start(request("web")) { _ in }
            await #expect {
                try await store.start(request("web")) { _ in }
            } throws: {
                "\($0)".hasPrefix("Conflict. The container name \"/web\" is already in use by container \"\(first.id)\".")
            }
            let other = try await store.start(request()) { _ in }
            #expect(other.name.contains("_"))
        }
    }

    @Test func whatTheRuntimeRefusesLeavesNothing() async throws {
        let runtime = ScriptedRuntime(images: [image])
        runtime.fail("startContainer", with: RuntimeError(.unknown, "exec: \"nope\": executable file not found in $PATH"))
        try await withStore(runtime) { (store: ContainerStore) async throws -> Void in
            await #expect(throws: RuntimeError.self) { try await store.start(request("web")) { _ in } }
            #expect(try await runtime.listPodSandboxes(labels: [:]).isEmpty)
            #expect(try await store.list(includesEnded: true).isEmpty)
            let left = try? FileManager.default.contentsOfDirectory(atPath: store.configuration.paths.containerLogs)
            #expect(left?.isEmpty ?? true)
        }
    }

    @Test func anImageThatIsNowhere() async throws {
        try await withStore(ScriptedRuntime(pullable: [])) { (store: ContainerStore) async throws -> Void in
            await #expect {
                try await store.start(request(image: "nope")) { _ in }
            } throws: { "\($0)".hasPrefix("No such image: nope:latest (") }
        }
    }

    @Test func imagesAreLookedForInTheClustersOwnRegistry() {
        #expect(
            ContainerImages.candidates("kubia", registry: "localhost:5000")
                == ["localhost/kubia:latest", "localhost:5000/kubia:latest", "kubia:latest"])
        #expect(ContainerImages.candidates("quay.io/a/b:1", registry: "localhost:5000") == ["quay.io/a/b:1"])
        let id = "sha256:" + String(repeating: "a1", count: 32)
        #expect(ContainerImages.archiveName("kubia", id: id) == "localhost/kubia:latest")
        #expect(ContainerImages.archiveName("localhost:5000/kubia:v1", id: id) == "localhost:5000/kubia:v1")
        #expect(ContainerImages.archiveName("a1a1a1", id: id) == "localhost/image:a1a1a1a1a1a1")
    }

    @Test func portsThatAreTakenAreRefusedAndFreeOnesChosen() throws {
        let taken = [PublishedPort(hostPort: 8080, containerPort: 80)]
        func assign(_ port: PublishedPort) throws -> [Int?] {
            try ContainerStore.assign([port], taken: taken) { number, _ in number != 9090 }.map(\.hostPort)
        }
        #expect(try assign(PublishedPort(hostPort: 8081, containerPort: 80)) == [8081])
        #expect(try assign(PublishedPort(hostPort: nil, containerPort: 80)) == [ContainerStore.freePorts.lowerBound])
        for number in [8080, 9090] {
            #expect { try assign(PublishedPort(hostPort: number, containerPort: 1)) } throws: {
                "\($0)" == "Bind for 127.0.0.1:\(number) failed: port is already allocated"
            }
        }
        #expect(throws: ClusterError.self) {
            let twice = PublishedPort(hostPort: 7000, containerPort: 1)
            return try ContainerStore.assign([twice, twice], taken: []) { _, _ in true }
        }
    }

    @Test func theEndOfAContainerIsWaitedFor() async throws {
        let runtime = ScriptedRuntime(images: [image])
        try await withStore(runtime) { store in
            let made = try await store.start(request("job")) { _ in }
            async let code = store.wait(for: made)
            runtime.exit(made.runtimeID, code: 7)
            #expect(try await code == 7)
        }
    }

    @Test(arguments: [
        ("exec: \"nope\": executable file not found in $PATH: unknown", Int32(127)), ("stat /x: no such file or directory", 127),
        ("exec: \"/etc\": permission denied", 126), ("No such image: nope:latest", 125),
    ])
    func failuresToStartHaveTheCodesOfShells(text: String, expected: Int32) { #expect(StartFailure.code(text) == expected) }
}

@Suite struct ContainerKeeperTests {
    private func seen(_ id: String, running: Bool = false, network: Bool = true, removes: Bool = false, held: Bool = false)
        -> ContainerKeeper.Seen
    {
        .init(id: id, isRunning: running, holdsNetwork: network, isRemovedAtEnd: removes, isHeld: held)
    }

    @Test func whatHasEndedGivesItsNetworkBackOrGoes() {
        let plan = ContainerKeeper.plan([
            seen("runs", running: true, removes: true), seen("ended"), seen("released", network: false), seen("gone", removes: true),
            seen("held", removes: true, held: true), seen("late", network: false, removes: true),
        ])
        #expect(plan == [.release("ended"), .remove("gone"), .remove("late")])
    }

    @Test func aMarkNamesOneLivingProcess() {
        #expect(ProcessIdentifierFile.isAlive(ProcessIdentifierFile.ownMark))
        #expect(!ProcessIdentifierFile.isAlive("") && !ProcessIdentifierFile.isAlive("1 0") && !ProcessIdentifierFile.isAlive("x y"))
    }
}
