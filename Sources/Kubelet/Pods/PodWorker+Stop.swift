import CRI
import Logging
import Resources

/// Ending containers, and clearing away what they leave.
extension PodWorker {
    /// The least time a container gets to end by itself after its hook has used up the grace period, seconds.
    static let minimumGracePeriod = 2

    /// Stops all containers, sidecars last and in reverse order, then the sandbox. Safe to run beside an earlier, more patient one.
    func stopEverything(gracePeriod: Int) async {
        let sidecars = pod.spec.initContainers.filter(\.isSidecar).map(\.name)
        let begun = ContinuousClock.now
        let main = known.runningContainers.filter { !sidecars.contains($0.status.name) }
        await withTaskGroup { group in
            for container in main { group.addTask { await self.stopAtEnd(container, gracePeriod: gracePeriod) } }
        }
        for name in sidecars.reversed() {
            guard let container = known.latest(name), container.status.state == .running else { continue }
            let left = gracePeriod - Int((ContinuousClock.now - begun).components.seconds)
            await stopAtEnd(container, gracePeriod: max(left, Self.minimumGracePeriod))
        }
        for sandbox in known.sandboxes {
            do {
                try await context.runtime.stopPodSandbox(sandbox.id)
                if let status = try? await context.runtime.podSandboxStatus(sandbox.id) { known.set(status) }
            } catch {
                if Task.isCancelled { return }
                context.event(pod, warning: true, "FailedKillPod", "error killing pod: \(error)")
                logger.warning("could not stop the pod's sandbox, trying again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(Self.retryDelay))
                if !Task.isCancelled { return await stopEverything(gracePeriod: gracePeriod) }
            }
        }
        for container in known.runningContainers { await refresh(container.status.id) }
    }

    private func stopAtEnd(_ container: PodContainer, gracePeriod: Int) async {
        guard let specification = specification(container.status.name) else {
            try? await context.runtime.stopContainer(container.status.id, gracePeriod: .seconds(gracePeriod))
            await refresh(container.status.id)
            return
        }
        if stopAnnounced.insert(container.status.id).inserted {
            context.event(pod, container: specification.name, "Killing", "Stopping container \(specification.name)")
            await stop(container.status.id, specification, gracePeriod: gracePeriod)
        } else {
            await stop(container.status.id, specification, gracePeriod: gracePeriod, runsHook: false)
        }
    }

    /// Runs the hook before the end, then stops the container and notes how it ended.
    func stop(_ id: String, _ container: Container, gracePeriod: Int, runsHook: Bool = true) async {
        probes.removeValue(forKey: id)?.task.cancel()
        var grace = gracePeriod
        if runsHook, let hook = container.lifecycle?.preStop, gracePeriod > 0 {
            let begun = ContinuousClock.now
            do {
                try await run(hook, containerID: id, container, timeout: .seconds(gracePeriod))
            } catch {
                context.event(pod, container: container.name, warning: true, "FailedPreStopHook", "PreStopHook failed")
            }
            grace = max(gracePeriod - Int((ContinuousClock.now - begun).components.seconds), Self.minimumGracePeriod)
        }
        do {
            try await context.runtime.stopContainer(id, gracePeriod: .seconds(grace))
        } catch {
            logger.warning("could not stop a container", metadata: ["container": "\(id)", "error": "\(error)"])
        }
        await refresh(id)
        publish()
    }

    /// Runs a lifecycle hook; throws when it fails.
    func run(_ hook: LifecycleHandler, containerID: String, _ container: Container, timeout: Duration) async throws {
        if let exec = hook.exec {
            let result = try await context.runtime.execSync(containerID, command: exec.command, timeout: timeout)
            if result.exitCode != 0 {
                throw ConfigurationError("command exited with \(result.exitCode): \(String(decoding: result.stderr, as: UTF8.self))")
            }
        } else if let get = hook.httpGet {
            let address = podAddresses.first ?? context.configuration.nodeAddress
            let action = try HTTPAction(get, container: container, podAddress: address, agent: "kube-lifecycle/1.36")
            let answer = try await action.perform(timeout: min(timeout, .seconds(30)))
            guard (200..<400).contains(answer.status) else { throw ConfigurationError("\(action.url) answered \(answer.status)") }
        } else if let sleep = hook.sleep {
            try await Task.sleep(for: min(.seconds(sleep.seconds), timeout))
        }
    }

    func removeFromRuntime() async {
        for container in known.containers { try? await context.runtime.removeContainer(container.status.id) }
        for sandbox in known.sandboxes { try? await context.runtime.removePodSandbox(sandbox.id) }
        known = PodRuntimeState()
    }

    func removeFiles() async {
        await ImageVolumes(configuration: context.configuration).unmount(podUID: uid)
        do {
            try VolumeMounter(configuration: context.configuration).remove(podUID: uid)
        } catch {
            logger.warning("could not remove the pod's files", metadata: ["error": "\(error)"])
        }
        Cgroups(configuration: context.configuration).remove(pod)
        volumePaths = nil
    }

    func removeLogs() {
        try? FileSystem.removeTree(SandboxBuilder.logDirectory(pod, root: context.configuration.podLogsDirectory))
    }
}
