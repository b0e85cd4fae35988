import CRI
import Client
import Document
import Logging
import Resources

/// Doing what a plan says.
extension PodWorker {
    /// Wait before a failed sandbox or volume is tried again.
    static let retryDelay = 2
    /// How soon after a failed pull its containers are shown as backing off.
    static let pullFailureNotice = 2

    /// One pass: from what is known to what is wanted, as far as can be got without waiting for anything but the runtime.
    func synchronize() async {
        let plan = PodPlan(planInput)
        guard !plan.finished else { return }
        publish()
        if plan.killSandbox { await killSandboxes(plan) }
        await killContainers(plan.kill)
        guard !Task.isCancelled else { return }
        if plan.createSandbox == nil, plan.start.isEmpty { return await keepVolumes() }
        do {
            // Nothing of these depends on the others, and the sandbox takes longest.
            async let prepared: Void = prepareVolumes()
            async let images = ensureImages(plan.start)
            let sandbox = try await readySandbox(plan)
            do {
                try await prepared
            } catch {
                // A pull that is cut off would count as one that failed.
                _ = await images
                throw error
            }
            try writeHostsFile()
            publish()
            await start(plan.start, in: sandbox, images: images)
            removeOldContainers()
        } catch let failure as MountFailure {
            context.event(pod, warning: true, failure.event, "\(failure)")
            retryLater()
        } catch let missing as ImageVolumeFailure {
            let waiting = plan.start.filter { start in
                specification(start.name)?.volumeMounts.contains { $0.name == missing.volume } ?? false
            }
            for start in waiting.isEmpty ? plan.start : waiting { imageMissing(start, missing.failure) }
        } catch is CancellationError {
            return
        } catch {
            if Task.isCancelled { return }
            logger.warning("could not bring the pod up, trying again", metadata: ["error": "\(error)"])
            retryLater()
        }
    }

    private func retryLater() { wake(at: context.now().adding(seconds: Self.retryDelay)) }

    // MARK: sandbox

    private func readySandbox(_ plan: PodPlan) async throws -> (id: String, configuration: SandboxConfiguration) {
        let builder = SandboxBuilder(configuration: context.configuration, nodeDNS: context.nodeDNS)
        guard let attempt = plan.createSandbox else {
            guard let present = known.readySandbox else { throw RuntimeError(.notFound, "the pod's sandbox is gone") }
            return (present.id, builder.sandbox(pod, attempt: present.metadata.attempt))
        }
        var configuration = builder.sandbox(pod, attempt: attempt)
        do {
            configuration.runtimeHandler = try await runtimeHandler()
            try FileSystem.makeDirectories(configuration.logDirectory)
            let id = try await context.runtime.runPodSandbox(configuration)
            context.register(id, uid)
            let status = try await context.runtime.podSandboxStatus(id)
            known.set(status)
            return (id, configuration)
        } catch let error as RuntimeError {
            if !Task.isCancelled { context.event(pod, warning: true, "FailedCreatePodSandBox", "Failed to create pod sandbox: \(error)") }
            throw error
        }
    }

    /// The runtime's name for what the pod's RuntimeClass stands for; empty for the default.
    private func runtimeHandler() async throws -> String {
        guard let name = pod.spec.runtimeClassName, !name.isEmpty else { return "" }
        let type = ResourceType(group: "node.k8s.io", plural: "runtimeclasses", kind: "RuntimeClass", namespaced: false)
        do {
            return try await context.client.getDocument(type, name: name)["handler"].string ?? ""
        } catch let error as APIError where error.isNotFound {
            throw RuntimeError(.notFound, "failed to get sandbox runtime: RuntimeClass \"\(name)\" not found")
        }
    }

