package import Document
package import Resources

/// Finds elements of lists that are sets or maps (x-kubernetes-list-type) which come twice.
package enum StructuralLists {
    package static func check(_ json: JSON, _ schema: StructuralSchema, _ path: FieldPath = .root) -> [FieldError] {
        var errors: [FieldError] = []
        value(json, schema, path, &errors)
        return errors
    }

    private static func value(_ json: JSON, _ schema: StructuralSchema, _ path: FieldPath, _ errors: inout [FieldError]) {
        switch json {
        case .object(let object):
            for (name, value) in object {
                guard let known = schema.member(name) else { continue }
                let isProperty = schema.property(name) != nil
                self.value(value, known, isProperty ? path.child(name) : path.key(name), &errors)
            }
        case .array(let array):
            duplicates(array, schema, path, &errors)
            guard let items = schema.items else { return }
            for (index, element) in array.enumerated() { value(element, items, path.index(index), &errors) }
        default: return
        }
    }

    private static func duplicates(_ array: [JSON], _ schema: StructuralSchema, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard schema.listType == "set" || schema.listType == "map" else { return }
        var seen: Set<JSON> = []
        for (index, element) in array.enumerated() {
            let key = schema.listType == "set" ? element : keys(of: element, schema)
            if !seen.insert(key).inserted { errors.append(.duplicate(path.index(index), key)) }
        }
    }

    private static func keys(of element: JSON, _ schema: StructuralSchema) -> JSON {
        var keys = JSONObject()
        for name in schema.listMapKeys { if let value = element.object?[name] { keys[name] = value } }
        return .object(keys)
    }
}
