import CRI
import Document
import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// A volume that could not be made ready: shown as an event.
struct MountFailure: Error, Sendable, CustomStringConvertible {
    /// The event's reason.
    var event = "FailedMount"
    var volume: String
    var reason: String
    /// The whole text, where it is not the usual one.
    var text: String?
    var description: String { text ?? "MountVolume.SetUp failed for volume \"\(volume)\" : \(reason)" }
}

/// Makes the volumes of pods ready on the node and takes them away again.
struct VolumeMounter {
    let configuration: KubeletConfiguration

    /// Makes every volume ready; the answer says where each lies on the node.
    func prepare(_ pod: Pod, projector: VolumeProjector, stamp: String) throws -> [String: String] {
        var paths: [String: String] = [:]
        for volume in pod.spec.volumes {
            do {
                paths[volume.name] = try prepare(volume, pod, projector, stamp)
            } catch let error as MountFailure {
                throw error
            } catch {
                throw MountFailure(volume: volume.name, reason: "\(error)")
            }
        }
        return paths
    }

    private func prepare(_ volume: Volume, _ pod: Pod, _ projector: VolumeProjector, _ stamp: String) throws -> String {
        let fsGroup = pod.spec.securityContext.fsGroup.map { gid_t($0) }
        if let persistent = projector.references.persistent[volume.name] {
            if persistent.mode == "Block" { return try blockDevice(persistent) }
            if let source = persistent.spec.local { return try local(source, persistent, fsGroup) }
            return try prepare(persistent.source(named: volume.name), pod, projector.without(volume.name), stamp)
        }
        if volume.nfs != nil { return directory(pod, "kubernetes.io~nfs", volume.name) }
        if volume.image != nil, configuration.runtimeSocket != nil { return directory(pod, ImageVolumes.plugin, volume.name) }
        if let source = volume.hostPath { return try hostPath(source) }
        if let source = volume.emptyDir {
            let path = directory(pod, "kubernetes.io~empty-dir", volume.name)
            let isNew = !FileSystem.exists(path)
            try FileSystem.makeDirectories(path, mode: 0o777)
            if source.medium == "Memory", !FileSystem.mounts(below: path).contains(path) {
                try FileSystem.mountTmpfs(path, sizeBytes: source.sizeLimit?.value)
                chmod(path, 0o777)
            }
            if isNew, let fsGroup { FileSystem.giveToGroup(path, fsGroup, readOnly: false) }
            return path
        }
        if let files = try projector.files(of: volume) {
            let kind =
                volume.configMap != nil
                ? "configmap" : volume.secret != nil ? "secret" : volume.projected != nil ? "projected" : "downward-api"
            let path = directory(pod, "kubernetes.io~" + kind, volume.name)
            try FileSystem.makeDirectories(path, mode: 0o777)
            // Secrets never touch a disk.
            if kind == "secret" || kind == "projected", !FileSystem.mounts(below: path).contains(path) {
                try FileSystem.mountTmpfs(path, sizeBytes: nil)
                chmod(path, 0o777)
            }
            let owner = kind == "projected" ? projectedOwner(pod) : nil
            try AtomicWriter.write(files, to: path, stamp: stamp, owner: owner)
            if let fsGroup { FileSystem.giveToGroup(path, fsGroup, readOnly: true) }
            return path
        }
        throw ConfigurationError(Self.refusal(volume))
    }

    /// Why a kind of volume is not to be had.
    private static func refusal(_ volume: Volume) -> String {
        if let csi = volume.csi {
            return "driver name \(csi["driver"].string ?? "") not found in the list of registered CSI drivers"
        }
        let kind = volume.json.object?.keys.first { $0 != "name" } ?? "unknown"
        return "volumes of kind \(kind) are not available on this node"
    }

