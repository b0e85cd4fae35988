internal import Client
internal import Document
import FoundationEssentials
internal import Resources
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// `kubectl cp`: an archive made on one side and unpacked on the other.
enum CopyCommand {
    static let command = Command(
        "cp", group: .debugging, usage: "<file-spec-src> <file-spec-dest>",
        summary: "Copy files and directories to and from containers",
        details: "One side is a local path, the other [[namespace/]pod:]path. The container's image must have `tar`.",
        examples: [
            ("A folder into a pod", "kubectl cp /tmp/foo_dir some-pod:/tmp/bar_dir"),
            ("A file out of a pod of another namespace", "kubectl cp some-namespace/some-pod:/tmp/foo /tmp/bar"),
            ("Into a certain container", "kubectl cp /tmp/foo some-pod:/tmp/bar -c specific-container"),
        ],
        flags: [
            .string("container", "c", values: .nothing, "The container."),
            .bool("no-preserve", "Do not keep owners and permissions in the container."),
            .int("retries", nil, 0, "Take up a copy from a container so many times after it broke off; below 0 without end."),
        ], arguments: .files, run: run)

    /// One side of a copy.
    struct Place: Equatable, Sendable {
        var namespace = ""
        /// Empty for this machine.
        var pod = ""
        var path: String

        init(_ text: String) throws(Failure) {
            let malformed = Failure("filespec must match the canonical format: [[namespace/]pod:]file/path")
            guard let colon = text.firstIndex(of: ":") else {
                path = PathText.withoutTrailingSlash(text)
                return
            }
            let parts = text[..<colon].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard colon > text.startIndex, parts.count <= 2 else { throw malformed }
            if parts.count == 2 { namespace = parts[0] }
            pod = parts[parts.count - 1]
            path = PathText.withoutTrailingSlash(String(text[text.index(after: colon)...])).replacing("\\", with: "/")
        }
    }

    private static func run(_ call: Invocation) async throws {
        guard call.arguments.count == 2 else { throw Failure("source and destination are required") }
        var source = try Place(call.arguments[0])
        var destination = try Place(call.arguments[1])
        if !source.pod.isEmpty, !destination.pod.isEmpty { throw Failure("one of src or dest must be a local file specification") }
        if source.path.isEmpty || destination.path.isEmpty { throw Failure("filepath can not be empty") }
        let namespace = try call.session.namespace()
        if source.namespace.isEmpty { source.namespace = namespace }
        if destination.namespace.isEmpty { destination.namespace = namespace }
        if !source.pod.isEmpty { return try await CopyJob(call, source).fromPod(to: destination.path) }
        if !destination.pod.isEmpty { return try await CopyJob(call, destination).toPod(from: source.path) }
        throw Failure("one of src or dest must be a remote file specification")
    }
}

/// One copy to or from a container.
private struct CopyJob {
    /// Time to find out whether the destination is a folder.
    private static let probeTimeout = Duration.seconds(30)

    let call: Invocation
    let place: CopyCommand.Place

    init(_ call: Invocation, _ place: CopyCommand.Place) {
        self.call = call
        self.place = place
    }

    private func remote(
        _ command: [String], output: @escaping @Sendable ([UInt8]) async throws -> Void,
        errors: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> RemoteCommand {
        let pod = try await call.session.client().document("GET", ResourceType.pods.path(namespace: place.namespace, name: place.pod))
        let phase = pod["status"]["phase"].words
        if phase == "Succeeded" || phase == "Failed" {
            throw Failure("cannot exec into a container in a completed pod; current phase is \(phase)")
        }
        let container = try PodContainers.choose(
            pod, named: call.flags.string("container"), isQuiet: false, console: call.console)
        return RemoteCommand(
            path: ResourceType.pods.path(namespace: place.namespace, name: place.pod, subresource: "exec"),
            container: container["name"].words, command: command, output: output, errors: errors)
    }

    func toPod(from path: String) async throws {
        guard access(path, F_OK) == 0 else { throw Failure("\(path) doesn't exist in local filesystem") }
        var target = place.path
        if try await isFolder(target) { target = PathText.join(target, PathText.name(path)) }
        let folder = PathText.folder(target)
        var command = ["tar"] + (call.flags.bool("no-preserve") ? ["--no-same-permissions", "--no-same-owner"] : []) + ["-xmf", "-"]
        if !folder.isEmpty { command += ["-C", folder] }
        let console = call.console
        var remote = try await remote(command, output: { console.out($0) }, errors: { console.err($0) })
        let source = Mutex(ArchiveBox(ArchiveSource(path: PathText.clean(path), name: PathText.name(target))))
        remote.input = .made {
            // Folders make no bytes of their own.
            while let bytes = try source.withLock({ try $0.source.next() }) {
                if !bytes.isEmpty { return bytes }
            }
            return nil
        }
        try await remote.run(call.session.streamEndpoint())
    }

    private func isFolder(_ path: String) async throws -> Bool {
        let probe = try await remote(["test", "-d", path], output: { _ in }, errors: { _ in })
        let endpoint = try call.session.streamEndpoint()
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await probe.run(endpoint)) != nil }
            group.addTask {
                try? await Task.sleep(for: Self.probeTimeout)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    func fromPod(to destination: String) async throws {
        let path = place.path
        let prefix = PathText.withoutShortcuts(PathText.clean(path.hasPrefix("/") ? String(path.dropFirst()) : path))
        let console = call.console
        let place = place
        let target = Mutex(
            TargetBox(
                ArchiveTarget(
                    prefix: prefix, destination: destination, warn: { console.err($0) },
                    linkHint: { file, link in
                        "warning: skipping symlink: \(file.goQuoted) -> \(link.goQuoted) (consider using \"kubectl exec -n "
                            + "\(place.namespace.goQuoted) \(place.pod.goQuoted) -- tar cf - \(path.goQuoted) | tar xf -\")\n"
                    })))
        let taken = Mutex(0)
        let retries = call.flags.int("retries")
        var tries = 0
        while true {
            do {
                return try await unpack(command(path, after: taken.withLock { $0 }, canResume: retries != 0)) { bytes in
                    taken.withLock { $0 += bytes.count }
                    try target.withLock { try $0.target.write(bytes) }
                }
            } catch {
                guard retries < 0 || tries < retries else { throw error }
                tries += 1
                console.line("Resuming copy at \(taken.withLock { $0 }) bytes, retry \(tries)/\(retries)")
            }
        }
    }

    private func command(_ path: String, after bytes: Int, canResume: Bool) -> [String] {
        guard canResume else { return ["tar", "cf", "-", path] }
        let quoted = path.replacing("'", with: "'\\''")
        return ["sh", "-c", "tar cf - '\(quoted)' | tail -c+\(bytes + (bytes == 0 ? 0 : 1))"]
    }

    private func unpack(_ command: [String], _ write: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let console = call.console
        let remote = try await remote(command, output: write, errors: { console.out($0) })
        try await remote.run(call.session.streamEndpoint())
    }
}

/// Archives are used by one side of a stream at a time; the locks around these boxes say so.
private struct ArchiveBox: ~Copyable {
    let source: ArchiveSource
    init(_ source: sending ArchiveSource) { self.source = source }
}

private struct TargetBox: ~Copyable {
    let target: ArchiveTarget
    init(_ target: sending ArchiveTarget) { self.target = target }
}
