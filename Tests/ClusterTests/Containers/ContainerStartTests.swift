import CRI
import CommandRunner
import Document
import FoundationEssentials
import Resources
import Testing

@testable import Cluster

/// Tells containers' layers as containerd does, in a directory of the test.
private struct Layers: CommandRunning {
    let directory: String

    func layer(_ container: String) -> String { "\(directory)/layers/\(container)/fs" }

    func run(_ command: Command, timeout: Duration) async throws -> CommandOutput {
        guard command.arguments.contains("mounts"), let container = command.arguments.last else {
            return CommandOutput(status: 125, standardError: "Error: image not known")
        }
        try FileManager.default.createDirectory(atPath: layer(container), withIntermediateDirectories: true)
        let mount = "mount -t overlay overlay / -o index=off,workdir=/w,upperdir=\(layer(container)),lowerdir=/l/1:/l/2\n"
        return CommandOutput(status: 0, standardOutput: mount)
    }
}

@Suite struct ContainerStartTests {
    private let image = "docker.io/library/busybox:latest"

    private func withStore(_ runtime: ScriptedRuntime, _ body: (ContainerStore, Layers) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            var configuration = ClusterConfiguration(nodeName: "n")
            configuration.dataDirectory = directory
            let layers = Layers(directory: directory)
            try await body(
                ContainerStore(
                    configuration: configuration, runtime: runtime, images: ImageStore(configuration: configuration, runner: layers),
                    runner: layers), layers)
        }
    }

    private func make(_ store: ContainerStore, _ layers: Layers) async throws -> PlainContainer {
        var request = ContainerRequest(image: image)
        request.name = "web"
        let made = try await store.start(request) { _ in }
        try AtomicFile.write("kept", to: layers.layer(made.runtimeID) + "/note")
        return made
    }

    @Test func oneThatHasEndedGoesOnWithWhatItWrote() async throws {
        let runtime = ScriptedRuntime(images: [image, "sha256:" + image])
        try await withStore(runtime) { store, layers in
            let made = try await make(store, layers)
            try await store.startAgain(store.find("web"))
            #expect(!runtime.calls.contains("removeContainer \(made.runtimeID)"))  // it runs: nothing is done
            runtime.exit(made.runtimeID, code: 1)
            try await store.startAgain(store.find("web"))
            let again = try await store.find("web")
            #expect(again.isRunning && again.id == made.id && again.runtimeID != made.runtimeID)
            #expect(again.status.attempt == 1 && again.createdAt == made.createdAt)
            #expect(AtomicFile.read(layers.layer(again.runtimeID) + "/note") == "kept")
            #expect(try await runtime.listPodSandboxes(labels: [:]).count == 1)
            #expect(try await runtime.listContainers(labels: [:]).count == 1)
        }
    }

    @Test func whatCannotBeStartedLosesNothing() async throws {
        let runtime = ScriptedRuntime(images: [image, "sha256:" + image])
        try await withStore(runtime) { store, layers in
            let made = try await make(store, layers)
            runtime.exit(made.runtimeID, code: 1)
            runtime.fail("startContainer", with: RuntimeError(.unknown, "no"))
            await #expect(throws: RuntimeError.self) { try await store.startAgain(store.find("web")) }
            #expect(AtomicFile.read(layers.layer(made.runtimeID) + "/note") == "kept")
            #expect(try await store.list(includesEnded: true).map(\.runtimeID) == [made.runtimeID])
            try await store.startAgain(store.find("web"))
            #expect(try await store.find("web").isRunning)
        }
    }

    @Test func aStartThatWasCutShortIsTakenUp() async throws {
        let runtime = ScriptedRuntime(images: [image, "sha256:" + image])
        try await withStore(runtime) { store, layers in
            let made = try await make(store, layers)
            runtime.exit(made.runtimeID, code: 0)
            // The next one is there, and has nothing yet.
            let next = ContainerBlueprint(
                id: made.id, request: made.request, image: "sha256:" + image, paths: store.configuration.paths, attempt: 1)
            let sandbox = try await runtime.runPodSandbox(next.sandbox)
            _ = try await runtime.createContainer(try next.container(), sandboxID: sandbox, sandbox: next.sandbox)
            #expect(try await store.list(includesEnded: true).count == 1)
            try await store.startAgain(store.find("web"))
            let again = try await store.find("web")
            #expect(again.isRunning && AtomicFile.read(layers.layer(again.runtimeID) + "/note") == "kept")
            try await store.remove(again, isForced: true)
            #expect(try await runtime.listPodSandboxes(labels: [:]).isEmpty)
        }
    }

    @Test func volumesOfTheImageAreFoundByTheirPlaces() {
        let mounts: JSON = [
            ["source": "/d/io.containerd.grpc.v1.cri/containers/c1/volumes/abc", "destination": "/data"],
            ["source": "/home/x", "destination": "/x"], ["destination": "/proc"],
        ]
        #expect(
            ContainerLayers.volumes(of: "c1", mounts) == ["/data": "/d/io.containerd.grpc.v1.cri/containers/c1/volumes/abc"])
        #expect(ContainerLayers.upperDirectory("mount --bind /a /b") == nil)
    }
}
