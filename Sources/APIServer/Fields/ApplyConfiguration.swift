internal import Document
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema

/// The body of a server-side apply: a YAML document with just the fields that its author wants to manage.
struct ApplyConfiguration: Sendable {
    let document: JSON
    /// What keys came twice, as `line 9: key "foo" already set in map`.
    private let duplicates: [String]

    /// Whether a request's body is one.
    static func isSent(_ headers: HTTPHeaders) -> Bool {
        headers.first(name: "content-type").map(MediaType.essence) == MediaType.applyPatch
    }

    init(_ body: ByteBuffer) throws(APIError) {
        let parsed: YAML.Lenient
        do {
            parsed = try YAML.parseLeniently(body.withUnsafeReadableBytes { Array($0) })
        } catch {
            throw .badRequest("error decoding YAML: \(error)")
        }
        guard parsed.document.object != nil || parsed.document.isNull else {
            throw .badRequest("error decoding YAML: the document is no object")
        }
        document = parsed.document.isNull ? [:] : parsed.document
        duplicates = parsed.duplicates
    }

    /// Refuses what is of another kind or version, or does not fit its schema, and keys that came twice.
    func check(as kind: GroupVersionKind, _ schema: TypeSchema, _ validation: WriteQuery.FieldValidation, _ warnings: Warnings)
        throws(APIError)
    {
        let found = GroupVersionKind(apiVersion: document["apiVersion"].string ?? "", kind: document["kind"].string ?? "")
        if found != kind { throw .badRequest("invalid object type: \(found)") }
        if !document["metadata"]["managedFields"].isNull { throw .badRequest("metadata.managedFields must be nil") }
        if let problem = ApplyValidation(document, type: schema).message {
            let metadata = document["metadata"]
            // Upstream has no reason for this failure, and answers it as its own.
            throw APIError(
                code: 500, reason: .unknown,
                message: "failed to create typed patch object (\(metadata["namespace"].string ?? "")/\(metadata["name"].string ?? ""); "
                    + "\(kind)): \(problem)")
        }
        if duplicates.isEmpty { return }
        switch validation {
        case .strict:
            throw .badRequest(
                "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
                    + duplicates.map { "  \($0)" }.joined(separator: "\n"))
        case .warn: for duplicate in duplicates { warnings.add(duplicate) }
        case .ignore: break
        }
    }

    /// The document as it names the object of a URL: without a name of its own it gets that one.
    func named(_ key: ObjectKey) -> JSON {
        var named = document
        if named["metadata"]["name"].isNull { named["metadata"]["name"] = .string(key.name) }
        if named["metadata"]["namespace"].isNull, !key.namespace.isEmpty { named["metadata"]["namespace"] = .string(key.namespace) }
        return named
    }
}
