import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// The folder of one kustomization. Files outside it are not read, unless the user lifts that restriction; other kustomizations may be
/// anywhere.
struct KustomizeFiles: Sendable {
    /// Without links.
    let path: String
    /// Folders on the way here, which must not be entered again.
    let visited: [String]
    let restrictsFiles: Bool

    static func root(_ folder: String, restrictsFiles: Bool) throws(Failure) -> KustomizeFiles {
        if isRemote(folder) { throw Failure("remote kustomizations are not supported: \(folder)") }
        guard let path = real(folder) else {
            throw Failure("evalsymlink failure on '\(folder)' : lstat \(folder): no such file or directory")
        }
        guard isFolder(path) else { throw Failure("'\(path)' is not a directory") }
        return KustomizeFiles(path: path, visited: [path], restrictsFiles: restrictsFiles)
    }

    /// Another kustomization's folder.
    func folder(_ name: String) throws(Failure) -> KustomizeFiles {
        let full = absolute(name)
        guard let path = Self.real(full) else { throw Self.missing(full) }
        if let loop = visited.first(where: { $0 == path || $0.hasPrefix(path + "/") }) {
            throw Failure("cycle detected: candidate root '\(path)' contains visited root '\(loop)'")
        }
        return KustomizeFiles(path: path, visited: visited + [path], restrictsFiles: restrictsFiles)
    }

    func has(_ name: String) -> Bool { access(absolute(name), F_OK) == 0 }

    /// Whether a name is that of a folder; false for what is not there.
    func isFolder(_ name: String) -> Bool { Self.real(absolute(name)).map(Self.isFolder) ?? false }

    func read(_ name: String) throws(Failure) -> [UInt8] {
        let full = absolute(name)
        guard let path = Self.real(full) else { throw Self.missing(full) }
        if Self.isFolder(path) { throw Failure("'\(path)' must resolve to a file") }
        if restrictsFiles, !path.hasPrefix(self.path == "/" ? "/" : self.path + "/") {
            throw Failure("security; file '\(path)' is not in or below '\(self.path)'")
        }
        return try KeyedSources.read(path)
    }

    /// Addresses of repositories and web servers, in the forms that kustomize takes.
    static func isRemote(_ name: String) -> Bool {
        ["http://", "https://", "ssh://", "git://", "git::", "git@", "github.com/", "gh:"].contains(where: name.hasPrefix)
            || name.contains("?ref=")
    }

    private func absolute(_ name: String) -> String { name.hasPrefix("/") ? name : path + "/" + name }

    private static func missing(_ path: String) -> Failure {
        Failure("evalsymlink failure on '\(path)' : lstat \(path): no such file or directory")
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
