internal import Document
internal import Resources

/// `patches`, `patchesStrategicMerge` and `patchesJson6902`.
struct KustomizePatches {
    /// Documents of one patch, which are all objects to be merged or all operations.
    enum Content {
        case merge([JSON])
        case operations(JSON)
    }

    let files: KustomizeFiles

    /// An entry of `patchesStrategicMerge`: a file, or the patch itself.
    func merge(_ source: String, _ resources: inout [KustomizeResource]) throws {
        let isInline = source.contains("\n") || source.contains("{")
        let documents = try KustomizeObjects.documents(isInline ? Array(source.utf8) : files.read(source), isInline ? "patch" : source)
        for patch in documents { try merge(patch, &resources) }
    }

    /// - Parameter mustMatch: whether a target that is not there is an error.
    func apply(_ entry: JSON, _ resources: inout [KustomizeResource], mustMatch: Bool = false) throws {
        let (path, text) = (entry["path"].string ?? "", entry["patch"].string ?? "")
        if !path.isEmpty, !text.isEmpty { throw Self.trouble("patch and path can't be set at the same time", entry) }
        if path.isEmpty, text.isEmpty { throw Self.trouble("must specify one of patch and path", entry) }
        let content: Content
        do {
            content = try Self.content(text.isEmpty ? files.read(path) : Array(text.utf8), text.isEmpty ? path : "patch")
        } catch {
            throw Self.trouble(ErrorText.plain(error), entry)
        }
        let target = entry["target"]
        guard !target.isNull else {
            guard case .merge(let patches) = content else {
                throw Self.trouble(
                    "must specify a target for JSON patch [\(path.isEmpty ? "patch" : "path"): \((path.isEmpty ? text : path).goQuoted)]",
                    entry)
            }
            for patch in patches { try merge(patch, &resources) }
            return
        }
        let selector = try KustomizeSelector(target)
        let chosen = resources.indices.filter { selector.matches(resources[$0]) }
        if mustMatch, chosen.isEmpty { throw Failure("unable to find patch target \(selector.text) in `resources`") }
        switch content {
        case .operations(let operations):
            for index in chosen {
                do {
                    let patched = try JSONPatch.apply(operations, to: resources[index].object)
                    resources[index].change { $0 = patched }
                } catch {
                    throw Failure(error.description)
                }
            }
        case .merge(let patches):
            let options = entry["options"]
            for index in chosen.reversed() {
                for patch in patches {
                    Self.merge(
                        patch, at: index, &resources, keepsName: options["allowNameChange"].bool != true,
                        keepsKind: options["allowKindChange"].bool != true)
                }
            }
        }
    }

    private static func content(_ bytes: [UInt8], _ name: String) throws -> Content {
        let documents = try KustomizeObjects.documents(bytes, name)
        if documents.count == 1, documents[0].array != nil { return .operations(documents[0]) }
        // An operation a document, without the list around them, is what some files hold.
        guard !documents.isEmpty, documents.allSatisfy({ $0["kind"].string?.isEmpty == false }) else {
            throw Failure("unable to parse SM or JSON patch from [\(name)]")
        }
        return .merge(documents)
    }

    private static func trouble(_ reason: String, _ entry: JSON) -> Failure {
        Failure("trouble configuring builtin PatchTransformer with config: `\n\(YAML.write(entry))`: \(reason)")
    }

    /// Merges a patch into the one object it names.
    private func merge(_ patch: JSON, _ resources: inout [KustomizeResource]) throws(Failure) {
        let identity = KustomizeResource.Identity(patch)
        let found = resources.indices.filter { resources[$0].identities.contains { $0.matches(identity) } }
        guard let index = found.first, found.count == 1 else {
            throw Failure(
                found.isEmpty
                    ? "no resource matches strategic merge patch \(identity.text.goQuoted): no matches for Id \(identity.text); "
                        + "failed to find unique target for patch \(identity.text)"
                    : "multiple matches for Id \(identity.text); failed to find unique target for patch \(identity.text)")
        }
        Self.merge(patch, at: index, &resources, keepsName: true, keepsKind: true)
    }

    private static func merge(
        _ patch: JSON, at index: Int, _ resources: inout [KustomizeResource], keepsName: Bool, keepsKind: Bool
    ) {
        let before = resources[index]
        guard var after = KustomizeMerge.merge(patch, into: before.object, KustomizeSchema.fields(of: before.object)) else {
            resources.remove(at: index)
            return
        }
        if keepsName {
            after["metadata"]["name"] = before.object["metadata"]["name"]
            after["metadata"]["namespace"] = before.object["metadata"]["namespace"]
        }
        if keepsKind {
            after["apiVersion"] = before.object["apiVersion"]
            after["kind"] = before.object["kind"]
        }
        resources[index].change { $0 = after }
    }
}

/// Which objects a patch is for: each part a regular expression for the whole, empty parts fitting everything.
struct KustomizeSelector {
    private let parts: [(key: String, pattern: Regex<AnyRegexOutput>)]
    private let labels: LabelSelector?
    private let annotations: LabelSelector?
    /// As messages name the target.
    let text: String

    init(_ target: JSON) throws(Failure) {
        var parts: [(key: String, pattern: Regex<AnyRegexOutput>)] = []
        for key in ["group", "version", "kind", "name", "namespace"] {
            guard let pattern = target[key].string, !pattern.isEmpty else { continue }
            do { parts.append((key: key, pattern: try Regex("(?:\(pattern))"))) } catch {
                throw Failure("error parsing regexp: \(pattern)")
            }
        }
        self.parts = parts
        func selector(_ key: String) throws(Failure) -> LabelSelector? {
            guard let text = target[key].string, !text.isEmpty else { return nil }
            do { return try LabelSelector.parse(text) } catch { throw Failure("unable to parse requirement: \(error.message)") }
        }
        labels = try selector("labelSelector")
        annotations = try selector("annotationSelector")
        func part(_ key: String, _ missing: String) -> String { target[key].string.flatMap { $0.isEmpty ? nil : $0 } ?? missing }
        text =
            "\(part("kind", "[noKind]")).\(part("version", "[noVer]")).\(part("group", "[noGrp]"))"
            + "/\(part("name", "[noName]")).\(part("namespace", "[noNs]"))"
    }

    func matches(_ resource: KustomizeResource) -> Bool {
        let isNamed = resource.identities.contains { id in
            let values = ["group": id.group, "version": id.version, "kind": id.kind, "name": id.name, "namespace": id.namespace]
            return parts.allSatisfy { (values[$0.key] ?? "").wholeMatch(of: $0.pattern) != nil }
        }
        let metadata = resource.object["metadata"]
        return isNamed && labels?.matches(metadata["labels"].stringMap) ?? true
            && annotations?.matches(metadata["annotations"].stringMap) ?? true
    }
}
