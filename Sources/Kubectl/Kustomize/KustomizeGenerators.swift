internal import Document
import FoundationEssentials
internal import Resources

/// `configMapGenerator` and `secretGenerator`: objects made of files and literals.
struct KustomizeGenerators {
    enum Behavior: String {
        case create, replace, merge
    }

    /// Columns of a Secret's content, as kustomize wraps it.
    private static let lineLength = 70

    private let kustomization: Kustomization
    private let files: KustomizeFiles

    init(_ kustomization: Kustomization, _ files: KustomizeFiles) {
        self.kustomization = kustomization
        self.files = files
    }

    func run(_ resources: inout [KustomizeResource]) throws {
        for entry in try kustomization.objects("configMapGenerator") { try place(try make(entry, "ConfigMap"), entry, &resources) }
        for entry in try kustomization.objects("secretGenerator") { try place(try make(entry, "Secret"), entry, &resources) }
    }

    private func make(_ entry: JSON, _ kind: String) throws -> KustomizeResource {
        let name = entry["name"].string ?? ""
        if name.isEmpty { throw Failure("a \(kind.lowercased()) must have a name") }
        for key in entry.object?.keys ?? []
        where !["name", "namespace", "behavior", "files", "literals", "env", "envs", "options", "type"].contains(key) {
            throw Failure("invalid Kustomization: json: unknown field \(key.goQuoted)")
        }
        var object: JSON = ["apiVersion": "v1", "kind": .string(kind), "metadata": ["name": .string(name)]]
        if let namespace = entry["namespace"].string, !namespace.isEmpty { object["metadata"]["namespace"] = .string(namespace) }
        if kind == "Secret" { object["type"] = .string(entry["type"].string.flatMap { $0.isEmpty ? nil : $0 } ?? "Opaque") }
        for (key, value) in try pairs(entry, kind, name) {
            if kind == "Secret" {
                object["data"][key] = .string(Self.wrapped(KeyedSources.base64(value)))
            } else if let text = String(validating: value, as: UTF8.self) {
                object["data"][key] = .string(text)
            } else {
                object["binaryData"][key] = .string(Self.wrapped(KeyedSources.base64(value)))
            }
        }
        let (common, own) = (kustomization.document["generatorOptions"], entry["options"])
        for key in ["labels", "annotations"] {
            let merged = try Kustomization.map(common[key], key).merging(Kustomization.map(own[key], key)) { _, own in own }
            if !merged.isEmpty { object["metadata"][key] = JSON(merged) }
        }
        if common["immutable"].bool == true || own["immutable"].bool == true { object["immutable"] = true }
        var resource = KustomizeResource(object)
        resource.needsHash = common["disableNameSuffixHash"].bool != true && own["disableNameSuffixHash"].bool != true
        return resource
    }

    private static func wrapped(_ text: String) -> String {
        if text.count <= lineLength { return text }
        var lines: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(lineLength))
            rest = rest.dropFirst(lineLength)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Keys and contents of all sources, in their order.
    private func pairs(_ entry: JSON, _ kind: String, _ name: String) throws -> [(key: String, value: [UInt8])] {
        var pairs: [(key: String, value: [UInt8])] = []
        do {
            for source in entry["literals"].strings { pairs.append(try Self.literal(source)) }
            for source in entry["files"].strings { pairs.append(try file(source)) }
            let environments = entry["envs"].strings + (entry["env"].string.map { [$0] } ?? [])
            for source in environments { pairs += try environment(source) }
        } catch {
            throw Failure("loading KV pairs: " + ErrorText.plain(error))
        }
        var seen = Set<String>()
        for (key, _) in pairs {
            let problems = NameRules.configMapKey(key)
            if !problems.isEmpty { throw Failure("\(key.goQuoted) is not a valid key name: \(problems.joined(separator: ","))") }
            if !seen.insert(key).inserted { throw Failure("\(kind.lowercased()) \(name) illegally repeats the key `\(key)`") }
        }
        return pairs
    }

    private static func literal(_ source: String) throws(Failure) -> (key: String, value: [UInt8]) {
        guard let sign = source.firstIndex(of: "="), sign != source.startIndex else {
            throw Failure("literal sources [\(source)]: invalid literal source \(source), expected key=value")
        }
        var value = source[source.index(after: sign)...]
        for quote in ["\"", "'"] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            value = value.dropFirst().dropLast()
        }
        return (String(source[..<sign]), Array(value.utf8))
    }

    private func file(_ source: String) throws(Failure) -> (key: String, value: [UInt8]) {
        let parts = source.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }) else { throw Failure("file sources: [\(source)]: key or path missing") }
        let path = parts[parts.count - 1]
        let key = parts.count == 2 ? parts[0] : String(path.split(separator: "/").last ?? "")
        do {
            return (key, try files.read(path))
        } catch {
            throw Failure("file sources: [\(source)]: \(error.description)")
        }
    }

    private func environment(_ source: String) throws(Failure) -> [(key: String, value: [UInt8])] {
        let text: String
        do {
            text = String(decoding: try files.read(source), as: UTF8.self)
        } catch {
            throw Failure("env source files: [\(source)]: \(error.description)")
        }
        var pairs: [(key: String, value: [UInt8])] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = parts.count == 2 ? parts[1] : ProcessInfo.processInfo.environment[parts[0]] ?? ""
            pairs.append((parts[0], Array(value.utf8)))
        }
        return pairs
    }

    /// Adds what was made, or puts it over what is there.
    private func place(_ made: KustomizeResource, _ entry: JSON, _ resources: inout [KustomizeResource]) throws(Failure) {
        let text = entry["behavior"].string ?? ""
        guard let behavior = text.isEmpty ? .create : Behavior(rawValue: text) else {
            throw Failure("invalid Kustomization: unknown generator behavior \(text.goQuoted)")
        }
        let identity = made.identity
        let index = resources.firstIndex { $0.identities.contains { $0.matches(identity) } }
        guard let index else {
            guard behavior == .create else { throw Failure("id \(identity.text) does not exist; cannot merge or replace") }
            return resources.append(made)
        }
        if behavior == .create { throw Failure("id \(identity.text) exists; behavior must be merge or replace") }
        let earlier = resources[index]
        var result = made
        result.object["metadata"] = earlier.object["metadata"]
        for key in ["labels", "annotations"] {
            let merged = earlier.object["metadata"][key].stringMap.merging(made.object["metadata"][key].stringMap) { _, new in new }
            if !merged.isEmpty { result.object["metadata"][key] = JSON(merged) }
        }
        if behavior == .merge {
            for key in ["data", "binaryData"] {
                for (name, value) in earlier.object[key].object ?? JSONObject() where made.object[key][name].isNull {
                    result.object[key][name] = value
                }
            }
        }
        result.inherit(from: earlier)
        resources[index] = result
    }
}
