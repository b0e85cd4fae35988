internal import Document
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Discovery kept on disk, a folder a server, so that a command does not have to ask before it can work.
struct DiscoveryCache: Sendable {
    /// Seconds for which what was read stays good, as upstream keeps it.
    static let lifetimeSeconds = 6 * 3600

    let path: String

    init(folder: String, server: String) {
        var host = server
        if let scheme = host.firstRange(of: "://") { host = String(host[scheme.upperBound...]) }
        let name = String(host.map { $0.isLetter || $0.isNumber || "_./-".contains($0) ? $0 : "_" })
        path = "\(folder)/discovery/\(name)/aggregated.json"
    }

    /// Nil when there is nothing, or nothing good any more.
    func read() -> ServedAPI? {
        var facts = stat()
        guard stat(path, &facts) == 0, time(nil) - facts.st_mtim.tv_sec < Self.lifetimeSeconds,
            let data = FileManager.default.contents(atPath: path), let document = try? JSON.parse([UInt8](data))
        else { return nil }
        return ServedAPI(core: document["core"], groups: document["groups"])
    }

    /// Keeps what was read. A folder that cannot be written to only costs time.
    func write(core: JSON, groups: JSON) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        let document: JSON = ["core": core, "groups": groups]
        let temporary = "\(path).\(getpid())"
        guard FileManager.default.createFile(atPath: temporary, contents: Data(document.encoded())) else { return }
        if rename(temporary, path) != 0 { unlink(temporary) }
    }

    func forget() { unlink(path) }
}
