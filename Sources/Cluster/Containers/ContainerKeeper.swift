import CRI
import FoundationEssentials
import Kubelet
import Logging
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// Clears up after containers that belong to no pod, for nobody else does: gives back the address and ports of one that has ended, and
/// removes it when it was run with `--rm`. And keeps the logs of those that run from growing without end, as the kubelet does for pods.
struct ContainerKeeper: ServiceLifecycle.Service {
    /// A container as the plan looks at it.
    struct Seen: Sendable, Equatable {
        var id: String
        var isRunning: Bool
        /// Whether its sandbox still holds an address and ports.
        var holdsNetwork: Bool
        var isRemovedAtEnd: Bool
        /// Whether a command waits for its end, and removes it itself.
        var isHeld: Bool
    }

    enum Action: Sendable, Equatable {
        case release(String)
        case remove(String)
    }

    static func plan(_ containers: [Seen]) -> [Action] {
        containers.compactMap { container in
            if container.isRunning { return nil }
            if container.isRemovedAtEnd { return container.isHeld ? nil : .remove(container.id) }
            return container.holdsNetwork ? .release(container.id) : nil
        }
    }

    let store: ContainerStore
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await follow() }
                group.addTask { await rotateLogs() }
            }
        }
    }

    private func follow() async {
        for await event in store.runtime.events() {
            switch event.kind {
            case .started: continue
            case .exited, .outOfMemory, .resynchronize: await tidy(event.kind == .resynchronize ? nil : event.id)
            }
        }
    }

    private func rotateLogs() async {
        let limits = KubeletConfiguration.defaultLogLimits
        let rotation = LogRotation(runtime: store.runtime, maximumBytes: limits.bytes, maximumFiles: limits.files, logger: logger)
        await rotation.run {
            let running = (try? await store.listed())?.filter(\.isRunning) ?? []
            return running.map { (id: $0.runtimeID, logPath: store.logPath($0)) }
        }
    }

    /// - Parameter ended: the runtime's id of what has ended; nil: anything may have.
    private func tidy(_ ended: String?) async {
        do {
            let containers = try await store.listed()
            guard ended == nil || containers.contains(where: { $0.runtimeID == ended }) else { return }
            if let ended { await store.settled(ended) }
            let ready = Set(
                try await store.runtime.listPodSandboxes(labels: [PlainContainer.Label.mark: "true"]).filter(\.ready).map(\.id))
            let now = try await store.listed()
            let seen = now.map { container in
                Seen(
                    id: container.id, isRunning: container.status.state != .exited, holdsNetwork: ready.contains(container.sandboxID),
                    isRemovedAtEnd: container.request.isRemovedAtEnd, isHeld: ProcessIdentifierFile.isAlive(container.request.holder))
            }
            for action in Self.plan(seen) {
                switch action {
                case .release(let id):
                    if let container = now.first(where: { $0.id == id }) { try await store.release(container) }
                case .remove(let id):
                    if let container = now.first(where: { $0.id == id }) { try await store.remove(container, isForced: true) }
                }
            }
        } catch is CancellationError {
            return
        } catch {
            logger.warning("could not clear up after a container", metadata: ["error": "\(error)"])
        }
    }
}

extension ContainerStore {
    /// Waits until the runtime has noted the end of a container.
    func settled(_ id: String) async { await Self.settle(id, runtime) }
}

extension ProcessIdentifierFile {
    /// What names this process beyond its end: `PID START`.
    package static var ownMark: String { "\(getpid()) \(startTime(getpid()) ?? "")" }

    /// Whether the process that a mark names lives.
    static func isAlive(_ mark: String) -> Bool {
        let parts = mark.split(separator: " ")
        guard parts.count == 2, let pid = Int32(parts[0]) else { return false }
        return startTime(pid) == String(parts[1])
    }
}
