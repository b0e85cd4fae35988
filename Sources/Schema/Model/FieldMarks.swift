internal import Document

/// The marks behind a field's number.
struct FieldMarks {
    var listKind = ListKind.unspecified
    var listKeys: [String] = []
    var mergeKey: String?
    var enumValues: [String] = []
    var goType: String?
    var defaultValue: JSON?
    var description: String?

    mutating func read(_ word: TextScanner.Word, _ flags: inout FieldSchema.Flags) {
        if word.equals("!") {
            flags.insert(.required)
        } else if word.equals("+") {
            flags.insert(.alwaysWritten)
        } else if word.equals("kindchecks") {
            flags.insert(.checkedByKind)
        } else if word.equals("omitzero") {
            flags.insert(.omitZero)
        } else if let kind = word.value(after: "list=") {
            listKind = kind == "map" ? .map : kind == "set" ? .set : .atomic
        } else if word.hasPrefix("keys=") {
            listKeys = word.dropFirst(5).list(separator: ",")
        } else if word.equals("map=atomic") {
            flags.insert(.atomicMap)
        } else if word.equals("map=granular") {
            flags.insert(.granularMap)
        } else if word.hasPrefix("patch=") {
            for strategy in word.dropFirst(6).list(separator: ",") {
                flags.insert(strategy == "merge" ? .patchMerge : strategy == "retainKeys" ? .patchRetainKeys : .patchReplace)
            }
        } else if let key = word.value(after: "merge=") {
            mergeKey = key
        } else if word.hasPrefix("enum=") {
            // Words cannot hold spaces: `client_auth` stands for "client auth".
            enumValues += word.dropFirst(5).text.split(separator: "|", omittingEmptySubsequences: false).map {
                String($0.map { $0 == "_" ? " " : $0 })
            }
        } else if let type = word.value(after: "go=") {
            goType = type
        } else if let text = word.value(after: "default=") {
            guard let value = try? JSON.parse(text: text) else { preconditionFailure("schema text: bad default \(text)") }
            defaultValue = value
        } else {
            preconditionFailure("schema text: unknown mark \(word.text)")
        }
    }
}
