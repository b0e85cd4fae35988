internal import Document
internal import Resources

/// Probes and life-cycle hooks.
enum ProbeValidation {
    static func probe(_ probe: JSON, _ path: FieldPath, mustSucceedOnce: Bool, _ errors: inout [FieldError]) {
        if probe.isNull { return }
        handler(probe, ["exec", "httpGet", "tcpSocket", "grpc"], path, &errors)
        for key in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
            SpecChecks.nonNegative(probe[key], path.child(key), &errors)
        }
        if let grace = probe["terminationGracePeriodSeconds"].int, grace <= 0 {
            errors.append(.invalid(path.child("terminationGracePeriodSeconds"), grace, "must be greater than 0"))
        }
        if mustSucceedOnce, let threshold = probe["successThreshold"].int, threshold != 1 {
            errors.append(.invalid(path.child("successThreshold"), threshold, "must be 1"))
        }
    }

    /// A life-cycle hook; a hook may also just wait, for no longer than the pod is given to end.
    static func hook(_ hook: JSON, _ path: FieldPath, graceSeconds: Int?, _ errors: inout [FieldError]) {
        handler(hook, ["exec", "httpGet", "tcpSocket", "sleep"], path, &errors)
        guard !hook["sleep"].isNull, let grace = graceSeconds else { return }
        let seconds = hook["sleep"]["seconds"].int ?? 0
        if seconds < 0 || seconds > grace, ["exec", "httpGet", "tcpSocket"].allSatisfy({ hook[$0].isNull }) {
            let detail = "must be non-negative and less than terminationGracePeriodSeconds (\(grace))"
            errors.append(.invalid(path.child("sleep"), seconds, detail))
        }
    }

    private static func handler(_ handler: JSON, _ kinds: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        var found = 0
        for kind in kinds where !handler[kind].isNull {
            found += 1
            if found > 1 {
                errors.append(.forbidden(path.child(kind), "may not specify more than 1 handler type"))
                continue
            }
            action(kind, handler[kind], path.child(kind), &errors)
        }
        if found == 0 { errors.append(.required(path, "must specify a handler type")) }
    }

    private static func action(_ kind: String, _ action: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        switch kind {
        case "exec":
            if (action["command"].array ?? []).isEmpty { errors.append(.required(path.child("command"))) }
        case "httpGet":
            if action["path"].string?.isEmpty ?? true { errors.append(.required(path.child("path"))) }
            port(action["port"], path.child("port"), &errors)
            for header in action["httpHeaders"].array ?? [] {
                let name = header["name"].string ?? ""
                for problem in NameRules.httpHeaderName(name) { errors.append(.invalid(path.child("httpHeaders"), name, problem)) }
            }
        case "tcpSocket": port(action["port"], path.child("port"), &errors)
        case "grpc": port(action["port"], path.child("port"), &errors)
        default: break
        }
    }

    /// A port by number or by name.
    static func port(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        switch json {
        case .string(let name):
            for problem in NameRules.portName(name) { errors.append(.invalid(path, name, problem)) }
        default:
            let number = json.int ?? 0
            for problem in NameRules.portNumber(number) { errors.append(.invalid(path, number, problem)) }
        }
    }
}
