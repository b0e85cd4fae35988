import CRI
import Logging
import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps log files from growing without end: the file that got too large is moved aside under a name with its time, the runtime is told
/// to begin a new one, and the oldest are removed.
package struct LogRotation: Sendable {
    /// How often logs are measured.
    static let period = Duration.seconds(30)

    let runtime: any ContainerRuntime
    let maximumBytes: Int
    let maximumFiles: Int
    let now: @Sendable () -> Timestamp
    let logger: Logger

    /// - Parameters:
    ///   - maximumBytes: a log that is longer is moved aside.
    ///   - maximumFiles: how many are kept, with the one that is written.
    package init(
        runtime: any ContainerRuntime, maximumBytes: Int, maximumFiles: Int, now: @escaping @Sendable () -> Timestamp = Timestamp.now,
        logger: Logger
    ) {
        (self.runtime, self.maximumBytes, self.maximumFiles) = (runtime, maximumBytes, maximumFiles)
        (self.now, self.logger) = (now, logger)
    }

    /// Looks at the logs again and again until the task is cancelled.
    /// - Parameter running: the containers that run at the time.
    package func run(_ running: () async -> [(id: String, logPath: String)]) async {
        while (try? await Task.sleep(for: Self.period, tolerance: .seconds(5))) != nil { await rotate(await running()) }
    }

    /// Looks at the logs of running containers once.
    private func rotate(_ containers: [(id: String, logPath: String)]) async {
        for (id, path) in containers {
            guard let size = FileSystem.size(path), size > maximumBytes else { continue }
            do {
                let aside = path + "." + Self.stamp(now())
                try FileSystem.rename(path, aside)
                do {
                    try await runtime.reopenContainerLog(id)
                } catch {
                    // The runtime still writes to the moved file: put it back.
                    try FileSystem.rename(aside, path)
                    throw error
                }
                for old in Self.surplus(path, among: Self.rotated(path), keep: maximumFiles - 1) { try FileSystem.removeTree(old) }
            } catch {
                logger.warning("could not rotate a log", metadata: ["path": "\(path)", "error": "\(error)"])
            }
        }
    }

    /// A time as rotated files carry it: `20240102-030405`.
    static func stamp(_ time: Timestamp) -> String {
        var text = ""
        for character in time.wholeSeconds.description where character.isNumber || character == "T" {
            text.append(character == "T" ? "-" : character)
        }
        return text
    }

    /// The rotated files of a log, oldest first.
    package static func rotated(_ path: String) -> [String] {
        guard let slash = path.lastIndex(of: "/") else { return [] }
        let directory = String(path[..<slash])
        let prefix = path[path.index(after: slash)...] + "."
        return FileSystem.list(directory).filter { $0.hasPrefix(prefix) }.map { directory + "/" + $0 }
    }

    static func surplus(_ path: String, among rotated: [String], keep: Int) -> [String] { Array(rotated.dropLast(max(keep, 0))) }
}
