import CommandRunner
import Document
import FoundationEssentials

/// Images on this machine, before they are pushed to where nodes pull from: buildah builds, tags and pushes them, skopeo copies them.
package struct ImageStore: Sendable {
    private let root: String
    private let runRoot: String
    private let registry: String
    private let runner: any CommandRunning

    package init(configuration: ClusterConfiguration, runner: any CommandRunning = CommandRunner()) {
        root = configuration.paths.images
        runRoot = configuration.paths.run + "/images"
        registry = configuration.registry
        self.runner = runner
    }

    /// Building may fetch and compile: an hour.
    static let buildTimeout: Duration = .seconds(3600)
    static let copyTimeout: Duration = .seconds(900)

    private var storage: [String] { ["--root", root, "--runroot", runRoot, "--storage-driver", "overlay"] }
    private var credentials: String { root + "/auth.json" }

    private func buildah(_ arguments: [String], timeout: Duration = .seconds(60)) async throws -> CommandOutput {
        try await run("buildah", storage + arguments, timeout: timeout)
    }

    private func run(_ tool: String, _ arguments: [String], timeout: Duration) async throws -> CommandOutput {
        let environment = FileManager.default.fileExists(atPath: credentials) ? ["REGISTRY_AUTH_FILE": credentials] : [:]
        let command = Command(tool, arguments, environment: environment)
        let output: CommandOutput
        do {
            output = try await runner.run(command, timeout: timeout)
        } catch CommandError.notFound(let name) {
            throw ClusterError("\(name) is not installed: apt-get install \(name)")
        }
        guard output.succeeded else { throw ClusterError(Self.reason(output, tool)) }
        return output
    }

    /// The last line that says something, without the tool's prefix.
    private static func reason(_ output: CommandOutput, _ tool: String) -> String {
        let lines = output.standardError.split(separator: "\n")
        return lines.last { !$0.isEmpty }.map(String.init) ?? "\(tool) ended with status \(output.status)"
    }

    /// Whether an image's registry speaks plain HTTP: those on loopback do.
    private func transport(_ name: String) -> [String] {
        name.hasPrefix("localhost:") || name.hasPrefix("127.0.0.1:") ? ["--tls-verify=false"] : []
    }

    /// Builds the Dockerfile of a directory. What the build prints goes to `report` at the end.
    package func build(name: String, directory: String, dockerfile: String?, arguments: [String]) async throws -> String {
        guard FileManager.default.fileExists(atPath: directory) else { throw ClusterError("\(directory): no such directory") }
        let file = dockerfile ?? ["Dockerfile", "Containerfile"].map { directory + "/" + $0 }.first(where: FileManager.default.fileExists)
        guard let file else { throw ClusterError("\(directory) holds no Dockerfile") }
        // chroot isolation needs no further runtime and works inside containers and sandboxes too.
        let buildArguments = arguments.flatMap { ["--build-arg", $0] }
        return try await buildah(
            ["build", "--isolation", "chroot", "--format", "docker", "--layers", "--pull-never", "-t", name, "-f", file] + buildArguments
                + [directory],
            timeout: Self.buildTimeout
        ).standardOutput
    }

    package func push(_ name: String) async throws {
        _ = try await buildah(["push"] + transport(name) + [name, "docker://" + name], timeout: Self.copyTimeout)
    }

    package func pull(_ name: String) async throws {
        _ = try await buildah(["pull"] + transport(name) + [name], timeout: Self.copyTimeout)
    }

    package func tag(_ source: String, _ target: String) async throws { _ = try await buildah(["tag", source, target]) }
    package func remove(_ names: [String]) async throws { _ = try await buildah(["rmi"] + names) }

    /// Takes in a `docker save` or OCI archive; the names of the images in it.
    package func load(_ file: String) async throws -> String {
        guard FileManager.default.fileExists(atPath: file) else { throw ClusterError("\(file): no such file") }
        return try await buildah(["pull", "docker-archive:" + file], timeout: Self.copyTimeout).standardOutput
    }

    package func inspect(_ name: String) async throws -> String { try await buildah(["inspect", "--type", "image", name]).standardOutput }

    package func login(registry: String, user: String, password: String) async throws {
        let command = Command(
            "buildah", ["login", "--authfile", credentials] + transport(registry) + ["--username", user, "--password-stdin", registry],
            input: password)
        let output = try await runner.run(command, timeout: .seconds(60))
        guard output.succeeded else { throw ClusterError(Self.reason(output, "buildah")) }
    }

    /// Name, tag, id, age and size of every image, in columns.
    package func list() async throws -> String { try await buildah(["images"]).standardOutput }
}
