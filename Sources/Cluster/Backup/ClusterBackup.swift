import CommandRunner
import Document
import FoundationEssentials
import Resources
import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// Writes the whole state of a cluster into one file, and puts it back: the store as of one moment, keys and configuration, each with
/// its checksum. The cluster may run while it is written.
package struct ClusterBackup: Sendable {
    /// Packing reads and writes every byte of the store a few times.
    static let commandTimeout: Duration = .seconds(1800)

    private let configuration: ClusterConfiguration
    private let runner: any CommandRunning

    package init(configuration: ClusterConfiguration, runner: any CommandRunning = CommandRunner()) {
        (self.configuration, self.runner) = (configuration, runner)
    }

    /// Writes the backup, reads it back and checks it; then gives it its name.
    /// - Returns: its size in bytes.
    package func write(to file: String, now: Timestamp = .now()) async throws -> Int {
        let paths = configuration.paths
        guard try await StoreFile(configuration).exists() else {
            throw ClusterError("\(paths.data) holds no store: only a server has state to keep")
        }
        return try await withStaging(paths.data) { staging in
            let contents = staging + "/contents"
            try FileManager.default.createDirectory(atPath: contents, withIntermediateDirectories: true)
            try await StoreFile(configuration).copy(to: "\(contents)/\(BackupContents.store)")
            for entry in BackupContents.entries(furtherNodes: FurtherNode.all(of: configuration).map(\.number))
            where FileManager.default.fileExists(atPath: "\(paths.data)/\(entry)") {
                let target = "\(contents)/\(entry)"
                try AtomicFile.createDirectory(of: target)
                try await run("cp", ["-a", "\(paths.data)/\(entry)", target])
            }
            for (name, path) in BackupContents.outside(configuration) { try await run("cp", ["-a", path, "\(contents)/\(name)"]) }
            let heading = BackupContents(name: configuration.name, version: ClusterVersion.text, created: now.wholeSeconds)
            try AtomicFile.write(heading.json.prettyText + "\n", to: "\(contents)/\(BackupContents.heading)")
            try await run(
                "sh",
                [
                    "-c", "cd \"$0\" && find . -type f ! -name \(BackupContents.sums) -exec sha256sum {} + > \(BackupContents.sums)",
                    contents,
                ])
            let packed = file + ".new"
            defer { unlink(packed) }
            try AtomicFile.writeSecret("", to: packed)  // holds keys: nobody else may ever read it
            try await run("tar", ["-czf", packed, "-C", contents, "."])
            try await run("sync", [packed])
            _ = try await unpacked(packed, staging + "/again")
            guard rename(packed, file) == 0 else { throw ClusterError("\(file) cannot be written: \(String(cString: strerror(errno)))") }
            return (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int).flatMap { $0 } ?? 0
        }
    }

    /// Puts a backup's state in place of what there is; that is kept beside it.
    /// - Parameter replaces: whether a cluster that is there may be replaced.
    /// - Returns: when the backup was made, and where what was replaced is kept.
    package func restore(from file: String, replaces: Bool, now: Timestamp = .now()) async throws -> (created: Timestamp, kept: String?) {
        let paths = configuration.paths
        guard FileManager.default.fileExists(atPath: file) else { throw ClusterError("\(file): no such file") }
        if ClusterLifecycle(configuration: configuration).serverProcess != nil {
            throw ClusterError("the cluster \(configuration.name) is up; stop it first with `coxswain down`")
        }
        return try await withStaging(paths.data) { staging in
            let contents = staging + "/contents"
            let heading = try await unpacked(file, contents)
            guard heading.name == configuration.name else {
                throw ClusterError("\(file) holds the cluster \(heading.name); restore it with --name \(heading.name)")
            }
            let store = StoreFile(try placed(contents))
            let exists = try await store.exists()
            guard !exists || replaces else {
                throw ClusterError(
                    "there is a cluster \(configuration.name) already; --replace puts the backup in its place (its state is kept beside it)"
                )
            }
            let kept = exists ? "\(paths.data)/replaced-\(now.wholeSeconds)" : nil
            if let kept { try await setAside(in: kept, store) }
            try await store.replace(by: "\(contents)/\(BackupContents.store)")
            for entry in BackupContents.entries(furtherNodes: Self.nodes(in: contents)) {
                let source = "\(contents)/\(entry)"
                guard FileManager.default.fileExists(atPath: source) else { continue }
                let target = "\(paths.data)/\(entry)"
                try AtomicFile.createDirectory(of: target)
                guard rename(source, target) == 0 else {
                    throw ClusterError("\(target) cannot be put in place: \(String(cString: strerror(errno)))")
                }
            }
            // Other servers may use what lies outside: it is put back only where there is nothing.
            for (name, path) in BackupContents.outside(store.configuration) where !FileManager.default.fileExists(atPath: path) {
                try AtomicFile.createDirectory(of: path)
                try await run("cp", ["-a", "\(contents)/\(name)", path])
            }
            try placeConfiguration()
            return (heading.created, kept)
        }
    }

    /// The configuration in a backup, with its data where they are to lie.
    private func placed(_ contents: String) throws -> ClusterConfiguration {
        guard let text = AtomicFile.read("\(contents)/cluster.json"), let json = try? JSON.parse(text: text) else {
            throw ClusterError("the backup holds no configuration")
        }
        var restored = ClusterConfiguration(json: json)
        restored.dataDirectory = configuration.dataDirectory
        return restored
    }

    /// The data may lie elsewhere than it did.
    private func placeConfiguration() throws {
        guard var restored = try ClusterConfiguration.saved(name: configuration.name, dataDirectory: configuration.dataDirectory) else {
            throw ClusterError("the backup holds no configuration")
        }
        restored.dataDirectory = configuration.dataDirectory
        try restored.save()
    }

    private func setAside(in kept: String, _ store: StoreFile) async throws {
        let paths = configuration.paths
        try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
        try await store.setAside("\(kept)/\(BackupContents.store)")
        let known = FurtherNode.all(of: configuration).map(\.number)
        for path in BackupContents.entries(furtherNodes: known).map({ "\(paths.data)/\($0)" }) {
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let target = kept + path.dropFirst(paths.data.count)
            try AtomicFile.createDirectory(of: target)
            guard rename(path, target) == 0 else { throw ClusterError("\(path) cannot be set aside: \(String(cString: strerror(errno)))") }
        }
    }

    static func nodes(in directory: String) -> [Int] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory + "/nodes")) ?? []).compactMap { Int($0) }
    }

    /// Unpacks a backup and checks every file of it.
    private func unpacked(_ file: String, _ directory: String) async throws -> BackupContents {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        do {
            try await run("tar", ["-xzf", file, "-C", directory, "--no-same-owner"])
        } catch {
            throw ClusterError("\(file) cannot be unpacked, it is damaged or no backup: \(error)")
        }
        let heading = try BackupContents(text: AtomicFile.read("\(directory)/\(BackupContents.heading)"))
        let check = try await runner.run(
            Command("sha256sum", ["--check", "--strict", "--quiet", BackupContents.sums], workingDirectory: directory),
            timeout: Self.commandTimeout)
        guard check.succeeded else { throw ClusterError("\(file) is damaged:\n\(check.standardOutput)\(check.standardError)") }
        try SQLiteSnapshot.check("\(directory)/\(BackupContents.store)")
        return heading
    }

    private func run(_ command: String, _ arguments: [String]) async throws {
        try await runner.check(command, arguments, timeout: Self.commandTimeout)
    }

    /// Hands a directory beside the data to `body`, readable by its owner alone, and removes it afterwards.
    private func withStaging<Result>(_ data: String, _ body: (String) async throws -> Result) async throws -> Result {
        let staging = "\(data)/.backup-\(getpid())"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        guard mkdir(staging, 0o700) == 0 else { throw ClusterError("\(staging) cannot be made: \(String(cString: strerror(errno)))") }
        defer { try? FileManager.default.removeItem(atPath: staging) }
        return try await body(staging)
    }
}
