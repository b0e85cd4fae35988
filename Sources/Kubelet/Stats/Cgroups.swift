import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// The control groups (version 1, hybrid layout) that hold the pods of this node.
struct Cgroups {
    let configuration: KubeletConfiguration

    /// The hierarchies mounted beside each other, such as `cpu`, `memory` and `pids`.
    var controllers: [String] {
        FileSystem.list(configuration.cgroupFilesystem).filter {
            FileSystem.kind("\(configuration.cgroupFilesystem)/\($0)", followLinks: false) == .directory && $0 != "unified"
        }
    }

    /// All hierarchies, also the unified one, in which the runtime makes groups as well.
    private var hierarchies: [String] {
        controllers + (FileSystem.kind("\(configuration.cgroupFilesystem)/unified", followLinks: false) == .directory ? ["unified"] : [])
    }

    /// Removes a pod's control groups in every hierarchy; ones that still hold a process stay until the next try.
    func remove(_ pod: Pod) {
        let parent = SandboxBuilder.cgroupParent(pod, root: configuration.cgroupRoot)
        for hierarchy in hierarchies { removeGroup("\(configuration.cgroupFilesystem)/\(hierarchy)\(parent)") }
    }

    /// How many processes and threads a pod has.
    func processes(of pod: Pod) -> Int64 {
        let parent = SandboxBuilder.cgroupParent(pod, root: configuration.cgroupRoot)
        let text = FileSystem.readText("\(configuration.cgroupFilesystem)/pids\(parent)/pids.current") ?? ""
        return Int64(text.filter(\.isNumber)) ?? 0
    }

    /// Removes the root of all pods' control groups, with the empty groups below it.
    func removeRoot() {
        for hierarchy in hierarchies { removeGroup("\(configuration.cgroupFilesystem)/\(hierarchy)\(configuration.cgroupRoot)") }
    }

    private func removeGroup(_ path: String) {
        guard FileSystem.kind(path) == .directory else { return }
        for name in FileSystem.list(path) where FileSystem.kind("\(path)/\(name)") == .directory { removeGroup("\(path)/\(name)") }
        rmdir(path)
    }
}
