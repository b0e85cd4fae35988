import CRI
import CommandRunner
import Kubelet

#if canImport(Glibc)
    import Glibc
#endif

/// Finds the image of a container: what was built here first, then what the node has, then the registry in its name.
struct ContainerImages: Sendable {
    /// How long the runtime may take to notice an image that was brought to it.
    static let noticeTimeout: Duration = .seconds(10)

    let store: ImageStore
    let runtime: any ContainerRuntime
    let registry: String
    /// Containerd's socket, and a directory for what is on its way there.
    let socket: String
    let runDirectory: String
    var runner: any CommandRunning = CommandRunner()

    /// The image by its id, brought to the node when it is not there.
    /// - Parameter report: told what takes time.
    func obtain(_ name: String, report: @Sendable (String) -> Void) async throws -> RuntimeImage {
        if let id = try await store.identify(name) { return try await bring(id, name) }
        let candidates = Self.candidates(name, registry: registry)
        for candidate in candidates {
            if let image = try await runtime.imageStatus(candidate) { return image }
        }
        report("Unable to find image '\(ImageName.withTag(name))' locally")
        var reason = ""
        for candidate in candidates where candidate.isPullable {
            do {
                return try await pull(candidate)
            } catch let error as RuntimeError {
                reason = error.message
            }
        }
        throw ClusterError("No such image: \(ImageName.withTag(name))" + (reason.isEmpty ? "" : " (\(reason))"))
    }

    /// The full names that a name may stand for. One without a registry is looked for among what was built here and in the cluster's own
    /// registry: nothing is fetched from a stranger who was not named.
    static func candidates(_ name: String, registry: String) -> [String] {
        let tagged = ImageName.withTag(name)
        if ImageName.registry(tagged) != nil { return [tagged] }
        return ["localhost/\(tagged)", "\(registry)/\(tagged)", tagged]
    }

    private func pull(_ name: String) async throws -> RuntimeImage {
        let logins = PullSecrets.credentials(for: name, logins: store.logins)
        var failure: RuntimeError?
        for login in logins.isEmpty ? [nil] : logins.map(Optional.some) {
            do {
                let reference = try await runtime.pullImage(name, credentials: login, sandbox: nil)
                if let image = try await runtime.imageStatus(reference) { return image }
            } catch let error as RuntimeError {
                failure = error
            }
        }
        throw failure ?? RuntimeError(.notFound, "the image is not there after it was pulled")
    }

    /// Copies a built image to the node, unless the node has the very same.
    private func bring(_ id: String, _ name: String) async throws -> RuntimeImage {
        if let image = try await runtime.imageStatus(id) { return image }
        let archive = "\(runDirectory)/image-\(ContainerNames.hexadecimal(digits: 16)).tar"
        defer { unlink(archive) }
        try await store.export(id, as: Self.archiveName(name, id: id), to: archive)
        try await runner.check("ctr", ImageArchive.importArguments(socket: socket, archive: archive), timeout: ImageStore.copyTimeout)
        let deadline = ContinuousClock.now + Self.noticeTimeout
        while ContinuousClock.now < deadline {
            if let image = try await runtime.imageStatus(id) { return image }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw ClusterError("the image \(name) was brought to the node, but the runtime does not list it")
    }

    /// What a built image is called on the node. An image that was named by its id or digest gets a name made of it.
    static func archiveName(_ name: String, id: String) -> String {
        let digits = id.split(separator: ":").last ?? ""
        if name.contains("@") || digits.hasPrefix(name) || id == name { return "localhost/image:\(digits.prefix(12))" }
        return ImageName.registry(name) == nil ? "localhost/\(ImageName.withTag(name))" : ImageName.withTag(name)
    }
}

extension String {
    /// Whether a registry stands behind a full name of an image: `localhost` alone is where built images are kept.
    fileprivate var isPullable: Bool { ImageName.registry(self).map { $0 != "localhost" } ?? false }
}
