internal import Document

/// Where kustomize puts something into objects: a path of members for objects of some kind; lists on the way are gone through.
struct FieldSpec: Sendable {
    /// Nil for any.
    var group: String?
    var version: String?
    var kind: String?
    var path: [String]
    /// Members that are not there are made.
    var creates: Bool

    init(_ path: String, kind: String? = nil, group: String? = nil, version: String? = nil, creates: Bool = true) {
        self.group = group
        self.version = version
        self.kind = kind
        self.creates = creates
        self.path = Self.split(path)
    }

    /// As a kustomization's `labels[].fields` has it.
    init(_ document: JSON) {
        func part(_ key: String) -> String? { document[key].string.flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            document["path"].string ?? "", kind: part("kind"), group: part("group"), version: part("version"),
            creates: document["create"].bool ?? false)
    }

    /// At slashes that no backslash stands before.
    static func split(_ path: String) -> [String] {
        var parts = [""]
        var escaped = false
        for character in path {
            if character == "/", !escaped {
                parts.append("")
            } else if character == "\\", !escaped {
                escaped = true
                continue
            } else {
                parts[parts.count - 1].append(character)
            }
            escaped = false
        }
        return parts.filter { !$0.isEmpty }
    }

    func applies(to object: JSON) -> Bool {
        let identity = KustomizeResource.Identity(object)
        return (kind ?? identity.kind) == identity.kind && (group ?? identity.group) == identity.group
            && (version ?? identity.version) == identity.version
    }

    /// Calls `body` with each value at the path; with null, to be replaced, where one is to be made.
    func visit(_ object: inout JSON, _ body: (inout JSON) -> Void) { Self.visit(&object, path[...], creates, body) }

    private static func visit(_ value: inout JSON, _ path: ArraySlice<String>, _ creates: Bool, _ body: (inout JSON) -> Void) {
        if case .array(var elements) = value, !path.isEmpty {
            for index in elements.indices { visit(&elements[index], path, creates, body) }
            value = .array(elements)
            return
        }
        guard var key = path.first else { return body(&value) }
        let isList = key.hasSuffix("[]")
        if isList { key.removeLast(2) }
        if value.object == nil {
            guard creates, value.isNull else { return }
            value = [:]
        }
        var child = value[key]
        if child.isNull, !creates || isList { return }
        visit(&child, path.dropFirst(), creates, body)
        value[key] = child
    }

    /// Adds entries to the maps at all paths that apply to an object.
    static func put(_ entries: [String: String], _ specs: [FieldSpec], _ object: inout JSON) {
        for spec in specs where spec.applies(to: object) {
            spec.visit(&object) { map in
                for (key, value) in entries.sorted(by: { $0.key < $1.key }) { map[key] = .string(value) }
            }
        }
    }
}
