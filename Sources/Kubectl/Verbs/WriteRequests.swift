internal import Client
internal import Document
internal import Resources

/// How a command writes: under which name, for real or not, and how strictly the server reads.
struct WriteOptions: Sendable {
    var dryRun = DryRun.none
    var manager: String
    /// `Strict`, `Warn` or `Ignore`; nil leaves it to the server.
    var validation: String?

    /// Flags of every command that writes.
    static func flags(_ manager: String) -> [Flag] {
        let own: [Flag] = [DryRun.flag, .string("field-manager", nil, manager, values: .nothing, "The name under which fields are owned.")]
        return own + OutputFormat.flags
    }

    static let validateFlag = Flag.string(
        "validate", nil, "strict", implied: "strict", values: .words(["strict", "warn", "ignore", "true", "false"]),
        "strict (or true) refuses unknown fields, warn tells of them, ignore (or false) drops them.")

    init(_ invocation: Invocation) throws(Failure) {
        dryRun = try DryRun.read(invocation)
        manager = invocation.flags.string("field-manager")
        guard invocation.flags.flag(named: "validate") != nil else { return }
        switch invocation.flags.string("validate") {
        case "true", "strict": validation = "Strict"
        case "warn": validation = "Warn"
        case "false", "ignore": validation = "Ignore"
        case let other:
            throw Failure("invalid - validate option \(other.goQuoted); must be one of: strict (or true), warn, ignore (or false)")
        }
    }

    var query: [(name: String, value: String)] {
        var query = dryRun.query
        if !manager.isEmpty { query.append(("fieldManager", manager)) }
        if let validation { query.append(("fieldValidation", validation)) }
        return query
    }
}

extension RESTClient {
    func create(_ info: ObjectInfo, _ object: JSON, _ options: WriteOptions) async throws -> JSON {
        try await document("POST", info.collectionPath, query: options.query, body: object)
    }

    func replace(_ info: ObjectInfo, _ object: JSON, _ options: WriteOptions, subresource: String? = nil) async throws -> JSON {
        try await document("PUT", info.path + (subresource.map { "/" + $0 } ?? ""), query: options.query, body: object)
    }

    func patch(
        _ info: ObjectInfo, _ patch: Patch, query: [(name: String, value: String)], subresource: String? = nil
    ) async throws -> JSON {
        let path = info.path + (subresource.map { "/" + $0 } ?? "")
        return try await document("PATCH", path, query: patch.query + query, body: patch.document, contentType: patch.contentType)
    }

    func delete(_ info: ObjectInfo, _ options: DeleteOptions, dryRun: DryRun = .none) async throws -> JSON {
        try await document("DELETE", info.path, query: dryRun.query, body: options.document)
    }
}

/// RFC 7386 patches that turn one document into another.
enum MergeDiff {
    /// Null when both are the same.
    static func patch(from old: JSON, to new: JSON) -> JSON {
        guard let before = old.object, let after = new.object else { return old == new ? .null : new }
        var patch = JSONObject()
        for (key, value) in after {
            guard let earlier = before[key] else {
                patch[key] = value
                continue
            }
            if earlier == value { continue }
            if earlier.object != nil, value.object != nil {
                patch[key] = self.patch(from: earlier, to: value)
            } else {
                patch[key] = value
            }
        }
        for (key, _) in before where !after.contains(key) { patch.append(key, .null) }
        return patch.isEmpty ? .null : .object(patch)
    }
}

/// The annotation in which `apply` keeps what it was last given.
enum LastApplied {
    static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

    static func text(of object: JSON) -> String? { object["metadata"]["annotations"][annotation].string }

    /// The object as it is kept: without the annotation itself, keys in order, with a line feed at the end.
    static func configuration(of object: JSON) -> String {
        var bare = object
        bare["metadata"]["annotations"][annotation] = .null
        if bare["metadata"]["annotations"].isNull { bare["metadata"]["annotations"] = [:] }
        return JSONPrinter.escaped(bare.sortedKeys.text) + "\n"
    }

    static func annotated(_ object: JSON) -> JSON {
        var result = object
        result["metadata"]["annotations"][annotation] = .string(configuration(of: object))
        return result
    }
}
