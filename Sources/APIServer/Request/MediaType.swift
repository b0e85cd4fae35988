package import NIOHTTP1
package import Resources

/// Names of media types.
package enum MediaType {
    package static let json = "application/json"
    package static let yaml = "application/yaml"
    package static let protobuf = "application/vnd.kubernetes.protobuf"
    package static let jsonPatch = "application/json-patch+json"
    package static let mergePatch = "application/merge-patch+json"
    package static let strategicMergePatch = "application/strategic-merge-patch+json"
    package static let applyPatch = "application/apply-patch+yaml"

    /// What bodies may be, and answers about built-in kinds.
    static let served = [json, yaml, protobuf]
    /// What answers about kinds without a protobuf form may be.
    static let servedWithoutProtobuf = [json, yaml]
    static let patches = [jsonPatch, mergePatch, strategicMergePatch, applyPatch]

    /// The media type of a header value, without parameters, in lower case.
    static func essence(_ value: String) -> String {
        if value.utf8.allSatisfy(Self.standsAsItIs) { return value }
        var text = value.prefix { $0 != ";" }
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        return text.lowercased()
    }

    /// Bytes that need no trimming and have no other case: most values consist of them.
    private static func standsAsItIs(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "+"): true
        default: false
        }
    }
}

/// How an answer is to be written: encoding, and the shape the client asked for.
package struct Representation: Sendable, Hashable {
    package enum Encoding: Sendable, Hashable { case json, yaml, protobuf }
    package enum Shape: Sendable, Hashable {
        case object
        /// The version of meta.k8s.io asked for.
        case table(apiVersion: String)
        case partialMetadata(apiVersion: String)
        case partialMetadataList(apiVersion: String)
    }

    package var encoding: Encoding = .json
    package var shape: Shape = .object
    package var isPretty = false

    package static let plain = Representation()

    var contentType: String {
        switch encoding {
        case .json: MediaType.json
        case .yaml: MediaType.yaml
        case .protobuf: MediaType.protobuf
        }
    }

    /// The media type of a watch stream.
    var streamType: String { encoding == .protobuf ? MediaType.protobuf + ";stream=watch" : MediaType.json }

    /// Chooses among what the client accepts (RFC 9110 §12.5.1, and upstream's parameters `as`, `g` and `v`).
    /// - Parameters:
    ///   - hasProtobuf: false for kinds that exist in JSON alone: clauses that ask for protobuf are passed over.
    ///   - hasTables: false for what is asked rather than stored: clauses that ask for tables are passed over.
    /// - Throws: `notAcceptable` when nothing the client accepts is served.
    package static func negotiate(
        _ headers: HTTPHeaders, _ query: QueryParameters, hasProtobuf: Bool = true, hasTables: Bool = true
    ) throws(APIError) -> Representation {
        let accepts = headers["accept"].filter { !$0.isEmpty }
        var result: Representation
        if accepts.isEmpty || accepts.count == 1 && (accepts[0] == MediaType.json || accepts[0] == "*/*") {
            result = .plain
        } else {
            result = try choose(accepts, hasProtobuf, hasTables)
        }
        if result.encoding == .protobuf { return result }
        if let pretty = query["pretty"] {
            result.isPretty = pretty != "0" && pretty.lowercased() != "false"
        } else if result.shape == .object, let agent = headers.first(name: "user-agent") {
            result.isPretty = agent.hasPrefix("curl") || agent.hasPrefix("Wget") || agent.hasPrefix("Mozilla/5.0")
        }
        return result
    }

    private static func choose(_ accepts: [String], _ hasProtobuf: Bool, _ hasTables: Bool) throws(APIError) -> Representation {
        var clauses: [(quality: Double, representation: Representation)] = []
        for clause in accepts.flatMap({ $0.split(separator: ",") }) {
            guard let parsed = parse(clause, hasProtobuf) else { continue }
            if !hasTables, case .table = parsed.representation.shape { continue }
            clauses.append(parsed)
        }
        let best = clauses.enumerated().max { ($0.element.quality, -$0.offset) < ($1.element.quality, -$1.offset) }
        guard let best, best.element.quality > 0 else {
            throw .notAcceptable(offered: hasProtobuf ? MediaType.served : MediaType.servedWithoutProtobuf)
        }
        return best.element.representation
    }

    private static func parse(_ clause: Substring, _ hasProtobuf: Bool) -> (quality: Double, representation: Representation)? {
        let parts = clause.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard let type = parts.first?.lowercased() else { return nil }
        var representation = Representation()
        switch type {
        case "*/*", "application/*", MediaType.json: representation.encoding = .json
        case MediaType.yaml: representation.encoding = .yaml
        case MediaType.protobuf where hasProtobuf: representation.encoding = .protobuf
        default: return nil
        }
        var quality = 1.0
        var shape: (name: String, group: String, version: String) = ("", "", "")
        for parameter in parts.dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "q": quality = Double(pair[1]) ?? 1
            case "as": shape.name = pair[1]
            case "g": shape.group = pair[1]
            case "v": shape.version = pair[1]
            case "stream" where pair[1] != "watch": return nil
            default: break
            }
        }
        if !shape.name.isEmpty {
            guard shape.group == "meta.k8s.io", shape.version == "v1" || shape.version == "v1beta1" else { return nil }
            let apiVersion = shape.group + "/" + shape.version
            switch shape.name {
            case "Table" where representation.encoding == .protobuf: return nil  // tables hold JSON, and have no other form
            case "Table": representation.shape = .table(apiVersion: apiVersion)
            case "PartialObjectMetadata": representation.shape = .partialMetadata(apiVersion: apiVersion)
            case "PartialObjectMetadataList": representation.shape = .partialMetadataList(apiVersion: apiVersion)
            default: return nil
            }
        }
        return (quality, representation)
    }
}
