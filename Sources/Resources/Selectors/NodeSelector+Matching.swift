extension NodeSelector {
    /// Whether one of the terms holds for a node.
    package func matches(name: String, labels: [String: String]) -> Bool {
        nodeSelectorTerms.contains { $0.matches(name: name, labels: labels) }
    }
}

extension NodeSelectorTerm {
    /// Whether every requirement holds; a term without any matches nothing.
    package func matches(name: String, labels: [String: String]) -> Bool {
        let (expressions, fields) = (matchExpressions, matchFields)
        guard !expressions.isEmpty || !fields.isEmpty else { return false }
        return expressions.allSatisfy { $0.matches(labels[$0.key]) }
            && fields.allSatisfy { $0.key == "metadata.name" && $0.matches(name) }
    }
}

extension NodeSelectorRequirement {
    /// Whether a label or field of this value (nil: it is absent) satisfies the requirement.
    package func matches(_ value: String?) -> Bool {
        switch `operator` {
        case "In": return value.map(values.contains) ?? false
        case "NotIn": return !(value.map(values.contains) ?? false)
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt", "Lt":
            guard let number = value.flatMap({ Int64($0) }), let bound = values.first.flatMap({ Int64($0) }) else { return false }
            return `operator` == "Gt" ? number > bound : number < bound
        default: return false
        }
    }
}
