/// A condition on the selectable fields of a kind: `metadata.name=web,spec.nodeName!=node-1`.
package struct FieldSelector: Sendable, Hashable {
    package struct Requirement: Sendable, Hashable {
        package let field: String
        package let value: String
        /// Whether the field must differ from the value.
        package let negated: Bool

        package init(field: String, value: String, negated: Bool = false) {
            self.field = field
            self.value = value
            self.negated = negated
        }
    }

    package var requirements: [Requirement]

    package static let everything = FieldSelector(requirements: [])

    package init(requirements: [Requirement]) { self.requirements = requirements }

    /// Reads the text form of `?fieldSelector=`: `=`, `==` or `!=`, terms joined by commas, `\` before a comma, `=` or `\` in a value.
    package static func parse(_ text: String) throws(SelectorError) -> FieldSelector {
        var requirements: [Requirement] = []
        for term in terms(of: text) where !term.isEmpty {
            guard let sign = term.firstIndex(where: { $0 == "=" || $0 == "!" }) else {
                throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            var rest = term[sign...]
            let negated = rest.hasPrefix("!=")
            if negated || rest.hasPrefix("==") {
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("=") {
                rest = rest.dropFirst()
            } else {
                throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            requirements.append(Requirement(field: String(term[..<sign]), value: try unescape(rest), negated: negated))
        }
        return FieldSelector(requirements: requirements)
    }

    private static func terms(of text: String) -> [Substring] {
        var terms: [Substring] = []
        var start = text.startIndex
        var escaped = false
        for index in text.indices {
            if escaped {
                escaped = false
            } else if text[index] == "\\" {
                escaped = true
            } else if text[index] == "," {
                terms.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        terms.append(text[start...])
        return terms.sorted()
    }

    private static func unescape(_ text: Substring) throws(SelectorError) -> String {
        var value = ""
        var escaped = false
        for character in text {
            if escaped {
                guard "\\,=".contains(character) else {
                    throw SelectorError("invalid field selector: invalid escape sequence: \\\(character)")
                }
                value.append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "=" || character == "," {
                let code = character.unicodeScalars.first?.value ?? 0
                throw SelectorError("invalid field selector: unescaped character in value: \(code)")
            } else {
                value.append(character)
            }
        }
        if escaped { throw SelectorError("invalid field selector: invalid escape sequence: \\") }
        return value
    }

    package var isEverything: Bool { requirements.isEmpty }

    /// A field that the kind does not have counts as empty; the server refuses such selectors beforehand.
    package func matches(_ record: ObjectRecord) -> Bool {
        requirements.allSatisfy { ((record.field($0.field) ?? "") == $0.value) != $0.negated }
    }

    package func matches(_ value: (String) -> String?) -> Bool {
        requirements.allSatisfy { ((value($0.field) ?? "") == $0.value) != $0.negated }
    }

    /// The value that `field` must have, when the selector asks for one.
    package func requiredValue(of field: String) -> String? {
        requirements.first { $0.field == field && !$0.negated }?.value
    }
}

extension FieldSelector: CustomStringConvertible {
    package var description: String {
        requirements.map { requirement in
            var value = ""
            for character in requirement.value {
                if "\\,=".contains(character) { value.append("\\") }
                value.append(character)
            }
            return requirement.field + (requirement.negated ? "!=" : "=") + value
        }.joined(separator: ",")
    }
}
