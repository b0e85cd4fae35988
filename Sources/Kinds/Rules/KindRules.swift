package import Document
package import Resources
package import Schema

/// What the API server asks about one kind beyond its schema: defaults that depend on other fields, what is cleared or kept
/// on writes, validation, the fields that selectors may use, and the rows of `kubectl get`.
package protocol KindRules: Sendable {
    /// Defaults beyond the schema's constants; called after them, on every write.
    func applyDefaults(_ object: inout JSON)
    /// Clears what clients may not set and starts the generation.
    func prepareForCreate(_ object: inout JSON)
    /// Keeps the part of the object that this path may not change, and counts the generation when the wish changed.
    /// - Parameter subresource: nil for the object itself, else "status" and the like.
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?)
    /// Members of `metadata` that writes to `status` leave as they are.
    var metadataKeptByStatus: [String] { get }
    /// Whether defaults and rules for this spec look at nothing else, so that what they found holds for every new object with the same.
    func standsAlone(_ spec: JSON) -> Bool
    /// - Parameter isKnown: whether a spec that stands alone and equals this one was found in order before.
    func validate(_ object: JSON, specIsKnown isKnown: Bool) -> [FieldError]
    func validateUpdate(_ object: JSON, old: JSON, subresource: String?) -> [FieldError]
    /// What is allowed but hardly meant; told to whoever creates or changes the object.
    /// - Parameter old: nil for a new object.
    func warnings(_ object: JSON, old: JSON?) -> [String]
    /// Paths and values for field selectors; the same paths, in the same order, whatever the object holds.
    func selectableFields(_ object: JSON) -> [(String, String)]
    var columns: [TableColumn] { get }
    /// One cell for each column, also those of lower priority.
    func cells(_ object: JSON, now: Timestamp) -> [JSON]
}

extension KindRules {
    package func standsAlone(_ spec: JSON) -> Bool { false }
    package func validate(_ object: JSON) -> [FieldError] { validate(object, specIsKnown: false) }
    package func warnings(_ object: JSON, old: JSON?) -> [String] { [] }
    package var metadataKeptByStatus: [String] { [] }
}
