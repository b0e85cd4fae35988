internal import Document
internal import Resources
internal import Schema

/// core/v1 Secret.
struct SecretRules: KindBehaviour {
    /// Keys that secrets of a well-known type have to have.
    private static let keys: [String: [String]] = [
        "kubernetes.io/dockercfg": [".dockercfg"], "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
        "kubernetes.io/ssh-auth": ["ssh-privatekey"], "kubernetes.io/tls": ["tls.crt", "tls.key"],
    ]

    var selectable: [SelectableField] { ["type"] }
    var columns: [TableColumn] {
        [.name, TableColumn("Type", description: "What the secret is for."), TableColumn("Data", description: "Number of keys."), .age]
    }

    /// `stringData` is for writing only: its values become base64 in `data`.
    func applyDefaults(_ object: inout JSON) {
        guard let plain = object["stringData"].object else { return }
        for (key, value) in plain { object["data"][key] = .string(Base64Text.encode(value.string ?? "")) }
        object["stringData"] = .null
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let data = object["data"].object ?? JSONObject()
        var size = 0
        for (key, value) in data {
            for problem in NameRules.configMapKey(key) { errors.append(.invalid(FieldPath("data").key(key), key, problem)) }
            size += Base64Size.decoded(value.string ?? "")
        }
        if size > ConfigMapRules.sizeLimit { errors.append(.tooLong("data", limitBytes: ConfigMapRules.sizeLimit)) }
        let type = object["type"].string ?? ""
        for key in Self.keys[type] ?? [] where !data.contains(key) { errors.append(.required(FieldPath("data").key(key))) }
        if type == "kubernetes.io/service-account-token" {
            let annotation = "kubernetes.io/service-account.name"
            if object["metadata"]["annotations"][annotation].string?.isEmpty ?? true {
                errors.append(.required(FieldPath("metadata.annotations").key(annotation)))
            }
        }
        if type == "kubernetes.io/basic-auth", !data.contains("username"), !data.contains("password") {
            errors.append(.required(FieldPath("data").key("username")))
            errors.append(.required(FieldPath("data").key("password")))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["type"], old["type"], "type", &errors)
        ImmutableData.validate(object, old: old, ["data"], &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, object["type"].textCell, .int(Int64(object["data"].object?.count ?? 0)), object.ageCell(now: now)]
    }
}

enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// RFC 4648 §4, padded.
    static func encode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var word: UInt32 = 0
            for offset in 0..<3 { word = word << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for digit in 0..<4 {
                result.append(digit <= count ? alphabet[Int(word >> UInt32(18 - 6 * digit) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
