import CommandRunner
import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What `up`, `down`, `status` and `delete` do with the server process of a cluster.
package struct ClusterLifecycle: Sendable {
    /// A cluster that has said nothing for this long while starting is taken for stuck.
    static let startTimeout: Duration = .seconds(180)
    /// Stopping ends every container with its grace period.
    static let stopTimeout: Duration = .seconds(120)
    /// Between two looks whether a process that is no child of ours has ended.
    static let stopLook: Duration = .milliseconds(20)

    package let configuration: ClusterConfiguration
    private var processFile: ProcessIdentifierFile { ProcessIdentifierFile(path: configuration.paths.processIdentifier) }

    package init(configuration: ClusterConfiguration) { self.configuration = configuration }

    package var serverProcess: Int32? { processFile.running }

    private var what: String { configuration.furtherNode == nil ? "cluster" : "node \(configuration.nodeName)" }

    /// Starts the server in the background and follows it until the cluster is ready.
    package func start(executable: String, report: (String) -> Void) async throws {
        let paths = configuration.paths
        try await Remains(configuration: configuration).endOrphans()
        let taken = takenPorts + Neighbours.running(beside: configuration.name).clashes(with: configuration)
        guard taken.isEmpty else { throw ClusterError(taken.joined(separator: "\n")) }
        try configuration.api.check()
        try configuration.save()
        try FileManager.default.createDirectory(atPath: paths.run, withIntermediateDirectories: true)
        unlink(paths.stopMarker)
        let child = try DetachedProcess.start(
            executable: executable,
            arguments: ["server", "--background", "--name", configuration.name, "--data-dir", configuration.dataDirectory],
            logPath: paths.log)
        defer { try? child.notifications.close() }
        try follow(child, report: report)
    }

    /// Ports of the cluster at which another program listens, each with the mend.
    private var takenPorts: [String] {
        let wanted = [
            ("the API server", "api", configuration.apiPort), ("the registry", "registry", configuration.registryPort),
            ("the kubelet", "kubelet", configuration.kubeletPort),
        ]
        return wanted.filter { !PortProbe.isFree($0.2) }.map { purpose, flag, port in
            """
            port \(port), wanted for \(purpose), is taken by another program; stop that (see: ss -ltnp 'sport = :\(port)') or choose \
            another with --\(flag)-port
            """
        }
    }

    func follow(_ child: DetachedProcess.Started, report: (String) -> Void) throws {
        var pending: [UInt8] = []
        let deadline = ContinuousClock.now + Self.startTimeout
        while true {
            var poller = pollfd(fd: child.notifications.rawValue, events: Int16(POLLIN), revents: 0)
            let left = (deadline - ContinuousClock.now).components.seconds
            guard left > 0, poll(&poller, 1, Int32(left) * 1000) > 0 else {
                throw ClusterError(
                    "the \(what) was not ready after \(Self.startTimeout); it goes on trying, see \(configuration.paths.log)")
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = try chunk.withUnsafeMutableBytes { try child.notifications.read(into: $0) }
            if count == 0 {
                throw ClusterError(
                    "the \(what)'s process ended while starting; its last words are in \(configuration.paths.log)\n\(lastLogLines(5))")
            }
            pending += chunk[..<count]
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                switch StartMessage(line: line) {
                case .progress(let step): report(step)
                case .ready: return
                case .failed(let reason): throw ClusterError(reason)
                case nil: continue
                }
            }
        }
    }

    package func lastLogLines(_ count: Int) -> String {
        (AtomicFile.read(configuration.paths.log) ?? "").split(separator: "\n").suffix(count).joined(separator: "\n")
    }

    /// Ends the server, its further nodes and every container; false when nothing ran.
    /// - Parameter containerGrace: seconds that containers have to end by themselves.
    package func stop(containerGrace: Int = StopMarker.defaultGrace) async throws -> Bool {
        let lifecycles = FurtherNode.all(of: configuration).map { ClusterLifecycle(configuration: $0.configuration) } + [self]
        let running = lifecycles.compactMap { lifecycle in lifecycle.serverProcess.map { (lifecycle, $0) } }
        for (lifecycle, pid) in running { try lifecycle.tellToEnd(pid, containerGrace: containerGrace) }
        let deadline = ContinuousClock.now + Self.stopTimeout
        for (lifecycle, pid) in running {
            while lifecycle.serverProcess == pid {
                guard ContinuousClock.now < deadline else {
                    throw ClusterError(
                        "the \(lifecycle.what)'s process \(pid) has not ended after \(Self.stopTimeout); see \(lifecycle.configuration.paths.log)"
                    )
                }
                try await Task.sleep(for: Self.stopLook)
            }
        }
        for lifecycle in lifecycles { unlink(lifecycle.configuration.paths.stopMarker) }
        return !running.isEmpty
    }

    private func tellToEnd(_ pid: Int32, containerGrace: Int) throws {
        try StopMarker(path: configuration.paths.stopMarker).set(containerGrace: containerGrace)
        // It may have ended between the look and the signal.
        guard kill(pid, SIGTERM) == 0 || errno == ESRCH else {
            throw ClusterError("the \(what)'s process \(pid) cannot be stopped: \(Errno(rawValue: errno))")
        }
    }
}