    /// A directory of this node. One that the cluster itself provides is made when it is first needed.
    private func local(_ source: LocalVolumeSource, _ volume: PersistentVolume, _ fsGroup: gid_t?) throws -> String {
        let path = source.path
        func failure(_ reason: String) -> MountFailure {
            MountFailure(
                volume: volume.name, reason: reason,
                text: "MountVolume.NewMounter initialization failed for volume \"\(volume.name)\" : \(reason)")
        }
        if path == configuration.localVolume(volume.name), !FileSystem.exists(path) {
            try FileSystem.makeDirectories(configuration.localVolumesDirectory, mode: 0o755)
            try FileSystem.makeDirectories(path, mode: 0o777)
        }
        switch FileSystem.kind(path) {
        case .directory: break
        case nil: throw failure("path \"\(path)\" does not exist")
        default: throw failure("path \"\(path)\" is not a directory; block devices are not formatted and mounted by this node")
        }
        if let fsGroup { FileSystem.giveToGroup(path, fsGroup, readOnly: false) }
        return path
    }

    /// A block device that containers get as it is.
    private func blockDevice(_ volume: PersistentVolume) throws -> String {
        func failure(_ step: String, _ reason: String) -> MountFailure {
            MountFailure(
                event: "FailedMapVolume", volume: volume.name, reason: reason,
                text: "MapVolume.\(step) failed for volume \"\(volume.name)\" : \(reason)")
        }
        guard let path = volume.spec.local?.path else {
            throw failure("NewMapper initialization", "only local volumes can be block devices on this node")
        }
        guard let kind = FileSystem.kind(path) else { throw failure("SetUpDevice", "path \"\(path)\" does not exist") }
        guard kind == .blockDevice, let device = realPath(path) else {
            throw failure("SetUpDevice", "path \"\(path)\" is not a block device")
        }
        return device
    }

    /// Tokens belong to the user all containers run as, where they agree on one, so that it can read them (KEP-2451).
    private func projectedOwner(_ pod: Pod) -> uid_t? {
        let users = Set(
            (pod.spec.containers + pod.spec.initContainers).map { $0.securityContext.runAsUser ?? pod.spec.securityContext.runAsUser })
        guard users.count == 1, let user = users.first ?? nil else { return nil }
        return uid_t(user)
    }

    func directory(_ pod: Pod, _ plugin: String, _ name: String) -> String {
        "\(configuration.podDirectory(pod.uid))/volumes/\(plugin)/\(name)"
    }

    private func hostPath(_ source: HostPathVolumeSource) throws -> String {
        let path = source.path
        let kind = FileSystem.kind(path)
        func check(_ wanted: FileSystem.Kind, _ what: String) throws {
            if kind != wanted { throw ConfigurationError("hostPath type check failed: \(path) is not \(what)") }
        }
        switch source.type {
        case "DirectoryOrCreate":
            if kind == nil { try FileSystem.makeDirectories(path) } else { try check(.directory, "a directory") }
        case "Directory": try check(.directory, "a directory")
        case "FileOrCreate":
            if kind == nil { try FileSystem.write(path, []) } else { try check(.file, "a file") }
        case "File": try check(.file, "a file")
        case "Socket": try check(.socket, "a socket file")
        case "CharDevice": try check(.characterDevice, "a character device")
        case "BlockDevice": try check(.blockDevice, "a block device")
        default: break
        }
        return path
    }

    /// Takes away everything of a pod below its directory. What is mounted there is unmounted first.
    func remove(podUID uid: String) throws {
        let directory = configuration.podDirectory(uid)
        guard FileSystem.exists(directory) else { return }
        for mount in FileSystem.mounts(below: directory) { try FileSystem.unmount(mount) }
        try FileSystem.removeTree(directory)
    }

    // MARK: mounts of a container

    /// The block devices of a container. A claim that is only read lets its device only be read.
    func devices(of container: Container, pod: Pod, paths: [String: String]) throws -> [RuntimeDevice] {
        let readOnly = Set(pod.claims.filter(\.readOnly).map(\.volume))
        return try (container.json["volumeDevices"].array ?? []).map { device in
            let name = device["name"].string ?? ""
            guard let path = paths[name] else { throw ConfigurationError("volume \"\(name)\" is not ready") }
            return RuntimeDevice(
                containerPath: device["devicePath"].string ?? path, hostPath: path, permissions: readOnly.contains(name) ? "r" : "mrw")
        }
    }

