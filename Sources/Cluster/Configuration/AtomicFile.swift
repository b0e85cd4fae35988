import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Files that are there whole or not at all, also after a power cut: written beside their place, synced, and renamed over it.
package enum AtomicFile {
    /// - Parameter owner: who is to own it; nil: who runs this.
    package static func write(
        _ text: String, to path: String, permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead],
        owner: FileOwner? = nil
    ) throws {
        try createDirectory(of: path)
        let temporary = path + ".new"
        let file = try FileDescriptor.open(
            FilePath(temporary), .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow], permissions: permissions)
        try file.closeAfter {
            if let owner, fchown(file.rawValue, owner.user, owner.group) != 0 { throw Errno(rawValue: errno) }
            try file.writeAll(text.utf8)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard rename(temporary, path) == 0 else { throw Errno(rawValue: errno) }
    }

    /// For keys and credentials: readable by their owner alone.
    package static func writeSecret(_ text: String, to path: String, owner: FileOwner? = nil) throws {
        try write(text, to: path, permissions: [.ownerReadWrite], owner: owner)
    }

    /// The whole text of a file, nil when there is none. Read to its end and not to its size: files of /proc say that they are empty.
    package static func read(_ path: String) -> String? {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return nil }
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            guard let count = try? chunk.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    static func createDirectory(of path: String) throws {
        let directory = FilePath(path).removingLastComponent().string
        if directory.isEmpty { return }  // a name alone: in the working directory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }
}
