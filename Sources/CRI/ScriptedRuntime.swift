import Synchronization

/// A runtime in memory that does what its script says: for tests, and for hollow nodes.
///
/// Containers run until `exit(_:code:)`; `fail` makes the next calls of a name throw; `calls` tells what was asked, in order.
package final class ScriptedRuntime: ContainerRuntime {
    struct SandboxRecord {
        var configuration: SandboxConfiguration
        var status: SandboxStatus
    }
    struct ContainerRecord {
        var configuration: ContainerConfiguration
        var sandboxID: String
        var status: RuntimeContainerStatus
    }
    struct Layer {
        var bytes: UInt64
        var measuredAt: Int64
    }
    struct Failure {
        var call: String
        var error: RuntimeError
        var remaining: Int
    }
    struct State {
        var sandboxes: [String: SandboxRecord] = [:]
        var containers: [String: ContainerRecord] = [:]
        var images: [String: RuntimeImage] = [:]
        var pullable: Set<String>?
        var failures: [Failure] = []
        var calls: [String] = []
        var nextID = 1
        var nextAddress = 2
        var listeners: [Int: AsyncStream<RuntimeEvent>.Continuation] = [:]
        var layers: [String: Layer] = [:]
        var execAnswer: @Sendable (_ container: String, _ command: [String]) -> ExecResult = { _, _ in ExecResult(exitCode: 0) }
    }
    let state: Mutex<State>
    let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - images: what is on the node already.
    ///   - pullable: what a registry would give; nil for everything.
    ///   - now: nanoseconds since 1970.
    package init(images: [String] = [], pullable: Set<String>? = nil, now: @escaping @Sendable () -> Int64 = { 1_700_000_000_000_000_000 })
    {
        self.now = now
        var state = State()
        state.pullable = pullable
        for image in images { state.images[image] = Self.image(named: image) }
        self.state = Mutex(state)
    }

    static func image(named name: String) -> RuntimeImage {
        RuntimeImage(id: "sha256:" + name, tags: [name], digests: [name + "@sha256:1"], size: 1 << 20)
    }

    // MARK: the script

    package var calls: [String] { state.withLock { $0.calls } }

    /// The next `times` calls named `call` (a method's name without arguments) throw `error`.
    package func fail(_ call: String, with error: RuntimeError, times: Int = 1) {
        state.withLock { $0.failures.append(Failure(call: call, error: error, remaining: times)) }
    }

    package func onExec(_ answer: @escaping @Sendable (_ container: String, _ command: [String]) -> ExecResult) {
        state.withLock { $0.execAnswer = answer }
    }

    /// What the runtime tells from now on of a container's layer, and when it found that, nanoseconds since 1970.
    package func setLayer(_ id: String, bytes: UInt64, measuredAt: Int64) {
        state.withLock { $0.layers[id] = Layer(bytes: bytes, measuredAt: measuredAt) }
    }

    /// Ends a container as if its process had.
    package func exit(_ id: String, code: Int32, reason: String? = nil) {
        state.withLock { state in
            guard state.containers[id]?.status.state == .running else { return }
            finish(id, code: code, reason: reason, &state)
        }
    }

    /// Ends a sandbox as if its pause process had been killed.
    package func exitSandbox(_ id: String) {
        state.withLock { state in
            state.sandboxes[id]?.status.ready = false
            emit(RuntimeEvent(.exited(code: 137), id: id), state)
        }
    }

    package func containerID(pod: String, container: String) -> String? {
        state.withLock { state in
            state.containers.values.filter {
                $0.configuration.name == container && state.sandboxes[$0.sandboxID]?.status.metadata.name == pod
            }
            .max { $0.status.attempt < $1.status.attempt }?.status.id
        }
    }

    package func configuration(ofContainer id: String) -> ContainerConfiguration? { state.withLock { $0.containers[id]?.configuration } }
    package func configuration(ofSandbox id: String) -> SandboxConfiguration? { state.withLock { $0.sandboxes[id]?.configuration } }

    private func finish(_ id: String, code: Int32, reason: String?, _ state: inout State) {
        state.containers[id]?.status.state = .exited
        state.containers[id]?.status.exitCode = code
        state.containers[id]?.status.finishedAt = now()
        state.containers[id]?.status.reason = reason ?? (code == 0 ? "Completed" : "Error")
        emit(RuntimeEvent(.exited(code: code), id: id), state)
    }

    private func emit(_ event: RuntimeEvent, _ state: State) { for listener in state.listeners.values { listener.yield(event) } }

    private func record<R>(_ call: String, _ argument: String = "", _ body: (inout State) throws -> R) throws -> R {
        try state.withLock { state in
            state.calls.append(argument.isEmpty ? call : "\(call) \(argument)")
            if let index = state.failures.firstIndex(where: { $0.call == call }) {
                state.failures[index].remaining -= 1
                let error = state.failures[index].error
                if state.failures[index].remaining <= 0 { state.failures.remove(at: index) }
                throw error
            }
            return try body(&state)
        }
    }

    private func missing(_ what: String, _ id: String) -> RuntimeError { RuntimeError(.notFound, "\(what) \"\(id)\": not found") }
}

