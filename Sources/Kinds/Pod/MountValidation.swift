internal import Document
internal import Resources

/// Where a container sees the pod's volumes: as folders, and as devices.
struct MountValidation {
    let container: JSON
    /// The pod's volumes that are well-formed, by name.
    let volumes: [String: JSON]

    func validate(_ path: FieldPath, _ errors: inout [FieldError]) {
        mounts(path.child("volumeMounts"), &errors)
        devices(path.child("volumeDevices"), &errors)
    }

    private func places(_ list: String, _ key: String) -> (names: Set<String>, paths: Set<String>) {
        let entries = container[list].array ?? []
        return (Set(entries.map { $0["name"].string ?? "" }), Set(entries.map { $0[key].string ?? "" }))
    }

    /// Faults of some fields are told at the list, not at the element.
    private func mounts(_ list: FieldPath, _ errors: inout [FieldError]) {
        let mounts = container["volumeMounts"].array ?? []
        if mounts.isEmpty { return }
        let devices = places("volumeDevices", "devicePath")
        var points: Set<String> = []
        for (index, mount) in mounts.enumerated() {
            let path = list.index(index)
            let (name, point) = (mount["name"].string ?? "", mount["mountPath"].string ?? "")
            if name.isEmpty { errors.append(.required(path.child("name"))) }
            if volumes[name] == nil { errors.append(.notFound(path.child("name"), .string(name))) }
            if point.isEmpty { errors.append(.required(path.child("mountPath"))) }
            if !points.insert(point).inserted { errors.append(.invalid(path.child("mountPath"), point, "must be unique")) }
            if devices.names.contains(name) {
                errors.append(.invalid(path.child("name"), name, "must not already exist in volumeDevices"))
            }
            if devices.paths.contains(point) {
                errors.append(.invalid(path.child("mountPath"), point, "must not already exist as a path in volumeDevices"))
            }
            subPaths(mount, list, path, &errors)
            if let value = mount["mountPropagation"].string, !Self.propagations.contains(value) {
                errors.append(.notSupported(list.child("mountPropagation"), value, Self.propagations))
            }
            if mount["mountPropagation"].string == "Bidirectional", container["securityContext"]["privileged"].bool != true {
                errors.append(
                    .forbidden(
                        list.child("mountPropagation"), "Bidirectional mount propagation is available only to privileged containers"))
            }
            recursion(mount, list.child("recursiveReadOnly"), &errors)
        }
    }

    private static let propagations = ["Bidirectional", "HostToContainer", "None"]

    private func subPaths(_ mount: JSON, _ list: FieldPath, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (plain, expression) = (mount["subPath"].string ?? "", mount["subPathExpr"].string ?? "")
        if !plain.isEmpty { PathChecks.descending(plain, list.child("subPath"), &errors) }
        if expression.isEmpty { return }
        if !plain.isEmpty {
            errors.append(.invalid(path.child("subPathExpr"), expression, "subPathExpr and subPath are mutually exclusive"))
        }
        PathChecks.descending(expression, list.child("subPathExpr"), &errors)
    }

    private func recursion(_ mount: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard let value = mount["recursiveReadOnly"].string, value != "Disabled" else { return }
        guard value == "Enabled" || value == "IfPossible" else {
            return errors.append(.notSupported(path, value, ["Disabled", "Enabled", "IfPossible"]))
        }
        if mount["readOnly"].bool != true { errors.append(.forbidden(path, "may only be specified when readOnly is true")) }
        if let propagation = mount["mountPropagation"].string, propagation != "None" {
            errors.append(.forbidden(path, "may only be specified when mountPropagation is None or not specified"))
        }
    }

    private func devices(_ list: FieldPath, _ errors: inout [FieldError]) {
        let devices = container["volumeDevices"].array ?? []
        if devices.isEmpty { return }
        let mounts = places("volumeMounts", "mountPath")
        var (names, points): (Set<String>, Set<String>) = ([], [])
        for (index, device) in devices.enumerated() {
            let path = list.index(index)
            let (name, point) = (device["name"].string ?? "", device["devicePath"].string ?? "")
            if name.isEmpty { errors.append(.required(path.child("name"))) }
            if names.contains(name) { errors.append(.invalid(path.child("name"), name, "must be unique")) }
            if let volume = volumes[name] {
                if volume["persistentVolumeClaim"].isNull, volume["ephemeral"].isNull {
                    let detail = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
                    errors.append(.invalid(path.child("name"), name, detail))
                }
            } else {
                errors.append(.notFound(path.child("name"), .string(name)))
            }
            if point.isEmpty { errors.append(.required(path.child("devicePath"))) }
            if points.contains(point) { errors.append(.invalid(path.child("devicePath"), point, "must be unique")) }
            if point.split(separator: "/").contains("..") {
                errors.append(.invalid(path.child("devicePath"), point, "can not contain backsteps ('..')"))
            } else {
                points.insert(point)
            }
            if mounts.names.contains(name) {
                errors.append(.invalid(path.child("name"), name, "must not already exist in volumeMounts"))
            }
            if mounts.paths.contains(point) {
                errors.append(.invalid(path.child("devicePath"), point, "must not already exist as a path in volumeMounts"))
            }
            if !name.isEmpty { names.insert(name) }
        }
    }
}
