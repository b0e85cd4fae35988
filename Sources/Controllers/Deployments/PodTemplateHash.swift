internal import Document
internal import Resources

/// The label that tells the ReplicaSets of one deployment, and their pods, apart. Its value is derived from the template, so the same
/// template finds its ReplicaSet again.
enum PodTemplateHash {
    static let label = "pod-template-hash"
    /// Letters and digits that form no words.
    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")

    /// - Parameter collisionCount: raised when another ReplicaSet has the name already.
    static func compute(_ template: JSON, collisionCount: Int) -> String {
        var bytes = canonical(template).encoded()
        if collisionCount > 0 { bytes += Array(String(collisionCount).utf8) }
        return String(String(StableHash.bits32(bytes)).utf8.map { alphabet[Int($0) % alphabet.count] })
    }

    /// Two templates that say the same, whatever the order of their keys, in one form.
    static func canonical(_ value: JSON) -> JSON {
        switch value {
        case .object(let object):
            var sorted = JSONObject(minimumCapacity: object.count)
            for member in object.sorted(by: { $0.key < $1.key }) where !member.value.isNull {
                sorted.append(member.key, canonical(member.value))
            }
            return .object(sorted)
        case .array(let elements): return .array(elements.map(canonical))
        default: return value
        }
    }

    /// The template without the label, to compare a ReplicaSet's with its deployment's.
    static func withoutLabel(_ template: JSON) -> JSON {
        var template = template
        if var labels = template["metadata", "labels"].object {
            labels.removeValue(forKey: label)
            template["metadata", "labels"] = labels.isEmpty ? .null : .object(labels)
        }
        if template["metadata"].isEmptyValue || template["metadata"].object?.allSatisfy({ $0.value.isNull }) ?? false {
            template["metadata"] = .null
        }
        return canonical(template)
    }
}
