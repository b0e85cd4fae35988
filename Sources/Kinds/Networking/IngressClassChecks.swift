internal import Document
internal import Resources

/// What the spec of an IngressClass has to look like.
enum IngressClassChecks {
    /// The longest name of a controller, in bytes.
    private static let controllerLimit = 250

    static func validate(_ spec: JSON, _ errors: inout [FieldError]) {
        let controller = spec["controller"].string ?? ""
        if controller.utf8.count > controllerLimit { errors.append(.tooLong("spec.controller", limitBytes: controllerLimit)) }
        errors += NameRules.domainPrefixedPath(controller, "spec.controller")
        let parameters = spec["parameters"]
        if !parameters.isNull { self.parameters(parameters, "spec.parameters", &errors) }
    }

    private static func parameters(_ parameters: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        SpecChecks.localReference(parameters, path, &errors)
        let namespace = parameters["namespace"].string
        switch parameters["scope"].string {
        case nil: errors.append(.required(path.child("scope")))
        case "Namespace":
            guard let namespace else {
                return errors.append(.required(path.child("namespace"), "`parameters.scope` is set to 'Namespace'"))
            }
            for problem in NameRules.dns1123Label(namespace) { errors.append(.invalid(path.child("namespace"), namespace, problem)) }
        case "Cluster":
            if namespace != nil { errors.append(.forbidden(path.child("namespace"), "`parameters.scope` is set to 'Cluster'")) }
        case .some(let other): errors.append(.notSupported(path.child("scope"), other, ["Cluster", "Namespace"]))
        }
    }
}
