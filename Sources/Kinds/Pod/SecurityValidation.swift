internal import Document
internal import Resources

/// Security contexts of pods and containers.
enum SecurityValidation {
    static func pod(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let context = spec["securityContext"]
        let place = path.child("securityContext")
        ids(context, ["fsGroup", "runAsUser", "runAsGroup"], place, &errors)
        for (index, group) in (context["supplementalGroups"].array ?? []).enumerated() {
            guard let id = group.int else { continue }
            for problem in NameRules.userOrGroupID(id) {
                errors.append(.invalid(place.child("supplementalGroups").index(index), id, problem))
            }
        }
        if spec["shareProcessNamespace"].bool == true, spec["hostPID"].bool == true {
            errors.append(
                .invalid(place.child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled"))
        }
        SysctlValidation.validate(spec, path, &errors)
        profiles(context, place, &errors)
        let closed: [(String, [String])] = [("seLinuxChangePolicy", ["Recursive"])]
        for (key, values) in closed {
            if let value = context[key].string, !values.contains(value) {
                errors.append(.notSupported(place.child(key), value, values))
            }
        }
        ownUsers(spec, path, &errors)
        WindowsValidation.validate(spec, path, &errors)
    }

    static func ids(_ context: JSON, _ keys: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in keys {
            guard let id = context[key].int else { continue }
            for problem in NameRules.userOrGroupID(id) { errors.append(.invalid(path.child(key), id, problem)) }
        }
    }

    /// - Parameter sharesUsers: whether the pod's user ids are the host's.
    static func container(_ context: JSON, _ path: FieldPath, sharesUsers: Bool, _ errors: inout [FieldError]) {
        if context.isNull { return }
        ids(context, ["runAsUser", "runAsGroup"], path, &errors)
        if sharesUsers, context["procMount"].string == "Unmasked" {
            errors.append(.invalid(path.child("procMount"), "Unmasked", "`hostUsers` must be false to use `Unmasked`"))
        }
        if context["allowPrivilegeEscalation"].bool == false {
            if context["privileged"].bool == true {
                errors.append(.invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"))
            }
            for capability in context["capabilities"]["add"].strings where capability == "CAP_SYS_ADMIN" {
                let detail = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
                errors.append(.invalid(path, context, detail))
            }
        }
        profiles(context, path, &errors)
    }

    /// What pods and containers say alike: seccomp, AppArmor, Windows.
    private static func profiles(_ context: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if !context["seccompProfile"].isNull { seccomp(context["seccompProfile"], path.child("seccompProfile"), &errors) }
        WindowsValidation.options(context["windowsOptions"], path.child("windowsOptions"), &errors)
        if !context["appArmorProfile"].isNull { appArmor(context["appArmorProfile"], path.child("appArmorProfile"), &errors) }
    }

    private static func seccomp(_ profile: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let type = profile["type"].string ?? ""
        if type.isEmpty { errors.append(.required(path.child("type"), "type is required when seccompProfile is set")) }
        let file = path.child("localhostProfile")
        if type != "Localhost" {
            if !profile["localhostProfile"].isNull {
                errors.append(.invalid(file, profile, "can only be set when seccomp type is Localhost"))
            }
        } else if let name = profile["localhostProfile"].string {
            PathChecks.descending(name, file, &errors)
        } else {
            errors.append(.required(file, "must be set when seccomp type is Localhost"))
        }
    }

    private static let longestProfile = 4095

    private static func appArmor(_ profile: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let file = path.child("localhostProfile")
        switch profile["type"].string ?? "" {
        case "": errors.append(.required(path.child("type"), "type is required when appArmorProfile is set"))
        case "Localhost":
            guard let name = profile["localhostProfile"].string else {
                return errors.append(.required(file, "must be set when AppArmor type is Localhost"))
            }
            if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
                errors.append(.invalid(file, name, "must not be padded with whitespace"))
            } else if name.isEmpty {
                errors.append(.required(file, "must be set when AppArmor type is Localhost"))
            }
            if name.utf8.count > longestProfile { errors.append(.tooLong(file, limitBytes: longestProfile)) }
        case "RuntimeDefault", "Unconfined":
            if let name = profile["localhostProfile"].string {
                errors.append(.invalid(file, name, "can only be set when AppArmor type is Localhost"))
            }
        default: break
        }
    }

    /// A pod with users of its own has the other namespaces of its own as well.
    private static func ownUsers(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard spec["hostUsers"].bool == false else { return }
        let detail = "when `hostUsers` is false"
        if spec["hostNetwork"].bool == true { errors.append(.forbidden(path.child("hostNetwork"), detail)) }
        if spec["hostPID"].bool == true { errors.append(.forbidden(path.child("HostPID"), detail)) }
        if spec["hostIPC"].bool == true { errors.append(.forbidden(path.child("HostIPC"), detail)) }
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in (spec[list].array ?? []).enumerated() where !(container["volumeDevices"].array ?? []).isEmpty {
                errors.append(.forbidden(path.child(list).index(index).child("volumeDevices"), detail))
            }
        }
    }
}
