import CRI
import Logging
import Resources

/// Following what the runtime tells.
extension PodWorker {
    /// A runtime notes an exit a moment after it tells of it: how long, and how often, its word is awaited.
    static let settleDelays: [Duration] = [2, 3, 5, 10, 20, 40, 80, 160, 320, 640, 1000].map { .milliseconds($0) }

    func runtimeEvent(_ event: RuntimeEvent) async {
        switch event.kind {
        case .started, .resynchronize: return
        case .outOfMemory:
            if known.container(event.id)?.status.state == .exited { await refresh(event.id) }
        case .exited:
            if known.sandboxes.contains(where: { $0.id == event.id }) {
                await refreshSandbox(event.id)
            } else if known.container(event.id)?.status.state != .exited {
                await awaitExit(event.id)
            }
        }
        publish()
        requestSync()
    }

    private func awaitExit(_ id: String) async {
        for delay in [.zero] + Self.settleDelays {
            if delay > .zero { try? await Task.sleep(for: delay) }
            if Task.isCancelled { return }
            await refresh(id)
            guard let found = known.container(id), found.status.state != .exited else { return }
        }
    }

    /// Asks the runtime for a container's status and notes it.
    func refresh(_ id: String, sandboxID: String? = nil) async {
        guard let sandboxID = sandboxID ?? known.container(id)?.sandboxID else { return }
        do {
            var status = try await context.runtime.containerStatus(id)
            // Answers may come in another order than they were asked for; an end is final.
            if status.state != .exited, known.container(id)?.status.state == .exited { return }
            if status.state == .exited {
                probes.removeValue(forKey: id)?.task.cancel()
                let message = TerminationMessage.read(status)
                if !message.isEmpty { status.message = message }
            }
            known.set(PodContainer(sandboxID: sandboxID, status: status))
            if status.state == .exited { for listener in endListeners.removeValue(forKey: id) ?? [] { listener.finish() } }
        } catch let error as RuntimeError where error.code == .notFound {
            probes.removeValue(forKey: id)?.task.cancel()
            known.removeContainer(id)
        } catch {
            logger.warning("could not ask for a container's status", metadata: ["container": "\(id)", "error": "\(error)"])
        }
    }

    func refreshSandbox(_ id: String) async {
        for delay in [.zero] + Self.settleDelays {
            if delay > .zero { try? await Task.sleep(for: delay) }
            if Task.isCancelled { return }
            do {
                let status = try await context.runtime.podSandboxStatus(id)
                known.set(status)
                if !status.ready { return }
            } catch let error as RuntimeError where error.code == .notFound {
                known.removeSandbox(id)
                return
            } catch {
                logger.warning("could not ask for a sandbox's status", metadata: ["sandbox": "\(id)", "error": "\(error)"])
            }
        }
    }

    /// Compares a listing with what is known, and asks for the status of what differs.
    func relisted(_ sandboxes: [SandboxStatus], _ containers: [RuntimeContainer]) async {
        guard await note(sandboxes, containers) else { return }
        publish()
        requestSync()
    }

    /// Everything the runtime has of this pod, whether or not this worker made it.
    func relistOwn() async {
        let labels = [RuntimeLabel.podUID: uid]
        do {
            let sandboxes = try await context.runtime.listPodSandboxes(labels: labels)
            let containers = try await context.runtime.listContainers(labels: labels)
            _ = await note(sandboxes, containers)
        } catch {
            logger.warning("could not list the pod's containers", metadata: ["error": "\(error)"])
        }
    }

    private func note(_ sandboxes: [SandboxStatus], _ containers: [RuntimeContainer]) async -> Bool {
        var changed = false
        for sandbox in sandboxes where known.sandboxes.first(where: { $0.id == sandbox.id })?.ready != sandbox.ready {
            context.register(sandbox.id, uid)
            if let full = try? await context.runtime.podSandboxStatus(sandbox.id) { known.set(full) } else { known.set(sandbox) }
            changed = true
        }
        for container in containers where known.container(container.id)?.status.state != container.state {
            context.register(container.id, uid)
            await refresh(container.id, sandboxID: container.sandboxID)
            changed = true
        }
        let listed = Set(containers.map(\.id))
        for container in known.containers where !listed.contains(container.status.id) {
            await refresh(container.status.id)
            if known.container(container.status.id) == nil { changed = true }
        }
        return changed
    }

    func startProbes(_ status: RuntimeContainerStatus, _ container: Container, adopted: Bool = false) {
        var results = ProbeResults(container)
        if adopted {
            // It was judged before; its last word stands until the first probe.
            let reported = (pod.status.containerStatuses + pod.status.initContainerStatuses).first { $0.containerID.hasSuffix(status.id) }
            results.started = results.started || reported?.started == true
            results.ready = results.ready || reported?.ready == true
        }
        let needed = ProbeKind.allCases.contains { $0.probe(of: container) != nil }
        guard needed else { return }
        let (id, pod, context) = (status.id, pod, context)
        let address = podAddresses.first ?? context.configuration.nodeAddress
        let run = ContainerProbes(
            runner: ProbeRunner(runtime: context.runtime, containerID: id, container: container, podAddress: address),
            startedAt: Timestamp(nanosecondsSince1970: status.startedAt),
            now: context.now,
            failed: { kind, output in
                context.event(pod, container: container.name, warning: true, "Unhealthy", "\(kind.rawValue) probe failed: \(output)")
            },
            changed: { [weak self] kind, outcome in self?.post(.probe(containerID: id, kind, outcome)) })
        probes[id] = (results, Task { await run.run() })
    }

    var podAddresses: [String] {
        pod.spec.hostNetwork ? [context.configuration.nodeAddress] : known.sandboxes.first?.addresses ?? []
    }
}
