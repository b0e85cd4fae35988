internal import Document
internal import Resources

/// Labels and selectors as people write them.
enum LabelText {
    /// `a=b,c in (d,e)` as the `matchLabels` and `matchExpressions` of an object.
    static func selector(_ text: String) throws -> JSON {
        let parsed = try ResourceBuilder.selector(text)
        var result: JSON = [:]
        var expressions: [JSON] = []
        for requirement in parsed.requirements {
            switch requirement.operator {
            case .equals, .doubleEquals:
                result["matchLabels"][requirement.key] = .string(requirement.values.first ?? "")
            case .notEquals: expressions.append(expression(requirement.key, "NotIn", requirement.values))
            case .in where requirement.values.count == 1: result["matchLabels"][requirement.key] = .string(requirement.values[0])
            case .in: expressions.append(expression(requirement.key, "In", requirement.values))
            case .notIn: expressions.append(expression(requirement.key, "NotIn", requirement.values))
            case .exists: expressions.append(expression(requirement.key, "Exists", []))
            case .doesNotExist: expressions.append(expression(requirement.key, "DoesNotExist", []))
            default: throw Failure("the selector \(text.goQuoted) cannot be written into an object")
            }
        }
        if !expressions.isEmpty { result["matchExpressions"] = .array(expressions) }
        return result
    }

    private static func expression(_ key: String, _ operation: String, _ values: [String]) -> JSON {
        var result: JSON = ["key": .string(key), "operator": .string(operation)]
        if !values.isEmpty { result["values"] = JSON(values) }
        return result
    }

    /// `a=b,c=d`
    static func labels(_ text: String) throws(Failure) -> [String: String] {
        var labels: [String: String] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard halves.count == 2 else { throw Failure("unexpected label spec: \(part)") }
            if halves[0].isEmpty { throw Failure("unexpected empty label key") }
            labels[halves[0]] = halves[1]
        }
        return labels
    }
}
