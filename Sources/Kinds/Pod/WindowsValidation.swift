internal import Document
internal import Resources

/// What only pods for Windows may say, what they may not, and what one for Linux may not.
enum WindowsValidation {
    private static let lists = ["initContainers", "containers", "ephemeralContainers"]
    private static let podFields = ["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"]
    private static let podContextFields = [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup",
        "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy",
    ]
    private static let containerContextFields = [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged",
        "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    ]

    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        hostProcess(spec, path, &errors)
        if spec["os"].isNull { return }
        switch spec["os"]["name"].string ?? "" {
        case "": errors.append(.required(path.child("os", "name")))
        case "linux": linux(spec, path, &errors)
        case "windows": windows(spec, path, &errors)
        case let other: errors.append(.notSupported(path.child("os"), other, ["linux", "windows"]))
        }
    }

    private static func linux(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let detail = "windows options cannot be set for a linux pod"
        let keys = ("securityContext", "windowsOptions")
        if !spec[keys.0][keys.1].isNull { errors.append(.forbidden(path.child(keys.0, keys.1), detail)) }
        containers(spec, path) { container, place in
            if !container[keys.0][keys.1].isNull { errors.append(.forbidden(place.child(keys.0, keys.1), detail)) }
        }
    }

    private static func windows(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let detail = "cannot be set for a windows pod"
        let context = path.child("securityContext")
        for key in podFields where !spec[key].isNull && (key.hasPrefix("host") && key != "hostUsers" ? spec[key].bool == true : true) {
            errors.append(.forbidden(path.child(key), detail))
        }
        for key in podContextFields where !spec["securityContext"][key].isNull { errors.append(.forbidden(context.child(key), detail)) }
        containers(spec, path) { container, place in
            for key in containerContextFields where !container["securityContext"][key].isNull {
                errors.append(.forbidden(place.child("securityContext", key), detail))
            }
        }
    }

    private static func containers(_ spec: JSON, _ path: FieldPath, _ body: (JSON, FieldPath) -> Void) {
        for list in lists {
            for (index, container) in (spec[list].array ?? []).enumerated() { body(container, path.child(list).index(index)) }
        }
    }

    /// Containers that run as processes of the host: all of a pod or none, and on the host's network.
    private static func hostProcess(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let wanted = spec["securityContext"]["windowsOptions"]["hostProcess"].bool
        var (count, total) = (0, 0)
        containers(spec, path) { container, place in
            total += 1
            let own = container["securityContext"]["windowsOptions"]["hostProcess"].bool
            if let wanted, let own, wanted != own {
                errors.append(
                    .invalid(
                        place.child("securityContext", "windowsOptions", "hostProcess"), .bool(own),
                        "pod hostProcess value must be identical if both are specified, was \(wanted)"))
            }
            if own ?? wanted ?? false { count += 1 }
        }
        if count == 0 { return }
        if count != total {
            let detail = "If pod contains any hostProcess containers then all containers must be HostProcess containers"
            errors.append(.invalid(path, "", detail))
        }
        if spec["hostNetwork"].bool != true {
            let detail = "hostNetwork must be true if pod contains any hostProcess containers"
            errors.append(.invalid(path.child("hostNetwork"), false, detail))
        }
    }

    // MARK: Options

    private static let longestCredential = 64 * 1024
    private static let longestDomain = 255
    private static let longestUser = 104

    static func options(_ options: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if options.isNull { return }
        if let name = options["gmsaCredentialSpecName"].string {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("gmsaCredentialSpecName"), name, problem)) }
        }
        if let text = options["gmsaCredentialSpec"].string {
            let place = path.child("gmsaCredentialSpec")
            if text.isEmpty {
                errors.append(.invalid(place, text, "gmsaCredentialSpec cannot be an empty string"))
            } else if text.utf8.count > longestCredential {
                errors.append(.invalid(place, text, "gmsaCredentialSpec size must be under 64 KiB"))
            }
        }
        if let name = options["runAsUserName"].string {
            for problem in userProblems(name) { errors.append(.invalid(path.child("runAsUserName"), name, "runAsUserName" + problem)) }
        }
    }

    /// What is wrong with `USER` or `DOMAIN\\USER` (Windows' rules for logon names).
    private static func userProblems(_ name: String) -> [String] {
        if name.isEmpty { return [" cannot be an empty string"] }
        if name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return [" cannot contain control characters"] }
        let parts = name.split(separator: "\\", omittingEmptySubsequences: false)
        if parts.count > 2 { return [" cannot contain more than one backslash"] }
        let (domain, user) = (parts.count == 2 ? parts[0] : "", parts[parts.count - 1])
        var problems: [String] = []
        if domain.utf8.count > longestDomain { problems.append("'s Domain length must be under 256 characters") }
        if parts.count == 2, !isNetBIOS(domain), !isDomain(domain) {
            problems.append("'s Domain doesn't match the NetBios nor the DNS format")
        }
        if user.isEmpty {
            problems.append("'s User cannot be empty")
        } else if user.utf8.count > longestUser {
            problems.append("'s User length must not be longer than \(longestUser) characters")
        }
        if !user.isEmpty, user.allSatisfy({ $0 == "." || $0 == " " }) { problems.append("'s User cannot contain only periods or spaces") }
        if user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) }) {
            problems.append("'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")
        }
        return problems
    }

    private static func isNetBIOS(_ domain: Substring) -> Bool {
        (1...15).contains(domain.count) && domain.first != "." && !domain.contains { "\\/:*?\"<>|".contains($0) }
    }

    private static func isDomain(_ domain: Substring) -> Bool {
        domain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            label.count <= 63 && NameRules.dns1123Label(label.lowercased()).isEmpty
        }
    }
}
