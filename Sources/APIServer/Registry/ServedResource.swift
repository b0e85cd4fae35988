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
    private let conversion: VersionConversion?

    package var type: ResourceType { info.type }
    package var isStoredVersion: Bool { conversion == nil }

    package init(info: ResourceInfo, store: ResourceStore, schema: TypeSchema, rules: any KindRules) {
        self.info = info
        self.store = store
        self.schema = schema
        self.rules = rules
        hasProtobuf = ProtobufLayout.builtin.contains(info.gvk)
        conversion = .between(stored: store.type, served: info.type)
    }

    /// The record as this version shows it.
    package func present(_ record: ObjectRecord) throws(APIError) -> ObjectRecord {
        guard conversion != nil else { return record }
        return ObjectCodec.record(record, document: present(try KindSupport.document(record)))
    }

    package func present(_ document: JSON) -> JSON {
        guard let conversion else { return document }
        return Self.typed(conversion.toServed(document), type)
    }

    /// A document of this version as it is stored.
    package func stored(_ document: JSON) -> JSON {
        guard let conversion else { return document }
        return Self.typed(conversion.toStored(document), store.type)
    }

    private static func typed(_ document: JSON, _ type: ResourceType) -> JSON {
        var document = document
        document["kind"] = .string(type.kind)
        document["apiVersion"] = .string(type.apiVersion)
        return document
    }
}
