import CommandRunner
import Document
import FoundationEssentials
import Kubelet
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

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
    static func reason(_ output: CommandOutput, _ tool: String) -> String {
        guard var line = output.standardError.split(separator: "\n").last(where: { !$0.isEmpty }) else {
            return "\(tool) ended with status \(output.status)"
        }
        while line.hasPrefix("Error: ") || line.hasPrefix("error: ") { line = line.dropFirst("error: ".count) }
        return String(line)
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

    /// Takes in an archive of `image save`, `docker save` or the OCI layout; the names of the images in it.
    package func load(_ file: String) async throws -> [String] {
        guard FileManager.default.fileExists(atPath: file) else { throw ClusterError("\(file): no such file") }
        let members = try await run("tar", ["--list", "--file", file], timeout: Self.copyTimeout).standardOutput.split(separator: "\n")
        let isDocker = members.contains("manifest.json")
        guard isDocker || members.contains(where: { $0 == "oci-layout" || $0 == "./oci-layout" }) else {
            throw ClusterError("\(file) is no archive of an image: it holds neither manifest.json nor oci-layout")
        }
        let source = (isDocker ? "docker-archive:" : "oci-archive:") + file
        let ids = try await buildah(["pull", source], timeout: Self.copyTimeout).standardOutput
            .split(separator: "\n").map { "sha256:" + $0 }
        guard isDocker else { return ids }
        let manifest = try await run(
            "tar", ["--extract", "--to-stdout", "--file", file, "manifest.json"], timeout: Self.copyTimeout
        ).standardOutput
        let names = ((try? JSON.parse(text: manifest))?.array ?? []).flatMap { $0["RepoTags"].strings }
        return names.isEmpty ? ids : names
    }

    /// Writes an image with its name to an archive that `load`, `docker load` and `ctr images import` take in. An earlier file is replaced
    /// when the new one is whole.
    package func save(_ name: String, to file: String) async throws {
        guard let id = try await identify(name) else { throw ClusterError("No such image: \(name)") }
        let temporary = file + ".new"
        unlink(temporary)
        do {
            try await export(id, as: name, to: temporary)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, file) == 0 else { throw ClusterError("\(file) cannot be written: \(Errno(rawValue: errno))") }
    }

    /// The id of an image that was built, loaded or pulled here, `sha256:…`; nil when there is none of this name.
    package func identify(_ name: String) async throws -> String? {
        let command = Command("buildah", storage + ["images", "--quiet", "--no-trunc", name])
        let output = try await runner.run(command, timeout: .seconds(60))
        guard output.succeeded else { return nil }
        return output.standardOutput.split(separator: "\n").first.map(String.init)
    }

    /// - Parameter name: what the image is called in the archive; without a registry it is one that was built here.
    package func export(_ id: String, as name: String, to path: String) async throws {
        let full = (ImageName.registry(name) == nil ? "localhost/" : "") + ImageName.withTag(name)
        _ = try await buildah(["push", "--quiet", id, "docker-archive:\(path):\(full)"], timeout: Self.copyTimeout)
    }

    /// What `login` keeps, by registry.
    package var logins: JSON { AtomicFile.read(credentials).flatMap { try? JSON.parse(text: $0) }?["auths"] ?? [:] }

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
