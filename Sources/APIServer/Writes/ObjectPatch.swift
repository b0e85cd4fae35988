internal import Document
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema

/// A patch as it was sent, ready to be applied to any version of the object.
struct ObjectPatch: Sendable {
    private enum Kind: Sendable { case json, merge, strategic }

    private let kind: Kind
    let document: JSON
    private let duplicates: [String]

    init(_ body: ByteBuffer, _ headers: HTTPHeaders) throws(APIError) {
        switch headers.first(name: "content-type").map(MediaType.essence) ?? "" {
        case MediaType.jsonPatch: kind = .json
        case MediaType.mergePatch: kind = .merge
        case MediaType.strategicMergePatch: kind = .strategic
        default: throw .unsupportedMediaType(accepted: MediaType.patches)
        }
        var duplicates: [String] = []
        do {
            document = try body.withUnsafeReadableBytes { bytes in try JSON.parse(bytes, duplicates: &duplicates) }
        } catch {
            throw .badRequest("error decoding patch: \(error)")
        }
        self.duplicates = duplicates
        if kind != .json, document.object == nil { throw .badRequest("error decoding patch: a merge patch must be an object") }
        if kind == .json, let operations = document.array, operations.count > JSONPatch.maximumOperations {
            throw .requestEntityTooLarge(
                "The allowed maximum operations in a JSON patch is \(JSONPatch.maximumOperations), got \(operations.count)")
        }
    }

    /// The patched object, decoded and defaulted.
    func apply(to object: JSON, _ served: ServedResource, _ query: WriteQuery, _ warnings: Warnings) throws(APIError) -> JSON {
        let patched = try merged(into: object, served.schema, name: object["metadata"]["name"].string ?? "", served.type)
        guard patched["kind"] == object["kind"], patched["apiVersion"] == object["apiVersion"] else {
            throw .badRequest(
                "\(patched["kind"].string ?? "") in version \((patched["apiVersion"].string ?? "").goQuoted) "
                    + "cannot be handled as a \(served.type.kind)")
        }
        return try ObjectReader(served, warnings).decoded(patched, duplicates: duplicates, query, beside: object)
    }

    /// The patched document, of whatever kind.
    func merged(into object: JSON, _ schema: TypeSchema, name: String, _ type: ResourceType) throws(APIError) -> JSON {
        switch kind {
        case .merge: return MergePatch.apply(document, to: object)
        case .json:
            do {
                return try JSONPatch.apply(document, to: object)
            } catch JSONPatch.Failure.malformed(let why) {
                throw .badRequest("\(why)")
            } catch {
                throw APIError(code: 422, reason: .invalid, message: "\(error)", details: .init())
            }
        case .strategic:
            do {
                return try StrategicMergePatch.apply(patch: document, to: object, type: schema)
            } catch {
                throw .badRequest("\(error)")
            }
        }
    }
}
