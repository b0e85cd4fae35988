import CRI
import Client
import Logging
import Resources

/// The pod's volumes and what is read from the API for them.
extension PodWorker {
    /// How often files made from API objects are compared with them.
    static let volumeRefreshPeriod = Duration.seconds(45)

    var downward: DownwardAPI {
        DownwardAPI(
            pod: pod, podAddresses: podAddresses, nodeName: context.configuration.nodeName, nodeAddress: context.configuration.nodeAddress,
            nodeMilliCPU: context.nodeMilliCPU, nodeMemory: context.nodeMemory)
    }

    /// Makes all volumes ready, unless they are. Throws ``MountFailure`` and what the API throws.
    func prepareVolumes() async throws {
        guard volumePaths == nil else { return }
        let services = context.services(pod.namespace) + (pod.namespace == "default" ? [] : context.services("default"))
        references = try await ReferenceFetcher(client: context.client).fetch(pod, services: services, apiServerNamespace: "default")
        if !pod.claims.isEmpty {
            let resolver = ClaimResolver(client: context.client, nodeName: context.configuration.nodeName, nodeLabels: context.nodeLabels())
            references.persistent = try await resolver.resolve(pod, isNew: known.containers.isEmpty)
        }
        try FileSystem.makeDirectories(context.configuration.podDirectory(uid), mode: 0o750)
        try await NetworkVolumes(mounter: VolumeMounter(configuration: context.configuration)).mount(pod, references.persistent)
        let (owner, shared) = (pod, context)
        try await ImageVolumes(configuration: context.configuration).mount(owner) { volume in
            guard let wish = ImageWish(volume) else { return "" }
            return try await self.ensureImage(wish) { warning, reason, message in
                shared.event(owner, warning: warning, reason, message)
            }.id
        }
        try await renewTokens()
        volumePaths = try writeVolumes()
        if ReferenceFetcher.hasLiveVolumes(pod) { scheduleVolumeRefresh(after: Self.volumeRefreshPeriod) }
    }

    /// Sees to the volumes of containers that run already: started before this program, or of a pod that has changed since.
    func keepVolumes() async {
        guard volumePaths == nil, known.hasRunning else { return }
        do {
            try await prepareVolumes()
        } catch {
            if Task.isCancelled { return }
            logger.warning("could not refresh the pod's volumes", metadata: ["error": "\(error)"])
            scheduleVolumeRefresh(after: Self.volumeRefreshPeriod)
        }
    }

    /// Brings files made from API objects up to date; a failure leaves them as they are.
    func refreshVolumes() async {
        guard machine.state == .syncing else { return }
        guard volumePaths != nil else { return requestSync() }
        do {
            var fresh = try await ReferenceFetcher(client: context.client)
                .fetch(pod, services: references.services, apiServerNamespace: references.apiServerNamespace)
            guard machine.state == .syncing else { return }
            fresh.persistent = references.persistent
            references = fresh
            try await renewTokens()
            guard machine.state == .syncing else { return }
            volumePaths = try writeVolumes()
        } catch {
            logger.warning("could not refresh the pod's volumes", metadata: ["error": "\(error)"])
        }
        scheduleVolumeRefresh(after: Self.volumeRefreshPeriod)
    }

    private func writeVolumes() throws -> [String: String] {
        volumeStamp += 1
        let projector = VolumeProjector(pod: pod, references: references, downward: downward, tokens: tokens.mapValues(\.token))
        let stamp = "\(context.now().nanoText)_\(volumeStamp)"
        return try VolumeMounter(configuration: context.configuration).prepare(pod, projector: projector, stamp: stamp)
    }

    /// Gets the service account tokens the volumes need, and new ones when four fifths of a token's life have passed.
    private func renewTokens() async throws {
        for key in VolumeProjector.tokenKeys(pod) {
            let now = context.now()
            if let present = tokens[key], present.refresh > now { continue }
            let account = pod.spec.serviceAccountName.isEmpty ? "default" : pod.spec.serviceAccountName
            do {
                let (token, expires) = try await context.client.requestToken(
                    serviceAccount: ObjectKey(namespace: pod.namespace, name: account),
                    audiences: key.audience.isEmpty ? [] : [key.audience],
                    expirationSeconds: key.expirationSeconds, pod: (pod.name, uid))
                let life = expires.secondsSince(now)
                // Also a long token is renewed once a day.
                tokens[key] = (token, now.adding(seconds: Int(min(life * 0.8, 86_400))))
            } catch let error as APIError where tokens[key] == nil {
                throw MountFailure(
                    volume: tokenVolume(key), reason: "failed to fetch token: \(error.message)")
            }
        }
    }

    private func tokenVolume(_ key: TokenRequestKey) -> String {
        pod.spec.volumes.first { volume in
            (volume.projected?.sources ?? []).contains { $0.serviceAccountToken.map(VolumeProjector.key) == key }
        }?.name ?? ""
    }

    func writeHostsFile() throws {
        let path = VolumeMounter(configuration: context.configuration).hostsPath(pod)
        guard !FileSystem.exists(path) || !pod.spec.hostNetwork else { return }
        let builder = SandboxBuilder(configuration: context.configuration, nodeDNS: context.nodeDNS)
        let text =
            pod.spec.hostNetwork
            ? HostsFile.text(ofNode: FileSystem.readText("/etc/hosts") ?? "", aliases: pod.spec.hostAliases)
            : HostsFile.text(
                addresses: podAddresses, hostname: builder.hostname(pod), domain: builder.domain(pod), aliases: pod.spec.hostAliases)
        try FileSystem.write(path, Array(text.utf8))
    }
}
