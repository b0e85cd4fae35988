import CRI
import CommandRunner
import Document
import Resources
import Synchronization
import Testing

@testable import Kubelet

/// Does what `ctr` is asked without doing it.
private final class RecordedCommands: CommandRunning {
    let commands = Mutex<[String]>([])
    let refusal: String?
    init(refusing refusal: String? = nil) { self.refusal = refusal }

    func run(_ command: Command, timeout: Duration) async throws -> CommandOutput {
        let words = command.arguments.drop { $0 != "k8s.io" }.dropFirst().joined(separator: " ")
        commands.withLock { $0.append(words) }
        return refusal.map { words.hasPrefix($0) } == true
            ? CommandOutput(status: 1, standardError: "ctr: no space left") : CommandOutput(status: 0)
    }
}

@Suite struct ImageVolumesTests {
    private func volumes(_ directory: String, _ commands: RecordedCommands) -> ImageVolumes {
        var configuration = KubeletConfiguration(
            nodeName: "n", nodeAddress: "192.0.2.1", rootDirectory: directory, version: "v1.36.0")
        configuration.runtimeSocket = "/run/containerd.sock"
        return ImageVolumes(configuration: configuration, commands: commands)
    }

    private let pod = Fixtures.pod(spec: [
        "volumes": [["name": "files", "image": ["reference": "r/files:1"]], ["name": "e", "emptyDir": [:]]]
    ])

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/coxswain-images-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileSystem.removeTree(directory) }
        try await body(directory)
    }

    @Test func anImageIsMountedAndKeptUntilThePodIsGone() async throws {
        try await withDirectory { directory in
            let commands = RecordedCommands()
            let path = "\(directory)/pods/uid-web/volumes/kubernetes.io~image/files"
            try await volumes(directory, commands).mount(pod) { volume in
                #expect(ImageWish(volume) == ImageWish("r/files:1", policy: "IfNotPresent"))
                return "sha256:1"
            }
            #expect(
                commands.commands.withLock { $0 } == [
                    "snapshots remove \(path)", "leases delete \(path)", "images mount sha256:1 \(path)",
                    "snapshots label \(path) containerd.io/gc.root=uid-web", "leases delete \(path)",
                ])
            commands.commands.withLock { $0 = [] }
            await volumes(directory, commands).unmount(podUID: "uid-web")
            #expect(commands.commands.withLock { $0 } == ["snapshots remove \(path)", "leases delete \(path)"])
        }
    }

    @Test func whatFailsIsToldAsTheVolumes() async throws {
        try await withDirectory { directory in
            let refusing = volumes(directory, RecordedCommands(refusing: "images mount"))
            await #expect {
                try await refusing.mount(pod) { _ in "sha256:1" }
            } throws: { "\($0)".hasPrefix("MountVolume.SetUp failed for volume \"files\" : ctr") }
            await #expect {
                try await refusing.mount(pod) { _ in throw ImageFailure(reason: "ErrImagePull", message: "nope") }
            } throws: { ($0 as? ImageVolumeFailure)?.failure.reason == "ErrImagePull" }
        }
    }
}
