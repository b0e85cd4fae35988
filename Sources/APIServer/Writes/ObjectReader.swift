internal import Document
internal import Kinds
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema

/// Reads request bodies into objects: media type, syntax, kind and version, strict decoding, defaults.
/// What it refuses, it refuses in upstream's words.
struct ObjectReader: Sendable {
    let served: ServedResource
    let warnings: Warnings

    init(_ served: ServedResource, _ warnings: Warnings) {
        self.served = served
        self.warnings = warnings
    }

    /// The object of a create or update in the served version, decoded and defaulted.
    func object(_ body: ByteBuffer, _ headers: HTTPHeaders, _ query: WriteQuery) throws(APIError) -> JSON {
        let type = served.type
        if served.custom != nil, headers.first(name: "content-type").map(MediaType.essence) == MediaType.protobuf {
            throw .unsupportedMediaType(accepted: MediaType.servedWithoutProtobuf)
        }
        let (document, duplicates) = try Self.document(body, headers, kind: type.kind)
        let typed = try Self.checkedKind(consume document, type.groupVersionKind, body)
        return try decoded(consume typed, duplicates: duplicates, query)
    }

    /// The object of a create, and what is known of its spec when that came before or may come again.
    func newObject(
        _ body: ByteBuffer, _ headers: HTTPHeaders, _ query: WriteQuery
    ) throws(APIError) -> (object: JSON, spec: KnownSpec?) {
        let isJSON = headers.first(name: "content-type").map(MediaType.essence) ?? MediaType.json == MediaType.json
        guard isJSON, served.custom == nil, body.readableBytes > 0 else { return (try object(body, headers, query), nil) }
        let known = served.knownSpecs.all
        let member = RememberedMember("spec", texts: known.map(\.text))
        let (document, duplicates, found) = try Self.json(body, kind: served.type.kind, remembering: [member])
        let typed = try Self.checkedKind(consume document, served.type.groupVersionKind, body)
        let earlierWarnings = warnings.count
        switch found[0] {
        case .known(let index)?:
            let spec = known[index]
            served.knownSpecs.used(spec)
            return (try decoded(consume typed, duplicates: duplicates, query, beside: spec.object), spec)
        case .new(_, let range)?:
            let object = try decoded(consume typed, duplicates: duplicates, query)
            // What was left out with a warning is to be warned of again, and what nobody wanted to be warned of may be wanted by the next.
            let isWhole = duplicates.isEmpty && warnings.count == earlierWarnings && query.fieldValidation != .ignore
            guard isWhole, served.rules.standsAlone(object["spec"]) else { return (object, nil) }
            let bytes = body.getBytes(at: body.readerIndex + range.lowerBound, length: range.count) ?? []
            return (object, served.knownSpecs.add(KnownText(bytes: bytes, value: object["spec"])))
        case nil: return (try decoded(consume typed, duplicates: duplicates, query), nil)
        }
    }

    /// Decodes and defaults a document whose kind is known to be right.
    /// - Parameter known: an object of the served version, as it is stored, that the document was made from.
    func decoded(_ document: consuming JSON, duplicates: [String], _ query: WriteQuery, beside known: JSON = .null) throws(APIError) -> JSON
    {
        if let custom = served.custom { return try custom.decoded(document, duplicates: duplicates, query.fieldValidation, warnings) }
        return try KindSupport.decode(
            document, served.schema, kind: served.type.groupVersionKind, rules: served.rules, duplicates: duplicates,
            query.fieldValidation, warnings, beside: served.isStoredVersion ? known : .null)
    }

    /// The object that is posted to an action.
    /// - Parameter acceptsEarlierVersions: for paths of another group than the object's (`pods/eviction`), where the version of the
    ///   object is not that of the path; earlier versions have to be of the same shape.
    static func object(
        _ body: ByteBuffer, _ headers: HTTPHeaders, _ query: WriteQuery, kind: GroupVersionKind, _ catalogue: Catalogue,
        _ warnings: Warnings, acceptsEarlierVersions: Bool = false
    ) throws(APIError) -> JSON {
        let (given, duplicates) = try document(body, headers, kind: kind.kind)
        var object: JSON = given.isNull ? [:] : given
        guard let schema = catalogue.type(kind) else { throw .internalError("no schema for \(kind)") }
        if acceptsEarlierVersions, let found = object["apiVersion"].string, found != kind.apiVersion,
            let earlier = catalogue.type(GroupVersionKind(apiVersion: found, kind: kind.kind)), earlier.origin == schema.name
        {
            object["apiVersion"] = .string(kind.apiVersion)
        }
        let typed = try checkedKind(object, kind, body)
        return try KindSupport.decode(
            typed, schema, kind: kind, rules: nil, duplicates: duplicates, query.fieldValidation, warnings)
    }

