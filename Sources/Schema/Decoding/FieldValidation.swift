package import Document
package import Resources

/// What happens to unknown and duplicate fields of a request (query parameter `fieldValidation`).
package enum FieldValidation: String, Sendable {
    case ignore = "Ignore"
    case warn = "Warn"
    case strict = "Strict"
}

extension TypeSchema {
    /// Reads `json` as an object of kind `gvk`.
    ///
    /// - Parameters:
    ///   - duplicates: Paths of members that came twice, as the JSON parser reports them.
    ///   - validation: With `strict`, unknown and duplicate fields fail the request; with `warn` they come back as warnings.
    ///   - known: An object of the kind that was decoded before and that `json` was made from.
    /// - Returns: The warnings.
    /// - Throws: A `BadRequest` in upstream's words.
    package func decode(
        _ json: inout JSON, as gvk: GroupVersionKind, duplicates: [String] = [], validation: FieldValidation = .warn,
        beside known: JSON = .null
    ) throws(APIError) -> [String] {
        var decoder = Decoder()
        do throws(DecodingFailure) {
            try decoder.decode(&json, as: self, beside: known)
        } catch {
            throw Self.cannotHandle(gvk, error.description)
        }
        if validation == .ignore { return [] }
        if decoder.unknownFields.isEmpty && duplicates.isEmpty { return [] }
        let unknown = decoder.unknownFields.map { "unknown field \($0.goQuoted)" }
        // YAML's duplicates come as whole sentences, with the lines where they stand.
        let (sentences, paths) = (duplicates.filter { $0.hasPrefix("line ") }, duplicates.filter { !$0.hasPrefix("line ") })
        let problems = sentences + unknown + paths.map { "duplicate field \($0.goQuoted)" }
        if validation == .strict, !sentences.isEmpty {
            let shown = "yaml: unmarshal errors:\n" + sentences.map { "  " + $0 }.joined(separator: "\n")
            throw Self.cannotHandle(gvk, "strict decoding error: " + ([shown] + unknown).joined(separator: ", "))
        }
        if validation == .strict { throw Self.cannotHandle(gvk, "strict decoding error: " + problems.joined(separator: ", ")) }
        return problems
    }

    private static func cannotHandle(_ gvk: GroupVersionKind, _ why: String) -> APIError {
        .badRequest("\(gvk.kind) in version \(gvk.version.goQuoted) cannot be handled as a \(gvk.kind): \(why)")
    }
}
