package import Resources

/// The query of a list or watch (meta/v1 ListOptions), read and checked.
package struct ListQuery: Sendable, Hashable {
    package enum Match: String, Sendable { case exact = "Exact", notOlderThan = "NotOlderThan" }

    package var selection: Selection
    /// Empty when not given.
    package var resourceVersion = ""
    package var match: Match?
    /// 0 for no limit.
    package var limit = 0
    package var continueToken = ""
    package var timeoutSeconds: Int?
    package var allowsBookmarks = false
    package var sendInitialEvents: Bool?

    package init(selection: Selection = Selection()) { self.selection = selection }

    /// - Parameters:
    ///   - info: names the namespace, and the object for a watch of one.
    ///   - selectable: whether a field path may be selected by.
    package init(
        _ query: QueryParameters, _ info: RequestInfo, type: ResourceType, selectable: (String) -> Bool
    ) throws(APIError) {
        selection = Selection(namespace: info.namespace.isEmpty || !type.namespaced ? nil : info.namespace)
        for item in query.items { try read(item.name, item.value) }
        try check(isWatch: info.verb == "watch")
        try checkFields(type, selectable)
        if !info.name.isEmpty { try narrow(to: info.name) }
    }

    private mutating func read(_ name: String, _ value: String) throws(APIError) {
        switch name {
        case "labelSelector":
            do {
                selection.labels = try .parse(value)
            } catch {
                throw .badRequest("unable to parse requirement: \(error.message)".withoutRepeat)
            }
        case "fieldSelector":
            do {
                selection.fields = try .parse(value)
            } catch {
                throw .badRequest(error.message)
            }
        case "resourceVersion": resourceVersion = value
        case "resourceVersionMatch":
            guard !value.isEmpty else { return }
            guard let known = Match(rawValue: value) else {
                throw Self.invalid([.notSupported("resourceVersionMatch", value, ["Exact", "NotOlderThan", ""])])
            }
            match = known
        case "limit": limit = max(0, try Self.number(name, value))
        case "continue": continueToken = value
        case "timeoutSeconds": timeoutSeconds = value.isEmpty ? nil : try Self.number(name, value)
        case "allowWatchBookmarks": allowsBookmarks = RequestInfo.isTrue(value)
        case "sendInitialEvents": sendInitialEvents = value.isEmpty ? nil : RequestInfo.isTrue(value)
        default: break
        }
    }

    private static func number(_ name: String, _ value: String) throws(APIError) -> Int {
        if value.isEmpty { return 0 }
        guard let number = Int(value) else {
            throw .badRequest("strconv.ParseInt: parsing \(value.goQuoted): invalid syntax")
        }
        return number
    }

    private func check(isWatch: Bool) throws(APIError) {
        var errors: [FieldError] = []
        let field: FieldPath = "resourceVersionMatch"
        if isWatch {
            if sendInitialEvents != nil, match != .notOlderThan {
                errors.append(.forbidden(field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
            }
            if let match {
                if sendInitialEvents == nil {
                    errors.append(.forbidden(field, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"))
                }
                if match != .notOlderThan { errors.append(.notSupported(field, match.rawValue, ["NotOlderThan"])) }
                if !continueToken.isEmpty {
                    errors.append(.forbidden(field, "resourceVersionMatch is forbidden when continue is provided"))
                }
            }
        } else {
            if match != nil, resourceVersion.isEmpty {
                errors.append(.forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided"))
            }
            if match != nil, !continueToken.isEmpty {
                errors.append(.forbidden(field, "resourceVersionMatch is forbidden when continue is provided"))
            }
            if match == .exact, resourceVersion == "0" {
                errors.append(.forbidden(field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""))
            }
            if sendInitialEvents != nil {
                errors.append(.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
            }
        }
        if !errors.isEmpty { throw Self.invalid(errors) }
    }

    private func checkFields(_ type: ResourceType, _ selectable: (String) -> Bool) throws(APIError) {
        for requirement in selection.fields.requirements {
            let known = requirement.field == "metadata.name" || requirement.field == "metadata.namespace" || selectable(requirement.field)
            if !known { throw .badRequest("field label not supported: \(requirement.field)") }
        }
    }

    /// A request for one object by name is a selection by its name.
    private mutating func narrow(to name: String) throws(APIError) {
        let asked = selection.fields.requiredValue(of: "metadata.name")
        if let asked, asked != name { throw .badRequest("fieldSelector metadata.name doesn't match requested name") }
        if asked == nil { selection.fields.requirements.append(.init(field: "metadata.name", value: name)) }
    }

    private static func invalid(_ errors: [FieldError]) -> APIError {
        .invalid(QualifiedName(group: "meta.k8s.io", name: "ListOptions"), "", errors)
    }

    /// The revision in `resourceVersion`; nil when there is none or it is "0" (any will do).
    package func revision() throws(APIError) -> UInt64? {
        if resourceVersion.isEmpty { return nil }
        guard let number = UInt64(resourceVersion) else {
            let why = "strconv.ParseUint: parsing \(resourceVersion.goQuoted): invalid syntax"
            throw .badRequest("invalid resource version: resourceVersion: Invalid value: \(resourceVersion.goQuoted): \(why)")
        }
        return number == 0 ? nil : number
    }
}

extension String {
    /// The parser's own messages already begin with these words in most cases.
    fileprivate var withoutRepeat: String {
        let words = "unable to parse requirement: "
        return hasPrefix(words + words) ? String(dropFirst(words.count)) : self
    }
}
