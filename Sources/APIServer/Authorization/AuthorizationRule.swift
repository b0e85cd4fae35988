package import Document
package import Resources

/// A PolicyRule made ready to be matched against requests (rbac.authorization.k8s.io/v1).
package struct AuthorizationRule: Sendable, Hashable {
    package var verbs: [String]
    package var groups: [String]
    package var resources: [String]
    package var names: [String]
    package var urls: [String]

    package init(verbs: [String], groups: [String] = [], resources: [String] = [], names: [String] = [], urls: [String] = []) {
        self.verbs = verbs
        self.groups = groups
        self.resources = resources
        self.names = names
        self.urls = urls
    }

    package init(_ rule: PolicyRule) {
        self.init(
            verbs: rule.verbs, groups: rule.apiGroups, resources: rule.resources, names: rule.resourceNames, urls: rule.nonResourceURLs)
    }

    /// The rule as the API shows it.
    package var document: JSON {
        func list(_ values: [String]) -> JSON { values.isEmpty ? .null : JSON(values) }
        return [
            "verbs": JSON(verbs), "apiGroups": list(groups), "resources": list(resources), "resourceNames": list(names),
            "nonResourceURLs": list(urls),
        ]
    }

    package func allows(_ request: RequestAttributes) -> Bool {
        guard verbs.contains("*") || verbs.contains(request.verb) else { return false }
        if !request.isResourceRequest { return urls.contains { Self.url($0, covers: request.path) } }
        return (groups.contains("*") || groups.contains(request.apiGroup))
            && allowsResource(request.resource, request.subresource)
            && (names.isEmpty || names.contains(request.name))
    }

    /// `pods`, `pods/log`, `*` (subresources included) and `*/scale`.
    private func allowsResource(_ resource: String, _ subresource: String) -> Bool {
        for rule in resources {
            if rule == "*" { return true }
            if subresource.isEmpty {
                if rule == resource { return true }
            } else if let slash = rule.utf8.firstIndex(of: UInt8(ascii: "/")), rule[rule.utf8.index(after: slash)...] == subresource {
                let parent = rule[..<slash]
                if parent == "*" || parent == resource { return true }
            }
        }
        return false
    }

    /// A trailing star stands for any rest of the path.
    static func url(_ pattern: String, covers path: String) -> Bool {
        if pattern == path { return true }
        guard pattern.hasSuffix("*") else { return false }
        var prefix = pattern[...]
        while prefix.last == "*" { prefix.removeLast() }
        return path.hasPrefix(prefix)
    }
}

extension AuthorizationRule {
    /// The rule as messages about missing permissions print it: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`.
    var compactText: String {
        func part(_ name: String, _ values: [String]) -> String? {
            values.isEmpty ? nil : "\(name):[\(values.map(\.goQuoted).joined(separator: " "))]"
        }
        let parts = [
            part("APIGroups", groups), part("Resources", resources), part("NonResourceURLs", urls), part("ResourceNames", names),
            part("Verbs", verbs),
        ]
        return "{" + parts.compactMap(\.self).joined(separator: ", ") + "}"
    }
}
