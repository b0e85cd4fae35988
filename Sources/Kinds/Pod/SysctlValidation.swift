internal import Document
internal import Resources

/// Kernel parameters of a pod: their names, and that the pod has a namespace of its own to set them in.
enum SysctlValidation {
    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        var seen: Set<String> = []
        for (index, entry) in (spec["securityContext"]["sysctls"].array ?? []).enumerated() {
            let path = path.child("securityContext").child("sysctls").index(index).child("name")
            guard let name = entry["name"].string, !name.isEmpty else {
                errors.append(.required(path))
                continue
            }
            let problems = NameRules.sysctl(name)
            for problem in problems { errors.append(.invalid(path, name, problem)) }
            if problems.isEmpty, !seen.insert(name).inserted { errors.append(.duplicate(path, name)) }
            guard let field = sharedNamespace(name) else { continue }
            if spec[field].bool == true { errors.append(.invalid(path, name, "may not be specified when '\(field)' is true")) }
        }
    }

    /// The field by which a pod would give up the namespace that the parameter belongs to (sysctl(8), namespaces(7)).
    private static func sharedNamespace(_ name: String) -> String? {
        let name = name.replacing("/", with: ".")
        if name.hasPrefix("net.") { return "hostNetwork" }
        let ofIPC = ["kernel.sem", "kernel.shm", "kernel.msg", "fs.mqueue."].contains { name.hasPrefix($0) }
        return ofIPC ? "hostIPC" : nil
    }
}
