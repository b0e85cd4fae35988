import CRI
import CommandRunner
import Resources

/// The image of a volume is not to be had: the containers that mount it wait, as for an image of their own.
struct ImageVolumeFailure: Error, Sendable {
    var volume: String
    var failure: ImageFailure
}

/// Shows the files of images, for reading alone, in directories of a pod (core/v1 ImageVolumeSource, KEP-4639). The runtime has unpacked
/// them as it has for containers; a view of that is a snapshot named by the directory it is mounted at.
struct ImageVolumes: Sendable {
    static let plugin = "kubernetes.io~image"
    static let timeout = Duration.seconds(120)
    private static let program = "ctr"

    let configuration: KubeletConfiguration
    var commands: any CommandRunning = CommandRunner()

    /// Mounts what is not mounted yet.
    /// - Parameter image: the id of a volume's image once that is on the node; throws ``ImageFailure``.
    func mount(_ pod: Pod, image: @Sendable (Volume) async throws -> String) async throws {
        guard let socket = configuration.runtimeSocket else { return }
        let mounter = VolumeMounter(configuration: configuration)
        for volume in pod.spec.volumes where volume.image != nil {
            let path = mounter.directory(pod, Self.plugin, volume.name)
            if FileSystem.mounts(below: path).contains(path) { continue }
            let id: String
            do {
                id = try await image(volume)
            } catch let failure as ImageFailure {
                throw ImageVolumeFailure(volume: volume.name, failure: failure)
            }
            try FileSystem.makeDirectories(path, mode: 0o755)
            // What a reboot unmounted is a snapshot still.
            await forget(path, socket)
            do {
                try await run(socket, ["images", "mount", id, path])
                // Kept for as long as the pod is there, and not for the day that the command has in mind.
                try await run(socket, ["snapshots", "label", path, "containerd.io/gc.root=\(pod.uid)"])
                try await run(socket, ["leases", "delete", path])
            } catch {
                throw MountFailure(volume: volume.name, reason: "\(error)")
            }
        }
    }

    /// Unmounts the images of a pod and forgets the snapshots.
    func unmount(podUID uid: String) async {
        guard let socket = configuration.runtimeSocket else { return }
        let directory = "\(configuration.podDirectory(uid))/volumes/\(Self.plugin)"
        for name in FileSystem.list(directory) {
            let path = directory + "/" + name
            for mount in FileSystem.mounts(below: path) { try? FileSystem.unmount(mount) }
            await forget(path, socket)
        }
    }

    /// Removes the snapshot, and the lease that keeps it until it is labelled.
    private func forget(_ path: String, _ socket: String) async {
        _ = try? await run(socket, ["snapshots", "remove", path])
        _ = try? await run(socket, ["leases", "delete", path])
    }

    @discardableResult
    private func run(_ socket: String, _ arguments: [String]) async throws -> CommandOutput {
        let command = Command(Self.program, ["--address", socket, "--namespace", "k8s.io"] + arguments)
        let output = try await commands.run(command, timeout: Self.timeout)
        guard output.succeeded else { throw CommandError.failed(command, output) }
        return output
    }
}
