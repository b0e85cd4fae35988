import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// Files that are there whole or not at all, also after a power cut: written beside their place, synced, and renamed over it.
package enum AtomicFile {
    package static func write(_ text: String, to path: String, permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]) throws {
        try createDirectory(of: path)
        let temporary = path + ".new"
        let file = try FileDescriptor.open(FilePath(temporary), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: permissions)
        try file.closeAfter {
            try file.writeAll(text.utf8)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard rename(temporary, path) == 0 else { throw Errno(rawValue: errno) }
    }

    /// For keys and credentials: readable by their owner alone.
    package static func writeSecret(_ text: String, to path: String) throws { try write(text, to: path, permissions: [.ownerReadWrite]) }

    package static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    static func createDirectory(of path: String) throws {
        let directory = FilePath(path).removingLastComponent().string
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }
}
