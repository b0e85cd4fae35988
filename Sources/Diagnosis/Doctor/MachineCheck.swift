internal import Resources

/// Whether a machine has what a cluster needs of it. Functions of numbers; whoever calls has read them.
package enum MachineCheck {
    /// Below these a machine is short: of what the kubelet keeps free at the least, and of twice that.
    static let memoryFloor: Int64 = 100 << 20
    static let diskFloor: Int64 = 1 << 30
    static let inodeFloorPercent: Int64 = 5
    /// Watchers that a node needs for its logs and its programs.
    static let inotifySpare = 32

    package static func memory(availableBytes: Int64, totalBytes: Int64) -> Finding {
        let what = "memory"
        let result = "\(size(availableBytes)) free of \(size(totalBytes))"
        let fix = "end what uses much: ps -eo rss,args --sort=-rss | head; kubectl top pods -A"
        if availableBytes < memoryFloor { return Finding(.machine, .bad, what, result + "; pods are evicted", fix: fix) }
        return availableBytes < memoryFloor * 3
            ? Finding(.machine, .warning, what, result, fix: fix) : Finding(.machine, .good, what, result)
    }

    package static func disk(path: String, freeBytes: Int64, totalBytes: Int64, inodesFree: Int64, inodesTotal: Int64) -> Finding {
        let what = "disk of \(path)"
        let result = "\(size(freeBytes)) free of \(size(totalBytes))"
        let fix = "free some: coxswain image rm, kubectl delete of pods that write much, du -xh \(path) | sort -h | tail"
        if inodesTotal > 0, inodesFree * 100 < inodesTotal * inodeFloorPercent {
            return Finding(
                .machine, .bad, what, "only \(inodesFree) of \(inodesTotal) files more can be made", fix: "remove small files: \(fix)")
        }
        if freeBytes < diskFloor { return Finding(.machine, .bad, what, result + "; pods are evicted", fix: fix) }
        return freeBytes < diskFloor * 5 ? Finding(.machine, .warning, what, result, fix: fix) : Finding(.machine, .good, what, result)
    }

    package static func inotify(used: Int, limit: Int) -> Finding {
        let what = "watchers of files (inotify)"
        let result = "\(used) of \(limit) in use"
        let fix = "sysctl -w fs.inotify.max_user_instances=\(max(1024, limit * 4))"
        if used >= limit { return Finding(.machine, .bad, what, result + "; logs -f cannot follow", fix: fix) }
        return limit - used < inotifySpare ? Finding(.machine, .warning, what, result, fix: fix) : Finding(.machine, .good, what, result)
    }

    package static func forwarding(_ isOn: Bool) -> Finding {
        isOn
            ? Finding(.machine, .good, "forwarding of packets", "on")
            : Finding(
                .machine, .bad, "forwarding of packets", "off: pods reach nobody beyond their node",
                fix: "sysctl -w net.ipv4.ip_forward=1, and see what turns it off")
    }

    /// - Parameter failure: what the packet filter's tool answered; nil when it did its work.
    package static func packetFilter(failure: String?) -> Finding {
        guard let failure else { return Finding(.machine, .good, "packet filter (nftables)", "answers") }
        let line = failure.split(separator: "\n").first.map(String.init) ?? "no answer"
        return Finding(
            .machine, .bad, "packet filter (nftables)", line,
            fix: "load its modules: modprobe nf_tables nft_chain_nat; apt-get install nftables")
    }

    /// - Parameter problems: what is missing, each with its mend.
    package static func ground(_ problems: [(what: String, mend: String)]) -> [Finding] {
        if problems.isEmpty { return [Finding(.machine, .good, "root, packages, kernel", "all there")] }
        return problems.map { Finding(.machine, .bad, "root, packages, kernel", $0.what, fix: $0.mend) }
    }

    static func size(_ bytes: Int64) -> String {
        let units: [(Int64, String)] = [(1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) bytes" }
        let tenths = bytes * 10 / unit
        return "\(tenths / 10).\(tenths % 10) \(name)"
    }
}