    private func killSandboxes(_ plan: PodPlan) async {
        if !hasInformedSandboxChange || plan.createSandbox != nil {
            context.event(pod, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.")
            hasInformedSandboxChange = true
        }
        for container in known.runningContainers {
            probes.removeValue(forKey: container.status.id)?.task.cancel()
            try? await context.runtime.stopContainer(container.status.id, gracePeriod: .seconds(2))
            await refresh(container.status.id)
        }
        for sandbox in known.sandboxes {
            do {
                try await context.runtime.stopPodSandbox(sandbox.id)
                if let status = try? await context.runtime.podSandboxStatus(sandbox.id) { known.set(status) }
                // Earlier sandboxes hold nothing of interest once their containers were cleared away.
                if !known.containers.contains(where: { $0.sandboxID == sandbox.id }) {
                    try await context.runtime.removePodSandbox(sandbox.id)
                    if sandbox.id != known.sandboxes.first?.id { known.removeSandbox(sandbox.id) }
                }
            } catch {
                logger.warning("could not stop a sandbox", metadata: ["sandbox": "\(sandbox.id)", "error": "\(error)"])
            }
        }
    }

    private func killContainers(_ kills: [PodPlan.Kill]) async {
        for kill in kills {
            guard let container = specification(kill.name) else { continue }
            context.event(pod, container: kill.name, "Killing", kill.message)
            let probe = kill.cause == .startupProbe ? container.startupProbe : kill.cause == .livenessProbe ? container.livenessProbe : nil
            let grace = probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
            await stop(kill.id, container, gracePeriod: grace)
        }
    }

    // MARK: images

    private typealias Images = [String: Result<RuntimeImage, ImageFailure>]

    /// The images of the containers to be started, by container.
    private func ensureImages(_ starts: [PodPlan.Start]) async -> Images {
        var result: Images = [:]
        let now = context.now()
        await withTaskGroup(of: (String, Result<RuntimeImage, ImageFailure>).self) { group in
            for start in starts {
                guard let container = specification(start.name), crashWait(start, now: now) == nil else { continue }
                group.addTask { await (start.name, self.ensureImage(container)) }
            }
            for await (name, image) in group { result[name] = image }
        }
        return result
    }

    private func ensureImage(_ container: Container) async -> Result<RuntimeImage, ImageFailure> {
        let (pod, context) = (pod, context)
        do {
            let image = try await ensureImage(ImageWish(container)) { warning, reason, message in
                context.event(pod, container: container.name, warning: warning, reason, message)
            }
            return .success(image)
        } catch let failure as ImageFailure {
            return .failure(failure)
        } catch {
            return .failure(ImageFailure(reason: "ErrImagePull", message: "\(error)", due: context.now().adding(seconds: BackOff.initial)))
        }
    }

    func ensureImage(
        _ wish: ImageWish, event: @Sendable (_ warning: Bool, _ reason: String, _ message: String) -> Void
    ) async throws -> RuntimeImage {
        let (pod, context) = (pod, context)
        var secrets: [Secret] = []
        for reference in pod.spec.imagePullSecrets {
            if let secret = try await context.client.find(Secret.self, namespace: pod.namespace, name: reference.name) {
                secrets.append(secret)
            }
        }
        let credentials = PullSecrets.credentials(for: ImageManager.withTag(wish.reference), from: secrets)
        return try await context.images.ensure(wish, pod: pod, credentials: credentials, sandbox: nil, event: event)
    }

    // MARK: containers

    private func start(_ starts: [PodPlan.Start], in sandbox: (id: String, configuration: SandboxConfiguration), images: Images) async {
        for start in starts {
            if Task.isCancelled { return }
            guard let container = specification(start.name) else { continue }
            let now = context.now()
            if let held = crashWait(start, now: now) {
                if waiting[start.name] != held.reason {
                    context.event(
                        pod, container: start.name, warning: true, "BackOff",
                        "Back-off restarting failed container \(start.name) in pod \(pod.longName)")
                }
                waiting[start.name] = held.reason
                wake(at: held.due)
                publish()
                continue
            }
            switch images[start.name] {
            case .failure(let failure):
                imageMissing(start, failure)
            case .success(let image):
                if known.latest(start.name)?.status.state == .exited { crashes.advance(crashKey(start.name), now: now) }
                await create(container, start, image, sandbox)
            case nil:
                requestSync()
            }
        }
    }

    private func imageMissing(_ start: PodPlan.Start, _ failure: ImageFailure) {
        waiting[start.name] = WaitingReason(reason: failure.reason, message: failure.message)
        context.event(pod, container: start.name, warning: true, "Failed", "Error: \(failure.reason)")
        if let due = failure.due {
            let notice = context.now().adding(seconds: Self.pullFailureNotice)
            wake(at: failure.reason == "ErrImagePull" ? min(due, notice) : due)
        }
        publish()
    }

    private func create(
        _ container: Container, _ start: PodPlan.Start, _ image: RuntimeImage, _ sandbox: (id: String, configuration: SandboxConfiguration)
    ) async {
        var step = "CreateContainerConfigError"
        do {
            let configuration = try configuration(of: container, start, image)
            step = "CreateContainerError"
            try FileSystem.makeDirectories("\(sandbox.configuration.logDirectory)/\(container.name)")
            if let leftover = known.latest(start.name), leftover.status.state == .created || leftover.status.state == .unknown {
                try await context.runtime.removeContainer(leftover.status.id)
                known.removeContainer(leftover.status.id)
            }
            let id = try await context.runtime.createContainer(configuration, sandboxID: sandbox.id, sandbox: sandbox.configuration)
            // Known before it is started: a short-lived process may have ended before its start is answered.
            var created = RuntimeContainerStatus(id: id, name: start.name, attempt: start.attempt, state: .created)
            created.annotations = configuration.annotations
            known.set(PodContainer(sandboxID: sandbox.id, status: created))
            context.register(id, uid)
            context.event(pod, container: start.name, "Created", "Container created")
            step = "RunContainerError"
            do {
                try await context.runtime.startContainer(id)
            } catch {
                await refresh(id, sandboxID: sandbox.id)
                throw error
            }
            waiting[start.name] = nil
            await started(id, container, sandbox.id)
        } catch is CancellationError {
            return
        } catch {
            if Task.isCancelled { return }
            waiting[start.name] = WaitingReason(reason: step, message: "\(error)")
            context.event(pod, container: start.name, warning: true, "Failed", "Error: \(error)")
            let tried = step == "RunContainerError"
            wake(at: context.now().adding(seconds: tried ? max(crashes.delay(crashKey(start.name)), Self.retryDelay) : Self.retryDelay))
            publish()
        }
    }

    private func started(_ id: String, _ container: Container, _ sandboxID: String) async {
        await refresh(id, sandboxID: sandboxID)
        if let found = known.container(id), found.status.state == .running { startProbes(found.status, container) }
        publish()
        context.event(pod, container: container.name, "Started", "Container started")
        if let hook = container.lifecycle?.postStart {
            do {
                try await run(hook, containerID: id, container, timeout: .seconds(3600))
            } catch {
                if Task.isCancelled { return }
                context.event(pod, container: container.name, warning: true, "FailedPostStartHook", "PostStartHook failed")
                context.event(pod, container: container.name, "Killing", "FailedPostStartHook")
                await stop(id, container, gracePeriod: pod.spec.terminationGracePeriodSeconds ?? 30)
            }
        }
        if container.isSidecar || planInput.pod.spec.initContainers.contains(where: { $0.name == container.name }) { requestSync() }
    }

    private func configuration(of container: Container, _ start: PodPlan.Start, _ image: RuntimeImage) throws -> ContainerConfiguration {
        let environment = try EnvironmentBuilder(pod: pod, references: references, downward: downward).environment(of: container)
        let mounts = try VolumeMounter(configuration: context.configuration).mounts(
            of: container, pod: pod, paths: volumePaths ?? [:], attempt: start.attempt, environment: environment)
        let devices = try VolumeMounter(configuration: context.configuration).devices(of: container, pod: pod, paths: volumePaths ?? [:])
        return try ContainerBuilder(
            pod: pod, configuration: context.configuration, environment: environment, mounts: mounts, devices: devices, image: image,
            nodeMemory: context.nodeMemory
        ).build(container, attempt: start.attempt)
    }

    // MARK: crashes

    private func crashKey(_ name: String) -> String { uid + "_" + name }

    /// Why and until when a container that has ended is not started again; nil when it may be.
    private func crashWait(_ start: PodPlan.Start, now: Timestamp) -> (reason: WaitingReason, due: Timestamp)? {
        guard let last = known.latest(start.name), last.status.state == .exited else { return nil }
        let finished = Timestamp(nanosecondsSince1970: last.status.finishedAt)
        let key = crashKey(start.name)
        guard let due = crashes.dueTime(key, since: finished, now: now) else { return nil }
        let message = "back-off \(goDuration(seconds: crashes.delay(key))) restarting failed container=\(start.name) pod=\(pod.longName)"
        return (WaitingReason(reason: "CrashLoopBackOff", message: message), due)
    }

    /// Of each container, the newest ended one is kept for `logs --previous`; older ones go.
    private func removeOldContainers() {
        for (_, all) in Dictionary(grouping: known.containers, by: \.status.name) {
            let ended = all.filter { $0.status.state == .exited }
            let keep = all.first?.status.state == .exited ? 2 : 1
            for old in ended.dropFirst(keep) {
                known.removeContainer(old.status.id)
                let runtime = context.runtime
                Task { try? await runtime.removeContainer(old.status.id) }
                if !old.status.logPath.isEmpty { try? FileSystem.removeTree(old.status.logPath) }
            }
        }
    }
}
