internal import Document
internal import Resources

/// A path to a field that a schema describes, such as `.spec.color` or `.spec['a key']`, as rules and selectable fields name them.
struct SchemaFieldPath {
    let path: FieldPath
    /// The first step.
    let root: String
    /// The schema of the field; null where any value may be.
    let schema: JSON

    struct Problem: Error { let text: String }

    /// - Throws: why the path does not lead to a field.
    init(_ text: String, in schema: JSON, allowsKeys: Bool) throws(Problem) {
        var tokens = Self.tokens(text)[...]
        var place: FieldPath?
        var (first, here) = ("", schema)
        func next() throws(Problem) -> String {
            guard let token = tokens.popFirst() else { throw Problem(text: "unexpected end of JSON path") }
            return token
        }
        func follow(_ name: String) throws(Problem) {
            let isNamed = !here["properties"].isEmptyValue
            if !isNamed, here["additionalProperties"].isNull { throw Problem(text: "does not refer to a valid field") }
            if isNamed, here["properties"].object?.contains(name) != true { throw Problem(text: "does not refer to a valid field") }
            if place == nil { first = name }
            let start = place ?? .root
            place = isNamed ? start.child(name) : start.key(name)
            here = isNamed ? here["properties"][name] : here["additionalProperties"]
        }
        while let token = tokens.popFirst() {
            switch token {
            case ".": try follow(try next())
            case "[":
                guard allowsKeys else { throw Problem(text: "array notation is not allowed") }
                let key = try next()
                guard key.utf8.count >= 2, key.hasPrefix("'"), key.hasSuffix("'") else {
                    throw Problem(text: "expected single quoted string but got \(key)")
                }
                try follow(try Self.unquoted(key.dropFirst().dropLast()))
                let end = try next()
                guard end == "]" else { throw Problem(text: "expected ] but got \(end)") }
            default: throw Problem(text: "expected [ or . but got: \(token)")
            }
        }
        (path, root, self.schema) = (place ?? .root, first, here)
    }

    /// Dots and brackets, quoted text, and what lies between them.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var current = ""
        var previous: Character = " "
        for character in text {
            if current.hasPrefix("'") {
                current.append(character)
                if character == "'", previous != "\\" {
                    tokens.append(current)
                    current = ""
                }
            } else if ".[]".contains(character) {
                if !current.isEmpty { tokens.append(current) }
                tokens.append(String(character))
                current = ""
            } else {
                current.append(character)
            }
            previous = character
        }
        if !current.isEmpty { tokens.append(current) }
        return tokens
    }

    private static func unquoted(_ text: Substring) throws(Problem) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                guard character == "'" || character == "\\" else { throw Problem(text: "invalid string literal: invalid escape") }
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}

/// Fields of custom resources that selectors may ask for (KEP-4358).
enum SelectableFieldChecks {
    static let limit = 8

    /// - Parameter schema: a CustomResourceValidation.
    static func validate(
        _ fields: JSON, _ validation: JSON, _ path: FieldPath, missing: String, allowsMany: Bool, _ errors: inout [FieldError]
    ) {
        let fields = fields.array ?? []
        if fields.isEmpty { return }
        let schema = validation["openAPIV3Schema"]
        if schema.isNull { return errors.append(.invalid(path, "", missing)) }
        var seen: Set<FieldPath> = []
        for (index, field) in fields.enumerated() {
            let place = path.index(index).child("jsonPath")
            let text = field["jsonPath"].string ?? ""
            if text.isEmpty {
                errors.append(.required(place))
                continue
            }
            do throws(SchemaFieldPath.Problem) {
                let found = try SchemaFieldPath(text, in: schema, allowsKeys: false)
                if found.root == "metadata" { errors.append(.invalid(place, text, "must not point to fields in metadata")) }
                if !["string", "integer", "boolean"].contains(found.schema["type"].string ?? "") {
                    let why =
                        "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."
                    errors.append(.invalid(place, text, why))
                }
                if !seen.insert(found.path).inserted { errors.append(.duplicate(place, text)) }
            } catch {
                errors.append(.invalid(place, text, "is an invalid path: \(error.text)"))
            }
        }
        if seen.count > limit, !allowsMany { errors.append(.tooMany(path, seen.count, limit: limit)) }
    }
}
