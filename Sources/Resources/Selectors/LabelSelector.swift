package import Document

/// A condition on labels: all requirements must hold. Without requirements it matches everything.
package struct LabelSelector: Sendable, Hashable {
    package enum Operator: String, Sendable {
        case `in`, notIn = "notin", equals = "=", doubleEquals = "==", notEquals = "!="
        case exists, doesNotExist = "!", greaterThan = "gt", lessThan = "lt"
    }

    package struct Requirement: Sendable, Hashable {
        package let key: String
        package let `operator`: Operator
        /// Sorted, each value once.
        package let values: [String]

        package init(key: String, operator: Operator, values: [String]) {
            self.key = key
            self.operator = `operator`
            self.values = values.sorted()
        }
    }

    /// Sorted by key.
    package private(set) var requirements: [Requirement]
    private var matchesNothing = false

    package static let everything = LabelSelector(requirements: [])
    /// What an absent `metav1.LabelSelector` means.
    package static let nothing: LabelSelector = {
        var selector = LabelSelector(requirements: [])
        selector.matchesNothing = true
        return selector
    }()

    package init(requirements: [Requirement]) {
        // Stable for equal keys, so that text and order of evaluation do not depend on chance.
        self.requirements = requirements.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
    }

    /// The selector of a Service or ReplicationController: exactly these labels.
    package init(equal labels: [String: String]) {
        self.init(requirements: labels.map { Requirement(key: $0.key, operator: .equals, values: [$0.value]) })
    }

    /// Reads a `metav1.LabelSelector`. Null matches nothing, an empty one everything.
    package init(json: JSON) throws(SelectorError) {
        guard case .object = json else {
            self = .nothing
            return
        }
        var requirements = json["matchLabels"].stringMap.map { Requirement(key: $0.key, operator: .equals, values: [$0.value]) }
        for expression in json["matchExpressions"].array ?? [] {
            let name = expression["operator"].string ?? ""
            let values = expression["values"].strings
            let operation: Operator
            switch name {
            case "In": operation = .in
            case "NotIn": operation = .notIn
            case "Exists": operation = .exists
            case "DoesNotExist": operation = .doesNotExist
            default: throw SelectorError(name.goQuoted + " is not a valid label selector operator")
            }
            requirements.append(try LabelSelectorParser.checked(expression["key"].string ?? "", operation, values))
        }
        self.init(requirements: requirements)
    }

    /// Reads the text form of `?labelSelector=` and `kubectl -l`.
    package static func parse(_ text: String) throws(SelectorError) -> LabelSelector {
        var parser = LabelSelectorParser(text)
        return LabelSelector(requirements: try parser.parse())
    }

    package var isEverything: Bool { requirements.isEmpty && !matchesNothing }

    package func matches(_ labels: [String: String]) -> Bool {
        !matchesNothing && requirements.allSatisfy { $0.matches(labels[$0.key]) }
    }

    /// Labels as records keep them.
    package func matches(_ labels: [(key: String, value: String)]) -> Bool {
        if matchesNothing { return false }
        for requirement in requirements {
            var value: String?
            for label in labels where label.key == requirement.key {
                value = label.value
                break
            }
            if !requirement.matches(value) { return false }
        }
        return true
    }

    /// The value that `key` must have, when the selector asks for one exactly: what an index can answer.
    package func requiredValue(of key: String) -> String? {
        for requirement in requirements where requirement.key == key && requirement.values.count == 1 {
            switch requirement.operator {
            case .equals, .doubleEquals, .in: return requirement.values[0]
            default: continue
            }
        }
        return nil
    }
}

extension LabelSelector.Requirement {
    /// Whether a label of this value (nil: no such label) satisfies the requirement.
    package func matches(_ value: String?) -> Bool {
        switch `operator` {
        case .in, .equals, .doubleEquals: value.map(values.contains) ?? false
        case .notIn, .notEquals: value.map { !values.contains($0) } ?? true
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .greaterThan: compare(value) { $0 > $1 }
        case .lessThan: compare(value) { $0 < $1 }
        }
    }

    private func compare(_ value: String?, _ holds: (Int64, Int64) -> Bool) -> Bool {
        guard let left = value.flatMap({ Int64($0) }), let right = values.first.flatMap({ Int64($0) }) else { return false }
        return holds(left, right)
    }
}

extension LabelSelector: CustomStringConvertible {
    package var description: String { requirements.map(\.description).joined(separator: ",") }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    package var description: String {
        let list = values.joined(separator: ",")
        return switch `operator` {
        case .exists: key
        case .doesNotExist: "!" + key
        case .in: key + " in (" + list + ")"
        case .notIn: key + " notin (" + list + ")"
        case .greaterThan: key + ">" + list
        case .lessThan: key + "<" + list
        case .equals, .doubleEquals, .notEquals: key + `operator`.rawValue + list
        }
    }
}

/// A selector that cannot be read; the message is what the client is told.
package struct SelectorError: Error, Sendable, Hashable, CustomStringConvertible {
    package var message: String
    package init(_ message: String) { self.message = message }
    package var description: String { message }
}
