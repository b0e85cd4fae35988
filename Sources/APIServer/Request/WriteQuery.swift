package import Document
package import Resources

/// The query of a create, update or patch (meta/v1 CreateOptions, UpdateOptions, PatchOptions), read and checked.
package struct WriteQuery: Sendable, Hashable {
    /// What to do about fields the schema does not know and fields given twice.
    package enum FieldValidation: String, Sendable { case ignore = "Ignore", warn = "Warn", strict = "Strict" }

    package var dryRun = false
    package var fieldValidation: FieldValidation = .warn
    package var fieldManager = ""
    package var force: Bool?

    package init() {}

    /// - Parameter applies: whether the request is a server-side apply, which must name its manager and may force.
    package init(_ query: QueryParameters, kind: String, applies: Bool = false) throws(APIError) {
        var errors: [FieldError] = []
        for item in query.items {
            switch item.name {
            case "dryRun":
                if item.value == "All" { dryRun = true } else { errors.append(.notSupported("dryRun", item.value, ["All"])) }
            case "fieldValidation":
                if item.value.isEmpty { continue }
                if let known = FieldValidation(rawValue: item.value) {
                    fieldValidation = known
                } else {
                    errors.append(.notSupported("fieldValidation", item.value, ["", "Ignore", "Strict", "Warn"]))
                }
            case "fieldManager":
                fieldManager = item.value
                if item.value.utf8.count > 128 { errors.append(.tooLong("fieldManager", limitBytes: 128)) }
                if !item.value.unicodeScalars.allSatisfy(\.properties.isPrintable) {
                    errors.append(.invalid("fieldManager", item.value, "should only contain printable characters"))
                }
            case "force": force = RequestInfo.isTrue(item.value)
            default: break
            }
        }
        if applies, fieldManager.isEmpty { errors.append(.required("fieldManager", "is required for apply patch")) }
        if kind == "PatchOptions", force != nil, !applies {
            errors.append(.forbidden("force", "may not be specified for non-apply patch"))
        }
        if !errors.isEmpty { throw .invalid(QualifiedName(group: "meta.k8s.io", name: kind), "", errors) }
    }
}

/// How something is to be deleted (meta/v1 DeleteOptions), from the body or, without one, from the query.
package struct DeletionOptions: Sendable, Hashable {
    package enum Propagation: String, Sendable { case orphan = "Orphan", background = "Background", foreground = "Foreground" }

    package var gracePeriodSeconds: Int?
    package var propagation: Propagation?
    /// The older way to say `propagation`.
    package var orphanDependents: Bool?
    /// What becomes of dependents when neither the options nor the object say.
    package var orphansByDefault = false
    package var preconditionUID: String?
    package var preconditionResourceVersion: String?
    package var dryRun = false

    package init(gracePeriodSeconds: Int? = nil, dryRun: Bool = false) {
        self.gracePeriodSeconds = gracePeriodSeconds
        self.dryRun = dryRun
    }

    /// - Parameter body: a DeleteOptions document, null for none.
    package init(body: JSON, query: QueryParameters) throws(APIError) {
        if !body.isNull {
            try read(body)
        } else {
            gracePeriodSeconds = query["gracePeriodSeconds"].flatMap { Int($0) }
            orphanDependents = query["orphanDependents"].map { RequestInfo.isTrue($0) }
            try read(propagation: query["propagationPolicy"])
            try read(dryRun: query.all("dryRun"))
        }
        if propagation != nil, orphanDependents != nil {
            let why = "orphanDependents and deletionPropagation cannot be both set"
            throw Self.invalid([.invalid("propagationPolicy", propagation?.rawValue ?? "", why)])
        }
        if let seconds = gracePeriodSeconds, seconds < 0 { gracePeriodSeconds = 1 }
    }

    private mutating func read(_ body: JSON) throws(APIError) {
        guard body.object != nil else { throw .badRequest("decoded object cannot be converted to DeleteOptions") }
        if let kind = body["kind"].string, !kind.isEmpty, kind != "DeleteOptions" {
            throw .badRequest("decoded object cannot be converted to DeleteOptions")
        }
        gracePeriodSeconds = body["gracePeriodSeconds"].int
        orphanDependents = body["orphanDependents"].bool
        preconditionUID = body["preconditions"]["uid"].string
        preconditionResourceVersion = body["preconditions"]["resourceVersion"].string
        try read(propagation: body["propagationPolicy"].string)
        try read(dryRun: body["dryRun"].strings)
    }

    private mutating func read(propagation text: String?) throws(APIError) {
        guard let text, !text.isEmpty else { return }
        guard let known = Propagation(rawValue: text) else {
            throw Self.invalid([.notSupported("propagationPolicy", text, ["Foreground", "Background", "Orphan", "nil"])])
        }
        propagation = known
    }

    private mutating func read(dryRun values: [String]) throws(APIError) {
        for value in values where !value.isEmpty {
            guard value == "All" else { throw Self.invalid([.notSupported("dryRun", value, ["All"])]) }
            dryRun = true
        }
    }

    private static func invalid(_ errors: [FieldError]) -> APIError {
        .invalid(QualifiedName(group: "meta.k8s.io", name: "DeleteOptions"), "", errors)
    }
}
