#if canImport(Glibc)
    import Glibc
#endif

/// Whom a file belongs to.
package struct FileOwner: Sendable, Equatable {
    let user: uid_t
    let group: gid_t

    /// The owner of the file that the path leads to; nil when there is none.
    init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        (user, group) = (info.st_uid, info.st_gid)
    }

    /// Where the links of a path lead in the end; the path itself where nothing is.
    static func target(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
