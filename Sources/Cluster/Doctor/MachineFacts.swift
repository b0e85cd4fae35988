import CommandRunner
import FoundationEssentials
import PKI

#if canImport(Glibc)
    import Glibc
#endif

/// Numbers of this machine that a cluster depends on.
package struct MachineFacts: Sendable {
    package var memoryAvailableBytes: Int64
    package var memoryTotalBytes: Int64
    package var diskFreeBytes: Int64
    package var diskTotalBytes: Int64
    package var inodesFree: Int64
    package var inodesTotal: Int64
    /// How many watchers of files one user may have, and how many there are.
    package var inotifyLimit: Int
    package var inotifyUsed: Int
    package var forwardsPackets: Bool
    /// What the packet filter answers; nil when it does.
    package var packetFilterFailure: String?

    package static func read(_ configuration: ClusterConfiguration, runner: any CommandRunning = CommandRunner()) async -> MachineFacts {
        var disk = statvfs()
        let isThere = statvfs(existing(configuration.dataDirectory), &disk) == 0
        let block = isThere ? Int64(disk.f_frsize) : 0
        let memory = AtomicFile.read("/proc/meminfo") ?? ""
        let filter = try? await runner.run(Command("nft", ["list", "tables"]), timeout: .seconds(10))
        return MachineFacts(
            memoryAvailableBytes: kilobytes("MemAvailable", memory) * 1024, memoryTotalBytes: kilobytes("MemTotal", memory) * 1024,
            diskFreeBytes: Int64(disk.f_bavail) * block, diskTotalBytes: Int64(disk.f_blocks) * block,
            inodesFree: Int64(disk.f_favail), inodesTotal: Int64(disk.f_files),
            inotifyLimit: number("/proc/sys/fs/inotify/max_user_instances"), inotifyUsed: watchers(),
            forwardsPackets: number("/proc/sys/net/ipv4/ip_forward") == 1,
            packetFilterFailure: filter.map { $0.succeeded ? nil : $0.standardError } ?? "nft cannot be run")
    }

    /// The directory, or the nearest above it that is there.
    private static func existing(_ path: String) -> String {
        var path = path
        while path.count > 1, !FileManager.default.fileExists(atPath: path) {
            path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        }
        return path.isEmpty ? "/" : path
    }

    private static func number(_ path: String) -> Int {
        AtomicFile.read(path).flatMap { Int($0.split(whereSeparator: \.isWhitespace).first ?? "") } ?? 0
    }

    static func kilobytes(_ name: String, _ text: String) -> Int64 {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0
    }

    /// Open inotify instances of root's processes.
    private static func watchers() -> Int {
        var count = 0
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int32(entry) != nil {
            let directory = "/proc/\(entry)/fd"
            for descriptor in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
                if (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\(descriptor)")) == "anon_inode:inotify" {
                    count += 1
                }
            }
        }
        return count
    }
}

/// The certificates a cluster keeps on this machine, and until when each is good.
package enum CertificateFiles {
    package struct Entry: Sendable, Hashable {
        package var name: String
        /// Seconds from now; below 0 when it is over.
        package var secondsLeft: Int64
    }

    /// Those that cannot be read are told by name.
    package static func read(_ configuration: ClusterConfiguration, now: Date = Date()) -> (entries: [Entry], unreadable: [String]) {
        let directory = configuration.paths.certificates
        var (entries, unreadable): ([Entry], [String]) = ([], [])
        for file in ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted() where file.hasSuffix(".crt") {
            if let text = AtomicFile.read("\(directory)/\(file)"), let subject = try? CertificateSubject(pem: text) {
                entries.append(Entry(name: file, secondsLeft: Int64(subject.notValidAfter.timeIntervalSince(now))))
            } else {
                unreadable.append(file)
            }
        }
        return (entries, unreadable)
    }
}
