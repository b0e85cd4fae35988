package import Document

/// What is wrong with an object that is to be applied, in upstream's words: fields nobody declared, values of a wrong type, elements
/// that a list cannot tell apart.
package struct ApplyValidation {
    package struct Problem: Sendable, Hashable, CustomStringConvertible {
        package var path: String
        package var message: String
        package var description: String { path.isEmpty ? message : path + ": " + message }
    }

    package private(set) var problems: [Problem] = []

    package init(_ document: JSON, type: TypeSchema) {
        check(document, MergeShape(type), "")
    }

    /// Nil when nothing is wrong.
    package var message: String? {
        if problems.count <= 1 { return problems.first?.description }
        return (["errors:"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }

    private mutating func check(_ value: JSON, _ shape: MergeShape, _ path: String) {
        if value.isNull { return }
        switch shape {
        case .unknown: return
        case .leaf(let type): check(value, type, path)
        case .structure(let schema): check(members: value, schema, path)
        case .map(let element): check(map: value, MergeShape(element), path)
        case .set, .keyed: check(list: value, shape, path)
        }
    }

    private mutating func check(members value: JSON, _ schema: TypeSchema, _ path: String) {
        guard case .object(let members) = value else { return report(path, "expected map, got \(Self.shown(value))") }
        for (key, member) in members {
            guard let shape = MergeShape.member(key, of: schema) else {
                return report("\(path).\(key)", "field not declared in schema")
            }
            check(member, shape, "\(path).\(key)")
        }
    }

    private mutating func check(map value: JSON, _ shape: MergeShape, _ path: String) {
        guard case .object(let members) = value else { return report(path, "expected map, got \(Self.shown(value))") }
        for (key, member) in members { check(member, shape, "\(path).\(key)") }
    }

    private mutating func check(list value: JSON, _ shape: MergeShape, _ path: String) {
        guard case .array(let elements) = value else { return report(path, "expected list, got \(Self.shown(value))") }
        let inner = shape.elementShape
        var seen = Set<PathElement>()
        for (index, element) in elements.enumerated() {
            let step: PathElement
            do throws(MergeShape.KeyedList.Failure) {
                if case .keyed(let list) = shape { step = try list.step(to: element) } else { step = try .member(of: element) }
            } catch {
                return report(path, "element \(index): \(error.message)")
            }
            if !seen.insert(step).inserted { report(path, "duplicate entries for key \(step)") }
            check(element, inner, path + step.description)
        }
    }

    /// A value that goes as a whole has a type as well.
    private mutating func check(_ value: JSON, _ type: FieldType, _ path: String) {
        if value.isNull { return }
        switch type {
        case .any: return
        case .string, .bytes:
            if value.string == nil {
                report(path, "expected string, got &value.valueUnstructured{Value:\(Self.shown(value, quoted: true))}")
            }
        case .bool:
            if value.bool == nil { report(path, "expected boolean, got \(Self.shown(value))") }
        case .int32, .int64, .double:
            if value.double == nil { report(path, "expected numeric (int or float), got \(Self.goType(value))") }
        case .quantity, .intOrString, .time, .microTime:
            if value.array != nil || value.object != nil { report(path, "expected any scalar, got \(Self.shown(value))") }
        case .object(let schema):
            if schema.shape == .object || !schema.fields.isEmpty { check(members: value, schema, path) }
        case .map(let element): check(map: value, MergeShape(element), path)
        case .list(let element):
            guard case .array(let elements) = value else { return report(path, "expected list, got \(Self.shown(value))") }
            let shape = MergeShape(element)
            for (index, element) in elements.enumerated() { check(element, shape, "\(path)[\(index)]") }
        }
    }

    private mutating func report(_ path: String, _ message: String) { problems.append(Problem(path: path, message: message)) }

    /// A value as Go prints it.
    private static func shown(_ value: JSON, quoted: Bool = false) -> String {
        switch value {
        case .null: "<nil>"
        case .string(let text): quoted ? JSON.string(text).text : "&{\(text)}"
        case .array(let elements): "&{[\(elements.map { bare($0) }.joined(separator: " "))]}"
        case .object: "&{\(bare(value))}"
        default: quoted ? value.text : "&{\(value.text)}"
        }
    }

    private static func bare(_ value: JSON) -> String {
        switch value {
        case .null: "<nil>"
        case .string(let text): text
        case .array(let elements): "[" + elements.map { bare($0) }.joined(separator: " ") + "]"
        case .object(let members):
            "map[" + members.sorted { $0.key < $1.key }.map { "\($0.key):\(bare($0.value))" }.joined(separator: " ") + "]"
        default: value.text
        }
    }

    private static func goType(_ value: JSON) -> String {
        switch value {
        case .string: "string"
        case .bool: "bool"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        default: "<nil>"
        }
    }
}
