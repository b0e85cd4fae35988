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
    /// Keys whose values are JSON objects: where container registries are, and who may use them.
    private static let documents = ["kubernetes.io/dockercfg": ".dockercfg", "kubernetes.io/dockerconfigjson": ".dockerconfigjson"]

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
        if let key = Self.documents[type], let problem = data[key].flatMap(documentProblem) {
            errors.append(.invalid(FieldPath("data").key(key), "<secret contents redacted>", problem))
        }
        if type == "kubernetes.io/ssh-auth", data["ssh-privatekey"] == "" { errors.append(.required("data[ssh-privatekey]")) }
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

    /// Why the value is no JSON object, in the words of upstream's parser.
    private func documentProblem(_ value: JSON) -> String? {
        do throws(JSONSyntaxError) {
            switch try JSON.parse(Base64Text.decode(value.string ?? "")) {
            case .object, .null: return nil
            case .array: return "json: cannot unmarshal array into Go value of type map[string]interface {}"
            case .string: return "json: cannot unmarshal string into Go value of type map[string]interface {}"
            case .bool: return "json: cannot unmarshal bool into Go value of type map[string]interface {}"
            case .int, .double: return "json: cannot unmarshal number into Go value of type map[string]interface {}"
            }
        } catch {
            return error.message
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

    /// What a sound text stands for; bytes that are none of the alphabet's are passed over.
    static func decode(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var (word, bits): (UInt32, UInt32) = (0, 0)
        for byte in text.utf8 {
            guard let digit = alphabet.firstIndex(of: byte) else { continue }
            word = word << 6 | UInt32(digit)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: word >> bits))
            word &= 1 << bits - 1
        }
        return result
    }

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
