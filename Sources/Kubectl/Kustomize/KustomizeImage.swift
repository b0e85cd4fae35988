internal import Document
internal import Resources

/// An entry of `images`: another name, tag or digest for an image, wherever containers use it.
struct KustomizeImage: Sendable {
    private let name: String
    private let newName: String
    private let newTag: String
    private let digest: String
    private let tagSuffix: String

    init(_ entry: JSON) throws(Failure) {
        func text(_ key: String) throws(Failure) -> String {
            switch entry[key] {
            case .null: return ""
            case .string(let text): return text
            default: throw Failure("invalid Kustomization: json: the field \(key.goQuoted) of an image must be a string")
            }
        }
        name = try text("name")
        newName = try text("newName")
        newTag = try text("newTag")
        digest = try text("digest")
        tagSuffix = try text("tagSuffix")
        if name.isEmpty { throw Failure("invalid Kustomization: an entry of images has no name") }
    }

    /// In all lists of containers of an object, whatever its kind.
    func apply(_ object: inout JSON) {
        if object["kind"].string == "CustomResourceDefinition" { return }
        walk(&object)
    }

    private func walk(_ value: inout JSON) {
        switch value {
        case .object(var members):
            for index in 0..<members.count {
                let (key, child) = (members[position: index].key, members[position: index].value)
                var changed = child
                if key == "containers" || key == "initContainers" {
                    changed.mutateArrayIfThere { containers in
                        for place in containers.indices {
                            if let image = containers[place]["image"].string { containers[place]["image"] = .string(renamed(image)) }
                        }
                    }
                }
                walk(&changed)
                members[key] = changed
            }
            value = .object(members)
        case .array(var elements):
            for index in elements.indices { walk(&elements[index]) }
            value = .array(elements)
        default: break
        }
    }

    /// The image with what is new about it; itself when it is another one.
    func renamed(_ image: String) -> String {
        guard image.hasPrefix(name) else { return image }
        var rest = image.dropFirst(name.count)
        if let first = rest.first, first != ":", first != "@" { return image }
        var oldDigest = ""
        if let at = rest.firstIndex(of: "@") {
            oldDigest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        var tag = rest.hasPrefix(":") ? String(rest.dropFirst()) : ""
        if tag.contains("/") { return image }  // `host:5000/image` is not tag 5000/image of `host`
        if !newTag.isEmpty || !digest.isEmpty { (tag, oldDigest) = (newTag, digest) }
        if !tagSuffix.isEmpty { tag += tagSuffix }
        let base = newName.isEmpty ? name : newName
        return base + (tag.isEmpty ? "" : ":" + tag) + (oldDigest.isEmpty ? "" : "@" + oldDigest)
    }
}
