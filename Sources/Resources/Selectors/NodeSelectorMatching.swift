/// What a node is for selectors over nodes: its name and its labels.
extension NodeSelector {
    /// Whether one of the terms holds.
    package func matches(nodeName: String, labels: [String: String]) -> Bool {
        nodeSelectorTerms.contains { $0.matches(nodeName: nodeName, labels: labels) }
    }
}

extension NodeSelectorTerm {
    /// Whether every requirement holds; a term without any matches nothing.
    package func matches(nodeName: String, labels: [String: String]) -> Bool {
        let (expressions, fields) = (matchExpressions, matchFields)
        guard !expressions.isEmpty || !fields.isEmpty else { return false }
        return expressions.allSatisfy { $0.matches(labels[$0.key]) }
            && fields.allSatisfy { $0.key == "metadata.name" && $0.matches(nodeName) }
    }
}

extension NodeSelectorRequirement {
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

extension PersistentVolume {
    /// Whether the volume can be reached from a node.
    package func isReachable(nodeName: String, labels: [String: String]) -> Bool {
        guard let required = spec.nodeAffinity?.required else { return true }
        return required.matches(nodeName: nodeName, labels: labels)
    }
}
