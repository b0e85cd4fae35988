#if canImport(Glibc)
    import Glibc
#endif

/// One file of a config map, secret, downward API or projected volume.
struct ProjectedFile: Sendable, Hashable {
    /// Relative to the volume; may hold slashes.
    var path: String
    var content: [UInt8]
    var mode: mode_t
}

/// Writes the files of a volume so that a reader sees the old set or the new one, never a mixture.
///
/// The files lie in a directory named after the time; `..data` is a link to it; every top entry is a link through `..data`. An update
/// makes a new directory and renames a new `..data` over the old, which the file system does in one step.
enum AtomicWriter {
    static let dataLink = "..data"

    /// - Parameter stamp: a name not used before, such as a time.
    /// - Returns: whether anything had changed.
    @discardableResult
    static func write(_ files: [ProjectedFile], to directory: String, stamp: String, owner: uid_t? = nil) throws -> Bool {
        for file in files { try check(file.path) }
        let oldTarget = FileSystem.linkTarget("\(directory)/\(dataLink)")
        if let oldTarget, isSame(files, "\(directory)/\(oldTarget)") { return false }
        let fresh = "..\(stamp)"
        let freshPath = "\(directory)/\(fresh)"
        try FileSystem.makeDirectories(freshPath)
        for file in files {
            let path = "\(freshPath)/\(file.path)"
            if let slash = path.lastIndex(of: "/") { try FileSystem.makeDirectories(String(path[..<slash])) }
            try FileSystem.write(path, file.content, mode: file.mode)
            if let owner { chown(path, owner, gid_t.max) }
        }
        let tops = Set(files.compactMap { $0.path.split(separator: "/").first.map(String.init) })
        let temporary = "\(directory)/..data_tmp"
        unlink(temporary)
        try FileSystem.symlink(fresh, at: temporary)
        try FileSystem.rename(temporary, "\(directory)/\(dataLink)")
        for top in tops where FileSystem.kind("\(directory)/\(top)", followLinks: false) == nil {
            try FileSystem.symlink("\(dataLink)/\(top)", at: "\(directory)/\(top)")
        }
        for name in FileSystem.list(directory) where !name.hasPrefix("..") && !tops.contains(name) { unlink("\(directory)/\(name)") }
        if let oldTarget, oldTarget != fresh { try FileSystem.removeTree("\(directory)/\(oldTarget)") }
        return true
    }

    private static func check(_ path: String) throws(ConfigurationError) {
        if path.isEmpty || path.hasPrefix("/") || path.split(separator: "/").contains("..") || path.hasPrefix("..") {
            throw ConfigurationError("invalid path of a volume's file: \(path)")
        }
    }

    private static func isSame(_ files: [ProjectedFile], _ directory: String) -> Bool {
        var present: Set<String> = []
        func walk(_ relative: String) {
            for name in FileSystem.list(relative.isEmpty ? directory : "\(directory)/\(relative)") {
                let path = relative.isEmpty ? name : "\(relative)/\(name)"
                if FileSystem.kind("\(directory)/\(path)") == .directory { walk(path) } else { present.insert(path) }
            }
        }
        walk("")
        guard present == Set(files.map(\.path)) else { return false }
        return files.allSatisfy { (try? FileSystem.read("\(directory)/\($0.path)")) == $0.content }
    }
}