    /// The body as a document, with the paths of keys given twice; null for an empty body.
    static func document(
        _ body: ByteBuffer, _ headers: HTTPHeaders, kind: String
    ) throws(APIError) -> (document: JSON, duplicates: [String]) {
        let type = headers.first(name: "content-type").map(MediaType.essence) ?? MediaType.json
        switch type {
        case MediaType.json, "", "*/*": break
        case MediaType.yaml: return try yaml(body, kind)
        case MediaType.protobuf: return (try protobuf(body, kind), [])
        default: throw .unsupportedMediaType(accepted: MediaType.served)
        }
        if body.readableBytes == 0 { return (.null, []) }
        let read = try json(body, kind: kind)
        return (read.document, read.duplicates)
    }

    private static func json(
        _ body: ByteBuffer, kind: String, remembering members: [RememberedMember] = []
    ) throws(APIError) -> (document: JSON, duplicates: [String], found: [RememberedMember.Finding?]) {
        var duplicates: [String] = []
        do {
            let read = try body.withUnsafeReadableBytes { bytes in
                try JSON.parse(bytes, duplicates: &duplicates, remembering: members)
            }
            return (read.document, duplicates, read.found)
        } catch {
            throw unrecognized(kind, "couldn't get version/kind; json parse error: \(error)", body)
        }
    }

    private static func protobuf(_ body: ByteBuffer, _ kind: String) throws(APIError) -> JSON {
        if body.readableBytes == 0 { return .null }
        do throws(ProtobufError) {
            return try ProtobufDecoder.decode(Array(buffer: body))
        } catch {
            throw unrecognized(kind, error.description, body)
        }
    }

    private static func yaml(
        _ body: ByteBuffer, _ kind: String
    ) throws(APIError) -> (document: JSON, duplicates: [String]) {
        do {
            let read = try YAML.parseLeniently(Array(buffer: body))
            return (read.document, read.duplicates)
        } catch {
            throw unrecognized(kind, "yaml: \(error)", body)
        }
    }

    /// What upstream's messages call a value that is no string.
    private static func word(_ value: JSON) -> String {
        switch value {
        case .array: "array"
        case .object: "object"
        case .bool: "bool"
        default: "number"
        }
    }

    /// Fills in kind and apiVersion where they are left out, and refuses others than the URL's.
    private static func checkedKind(_ document: consuming JSON, _ wanted: GroupVersionKind, _ body: ByteBuffer) throws(APIError) -> JSON {
        var document = document
        guard document.object != nil else {
            throw unrecognized(wanted.kind, "couldn't get version/kind; json parse error: the document is no object", body)
        }
        for key in ["apiVersion", "kind"] where document[key].string == nil && !document[key].isNull {
            let reason = "json: cannot unmarshal \(Self.word(document[key])) into Go struct field .\(key) of type string"
            throw unrecognized(wanted.kind, "couldn't get version/kind; json parse error: \(reason)", body)
        }
        let kind = document["kind"].string ?? ""
        let apiVersion = document["apiVersion"].string ?? ""
        if !apiVersion.isEmpty, apiVersion != wanted.apiVersion {
            throw .badRequest(
                "the API version in the data (\(apiVersion)) does not match the expected API version (\(wanted.apiVersion))")
        }
        if !kind.isEmpty, kind != wanted.kind {
            let found = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            throw .badRequest(
                "\(kind) in version \(found.version.goQuoted) cannot be handled as a \(wanted.kind): "
                    + "the kind in the data does not match the expected kind (\(wanted.kind))")
        }
        if kind.isEmpty { document["kind"] = .string(wanted.kind) }
        if apiVersion.isEmpty { document["apiVersion"] = .string(wanted.apiVersion) }
        return document
    }

    private static func unrecognized(_ kind: String, _ why: String, _ body: ByteBuffer) -> APIError {
        .badRequest("the object provided is unrecognized (must be of type \(kind)): \(why) (\(summary(body)))")
    }

    /// The first 30 bytes of a body, as text where it looks like JSON, else in hexadecimal.
    private static func summary(_ body: ByteBuffer) -> String {
        let limit = 30
        let bytes = body.getBytes(at: body.readerIndex, length: min(limit, body.readableBytes)) ?? []
        if bytes.isEmpty { return "<empty>" }
        let more = body.readableBytes > limit ? " ..." : ""
        if bytes.first == UInt8(ascii: "{") { return String(decoding: bytes, as: UTF8.self) + more }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + more
    }
}
