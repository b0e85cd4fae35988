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
        return try read(patched, as: served.type.groupVersionKind) { document, duplicates throws(APIError) in
            try ObjectReader(served, warnings).decoded(document, duplicates: duplicates, query, beside: object)
        }
    }

    /// A patched document as an object. One that is none any more is the patch's fault (422), of which the cause is told.
    func read(
        _ patched: JSON, as wanted: GroupVersionKind, _ decode: (JSON, [String]) throws(APIError) -> JSON
    ) throws(APIError) -> JSON {
        let (kind, version) = (patched["kind"].string ?? "", patched["apiVersion"].string ?? "")
        let handled = "cannot be handled as a \(wanted.kind)"
        guard kind == wanted.kind, version == wanted.apiVersion else {
            throw refusal("\(kind) in version \(version.goQuoted) \(handled)", patched)
        }
        do throws(APIError) {
            return try decode(patched, duplicates)
        } catch {
            guard error.code == 400 else { throw error }
            let parts = error.message.split(separator: handled + ": ", maxSplits: 1, omittingEmptySubsequences: false)
            throw refusal(String(parts.last ?? ""), patched)
        }
    }

    private func refusal(_ why: String, _ patched: JSON) -> APIError {
        let shown = kind == .strategic ? StrategicMergeError.goText(document) : patched.text
        return .invalid(QualifiedName(group: "", name: ""), "", [.invalid("patch", shown, why)])
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
            do throws(StrategicMergeError) {
                var patched = try StrategicMergePatch.apply(patch: document, to: object, type: schema)
                // What the object is stays as it is.
                for key in ["kind", "apiVersion"] { patched[key] = object[key] }
                return patched
            } catch {
                throw error.apiError
            }
        }
    }
}
