internal import Document

/// A merge of documents without a schema: objects of a list are matched by the first of the usual keys that all of them have.
enum GuessedMerge {
    private static let keys = ["uid", "name", "type", "key", "ip", "containerPort", "port", "mountPath", "topologyKey"]

    static func apply(_ patch: JSON, to document: JSON) -> JSON {
        switch (patch, document) {
        case (.object(let changes), .object): return merge(changes, into: document)
        case (.object(let changes), _): return merge(changes, into: .object(JSONObject()))
        case (.array(let changes), .array(let existing)): return .array(merge(changes, into: existing))
        default: return patch
        }
    }

    private static func merge(_ changes: JSONObject, into document: JSON) -> JSON {
        if changes["$patch"]?.string == "replace" {
            var replacement = changes
            replacement.removeValue(forKey: "$patch")
            return .object(replacement)
        }
        var result = document
        for (key, change) in changes where !key.hasPrefix("$") {
            if key == "finalizers" {
                let known = result[key].strings
                result[key] = JSON(known + change.strings.filter { !known.contains($0) })
            } else {
                result[key] = change.isNull ? .null : apply(change, to: result[key])
            }
        }
        for (key, change) in changes where key.hasPrefix(deletion) {
            let left = result[String(key.dropFirst(deletion.count))].strings.filter { !change.strings.contains($0) }
            result[String(key.dropFirst(deletion.count))] = left.isEmpty ? .null : JSON(left)
        }
        return result
    }

    private static let deletion = "$deleteFromPrimitiveList/"

    private static func merge(_ changes: [JSON], into existing: [JSON]) -> [JSON] {
        guard let key = keys.first(where: { key in (changes + existing).allSatisfy { !$0[key].isNull } }), !changes.isEmpty else {
            return changes
        }
        var result = existing
        for change in changes {
            let index = result.firstIndex { $0[key] == change[key] }
            if change["$patch"].string == "delete" {
                if let index { result.remove(at: index) }
            } else if let index {
                result[index] = apply(change, to: result[index])
            } else {
                result.append(change)
            }
        }
        return result
    }
}

/// The autoscaling/v1 Scale of a workload.
enum Scale {
    static func document(of workload: JSON) -> JSON {
        [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": workload["metadata"],
            "spec": ["replicas": workload["spec"]["replicas"]], "status": ["replicas": workload["status"]["replicas"]],
        ]
    }
}
