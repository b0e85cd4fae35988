package import Document
package import Resources

/// Checks that need nothing but the schema: closed sets of strings and required fields.
package struct StructuralValidation {
    /// Whether an absent or empty required field is an error. Rules of a kind that name their required fields
    /// themselves, in their own order and words, leave this off.
    package var checksRequired: Bool
    package private(set) var errors: [FieldError] = []

    package init(checksRequired: Bool) { self.checksRequired = checksRequired }

    /// Checks an object of a kind: everything but `metadata`, which has rules of its own, and `status`, which servers write.
    package static func validate(_ json: JSON, type: TypeSchema, checksRequired: Bool = false) -> [FieldError] {
        var validation = StructuralValidation(checksRequired: checksRequired)
        validation.object(json, type, .root, skipping: ["metadata", "status"])
        return validation.errors
    }

    private mutating func object(_ json: JSON, _ type: TypeSchema, _ path: FieldPath, skipping: [String] = []) {
        guard type.leadsToChecks || checksRequired, case .object(let object) = json else { return }
        if checksRequired {
            for field in type.fields where field.isRequired && !skipping.contains(field.name) {
                if Self.isMissing(object[field.name], field) { errors.append(.required(path.child(field.name))) }
            }
        }
        for member in object {
            guard let field = type.field(member.key), !skipping.contains(field.name) else { continue }
            if !field.enumValues.isEmpty {
                check(member.value, field, path)
            } else if field.type.leadsToChecks || checksRequired {
                value(member.value, field.type, path.child(field.name))
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

    private mutating func check(_ json: JSON, _ field: FieldSchema, _ path: FieldPath) {
        switch json {
        case .string(let text):
            if !text.isEmpty, !field.enumValues.contains(text) {
                errors.append(.notSupported(path.child(field.name), text, field.enumValues))
            }
        case .array(let array):
            for (index, element) in array.enumerated() {
                guard let text = element.string, !field.enumValues.contains(text) else { continue }
                errors.append(.notSupported(path.child(field.name).index(index), text, field.enumValues))
            }
        default: return
        }
    }

    private mutating func value(_ json: JSON, _ type: FieldType, _ path: FieldPath) {
        switch type {
        case .object(let type): object(json, type, path)
        case .list(let element):
            guard case .array(let array) = json, element.leadsToChecks || checksRequired else { return }
            for (index, item) in array.enumerated() { value(item, element, path.index(index)) }
        case .map(let element):
            guard case .object(let object) = json, element.leadsToChecks || checksRequired else { return }
            for member in object { value(member.value, element, path.key(member.key)) }
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
