import CommandRunner
import FoundationEssentials
import Synchronization
import Testing

@testable import Cluster

/// Answers by the words of a command, and keeps what was asked.
private final class Script: CommandRunning {
    private let answers: [(word: String, output: CommandOutput)]
    private let seen = Mutex<[String]>([])
    init(_ answers: [(String, CommandOutput)]) { self.answers = answers.map { (word: $0.0, output: $0.1) } }
    var commands: [String] { seen.withLock { $0 } }

    func run(_ command: Command, timeout: Duration) async throws -> CommandOutput {
        seen.withLock { $0.append(command.description) }
        return answers.first { command.description.contains($0.word) }?.output ?? CommandOutput(status: 1, standardError: "unexpected")
    }
}

@Suite struct ImageStoreTests {
    private func withArchive(_ answers: [(String, CommandOutput)], _ body: (ImageStore, Script, String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            var configuration = ClusterConfiguration(nodeName: "n")
            configuration.dataDirectory = directory
            try AtomicFile.write("", to: directory + "/image.tar")
            let script = Script(answers)
            try await body(ImageStore(configuration: configuration, runner: script), script, directory + "/image.tar")
        }
    }

    @Test(arguments: [
        ("manifest.json\nx/layer.tar\n", "docker-archive:", ["localhost/a:1", "b:2"]),
        ("./oci-layout\nindex.json\n", "oci-archive:", ["sha256:abc"]),
    ])
    func archivesOfBothKindsAreTakenIn(members: String, source: String, names: [String]) async throws {
        let manifest = #"[{"Config":"c.json","RepoTags":["localhost/a:1","b:2"]}]"#
        try await withArchive([
            ("--list", CommandOutput(status: 0, standardOutput: members)),
            ("--to-stdout", CommandOutput(status: 0, standardOutput: manifest)),
            ("pull", CommandOutput(status: 0, standardOutput: "abc\n")),
        ]) { (store: ImageStore, script: Script, file: String) async throws -> Void in
            #expect(try await store.load(file) == names)
            #expect(script.commands.contains { $0.contains("pull \(source)\(file)") })
        }
    }

    @Test func whatIsNoImageIsRefused() async throws {
        try await withArchive([("--list", CommandOutput(status: 0, standardOutput: "readme.txt\n"))]) { store, _, file in
            await #expect { try await store.load(file) } throws: { "\($0)".contains("is no archive of an image") }
            await #expect { try await store.load(file + "x") } throws: { "\($0)".hasSuffix("no such file") }
        }
    }

    @Test func anArchiveIsWrittenWhole() async throws {
        try await withArchive([
            ("images --quiet", CommandOutput(status: 0, standardOutput: "sha256:abc\n")), ("push", CommandOutput(status: 0)),
        ]) {
            store, script, file in
            // The scripted tool writes nothing, so there is nothing to put in place.
            await #expect(throws: ClusterError.self) { try await store.save("kubia", to: file + ".out") }
            #expect(
                script.commands.contains { $0.hasSuffix("push --quiet sha256:abc docker-archive:\(file).out.new:localhost/kubia:latest") })
        }
    }

    @Test func anUnknownImageIsNotSaved() async throws {
        try await withArchive([("images --quiet", CommandOutput(status: 125))]) { store, _, file in
            await #expect { try await store.save("nope", to: file) } throws: { "\($0)" == "No such image: nope" }
        }
    }

    @Test func reasonsAreToldOnce() {
        let output = CommandOutput(status: 125, standardError: "trying\nError: logging into \"x\": invalid username/password\n")
        #expect(ImageStore.reason(output, "buildah") == "logging into \"x\": invalid username/password")
        #expect(ImageStore.reason(CommandOutput(status: 3), "buildah") == "buildah ended with status 3")
    }
}
