import CommandRunner
import Resources

/// Mounts file systems of other machines. The system's own `mount` does it, with the helper that the kind of file system needs.
struct NetworkVolumes {
    /// How long a server may take to answer a mount.
    static let timeout = Duration.seconds(120)

    let mounter: VolumeMounter
    var commands: any CommandRunning = CommandRunner()
    var support = NFSSupport()

    /// Mounts what the pod's volumes ask for and is not mounted yet.
    func mount(_ pod: Pod, _ persistent: [String: PersistentVolume]) async throws {
        for volume in pod.spec.volumes {
            let source = persistent[volume.name]?.source(named: volume.name) ?? volume
            guard let nfs = source.nfs else { continue }
            let path = mounter.directory(pod, "kubernetes.io~nfs", volume.name)
            if FileSystem.mounts(below: path).contains(path) { continue }
            try FileSystem.makeDirectories(path, mode: 0o750)
            var options = persistent[volume.name]?.spec.mountOptions ?? []
            if nfs.readOnly { options.append("ro") }
            let arguments =
                ["-t", "nfs"] + (options.isEmpty ? [] : ["-o", options.joined(separator: ",")]) + ["\(nfs.server):\(nfs.path)", path]
            let output: CommandOutput
            do {
                output = try await commands.run(Command("/bin/mount", arguments), timeout: Self.timeout)
            } catch {
                throw MountFailure(volume: volume.name, reason: "mount failed: \(error)")
            }
            if !output.succeeded {
                let said = output.standardError.split(separator: "\n").joined(separator: " ")
                let lack = support.lack.map { ". \($0)" } ?? ""
                throw MountFailure(
                    volume: volume.name,
                    reason: "mount failed: exit status \(output.status) Mounting command: mount Mounting arguments: "
                        + "\(arguments.joined(separator: " ")) Output: \(said)\(lack)")
            }
        }
    }
}

/// Whether this machine can mount NFS at all, which `mount` tells only in riddles ("bad option", "No such device").
struct NFSSupport {
    /// Kinds of file systems that the kernel knows now; those of modules appear once they are loaded.
    var kinds = "/proc/filesystems"
    var helper = "/sbin/mount.nfs"

    /// What is missing and how to get it, in sentences; nil when nothing is.
    var lack: String? {
        var sentences: [String] = []
        if !FileSystem.exists(helper) {
            sentences.append("The helper \(helper) is missing on this node: install the package nfs-common (nfs-utils).")
        }
        // `nfsd`, the server, is another.
        let known = (FileSystem.readText(kinds) ?? "").split(whereSeparator: \.isWhitespace)
        if !known.contains("nfs"), !known.contains("nfs4") {
            sentences.append(
                "This node's kernel has no NFS client: load it by 'modprobe nfs', or boot a kernel with CONFIG_NFS_FS and CONFIG_NFS_V4.")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
}
