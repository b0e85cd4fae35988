import Glibc

/// What the kernel tells of a process.
package struct ProcessFacts: Sendable, Equatable {
    /// Since the process started, in seconds.
    package let uptimeSeconds: Int
    /// Memory in RAM now, in bytes.
    package let residentBytes: Int

    /// Nil when there is no such process.
    package init?(pid: Int32) {
        guard let started = ProcessIdentifierFile.startTime(pid).flatMap({ Double($0) }),
            let status = AtomicFile.read("/proc/\(pid)/status"),
            let uptime = AtomicFile.read("/proc/uptime")
        else { return nil }
        self.init(startTicks: started, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))), uptime: uptime, status: status)
    }

    /// - Parameters:
    ///   - uptime: the text of /proc/uptime.
    ///   - status: the text of /proc/PID/status, which counts in kB of 1,024 bytes.
    init?(startTicks: Double, ticksPerSecond: Double, uptime: String, status: String) {
        guard ticksPerSecond > 0, let machine = uptime.split(separator: " ").first.flatMap({ Double($0) }) else { return nil }
        uptimeSeconds = max(0, Int(machine - startTicks / ticksPerSecond))
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        residentBytes = (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 1024
    }
}
