package import Document
package import Kinds
package import Resources
package import Schema

/// One version of the kind that a CustomResourceDefinition defines: how its objects are read, shown and stored.
///
/// Objects are worked on in the version of the request and stored in the storage version; with the strategy `None` that changes nothing
/// but their apiVersion, with `Webhook` somebody is asked (KEP-598).
package final class CustomVersion: Sendable {
    package let info: ResourceInfo
    package let rules: CustomResourceRules
    /// The schema as a type, for what merges by types.
    package let type: TypeSchema
    /// Told with every answer; nil for versions that are not deprecated.
    package let warning: String?
    package let isServed: Bool
    /// The definition is being deleted: nothing new may be created.
    package let isTerminating: Bool
    let openAPISchema: JSON
    private let schema: StructuralSchema?
    /// Whether what the schema does not know is pruned; not for definitions with `preserveUnknownFields`.
    private let prunes: Bool
    private let conversion: CustomConversion
    /// Paths that field selectors may ask for in this version.
    private let selectable: Set<String>

    /// - Parameters:
    ///   - version: a CustomResourceDefinitionVersion.
    ///   - info: what discovery tells of it.
    init(_ version: JSON, info: ResourceInfo, definition: JSON, isTerminating: Bool, conversion: CustomConversion) {
        self.info = info
        self.isTerminating = isTerminating
        self.conversion = conversion
        openAPISchema = version["schema"]["openAPIV3Schema"]
        schema = openAPISchema.isNull ? nil : StructuralSchema(openAPISchema)
        prunes = schema != nil && !(definition["spec"]["preserveUnknownFields"].bool ?? false)
        rules = CustomResourceRules(version: version, schema: schema, namespaced: info.type.namespaced)
        type = (schema ?? StructuralSchema(["type": "object", "x-kubernetes-preserve-unknown-fields": true])).type(of: info.gvk)
        isServed = version["served"].bool ?? false
        selectable = Set((version["selectableFields"].array ?? []).map { String(($0["jsonPath"].string ?? "").dropFirst()) })
        if version["deprecated"].bool ?? false {
            warning = version["deprecationWarning"].string ?? "\(info.type.apiVersion) \(info.type.kind) is deprecated"
        } else {
            warning = nil
        }
    }

    package var awaitsConversion: Bool { conversion.awaits }
    var hasSelectableFields: Bool { !selectable.isEmpty }

    static func refusal(_ verb: String, _ type: ResourceType) -> APIError {
        var error = APIError.methodNotAllowed(type, verb)
        error.message = "\(verb) not allowed while custom resource definition is terminating"
        return error
    }

    // MARK: Reading requests

    /// Strictly decodes and defaults a document of this version, as `TypeSchema.decode` does for built-in kinds.
    package func decoded(
        _ document: JSON, duplicates: [String], _ strictness: WriteQuery.FieldValidation, _ warnings: Warnings
    ) throws(APIError) -> JSON {
        var object = document
        var decoder = StructuralDecoder()
        do throws(DecodingFailure) {
            try decode(&object, &decoder)
        } catch {
            throw cannotHandle(error.description)
        }
        let problems = duplicates.map { "duplicate field \($0.goQuoted)" } + decoder.unknownFields.map { "unknown field \($0.goQuoted)" }
        switch strictness {
        case .ignore: break
        case .warn: for problem in problems { warnings.add(problem) }
        case .strict:
            if !problems.isEmpty { throw cannotHandle("strict decoding error: " + problems.joined(separator: ", ")) }
        }
        if let schema { StructuralDefaulter.apply(&object, schema) }
        return object
    }

    private func decode(_ object: inout JSON, _ decoder: inout StructuralDecoder) throws(DecodingFailure) {
        if let schema { return try decoder.decode(&object, as: schema, prunes: prunes) }
        try decoder.decode(&object, as: StructuralSchema([:]), prunes: false)
    }

    private func cannotHandle(_ why: String) -> APIError {
        let kind = info.type.kind
        return .badRequest("\(kind) in version \(info.type.version.goQuoted) cannot be handled as a \(kind): \(why)")
    }

    // MARK: Showing

    /// A document of this version as its schema has it today: what the schema no longer knows is left out, defaults that have come
    /// since are filled in.
    package func settled(_ document: JSON) -> JSON {
        guard let schema else { return document }
        var settled = document
        var decoder = StructuralDecoder()
        // What does not fit any more is shown as it is.
        if (try? decode(&settled, &decoder)) == nil { settled = document }
        StructuralDefaulter.apply(&settled, schema)
        return settled
    }

    /// The record in this version, when that takes no asking.
    package func present(_ record: ObjectRecord) throws(APIError) -> ObjectRecord {
        let document = try KindSupport.document(record)
        let wanted = info.type.apiVersion
        let shown: JSON
        if document["apiVersion"].string == wanted {
            shown = document
        } else {
            guard let converted = conversion.convertedAtOnce(document, to: wanted) else {
                throw .internalError("\(record.key) has not been converted to \(wanted)")
            }
            shown = converted
        }
        return ObjectCodec.record(record, document: settled(shown))
    }

    /// Documents of any version in this one.
    package func converted(_ documents: [JSON]) async throws(APIError) -> [JSON] {
        try await conversion.converted(documents, to: info.type.apiVersion).map(settled)
    }

    package func converted(_ records: [ObjectRecord]) async throws(APIError) -> [ObjectRecord] {
        var documents: [JSON] = []
        documents.reserveCapacity(records.count)
        for record in records { documents.append(try KindSupport.document(record)) }
        let converted = try await converted(documents)
        return zip(records, converted).map { ObjectCodec.record($0, document: $1) }
    }

    // MARK: Field selectors

    /// Selectable fields of all versions are kept with an object, told apart by their versions.
    static func storedField(_ path: String, version: String) -> String { version + ":" + path }

    /// A requirement of this version as records are held against it.
    func requirement(_ requirement: FieldSelector.Requirement) -> FieldSelector.Requirement {
        guard selectable.contains(requirement.field) else { return requirement }
        return .init(
            field: Self.storedField(requirement.field, version: info.type.version), value: requirement.value, negated: requirement.negated)
    }

    /// The fields of an object of this version.
    func storedFields(of object: JSON) -> [(String, String)] {
        rules.selectableFields(object).filter { selectable.contains($0.0) }.map {
            (Self.storedField($0.0, version: info.type.version), $0.1)
        }
    }
}
