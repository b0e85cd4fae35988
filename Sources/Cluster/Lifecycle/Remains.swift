import CommandRunner
import FoundationEssentials
import Netfilter
import ServiceProxy

#if canImport(Glibc)
    import Glibc
#endif

/// What a cluster leaves on a machine when it was not stopped in good order, and how to take it away. Everything is recognised by
/// names and places that only this cluster uses, so nothing of another one is touched.
package struct Remains: Sendable {
    private let paths: ClusterPaths
    private let links: [String]
    /// What the cluster's first node leaves in this machine's own network; nil for a further node, whose network goes with its namespace.
    private let network: Network?
    private let furtherNodes: [Remains]
    private let runner: any CommandRunning
    /// Cgroup hierarchies, as on v1 (one per controller) and v2.
    static let cgroupRoot = "/sys/fs/cgroup"

    package init(configuration: ClusterConfiguration, runner: any CommandRunning = CommandRunner()) {
        paths = configuration.paths
        self.runner = runner
        if let number = configuration.furtherNode {
            links = [FurtherNode.device(number, cluster: configuration.name)]
            network = nil
            furtherNodes = []
        } else {
            links = [configuration.podBridge, VXLANDevice.name(cluster: configuration.name), configuration.paths.nodeBridge]
            network = Network(
                cluster: configuration.name, routes: configuration.routeGuard(runner), podRange: configuration.podRange,
                mappings: PortMappings(cluster: configuration.name, runner: runner))
            furtherNodes = FurtherNode.all(of: configuration).map { Remains(configuration: $0.configuration, runner: runner) }
        }
    }

    private struct Network {
        let cluster: String
        let routes: RouteGuard?
        let podRange: String
        let mappings: PortMappings
    }

    /// Ends processes, unmounts, and removes network devices, rules and cgroups; returns what could not be removed.
    package func remove() async throws -> [String] {
        var left: [String] = []
        for node in furtherNodes { left += try await node.remove() }
        return try await left + removeOwn()
    }

    private func removeOwn() async throws -> [String] {
        try await end { processes() }
        for mount in mounts() where umount2(mount, Int32(MNT_DETACH)) != 0 {
            continue  // found again, and reported, by `left`
        }
        if let network {
            let filter = try await NftablesSession.open()
            defer { filter.close() }
            try await ServiceProxy.removeAll(cluster: network.cluster, filter: filter)
            await network.mappings.remove()
        }
        for link in links { _ = try await runner.run(Command("ip", ["link", "delete", link]), timeout: .seconds(10)) }
        try await network?.routes?.remove()
        if let podRange = network?.podRange {
            // Routes to the pods of other nodes carry a mark of their own.
            _ = try await runner.run(Command("ip", ["route", "flush", "root", podRange, "proto", RouteMark.number]), timeout: .seconds(10))
        }
        for directory in cgroups().reversed() { rmdir(directory) }
        return try await left()
    }

    /// What the cluster has mounted, the deepest first.
    private func mounts() -> [String] {
        let disks = disks
        return MountTable.mounts(under: [paths.data, paths.run], in: AtomicFile.read("/proc/self/mounts") ?? "")
            .filter { !disks.contains($0) }
    }

    /// The cluster's directories that lie on a disk of their own. Somebody else has mounted it there, and it stays.
    private var disks: [String] {
        let own = ([paths] + furtherNodes.map(\.paths)).map(\.ownDirectories).reduce(Set<String>()) { $0.union($1) }
        return MountTable.mounts(under: [paths.data], in: AtomicFile.read("/proc/self/mounts") ?? "").filter(own.contains)
    }

    /// Deletes everything the cluster holds. Never across a mount: what a pod had mounted from elsewhere is not the cluster's to delete.
    /// - Returns: disks that stay where somebody has mounted them, empty.
    package func deleteData() async throws -> [String] {
        let disks = disks
        for path in [paths.run, paths.data, paths.adminKubeconfig] { try await delete(path, keeping: disks) }
        return disks
    }

    private func delete(_ path: String, keeping disks: [String]) async throws {
        guard disks.contains(where: { $0 == path || $0.hasPrefix(path + "/") }) else {
            try await runner.check("rm", ["-rf", "--one-file-system", path], timeout: .seconds(300))
            return
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: path) { try await delete(path + "/" + name, keeping: disks) }
    }

    /// What is still there, in words.
    private func left() async throws -> [String] {
        var left: [String] = []
        left += processes().map { "process \($0)" }
        left += mounts().map { "mount \($0)" }
        left += cgroups().map { "cgroup \($0)" }
        for link in links where FileManager.default.fileExists(atPath: "/sys/class/net/\(link)") {
            left.append("network device \(link)")
        }
        if let network { left += await network.mappings.left() }
        return left
    }

    /// Ends what a server that died without warning left running of its own: its containerd, registry and ingress proxy. Containers and their
    /// shims go on; the next containerd finds them.
    package func endOrphans() async throws { try await end { children() } }

    /// Whether anything of the node still runs although its server or agent does not.
    package var hasProcesses: Bool { !processes().isEmpty }

    /// The cluster's containers (all processes in its cgroups), the shims that watch them, and the server's own children.
    private func processes() -> [Int32] {
        var pids = Set(children())
        for directory in cgroups() {
            for line in (AtomicFile.read(directory + "/cgroup.procs") ?? "").split(separator: "\n") {
                if let pid = Int32(line) { pids.insert(pid) }
            }
        }
        pids.formUnion(running { $0.first?.hasSuffix("containerd-shim-runc-v2") ?? false && $0.contains(paths.containerdSocket) })
        return pids.sorted()
    }

    /// Recognised by the configuration files they were started with.
    private func children() -> [Int32] {
        running { arguments in
            guard let program = arguments.first else { return false }
            return program.hasSuffix("containerd") && arguments.contains(paths.containerdConfiguration)
                || program.hasSuffix("docker-registry")
                    && (arguments.contains(paths.registryConfiguration) || arguments.contains(paths.sharedRegistryConfiguration))
                || program.hasSuffix("haproxy") && arguments.contains(paths.ingress + "/haproxy.cfg")
        }
    }

    private func running(_ matches: ([String]) -> Bool) -> [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { entry in
            guard let pid = Int32(entry), pid != getpid(), let command = AtomicFile.read("/proc/\(entry)/cmdline") else { return nil }
            return matches(command.split(separator: "\0").map(String.init)) ? pid : nil
        }
    }

    private func end(_ pids: () -> [Int32]) async throws {
        for round in 0..<50 {
            let found = pids()
            if found.isEmpty { return }
            if round % 10 == 0 { for pid in found { kill(pid, SIGKILL) } }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The cluster's cgroup directories in every hierarchy, parents before children.
    private func cgroups() -> [String] {
        let hierarchies =
            ((try? FileManager.default.contentsOfDirectory(atPath: Self.cgroupRoot)) ?? []).map { "\(Self.cgroupRoot)/\($0)" } + [
                Self.cgroupRoot
            ]
        var found: [String] = []
        for hierarchy in hierarchies {
            let root = hierarchy + paths.cgroupRoot
            guard FileManager.default.fileExists(atPath: root) else { continue }
            found += Self.directories(at: root)
        }
        return found.sorted()
    }
    private static func directories(at path: String) -> [String] {
        let children = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return [path]
            + children.map { "\(path)/\($0)" }.filter {
                var isDirectory = false
                return FileManager.default.fileExists(atPath: $0, isDirectory: &isDirectory) && isDirectory
            }.flatMap(directories)
    }
}
