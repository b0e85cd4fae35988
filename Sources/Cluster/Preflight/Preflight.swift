import CommandRunner
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// What a machine lacks before a cluster can start on it, each with the nearest mend. Everything is looked at before anything is
/// reported, so that one run tells all.
package struct Preflight: Sendable {
    /// Commands the node needs, with Debian's package for each.
    package static let commands: [(name: String, package: String)] = [
        ("containerd", "containerd"), ("containerd-shim-runc-v2", "containerd"), ("ctr", "containerd"), ("runc", "runc"),
        ("nft", "nftables"),
        ("ip", "iproute2"), ("conntrack", "conntrack"), ("mount", "mount"), ("nsenter", "util-linux"), ("unshare", "util-linux"),
        ("docker-registry", "docker-registry"),
    ]
    package static let networkPlugins = "/usr/lib/cni"
    static let plugins = ["bridge", "host-local", "loopback", "portmap"]
    static let filesystems = ["overlay", "tmpfs", "proc"]

    package struct Problem: Sendable, Equatable, CustomStringConvertible {
        package let what: String
        package let mend: String
        package var description: String { "\(what)\n    \(mend)" }
    }

    package init() {}

    package func problems() -> [Problem] {
        var problems: [Problem] = []
        if geteuid() != 0 {
            problems.append(
                Problem(what: "not running as root", mend: "run it with sudo: nodes make namespaces, mounts and firewall rules"))
        }
        problems += missingPackages()
        problems += missingKernelFeatures()
        return problems
    }

    private func missingPackages() -> [Problem] {
        let directories =
            (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        var missing: [String: [String]] = [:]
        for command in Self.commands where !directories.contains(where: { access("\($0)/\(command.name)", X_OK) == 0 }) {
            missing[command.package, default: []].append(command.name)
        }
        for plugin in Self.plugins where access("\(Self.networkPlugins)/\(plugin)", X_OK) != 0 {
            missing["containernetworking-plugins", default: []].append("CNI plugin \(plugin)")
        }
        return missing.sorted { $0.key < $1.key }.map {
            Problem(what: "missing: \($0.value.joined(separator: ", "))", mend: "apt-get install \($0.key)")
        }
    }

    private func missingKernelFeatures() -> [Problem] {
        var problems: [Problem] = []
        let known = AtomicFile.read("/proc/filesystems") ?? ""
        let names = Set(known.split(whereSeparator: \.isWhitespace).map(String.init))
        for filesystem in Self.filesystems where !names.contains(filesystem) {
            problems.append(
                Problem(what: "the kernel does not know the \(filesystem) filesystem", mend: "load it with: modprobe \(filesystem)"))
        }
        let controllers = AtomicFile.read("/proc/cgroups") ?? ""
        for controller in ["cpu", "memory", "pids"]
        where !controllers.split(separator: "\n").contains(where: { $0.hasPrefix(controller + "\t") && $0.hasSuffix("1") }) {
            problems.append(
                Problem(
                    what: "the cgroup controller \(controller) is off",
                    mend: "enable it on the kernel's command line (cgroup_enable=\(controller))"))
        }
        return problems
    }
}

/// Looks whether a TCP port can be had, by taking it for a moment.
package enum PortProbe {
    package static func isFree(_ port: Int, address: String = "0.0.0.0") -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        inet_pton(AF_INET, address, &target.sin_addr)
        return withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
