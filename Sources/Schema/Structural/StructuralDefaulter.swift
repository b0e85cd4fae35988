package import Document

/// Sets the defaults of a structural schema. A null where none may be counts as absent: it gives way to the default, or goes.
package enum StructuralDefaulter {
    package static func apply(_ json: inout JSON, _ schema: StructuralSchema) {
        switch json {
        case .object(var object):
            json = .null
            members(&object, schema)
            json = .object(object)
        case .array(var array):
            guard let items = schema.items else { return }
            json = .null
            for index in array.indices {
                if array[index].isNull, !items.isNullable, let value = items.defaultValue { array[index] = value }
                apply(&array[index], items)
            }
            json = .array(array)
        default: return
        }
    }

    private static func members(_ object: inout JSONObject, _ schema: StructuralSchema) {
        if schema.leadsToDefaults {
            for (name, property) in schema.properties where property.defaultValue != nil && !object.contains(name) {
                object.append(name, property.defaultValue ?? .null)
            }
        }
        var hasNulls = false
        for position in 0..<object.count {
            guard let known = schema.member(object[position: position].key) else { continue }
            if object[position: position].value.isNull, !known.isNullable {
                if let value = known.defaultValue { object[position: position].value = value } else { hasNulls = true }
            }
            apply(&object[position: position].value, known)
        }
        guard hasNulls else { return }
        object.removeAll { member in
            guard member.value.isNull, let known = schema.member(member.key) else { return false }
            return !known.isNullable
        }
    }
}
