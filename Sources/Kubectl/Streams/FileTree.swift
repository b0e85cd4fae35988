import FoundationEssentials
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// Paths as text, in the ways of `path.Clean` and its companions.
enum PathText {
    /// Without `.`, doubled slashes, and `..` where it can be resolved.
    static func clean(_ path: String) -> String {
        let isRooted = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isRooted {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isRooted ? "/" + joined : joined.isEmpty ? "." : joined
    }

    static func join(_ folder: String, _ name: String) -> String {
        if folder.isEmpty { return name.isEmpty ? "" : clean(name) }
        return clean(folder + "/" + name)
    }

    static func folder(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return clean(String(path[...slash]))
    }

    static func name(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.last.map(String.init) ?? (path.hasPrefix("/") ? "/" : ".")
    }

    static func withoutTrailingSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// Without what would lead out of the folder it is taken relative to.
    static func withoutShortcuts(_ path: String) -> String {
        var rest = path[...]
        while rest.hasPrefix("../") { rest = rest.dropFirst(3) }
        if rest == "." || rest == ".." { return "" }
        return rest.hasPrefix("/") ? String(rest.dropFirst()) : String(rest)
    }
}

/// A file or folder of this machine as the bytes of an archive, made as they are asked for.
final class ArchiveSource {
    /// Bytes that are read of a file at once.
    private static let chunkBytes = 256 * 1024

    private var pending: [(path: String, name: String)]
    private var open: (descriptor: Int32, left: Int, size: Int)?
    private var isDone = false

    /// - Parameters:
    ///   - path: what is archived.
    ///   - name: what it is called in the archive.
    init(path: String, name: String) { pending = [(path, name)] }

    deinit { if let open { close(open.descriptor) } }

    /// The next bytes of the archive; nil at its end.
    func next() throws -> [UInt8]? {
        if let file = open { return try content(file) }
        guard let (path, name) = pending.popLast() else {
            defer { isDone = true }
            return isDone ? nil : TarWriter.end
        }
        return try begin(path, name)
    }

    private func begin(_ path: String, _ name: String) throws -> [UInt8] {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw Self.failure("lstat", path) }
        var entry = TarEntry(name: name, mode: Int(facts.st_mode & 0o7777), modified: Int(facts.st_mtim.tv_sec))
        entry.owner = Int(facts.st_uid)
        entry.group = Int(facts.st_gid)
        switch facts.st_mode & S_IFMT {
        case S_IFDIR:
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted(by: >)
            pending += names.map { (path + "/" + $0, PathText.join(name, $0)) }
            guard names.isEmpty else { return [] }
            entry.kind = .folder
            return TarWriter.header(entry)
        case S_IFLNK:
            entry.kind = .symbolicLink
            entry.target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
            return TarWriter.header(entry)
        default:
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.failure("open", path) }
            entry.size = Int(facts.st_size)
            open = (descriptor, entry.size, entry.size)
            return TarWriter.header(entry)
        }
    }

    /// The header has promised a length: what a file has grown by meanwhile is left out, what it has lost is an error.
    private func content(_ file: (descriptor: Int32, left: Int, size: Int)) throws -> [UInt8] {
        if file.left == 0 {
            close(file.descriptor)
            open = nil
            return TarWriter.padding(after: file.size)
        }
        var chunk = [UInt8](repeating: 0, count: min(Self.chunkBytes, file.left))
        let count = read(file.descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { return [] }
        guard count > 0 else { throw Failure("a file became shorter while it was copied") }
        open?.left -= count
        return Array(chunk[..<count])
    }

    static func failure(_ operation: String, _ path: String) -> Failure {
        Failure("\(operation) \(path): \(String(cString: strerror(errno)).lowercased())")
    }
}

/// Puts the files of an archive into place.
final class ArchiveTarget {
    private let prefix: String
    private let destination: String
    private let warn: (String) -> Void
    private let linkHint: (String, String) -> String
    private var reader = TarReader()
    private var descriptor: Int32?
    private var hasHinted = false

    /// - Parameters:
    ///   - prefix: what all names begin with, and which `destination` stands for.
    ///   - linkHint: what the first symbolic link, which is not made, is told of with: its path and its target.
    init(prefix: String, destination: String, warn: @escaping (String) -> Void, linkHint: @escaping (String, String) -> String) {
        self.prefix = prefix
        self.destination = destination
        self.warn = warn
        self.linkHint = linkHint
    }

    deinit { if let descriptor { close(descriptor) } }

    func write(_ bytes: some Sequence<UInt8>) throws {
        for piece in try reader.append(bytes) {
            switch piece {
            case .entry(let entry): try begin(entry)
            case .content(let bytes): try content(bytes)
            }
        }
    }

    private func begin(_ entry: TarEntry) throws {
        if let open = descriptor { close(open) }
        descriptor = nil
        guard entry.name.hasPrefix(prefix) else { throw Failure("tar contents corrupted") }
        let path = PathText.join(destination, String(entry.name.dropFirst(prefix.count)))
        let root = PathText.clean(destination)
        guard
            path == root || path.hasPrefix(root == "/" ? "/" : root + "/") || (root == "." && !path.hasPrefix("..") && !path.hasPrefix("/"))
        else { return warn("warning: file \(path.goQuoted) is outside target destination, skipping\n") }
        try makeFolder(PathText.folder(path))
        switch entry.kind {
        case .folder: try makeFolder(path)
        case .symbolicLink:
            if hasHinted { return warn("warning: skipping symlink: \(path.goQuoted) -> \(entry.target.goQuoted)\n") }
            hasHinted = true
            warn(linkHint(path, entry.target))
        case .file:
            let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard opened >= 0 else { throw ArchiveSource.failure("open", path) }
            descriptor = opened
        }
    }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    private func content(_ bytes: [UInt8]) throws {
        guard let descriptor else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw ArchiveSource.failure("write", destination) }
            rest = rest.dropFirst(written)
        }
    }
}