// MARK: sandboxes

extension ScriptedRuntime {
    package func version() async throws -> RuntimeVersion { RuntimeVersion(name: "scripted", version: "1.0.0", apiVersion: "v1") }

    package func conditions() async throws -> [RuntimeCondition] {
        try record("conditions") { _ in
            [RuntimeCondition(type: "RuntimeReady", status: true), RuntimeCondition(type: "NetworkReady", status: true)]
        }
    }

    package func runPodSandbox(_ configuration: SandboxConfiguration) async throws -> String {
        try record("runPodSandbox", configuration.metadata.name) { state in
            let id = "sandbox-\(state.nextID)"
            state.nextID += 1
            let number = state.nextAddress
            state.nextAddress += 1
            let address = "10.244.\(number / 256).\(number % 256)"
            let status = SandboxStatus(
                id: id, metadata: configuration.metadata, ready: true, createdAt: now(),
                addresses: configuration.namespaces.network == .node ? [] : [address], labels: configuration.labels,
                annotations: configuration.annotations)
            state.sandboxes[id] = SandboxRecord(configuration: configuration, status: status)
            emit(RuntimeEvent(.started, id: id), state)
            return id
        }
    }

    package func stopPodSandbox(_ id: String) async throws {
        try record("stopPodSandbox", id) { state in
            for (container, record) in state.containers where record.sandboxID == id && record.status.state == .running {
                finish(container, code: 137, reason: nil, &state)
            }
            guard state.sandboxes[id]?.status.ready == true else { return }
            state.sandboxes[id]?.status.ready = false
            emit(RuntimeEvent(.exited(code: 137), id: id), state)
        }
    }

    package func removePodSandbox(_ id: String) async throws {
        try record("removePodSandbox", id) { state in
            state.sandboxes[id] = nil
            state.containers = state.containers.filter { $0.value.sandboxID != id }
        }
    }

    package func podSandboxStatus(_ id: String) async throws -> SandboxStatus {
        try record("podSandboxStatus", id) { state in
            guard let record = state.sandboxes[id] else { throw missing("sandbox", id) }
            return record.status
        }
    }

    package func listPodSandboxes(labels: [String: String]) async throws -> [SandboxStatus] {
        try record("listPodSandboxes") { state in
            state.sandboxes.values.map(\.status).filter { status in labels.allSatisfy { status.labels[$0.key] == $0.value } }
                .sorted { $0.id < $1.id }
        }
    }

    package func portForwardURL(sandboxID: String, ports: [Int32]) async throws -> String {
        throw RuntimeError(.unimplemented, "the scripted runtime serves no streams")
    }
}

// MARK: containers

extension ScriptedRuntime {
    package func createContainer(
        _ configuration: ContainerConfiguration, sandboxID: String, sandbox: SandboxConfiguration
    ) async throws -> String {
        try record("createContainer", configuration.name) { state in
            guard state.sandboxes[sandboxID] != nil else { throw missing("sandbox", sandboxID) }
            let id = "container-\(state.nextID)"
            state.nextID += 1
            var status = RuntimeContainerStatus(id: id, name: configuration.name, attempt: configuration.attempt, state: .created)
            status.createdAt = now()
            (status.image, status.imageRef, status.imageID) = (configuration.image, configuration.image, configuration.image)
            (status.labels, status.annotations) = (configuration.labels, configuration.annotations)
            (status.mounts, status.logPath) = (configuration.mounts, sandbox.logDirectory + "/" + configuration.logPath)
            state.containers[id] = ContainerRecord(configuration: configuration, sandboxID: sandboxID, status: status)
            return id
        }
    }

