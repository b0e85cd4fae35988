internal import Document
internal import Resources

/// What the spec of an IngressClass has to look like.
enum IngressClassChecks {
    /// The longest name of a controller, in bytes.
    private static let controllerLimit = 250

    static func validate(_ spec: JSON, _ errors: inout [FieldError]) {
        let controller = spec["controller"].string ?? ""
        if controller.utf8.count > controllerLimit { errors.append(.tooLong("spec.controller", limitBytes: controllerLimit)) }
        domainPrefixedPath(controller, "spec.controller", &errors)
        let parameters = spec["parameters"]
        if !parameters.isNull { self.parameters(parameters, "spec.parameters", &errors) }
    }

    /// `example.com/path`.
    private static func domainPrefixedPath(_ value: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if value.isEmpty { return errors.append(.required(path)) }
        let parts = value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            return errors.append(.invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")"))
        }
        for problem in NameRules.dns1123Subdomain(parts[0]) { errors.append(.invalid(path, parts[0], problem)) }
        let isPath = parts[1].utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "/:@!$&'()*+,;=.-_~%".utf8.contains(byte)
            }
        }
        if !isPath { errors.append(.invalid(path, parts[1], "Invalid path")) }
    }

    private static func parameters(_ parameters: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let group = parameters["apiGroup"].string {
            for problem in NameRules.dns1123Subdomain(group) { errors.append(.invalid(path.child("apiGroup"), group, problem)) }
        }
        for key in ["kind", "name"] {
            let value = parameters[key].string ?? ""
            if value.isEmpty { errors.append(.required(path.child(key))) }
            for problem in NameRules.pathSegment(value) { errors.append(.invalid(path.child(key), value, problem)) }
        }
        let namespace = parameters["namespace"].string
        switch parameters["scope"].string {
        case nil: errors.append(.required(path.child("scope")))
        case "Namespace":
            guard let namespace, !namespace.isEmpty else {
                return errors.append(.required(path.child("namespace"), "`parameters.scope` is set to 'Namespace'"))
            }
            for problem in NameRules.dns1123Label(namespace) { errors.append(.invalid(path.child("namespace"), namespace, problem)) }
        case "Cluster":
            if namespace != nil { errors.append(.forbidden(path.child("namespace"), "`parameters.scope` is set to 'Cluster'")) }
        case .some(let other): errors.append(.notSupported(path.child("scope"), other, ["Cluster", "Namespace"]))
        }
    }
}
