internal import Document
internal import Resources

/// Classes that an annotation marks as the one for objects that name none.
enum DefaultClass {
    /// The newest of the marked ones, the first by name among equals.
    static func name(in caches: ObjectCaches, _ type: ResourceType, annotations: [String]) -> String? {
        var best: (created: String, name: String)?
        caches[type]?.snapshot().records.forEach { record in
            guard let document = try? record.document() else { return true }
            let present = document["metadata"]["annotations"]
            guard annotations.contains(where: { present[$0].string == "true" }) else { return true }
            let created = document["metadata"]["creationTimestamp"].string ?? ""
            if best.map({ created > $0.created }) ?? true { best = (created, record.key.name) }
            return true
        }
        return best?.name
    }
}
