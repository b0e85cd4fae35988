package import Document

/// Sets the constant defaults of absent fields, at every depth. Defaults that depend on other fields are the kinds' rules.
package enum Defaulter {
    /// - Parameter known: an object that has its defaults; what `json` has in common with it, by identity, is left alone.
    package static func apply(_ json: inout JSON, type: TypeSchema, beside known: JSON = .null) {
        guard type.leadsToDefaults, !json.isIdentical(to: known), case .object(var object) = json else { return }
        json = .null
        for index in type.defaulted {
            let field = type.fields[index]
            guard let value = field.defaultValue else { continue }
            switch object[field.name] {
            case nil: object.append(field.name, value)
            case .null?: object[field.name] = value
            default: continue
            }
        }
        for position in 0..<object.count {
            guard let field = type.field(object[position: position].key), field.type.leadsToDefaults else { continue }
            let before = known.object?.value(field.name, near: position) ?? .null
            if object[position: position].value.isIdentical(to: before) { continue }
            apply(&object[position: position].value, type: field.type, before)
        }
        json = .object(object)
    }

    private static func apply(_ json: inout JSON, type: FieldType, _ known: JSON) {
        switch type {
        case .object(let type): apply(&json, type: type, beside: known)
        case .list(let element):
            guard element.leadsToDefaults, case .array(var array) = json else { return }
            json = .null
            for index in array.indices { apply(&array[index], type: element, known[index]) }
            json = .array(array)
        case .map(let element):
            guard element.leadsToDefaults, case .object(var object) = json else { return }
            json = .null
            for position in 0..<object.count { apply(&object[position: position].value, type: element, .null) }
            json = .object(object)
        default: return
        }
    }
}

extension FieldType {
    /// True when a value of this type may hold a field with a constant default.
    var leadsToDefaults: Bool {
        switch self {
        case .object(let type): type.leadsToDefaults
        case .list(let element), .map(let element): element.leadsToDefaults
        default: false
        }
    }
}
