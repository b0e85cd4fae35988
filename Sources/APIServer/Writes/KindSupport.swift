internal import Document
internal import Kinds
internal import Resources
internal import Schema

/// The one place where the generic handlers meet schema and kind rules.
enum KindSupport {
    /// The document of a stored record.
    /// - Parameter parts: that it may share with others.
    static func document(_ record: ObjectRecord, sharing parts: StoredParts? = nil) throws(APIError) -> JSON {
        do {
            return try parts?.document(record) ?? record.document()
        } catch {
            throw .internalError("the stored object \(record.key) cannot be read: \(error)")
        }
    }

    /// Strictly decodes and defaults a document of a kind.
    /// - Parameter known: the decoded object that the document was made from; what they share was decoded and defaulted with it.
    static func decode(
        _ document: consuming JSON, _ schema: TypeSchema, kind: GroupVersionKind, rules: (any KindRules)?, duplicates: [String],
        _ strictness: WriteQuery.FieldValidation, _ warnings: Warnings, beside known: JSON = .null
    ) throws(APIError) -> JSON {
        var object = document
        let validation: FieldValidation =
            switch strictness {
            case .ignore: .ignore
            case .warn: .warn
            case .strict: .strict
            }
        for warning in try schema.decode(&object, as: kind, duplicates: duplicates, validation: validation, beside: known) {
            warnings.add(warning)
        }
        Defaulter.apply(&object, type: schema, beside: known)
        rules?.applyDefaults(&object)
        return object
    }

    static func prepareForCreate(
        _ object: inout JSON, _ store: ResourceStore, _ context: WriteContext, now: Timestamp
    ) throws(APIError) {
        store.rules.prepareForCreate(&object)
    }

    static func prepareForUpdate(
        _ object: inout JSON, old: JSON, _ store: ResourceStore, _ context: WriteContext
    ) throws(APIError) {
        store.rules.prepareForUpdate(&object, old: old, subresource: context.subresource.isEmpty ? nil : context.subresource)
    }

    static func validateUpdate(_ object: JSON, old: JSON, _ store: ResourceStore, _ context: WriteContext) -> [FieldError] {
        store.rules.validateUpdate(object, old: old, subresource: context.subresource.isEmpty ? nil : context.subresource)
    }
}
