internal import Document
internal import Resources
internal import Schema

/// Objects within objects (x-kubernetes-embedded-resource): they have kinds and metadata of their own.
enum EmbeddedObjects {
    /// - Parameter isObject: whether `json` itself is looked at as an object, too.
    static func check(_ json: JSON, _ schema: StructuralSchema, _ path: FieldPath, isObject: Bool, _ errors: inout [FieldError]) {
        switch json {
        case .object(let object):
            if isObject { self.object(json, path, &errors) }
            for (name, value) in object {
                guard let known = schema.member(name) else { continue }
                let place = schema.property(name) != nil ? path.child(name) : path.key(name)
                check(value, known, place, isObject: known.isEmbedded, &errors)
            }
        case .array(let array):
            guard let items = schema.items else { return }
            for (index, element) in array.enumerated() {
                check(element, items, path.index(index), isObject: items.isEmbedded, &errors)
            }
        default: return
        }
    }

    private static func object(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for name in ["apiVersion", "kind"] {
            let place = path.child(name)
            switch json[name] {
            case .null: errors.append(.required(place))
            case .string(""): errors.append(.invalid(place, "", "must not be empty"))
            case .string(let text) where name == "kind":
                let problems = NameRules.dns1035Label(text.lowercased())
                if problems.isEmpty { continue }
                let why = "may have mixed case, but should otherwise match: " + problems.joined(separator: ",")
                errors.append(.invalid(place, text, why))
            case .string(let text):
                if text.count(where: { $0 == "/" }) > 1 { errors.append(.invalid(place, text, "unexpected GroupVersion string: \(text)")) }
            case let other: errors.append(.invalid(place, other, "must be a string"))
            }
        }
        guard json["metadata"].object != nil else { return }
        var named = json
        if named["metadata"]["name"].isEmptyValue { named["metadata"]["name"] = "unnamed" }
        let isNamespaced = !named["metadata"]["namespace"].isEmptyValue
        MetadataValidation.validate(named, namespaced: isNamespaced, rule: .pathSegment, at: path.child("metadata"), &errors)
    }
}
