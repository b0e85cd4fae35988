package import Document
package import Kinds
package import Resources
package import Schema

/// One version of a resource as it is served: what discovery says of it, its schema and rules, and the store behind it.
package final class ServedResource: Sendable {
    package let info: ResourceInfo
    package let store: ResourceStore
    package let schema: TypeSchema
    /// The rules of the served version: its columns and defaults.
    package let rules: any KindRules
    /// False for custom resources, which exist in JSON alone.
    package let hasProtobuf: Bool
    /// What clients of this version are told with every answer; nil for versions that are not deprecated.
    package let warning: String?
    /// What a CustomResourceDefinition says of this version; nil for built-in kinds.
    package let custom: CustomVersion?
    private let conversion: VersionConversion?
    private let storedSchema: TypeSchema
    /// The fields that records can be selected by, as the stored version calls them.
    private let selectable: Set<String>
    /// An object in which nothing is set.
    let emptyObject: JSON
    /// The specs that objects are made of again and again.
    let knownSpecs = KnownSpecs()
    /// What writes to the object, and to its status, do not change: one the status, the other all else.
    private let keptFields: (byObject: FieldSet, byStatus: FieldSet)

    package var type: ResourceType { info.type }
    /// Columns and cells of all versions are those of the stored one, as upstream's are those of its internal form.
    package var columns: [TableColumn] { store.rules.columns }
    /// Whether records are shown as they are stored. Those of custom resources never are: their schema may have changed since.
    package var isStoredVersion: Bool { conversion == nil && custom == nil }
    /// A kind whose definition is being deleted shows fewer verbs than it takes: finalizers are still to be removed.
    func allows(_ verb: String) -> Bool { custom != nil || info.verbs.contains(verb) }
    /// Whether a webhook may have to be asked before objects can be shown.
    package var awaitsConversion: Bool { custom?.awaitsConversion ?? false }

    /// - Parameter storedSchema: that of the version in which objects are stored.
    package init(info: ResourceInfo, store: ResourceStore, schema: TypeSchema, storedSchema: TypeSchema, rules: any KindRules) {
        self.info = info
        self.store = store
        self.schema = schema
        self.rules = rules
        hasProtobuf = ProtobufLayout.builtin.contains(info.gvk)
        self.storedSchema = storedSchema
        warning = info.deprecation.flatMap { $0.isInForce ? $0.warning(info.gvk) : nil }
        conversion = .between(stored: store.type, served: info.type)
        custom = nil
        selectable = Set(store.rules.selectableFields(.null).map(\.0))
        emptyObject = schema.emptyObject
        keptFields = Self.keptFields(info, schema, rules)
    }

    /// - Parameter store: shows objects in this version.
    package init(_ custom: CustomVersion, store: ResourceStore) {
        info = custom.info
        self.store = store
        schema = custom.type
        storedSchema = custom.type
        rules = custom.rules
        hasProtobuf = false
        warning = custom.warning
        conversion = nil
        self.custom = custom
        selectable = Set(store.rules.selectableFields(.null).map(\.0))
        emptyObject = schema.emptyObject
        keptFields = Self.keptFields(info, schema, rules)
    }

    private static func keptFields(_ info: ResourceInfo, _ schema: TypeSchema, _ rules: any KindRules) -> (FieldSet, FieldSet) {
        guard info.subresource("status") != nil else { return (FieldSet(), FieldSet()) }
        let common: Set = ["apiVersion", "kind", "metadata", "status"]
        let others = schema.fields.map(\.name).filter { !common.contains($0) } + ["spec"]
        let kept = others.map { [PathElement.field($0)] } + rules.metadataKeptByStatus.map { [.field("metadata"), .field($0)] }
        return (FieldSet([[.field("status")]]), FieldSet(kept))
    }

    /// The fields that a write by a subresource (empty for none) leaves as they are, whatever is sent: nobody comes to own them by it.
    func fieldsKept(by subresource: String) -> FieldSet {
        switch subresource {
        case "": keptFields.byObject
        case "status": keptFields.byStatus
        default: FieldSet()
        }
    }

    /// The record as this version shows it.
    package func present(_ record: ObjectRecord) throws(APIError) -> ObjectRecord {
        if let custom { return try custom.present(record) }
        guard conversion != nil else { return record }
        return ObjectCodec.record(record, document: present(try KindSupport.document(record)))
    }

    package func present(_ document: JSON) -> JSON {
        if let custom { return custom.settled(custom.convertedAtOnce(document) ?? document) }
        guard let conversion else { return document }
        return Self.settled(Self.typed(conversion.toServed(document), type), schema)
    }

    /// A document of any version of the resource as this version shows it.
    package func converted(_ document: JSON) async throws(APIError) -> JSON {
        guard let custom else { return present(document) }
        return try await custom.converted([document])[0]
    }

    /// Records as `present` can show them at once.
    package func converted(_ records: [ObjectRecord]) async throws(APIError) -> [ObjectRecord] {
        guard let custom, custom.awaitsConversion else { return records }
        return try await custom.converted(records)
    }

    /// A field of this version as selectors of the stored version call it; nil for one that cannot be selected by.
    func storedField(_ field: String) -> String? {
        guard let stored = conversion.map({ $0.storedField(field) }) ?? field else { return nil }
        return selectable.contains(stored) ? stored : nil
    }

    /// A document of this version, with its defaults, as it is stored: with the defaults of the stored version for all that this
    /// version does not have.
    package func stored(_ document: JSON) -> JSON {
        guard let conversion else { return document }
        var stored = Self.settled(Self.typed(conversion.toStored(document), store.type), storedSchema)
        Defaulter.apply(&stored, type: storedSchema)
        store.rules.applyDefaults(&stored)
        return stored
    }

    /// Without the fields a version does not know, and with those it always has.
    private static func settled(_ document: JSON, _ schema: TypeSchema) -> JSON {
        var settled = document
        var decoder = Schema.Decoder()
        // Both sides have been decoded before, so that nothing can be of a wrong type; if it were, it would be shown as it is.
        return (try? decoder.decode(&settled, as: schema)) == nil ? document : settled
    }

    private static func typed(_ document: JSON, _ type: ResourceType) -> JSON {
        var document = document
        document["kind"] = .string(type.kind)
        document["apiVersion"] = .string(type.apiVersion)
        return document
    }
}
