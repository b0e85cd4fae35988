internal import Document
internal import Resources
internal import Schema

/// A name that changes with the content of a ConfigMap or Secret, so that whoever uses it under that name starts anew when it changes:
/// `--append-hash`, and the generators of kustomizations.
enum ContentHash {
    /// Digits of the hash that are used.
    private static let length = 10

    /// `--append-hash`
    static func append(to object: inout JSON) {
        let name = object["metadata"]["name"].string ?? ""
        var content: JSON = ["kind": object["kind"], "name": .string(name)]
        if object["kind"].string == "Secret" { content["type"] = .string(object["type"].string ?? "") }
        var members = content.object ?? JSONObject()
        members["data"] = object["data"]
        for key in ["binaryData", "immutable"] where !object[key].isNull { members[key] = object[key] }
        object["metadata"]["name"] = .string(name + "-" + digits(.object(members)))
    }

    /// Of a generated object, whose name does not count.
    static func suffix(of object: JSON) -> String {
        func value(_ key: String) -> JSON { object[key].isNull ? "" : object[key] }
        var content: JSON = ["kind": object["kind"], "name": "", "data": value("data")]
        if object["kind"].string == "Secret" {
            content["type"] = value("type")
            if object["stringData"].object != nil { content["stringData"] = object["stringData"] }
        } else if object["binaryData"].object != nil {
            content["binaryData"] = object["binaryData"]
        }
        return digits(content)
    }

    /// The digest's first digits, those that could make words among them exchanged.
    private static func digits(_ content: JSON) -> String {
        let hex = SHA256.hex(Array(JSONPrinter.escaped(content.sortedKeys.text).utf8)).lowercased()
        return String(
            hex.prefix(length).map { digit -> Character in
                switch digit {
                case "0": "g"
                case "1": "h"
                case "3": "k"
                case "a": "m"
                case "e": "t"
                default: digit
                }
            })
    }
}
