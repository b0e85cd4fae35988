import FoundationEssentials

/// The processes of a pod on this machine, as the kernel knows them.
package enum PodProcess {
    /// Cgroup hierarchies, as on v1 (one per controller) and v2.
    static let cgroups = "/sys/fs/cgroup"

    /// A process of the pod, in whose network it may be looked into; nil when none runs on this machine.
    /// - Parameter cgroupRoot: of the node that the pod is on.
    package static func any(podUID: String, cgroupRoot: String) -> Int32? {
        let hierarchies = (try? FileManager.default.contentsOfDirectory(atPath: cgroups)) ?? []
        for root in hierarchies.map({ "\(cgroups)/\($0)\(cgroupRoot)" }) + [cgroups + cgroupRoot] {
            guard let pod = directory(named: "pod" + podUID, below: root, depth: 3) else { continue }
            if let pid = process(below: pod) { return pid }
        }
        return nil
    }

    private static func directory(named name: String, below path: String, depth: Int) -> String? {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        if entries.contains(name) { return "\(path)/\(name)" }
        guard depth > 0 else { return nil }
        for entry in entries where !entry.contains(".") {
            if let found = directory(named: name, below: "\(path)/\(entry)", depth: depth - 1) { return found }
        }
        return nil
    }

    private static func process(below path: String) -> Int32? {
        let first = (AtomicFile.read(path + "/cgroup.procs") ?? "").split(separator: "\n").first.flatMap { Int32($0) }
        if let first { return first }
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !entry.contains(".") {
            if let pid = process(below: "\(path)/\(entry)") { return pid }
        }
        return nil
    }

    /// A TCP port at which a process's network listens, and whether only for itself.
    package struct Listener: Sendable, Hashable {
        package var port: Int
        package var isLoopbackOnly: Bool
        package init(port: Int, isLoopbackOnly: Bool) { (self.port, self.isLoopbackOnly) = (port, isLoopbackOnly) }
    }

    /// By port; a port that listens to everybody is told once, as that.
    package static func listeners(_ pid: Int32) -> [Listener] {
        listeners(["tcp", "tcp6"].compactMap { AtomicFile.read("/proc/\(pid)/net/\($0)") })
    }

    /// - Parameter tables: texts of /proc/net/tcp and tcp6 (proc_pid_net(5)): addresses in hexadecimal, words in the machine's byte order;
    ///   state 0A listens.
    static func listeners(_ tables: [String]) -> [Listener] {
        var ports: [Int: Bool] = [:]
        for line in tables.flatMap({ $0.split(separator: "\n").dropFirst() }) {
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[3] == "0A" else { continue }
            let place = fields[1].split(separator: ":")
            guard place.count == 2, let port = Int(place[1], radix: 16) else { continue }
            let isLoopback =
                place[0].count == 8 ? place[0].hasSuffix("7F") : place[0] == "00000000000000000000000001000000"
            ports[port] = (ports[port] ?? true) && isLoopback
        }
        return ports.sorted { $0.key < $1.key }.map { Listener(port: $0.key, isLoopbackOnly: $0.value) }
    }
}