    package func startContainer(_ id: String) async throws {
        try record("startContainer", id) { state in
            guard state.containers[id] != nil else { throw missing("container", id) }
            state.containers[id]?.status.state = .running
            state.containers[id]?.status.startedAt = now()
            emit(RuntimeEvent(.started, id: id), state)
        }
    }

    package func stopContainer(_ id: String, gracePeriod: Duration) async throws {
        try record("stopContainer", "\(id) \(gracePeriod.components.seconds)") { state in
            guard state.containers[id]?.status.state == .running else { return }
            finish(id, code: 137, reason: nil, &state)
        }
    }

    package func removeContainer(_ id: String) async throws { try record("removeContainer", id) { $0.containers[id] = nil } }

    package func listContainers(labels: [String: String]) async throws -> [RuntimeContainer] {
        try record("listContainers") { state in
            state.containers.values.filter { record in labels.allSatisfy { record.status.labels[$0.key] == $0.value } }
                .map { record in
                    RuntimeContainer(
                        id: record.status.id, sandboxID: record.sandboxID, name: record.status.name, attempt: record.status.attempt,
                        image: record.status.image, imageRef: record.status.imageRef, state: record.status.state,
                        createdAt: record.status.createdAt, labels: record.status.labels, annotations: record.status.annotations)
                }.sorted { $0.id < $1.id }
        }
    }

    package func containerStatus(_ id: String) async throws -> RuntimeContainerStatus {
        try record("containerStatus", id) { state in
            guard let record = state.containers[id] else { throw missing("container", id) }
            return record.status
        }
    }

    package func updateContainerResources(_ id: String, _ resources: LinuxResources) async throws {
        try record("updateContainerResources", id) { $0.containers[id]?.configuration.resources = resources }
    }

    package func reopenContainerLog(_ id: String) async throws { try record("reopenContainerLog", id) { _ in } }

    package func execSync(_ id: String, command: [String], timeout: Duration) async throws -> ExecResult {
        let answer = try record("execSync", command.joined(separator: " ")) { state in
            (state.execAnswer, state.containers[id]?.configuration.name)
        }
        guard let name = answer.1 else { throw missing("container", id) }
        return answer.0(name, command)
    }

    package func execURL(_ id: String, command: [String], streams: StreamOptions) async throws -> String {
        throw RuntimeError(.unimplemented, "the scripted runtime serves no streams")
    }

    package func attachURL(_ id: String, streams: StreamOptions) async throws -> String {
        throw RuntimeError(.unimplemented, "the scripted runtime serves no streams")
    }

    package func containerStats() async throws -> [RuntimeContainerStats] {
        try record("containerStats") { state in
            state.containers.values.filter { $0.status.state == .running }.map { record in
                var stats = RuntimeContainerStats(id: record.status.id, name: record.status.name, labels: record.status.labels)
                let layer = state.layers[record.status.id] ?? Layer(bytes: 0, measuredAt: now())
                (stats.writableLayerBytes, stats.writableLayerTimestamp) = (layer.bytes, layer.measuredAt)
                return stats
            }
        }
    }

    package func events() -> AsyncStream<RuntimeEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: RuntimeEvent.self)
        let number = state.withLock { state in
            let number = state.nextID
            state.nextID += 1
            state.listeners[number] = continuation
            return number
        }
        continuation.onTermination = { [weak self] _ in _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) } }
        continuation.yield(RuntimeEvent(.resynchronize))
        return stream
    }
}

// MARK: images

extension ScriptedRuntime {
    package func pullImage(_ image: String, credentials: RegistryCredentials?, sandbox: SandboxConfiguration?) async throws -> String {
        try record("pullImage", image) { state in
            if let pullable = state.pullable, !pullable.contains(image) {
                throw RuntimeError(.notFound, "failed to pull and unpack image \"\(image)\": not found")
            }
            state.images[image] = Self.image(named: image)
            return "sha256:" + image
        }
    }

    package func listImages() async throws -> [RuntimeImage] {
        try record("listImages") { $0.images.values.sorted { $0.id < $1.id } }
    }

    package func imageStatus(_ image: String) async throws -> RuntimeImage? { try record("imageStatus", image) { $0.images[image] } }

    package func removeImage(_ image: String) async throws { try record("removeImage", image) { $0.images[image] = nil } }

    package func imageFilesystems() async throws -> [RuntimeFilesystemUsage] { [] }
}
