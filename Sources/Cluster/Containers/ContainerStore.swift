import CRI
import CommandRunner
import Document
import FoundationEssentials
import Kubelet
import Logging
import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// The containers beside the cluster: made, found, stopped and removed through the cluster's own runtime, which alone knows of them.
package struct ContainerStore: Sendable {
    /// Seconds that a container has to end by itself.
    package static let defaultGrace = 10

    let configuration: ClusterConfiguration
    let runtime: any ContainerRuntime
    let images: ContainerImages
    let layers: ContainerLayers
    private var paths: ClusterPaths { configuration.paths }
    package var volumes: String { paths.containerVolumes }

    init(
        configuration: ClusterConfiguration, runtime: any ContainerRuntime, images: ImageStore? = nil,
        runner: any CommandRunning = CommandRunner()
    ) {
        (self.configuration, self.runtime) = (configuration, runtime)
        layers = ContainerLayers(runtime: runtime, socket: configuration.paths.containerdSocket, runner: runner)
        self.images = ContainerImages(
            store: images ?? ImageStore(configuration: configuration), runtime: runtime, registry: configuration.registry,
            socket: configuration.paths.containerdSocket, runDirectory: configuration.paths.run)
    }

    /// Hands the containers of a running cluster to `body`.
    package static func with<Result: Sendable>(
        _ configuration: ClusterConfiguration, logger: Logger, _ body: (ContainerStore) async throws -> Result
    ) async throws -> Result {
        guard ClusterLifecycle(configuration: configuration).serverProcess != nil else {
            throw ClusterError("the cluster \(configuration.name) is not up, and its runtime neither; start it with: coxswain up")
        }
        let runtime = try CRIRuntime(socketPath: configuration.paths.containerdSocket, logger: logger)
        let connection = Task { try? await runtime.run() }
        defer { connection.cancel() }
        do {
            return try await body(ContainerStore(configuration: configuration, runtime: runtime))
        } catch let error as RuntimeError {
            throw ClusterError(error.message)
        }
    }

    // MARK: finding

    /// All of them, the newest first.
    func listed() async throws -> [PlainContainer] {
        var seen: Set<String> = []
        return try await everyOne().filter { seen.insert($0.id).inserted }.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
    }

    /// With what is left of a container that was started again and again; the newest first.
    func everyOne() async throws -> [PlainContainer] {
        try await runtime.listContainers(labels: [PlainContainer.Label.mark: "true"]).compactMap(PlainContainer.init)
            .sorted { ($0.status.attempt, $0.status.createdAt) > ($1.status.attempt, $1.status.createdAt) }
    }

    /// All of them with everything about each, the newest first.
    package func list(includesEnded: Bool) async throws -> [PlainContainer] {
        var result: [PlainContainer] = []
        for container in try await listed() where includesEnded || container.isRunning {
            do {
                result.append(try await detailed(container))
            } catch let error as RuntimeError where error.code == .notFound {
                continue  // removed in the meantime
            }
        }
        return result
    }

    package func find(_ reference: String) async throws -> PlainContainer {
        try await detailed(PlainContainer.find(reference, among: listed()))
    }

    private func detailed(_ container: PlainContainer) async throws -> PlainContainer {
        var container = container
        let (status, info) = try await runtime.containerDetails(container.runtimeID)
        container.set(status, info: info["info"].flatMap { try? JSON.parse(text: $0) } ?? [:])
        if container.isRunning { container.address = try await runtime.podSandboxStatus(container.sandboxID).addresses.first ?? "" }
        return container
    }

    // MARK: making

    /// Makes a container and starts it.
    /// - Parameter report: told what takes time.
    package func start(_ request: ContainerRequest, report: @Sendable (String) -> Void) async throws -> PlainContainer {
        var request = request
        if let problem = request.nameProblem { throw ClusterError(problem) }
        let others = try await listed()
        if request.name.isEmpty {
            var generator = SystemRandomNumberGenerator()
            request.name = ContainerNames.make(taken: Set(others.map(\.name)), using: &generator)
        } else if let other = others.first(where: { $0.name == request.name }) {
            throw Self.conflict(request.name, other.id)
        }
        request.ports = try Self.assign(request.ports, taken: others.filter(\.isRunning).flatMap(\.request.ports)) { port, address in
            PortProbe.isFree(port, address: address)
        }
        let image = try await images.obtain(request.image, report: report)
        let id = ContainerNames.hexadecimal(digits: 64)
        let blueprint = ContainerBlueprint(id: id, request: request, image: image.id, paths: paths)
        let container = try blueprint.container()
        try prepareDirectories(blueprint.sandbox.logDirectory, container.mounts)
        do {
            return try await make(blueprint.sandbox, container)
        } catch {
            try? FileManager.default.removeItem(atPath: blueprint.sandbox.logDirectory)
            if let error = error as? RuntimeError, error.message.contains("is reserved for") { throw Self.conflict(request.name, "") }
            throw error
        }
    }

    private func make(_ sandbox: SandboxConfiguration, _ container: ContainerConfiguration) async throws -> PlainContainer {
        let sandboxID = try await runtime.runPodSandbox(sandbox)
        do {
            let id = try await runtime.createContainer(container, sandboxID: sandboxID, sandbox: sandbox)
            try await runtime.startContainer(id)
            guard let made = try await listed().first(where: { $0.runtimeID == id }) else {
                throw RuntimeError(.notFound, "the container is not there after it was made")
            }
            return made
        } catch {
            try? await runtime.stopPodSandbox(sandboxID)
            try? await runtime.removePodSandbox(sandboxID)
            throw error
        }
    }

    private func prepareDirectories(_ logs: String, _ mounts: [RuntimeMount]) throws {
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
        for mount in mounts where !FileManager.default.fileExists(atPath: mount.hostPath) {
            try FileManager.default.createDirectory(atPath: mount.hostPath, withIntermediateDirectories: true)
        }
    }

    static func conflict(_ name: String, _ id: String) -> ClusterError {
        let other = id.isEmpty ? "another container" : "container \"\(id)\""
        return ClusterError(
            "Conflict. The container name \"/\(name)\" is already in use by \(other). "
                + "You have to remove (or rename) that container to be able to reuse that name.")
    }

    /// The ports free ones are chosen from: the dynamic ones (RFC 6335).
    static let freePorts = 49_153...65_535

    /// Gives every published port a number, and sees that none is taken.
    /// - Parameter isFree: whether nothing listens at the port of an address of this machine.
    static func assign(
        _ ports: [PublishedPort], taken: [PublishedPort], isFree: (_ port: Int, _ address: String) -> Bool
    ) throws -> [PublishedPort] {
        var assigned: [PublishedPort] = []
        for var port in ports {
            func isTaken(_ port: PublishedPort) -> Bool {
                (taken + assigned).contains(where: port.collides) || (port.transport == "tcp" && !isFree(port.hostPort ?? 0, port.address))
            }
            if port.hostPort == nil {
                port.hostPort = freePorts.first { number in
                    var candidate = port
                    candidate.hostPort = number
                    return !isTaken(candidate)
                }
            }
            guard let number = port.hostPort, !isTaken(port) else {
                throw ClusterError("Bind for \(port.address):\(port.hostPort ?? 0) failed: port is already allocated")
            }
            port.hostPort = number
            assigned.append(port)
        }
        return assigned
    }

    // MARK: ending

    /// Asks it to end, kills it when it has not after the grace, and gives its address and ports back. What has ended is left as it is.
    package func stop(_ container: PlainContainer, grace: Duration = .seconds(defaultGrace)) async throws {
        try await runtime.stopContainer(container.runtimeID, gracePeriod: grace)
        try await release(container)
    }

    /// How often the runtime is asked to give a network back; it refuses while it does so for somebody else.
    private static let releaseAttempts = 5
    private static let releaseDelay: Duration = .milliseconds(100)

    /// Gives back the address and ports of a container that has ended.
    func release(_ container: PlainContainer) async throws {
        for attempt in 1...Self.releaseAttempts {
            do {
                return try await runtime.stopPodSandbox(container.sandboxID)
            } catch let error as RuntimeError where attempt < Self.releaseAttempts {
                if error.code == .cancelled { throw error }
                try await Task.sleep(for: Self.releaseDelay)
            }
        }
    }

    /// Removes it with its log. One that runs is refused unless it may be killed.
    package func remove(_ container: PlainContainer, isForced: Bool) async throws {
        guard isForced || !container.isRunning else {
            throw ClusterError(
                "cannot remove container \"/\(container.name)\": container is running: stop the container before removing or force remove")
        }
        for one in try await everyOne() where one.id == container.id {
            try await runtime.stopContainer(one.runtimeID, gracePeriod: .zero)
            try await release(one)
            try await runtime.removeContainer(one.runtimeID)
            try await runtime.removePodSandbox(one.sandboxID)
        }
        let logs = paths.containerLogs + "/" + container.id
        if FileManager.default.fileExists(atPath: logs) { try FileManager.default.removeItem(atPath: logs) }
    }
}
