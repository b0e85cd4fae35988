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
    private let conversion: VersionConversion?
    private let storedSchema: TypeSchema

    package var type: ResourceType { info.type }
    /// Columns and cells of all versions are those of the stored one, as upstream's are those of its internal form.
    package var columns: [TableColumn] { store.rules.columns }
    package var isStoredVersion: Bool { conversion == nil }

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
    }

    /// The record as this version shows it.
    package func present(_ record: ObjectRecord) throws(APIError) -> ObjectRecord {
        guard conversion != nil else { return record }
        return ObjectCodec.record(record, document: present(try KindSupport.document(record)))
    }

    package func present(_ document: JSON) -> JSON {
        guard let conversion else { return document }
        return Self.settled(Self.typed(conversion.toServed(document), type), schema)
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
