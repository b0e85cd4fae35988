internal import Document
internal import Resources
internal import Schema

/// core/v1 ConfigMap.
struct ConfigMapRules: KindBehaviour {
    /// All values together, in bytes; also the limit of Secrets.
    static let sizeLimit = 1024 * 1024

    var columns: [TableColumn] { [.name, TableColumn("Data", description: "Number of keys."), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        var size = 0
        for part in ["data", "binaryData"] {
            for (key, value) in object[part].object ?? JSONObject() {
                let path = FieldPath(part).key(key)
                for problem in NameRules.configMapKey(key) { errors.append(.invalid(path, key, problem)) }
                if part == "data", !object["binaryData"][key].isNull {
                    errors.append(.invalid(path, key, "duplicate of key present in binaryData"))
                }
                size += part == "data" ? value.string?.utf8.count ?? 0 : Base64Size.decoded(value.string ?? "")
            }
        }
        if size > Self.sizeLimit { errors.append(.tooLong("[]", limitBytes: Self.sizeLimit)) }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        MetadataValidation.finalizers(object["metadata"]["finalizers"], "metadata.finalizers", &errors)
        ImmutableData.validate(object, old: old, ["data", "binaryData"], &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let count = (object["data"].object?.count ?? 0) + (object["binaryData"].object?.count ?? 0)
        return [object.nameCell, .int(Int64(count)), object.ageCell(now: now)]
    }
}

/// What `immutable: true` of ConfigMaps and Secrets forbids.
enum ImmutableData {
    static func validate(_ object: JSON, old: JSON, _ parts: [String], _ errors: inout [FieldError]) {
        guard old["immutable"].bool == true else { return }
        let detail = "field is immutable when `immutable` is set"
        if object["immutable"].bool != true { errors.append(.forbidden("immutable", detail)) }
        for part in parts where object[part] != old[part] { errors.append(.forbidden(FieldPath(part), detail)) }
    }
}

enum Base64Size {
    /// How many bytes a base64 text stands for.
    static func decoded(_ text: String) -> Int {
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return max(0, text.utf8.count / 4 * 3 - padding)
    }
}
