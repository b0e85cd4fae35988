package import Document
package import Resources

/// Checks that need nothing but the schema: closed sets of strings and required fields.
///
/// Runs on every write, so paths are put together only where something is wrong.
package struct StructuralValidation {
    /// Whether an absent or empty required field is an error. Rules of a kind that name their required fields
    /// themselves, in their own order and words, leave this off.
    private let checksRequired: Bool
    private var errors: [FieldError] = []
    private var steps: [Step] = []

    /// One step of the path to where the walk stands.
    private enum Step {
        case field(String)
        case index(Int)
        case key(String)
    }

    /// Checks an object of a kind: everything but `metadata`, which has rules of its own, and `status`, which servers write.
    package static func validate(_ json: JSON, type: TypeSchema, checksRequired: Bool = false) -> [FieldError] {
        var validation = StructuralValidation(checksRequired: checksRequired)
        validation.object(json, type, isRoot: true)
        return validation.errors
    }

    private init(checksRequired: Bool) { self.checksRequired = checksRequired }

    private var path: FieldPath {
        steps.reduce(.root) { path, step in
            switch step {
            case .field(let name): path.child(name)
            case .index(let index): path.index(index)
            case .key(let key): path.key(key)
            }
        }
    }

    private static func isSkipped(_ name: String) -> Bool { name == "metadata" || name == "status" }

    private mutating func object(_ json: JSON, _ type: TypeSchema, isRoot: Bool = false) {
        guard type.leadsToChecks || checksRequired, case .object(let object) = json else { return }
        if checksRequired {
            for field in type.fields where field.isRequired && !(isRoot && Self.isSkipped(field.name)) {
                if Self.isMissing(object[field.name], field) { errors.append(.required(path.child(field.name))) }
            }
        }
        for member in object {
            guard let field = type.field(member.key), !(isRoot && Self.isSkipped(field.name)) else { continue }
            if field.isChecked {
                check(member.value, field)
            } else if field.type.leadsToChecks || checksRequired {
                steps.append(.field(field.name))
                value(member.value, field.type)
                steps.removeLast()
            }
        }
    }

    /// Absent, null, or empty where an empty value says nothing.
    private static func isMissing(_ value: JSON?, _ field: FieldSchema) -> Bool {
        guard let value, !value.isNull else { return true }
        switch value {
        case .string(let text): return text.isEmpty && !field.isPointer
        case .array(let array): return array.isEmpty
        default: return false
        }
    }

    private mutating func check(_ json: JSON, _ field: FieldSchema) {
        switch json {
        case .string(let text):
            // An empty string says nothing, unless it was said on purpose.
            if !text.isEmpty || field.isPointer, !field.enumValues.contains(text) {
                errors.append(.notSupported(path.child(field.name), text, EnumOrder.said(field)))
            }
        case .array(let array):
            for (index, element) in array.enumerated() {
                guard let text = element.string, !field.enumValues.contains(text) else { continue }
                errors.append(.notSupported(path.child(field.name).index(index), text, EnumOrder.said(field)))
            }
        default: return
        }
    }

    private mutating func value(_ json: JSON, _ type: FieldType) {
        switch type {
        case .object(let type): object(json, type)
        case .list(let element):
            guard case .array(let array) = json, element.leadsToChecks || checksRequired else { return }
            for (index, item) in array.enumerated() {
                steps.append(.index(index))
                value(item, element)
                steps.removeLast()
            }
        case .map(let element):
            guard case .object(let object) = json, element.leadsToChecks || checksRequired else { return }
            for member in object {
                steps.append(.key(member.key))
                value(member.value, element)
                steps.removeLast()
            }
        default: return
        }
    }
}

extension FieldType {
    /// True when a value of this type may hold a closed set of strings.
    var leadsToChecks: Bool {
        switch self {
        case .object(let type): type.leadsToChecks
        case .list(let element), .map(let element): element.leadsToChecks
        default: false
        }
    }
}
