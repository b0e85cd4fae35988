internal import Document
internal import Resources

/// A kustomization file (kustomize.config.k8s.io): which objects, and how they are changed on their way.
struct Kustomization: Sendable {
    enum Kind: Sendable { case kustomization, component }

    /// Names that the file may have.
    static let fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

    /// What is understood, besides `apiVersion`, `kind` and `metadata`.
    private static let fields: Set<String> = [
        "resources", "bases", "components", "namePrefix", "nameSuffix", "namespace", "commonLabels", "labels", "commonAnnotations",
        "configMapGenerator", "secretGenerator", "generatorOptions", "images", "replicas", "patches", "patchesStrategicMerge",
        "patchesJson6902", "replacements", "sortOptions",
    ]
    /// What kustomize knows and this does not do.
    private static let unsupported: Set<String> = [
        "vars", "helmCharts", "helmChartInflationGenerator", "helmGlobals", "generators", "transformers", "validators",
        "configurations", "crds", "openapi", "buildMetadata",
    ]
    /// Fields that still work, and what to use in their place.
    private static let deprecated = [
        ("commonLabels", "labels"), ("bases", "resources"), ("patchesJson6902", "patches"), ("patchesStrategicMerge", "patches"),
    ]

    let document: JSON
    let kind: Kind

    /// Reads the kustomization of a folder.
    static func read(_ files: KustomizeFiles, _ context: KustomizeContext) throws -> Kustomization {
        let names = fileNames.filter { files.has($0) }
        guard let name = names.first else {
            throw Failure(
                "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '\(files.path)'")
        }
        if names.count > 1 { throw Failure("Found multiple kustomization files under: \(files.path)\n") }
        let document: JSON
        do {
            document = try YAML.parseOne(String(decoding: files.read(name), as: UTF8.self))
        } catch let error as YAML.SyntaxError {
            throw Failure("invalid Kustomization: \(error.description)")
        }
        guard let members = document.object, !members.isEmpty else { throw Failure("\(name) is empty") }
        for (old, new) in deprecated where !document[old].isNull {
            context.warn(
                "# Warning: '\(old)' is deprecated. Please use '\(new)' instead. "
                    + "Run 'kustomize edit fix' to update your Kustomization automatically.")
        }
        for key in members.keys where !["apiVersion", "kind", "metadata"].contains(key) {
            if unsupported.contains(key) { throw Failure("invalid Kustomization: the field \(key.goQuoted) is not supported") }
            guard fields.contains(key) else { throw Failure("invalid Kustomization: json: unknown field \(key.goQuoted)") }
        }
        return Kustomization(document: document, kind: try kind(document))
    }

    private static func kind(_ document: JSON) throws(Failure) -> Kind {
        let (version, name) = (document["apiVersion"].string ?? "", document["kind"].string ?? "")
        var problems: [String] = []
        if !["", "Kustomization", "Component"].contains(name) {
            problems.append("kind should be Kustomization or Component")
        }
        let wanted = name == "Component" ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1"
        if !version.isEmpty, version != wanted { problems.append("apiVersion for \(name) should be \(wanted)") }
        if !problems.isEmpty { throw Failure("Failed to read kustomization file:\n" + problems.joined(separator: "\n")) }
        return name == "Component" ? .component : .kustomization
    }

    func strings(_ key: String) throws(Failure) -> [String] {
        let value = document[key]
        if value.isNull { return [] }
        guard let elements = value.array, elements.allSatisfy({ $0.string != nil }) else {
            throw Self.mistyped(key, "a list of strings")
        }
        return elements.compactMap(\.string)
    }

    func objects(_ key: String) throws(Failure) -> [JSON] {
        let value = document[key]
        if value.isNull { return [] }
        guard let elements = value.array, elements.allSatisfy({ $0.object != nil }) else {
            throw Self.mistyped(key, "a list of objects")
        }
        return elements
    }

    func text(_ key: String) throws(Failure) -> String {
        let value = document[key]
        if value.isNull { return "" }
        guard let text = value.string else { throw Self.mistyped(key, "a string") }
        return text
    }

    /// A map of texts; values of other types are refused, as they would be by the API.
    static func map(_ value: JSON, _ key: String) throws(Failure) -> [String: String] {
        if value.isNull { return [:] }
        guard let object = value.object, object.allSatisfy({ $0.value.string != nil }) else { throw mistyped(key, "a map of strings") }
        return value.stringMap
    }

    private static func mistyped(_ key: String, _ wanted: String) -> Failure {
        Failure("invalid Kustomization: json: the field \(key.goQuoted) must be \(wanted)")
    }
}
