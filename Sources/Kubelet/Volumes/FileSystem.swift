#if canImport(Glibc)
    import Glibc
#endif

/// A system call that failed: what was tried, on which path, and the system's reason.
struct FileError: Error, Sendable, CustomStringConvertible {
    var operation: String
    var path: String
    var code: Int32

    var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }
}

/// The few file operations a kubelet needs, over system calls.
enum FileSystem {
    enum Kind: Sendable { case directory, file, socket, characterDevice, blockDevice, link, other }

    static func kind(_ path: String, followLinks: Bool = true) -> Kind? {
        var info = stat()
        guard (followLinks ? stat(path, &info) : lstat(path, &info)) == 0 else { return nil }
        switch info.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFREG: return .file
        case S_IFSOCK: return .socket
        case S_IFCHR: return .characterDevice
        case S_IFBLK: return .blockDevice
        case S_IFLNK: return .link
        default: return .other
        }
    }

    static func exists(_ path: String) -> Bool { kind(path, followLinks: false) != nil }

    static func size(_ path: String) -> Int? {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : nil
    }

    /// What a tree takes up on its disk; links are not followed, other file systems not entered.
    static func use(_ path: String) -> DiskUse {
        var info = stat()
        guard lstat(path, &info) == 0 else { return DiskUse() }
        var total = DiskUse(bytes: Int64(info.st_blocks) * 512, inodes: 1)
        guard info.st_mode & S_IFMT == S_IFDIR else { return total }
        for name in list(path) where device(path + "/" + name, followLinks: false) == info.st_dev {
            total = total + use(path + "/" + name)
        }
        return total
    }

    /// The number of the file system that a path lies on.
    static func device(_ path: String, followLinks: Bool = true) -> dev_t? {
        var info = stat()
        return (followLinks ? stat(path, &info) : lstat(path, &info)) == 0 ? info.st_dev : nil
    }

    /// Makes the directory and those above it; one that exists is left as it is.
    static func makeDirectories(_ path: String, mode: mode_t = 0o755) throws {
        if kind(path) == .directory { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeDirectories(String(path[..<slash]), mode: 0o755) }
        if mkdir(path, mode) != 0, errno != EEXIST { throw FileError(operation: "mkdir", path: path, code: errno) }
        chmod(path, mode)  // past the umask
    }

    static func read(_ path: String, limit: Int = 16 << 20) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        defer { close(file) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while result.count < limit {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: path, code: errno)
            }
            if count == 0 { break }
            result += chunk[0..<count]
        }
        return result
    }

    static func readText(_ path: String) -> String? { (try? read(path)).map { String(decoding: $0, as: UTF8.self) } }

    static func write(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        defer { close(file) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + offset }, bytes.count - offset) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "write", path: path, code: errno)
            }
            offset += count
        }
        fchmod(file, mode)
    }

    static func list(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func rename(_ old: String, _ new: String) throws {
        if Glibc.rename(old, new) != 0 { throw FileError(operation: "rename", path: old, code: errno) }
    }

    static func symlink(_ target: String, at path: String) throws {
        if Glibc.symlink(target, path) != 0 { throw FileError(operation: "symlink", path: path, code: errno) }
    }

    static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in text.baseAddress.map { readlink(path, $0, text.count) } ?? -1 }
        }
        return count < 0 ? nil : String(decoding: buffer[0..<count], as: UTF8.self)
    }

    /// Removes a tree without following links and without crossing into what is still mounted below it.
    static func removeTree(_ path: String) throws {
        guard let kind = kind(path, followLinks: false) else { return }
        if kind == .directory {
            for name in list(path) { try removeTree(path + "/" + name) }
            if rmdir(path) != 0, errno != ENOENT { throw FileError(operation: "rmdir", path: path, code: errno) }
        } else if unlink(path) != 0, errno != ENOENT {
            throw FileError(operation: "unlink", path: path, code: errno)
        }
    }

    /// Gives a tree to a group that may write it, new entries too (core/v1 fsGroup).
    static func giveToGroup(_ path: String, _ group: gid_t, readOnly: Bool) {
        var info = stat()
        guard lstat(path, &info) == 0 else { return }
        lchown(path, uid_t.max, group)
        guard info.st_mode & S_IFMT != S_IFLNK else { return }
        let isDirectory = info.st_mode & S_IFMT == S_IFDIR
        var mode = (info.st_mode & 0o7777) | (readOnly ? 0o440 : 0o660)
        if isDirectory { mode |= 0o2110 }
        chmod(path, mode)
        if isDirectory { for name in list(path) { giveToGroup(path + "/" + name, group, readOnly: readOnly) } }
    }

    static func mountTmpfs(_ path: String, sizeBytes: Int64?) throws {
        let options = sizeBytes.map { "size=\($0)" } ?? ""
        if mount("tmpfs", path, "tmpfs", 0, options) != 0 { throw FileError(operation: "mount tmpfs", path: path, code: errno) }
    }

    static func bindMount(_ source: String, _ target: String) throws {
        if mount(source, target, "", UInt(MS_BIND) | UInt(MS_REC), nil) != 0 {
            throw FileError(operation: "bind mount", path: target, code: errno)
        }
    }

    static func unmount(_ path: String) throws {
        if umount2(path, Int32(MNT_DETACH)) != 0, errno != EINVAL, errno != ENOENT {
            throw FileError(operation: "unmount", path: path, code: errno)
        }
    }

    /// The mount points at or below a directory, the deepest first.
    static func mounts(below path: String) -> [String] {
        guard let text = readText("/proc/self/mountinfo") else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 4 else { return nil }
            let point = String(fields[4])
            return point == path || point.hasPrefix(path + "/") ? point : nil
        }.sorted { $0.utf8.count > $1.utf8.count }
    }
}
