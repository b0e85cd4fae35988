internal import Document
internal import Resources

/// What a definition's schema may say of how lists and maps are merged (`x-kubernetes-list-type` and the like).
enum DefinitionListChecks {
    static func map(_ schema: JSON, _ type: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard let mapType = schema["x-kubernetes-map-type"].string else { return }
        wants("object", type, "must be object if x-kubernetes-map-type is specified", path, &errors)
        if !["atomic", "granular"].contains(mapType) {
            errors.append(.notSupported(path.child("x-kubernetes-map-type"), mapType, ["atomic", "granular"]))
        }
    }

    private static func wants(_ wanted: String, _ type: String, _ why: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if type == wanted { return }
        errors.append(type.isEmpty ? .required(path.child("type"), why) : .invalid(path.child("type"), type, why))
    }

    static func list(_ schema: JSON, _ type: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let keys = schema["x-kubernetes-list-map-keys"].strings
        let place = path.child("x-kubernetes-list-type")
        guard let listType = schema["x-kubernetes-list-type"].string else {
            if !keys.isEmpty { errors.append(.required(place, "must be map if x-kubernetes-list-map-keys is non-empty")) }
            return
        }
        let items = schema["items"]
        wants("array", type, "must be array if x-kubernetes-list-type is specified", path, &errors)
        if type == "array", listType == "set" { elements(items, path.child("items"), &errors) }
        if !["atomic", "set", "map"].contains(listType) { errors.append(.notSupported(place, listType, ["atomic", "set", "map"])) }
        if !keys.isEmpty, listType != "map" {
            errors.append(.invalid(place, listType, "must be map if x-kubernetes-list-map-keys is non-empty"))
        }
        if listType == "map" { mapKeys(keys, items, path, &errors) }
        guard listType == "map" || listType == "set", items.object != nil else { return }
        if items["nullable"].bool ?? false {
            errors.append(.forbidden(path.child("items", "nullable"), "cannot be nullable when x-kubernetes-list-type is \(listType)"))
        }
        if listType == "map" { present(keys, items, path.child("items", "properties"), &errors) }
    }

    /// Elements of a set are told apart as a whole.
    private static func elements(_ items: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let why = "must be atomic as item of a list with x-kubernetes-list-type=set"
        let (listType, mapType) = (items["x-kubernetes-list-type"], items["x-kubernetes-map-type"])
        if items["type"].string == "array", !listType.isNull, listType != "atomic" {
            errors.append(.invalid(path.child("x-kubernetes-list-type"), listType, why))
        }
        if items["type"].string == "object", mapType != "atomic" {
            errors.append(.invalid(path.child("x-kubernetes-map-type"), listType, why))
        }
    }

    private static func mapKeys(_ keys: [String], _ items: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let place = path.child("x-kubernetes-list-map-keys")
        if keys.isEmpty { errors.append(.required(place, "must not be empty if x-kubernetes-list-type is map")) }
        if items.isNull { return errors.append(.required(path.child("items"), "must have a schema if x-kubernetes-list-type is map")) }
        if items.object == nil {
            return errors.append(.invalid(path.child("items"), items, "must only have a single schema if x-kubernetes-list-type is map"))
        }
        let type = items["type"].string ?? ""
        guard type == "object" else {
            return errors.append(
                .invalid(path.child("items", "type"), type, "must be object if parent array's x-kubernetes-list-type is map"))
        }
        var seen: Set<String> = []
        for key in keys {
            let property = items["properties"][key]
            if property.isNull {
                errors.append(.invalid(place, JSON(keys), "entries must all be names of item properties"))
            } else if ["array", "object"].contains(property["type"].string ?? "") {
                let inner = path.child("items", "properties").key(key)
                let why = "must be a scalar type if parent array's x-kubernetes-list-type is map"
                errors.append(.invalid(inner.child("type"), type, why))
            }
            if !seen.insert(key).inserted { errors.append(.invalid(place, JSON(keys), "must not contain duplicate entries")) }
        }
    }

    /// Keys are there in every element.
    private static func present(_ keys: [String], _ items: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let why = "this property is in x-kubernetes-list-map-keys, so it "
        for key in keys {
            let property = items["properties"][key]
            if property.isNull { continue }
            if property["default"].isNull, !items["required"].strings.contains(key) {
                errors.append(.required(path.key(key).child("default"), why + "must have a default or be a required property"))
            }
            if property["nullable"].bool ?? false {
                errors.append(.forbidden(path.key(key).child("nullable"), why + "cannot be nullable"))
            }
        }
    }
}