    func mounts(
        of container: Container, pod: Pod, paths: [String: String], attempt: UInt32, environment: [(name: String, value: String)]
    ) throws -> [RuntimeMount] {
        let values = Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var mounts: [RuntimeMount] = []
        let readOnly = Self.readOnlyVolumes(pod)
        let images = Set(pod.spec.volumes.filter { $0.image != nil }.map(\.name))
        for mount in container.volumeMounts {
            if mount.recursiveReadOnly == "Enabled" {
                throw ConfigurationError("volumeMount \"\(mount.name)\": the container runtime does not support recursive read-only mounts")
            }
            guard var path = paths[mount.name] else { throw ConfigurationError("volume \"\(mount.name)\" is not ready") }
            let subPath = mount.subPathExpr.isEmpty ? mount.subPath : expand(mount.subPathExpr) { values[$0] }
            if !subPath.isEmpty {
                path = try self.subPath(subPath, of: path, container: container, mount.name, isImage: images.contains(mount.name))
            }
            let propagation: MountPropagation =
                switch mount.mountPropagation {
                case "Bidirectional": .bidirectional
                case "HostToContainer": .hostToContainer
                default: .none
                }
            let target = mount.mountPath.hasPrefix("/") ? mount.mountPath : "/" + mount.mountPath
            let isReadOnly = mount.readOnly || readOnly.contains(mount.name)
            mounts.append(RuntimeMount(containerPath: target, hostPath: path, readOnly: isReadOnly, propagation: propagation))
        }
        if !mounts.contains(where: { $0.containerPath == "/etc/hosts" }) {
            mounts.append(RuntimeMount(containerPath: "/etc/hosts", hostPath: hostsPath(pod)))
        }
        let file = terminationFile(pod.uid, container.name, attempt)
        try FileSystem.makeDirectories("\(configuration.podDirectory(pod.uid))/containers/\(container.name)")
        try FileSystem.write(file, [], mode: 0o666)
        mounts.append(RuntimeMount(containerPath: TerminationMessage.path(container), hostPath: file))
        return mounts
    }

    /// Volumes that no container may write, whatever its mount says.
    private static func readOnlyVolumes(_ pod: Pod) -> Set<String> {
        let byClaim = pod.claims.filter(\.readOnly).map(\.volume)
        let bySource = pod.spec.volumes.filter {
            $0.configMap != nil || $0.secret != nil || $0.downwardAPI != nil || $0.projected != nil || $0.nfs?.readOnly == true
                || $0.image != nil
        }
        return Set(byClaim + bySource.map(\.name))
    }

    func hostsPath(_ pod: Pod) -> String { "\(configuration.podDirectory(pod.uid))/etc-hosts" }

    func terminationFile(_ uid: String, _ container: String, _ attempt: UInt32) -> String {
        "\(configuration.podDirectory(uid))/containers/\(container)/\(attempt)"
    }

    /// A path inside a volume, made as a directory when it is missing; never one that a link leads out of the volume.
    private func subPath(_ subPath: String, of volume: String, container: Container, _ name: String, isImage: Bool) throws -> String {
        if subPath.hasPrefix("/") || subPath.split(separator: "/").contains("..") {
            throw ConfigurationError("subPath \"\(subPath)\" of volume \"\(name)\" must stay inside the volume")
        }
        let path = volume + "/" + subPath
        if isImage, !FileSystem.exists(path) { throw ConfigurationError("the image of volume \"\(name)\" has no path \"\(subPath)\"") }
        if !FileSystem.exists(path) { try FileSystem.makeDirectories(path, mode: 0o777) }
        guard let real = realPath(path), let root = realPath(volume), real == root || real.hasPrefix(root + "/") else {
            throw ConfigurationError("failed to prepare subPath for volumeMount \"\(name)\" of container \"\(container.name)\"")
        }
        return real
    }

    private func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
