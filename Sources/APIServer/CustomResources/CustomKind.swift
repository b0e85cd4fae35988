internal import Document
internal import Kinds
internal import Resources
internal import Schema
internal import Storage

/// A kind that a CustomResourceDefinition defines, as it is served: its versions and the store of its objects. A new one takes its
/// place whenever the definition changes.
package final class CustomKind: Sendable {
    /// The definition's name, `crontabs.stable.example.com`.
    package let name: String
    let uid: String
    /// What of the definition makes a difference to clients of the kind.
    let essence: JSON
    /// All versions, also those that are not served.
    package let versions: [CustomVersion]
    /// The objects as they are stored.
    package let base: ResourceStore
    private let storageVersion: CustomVersion
    private let storage: any Storage

    var isTerminating: Bool { versions.first?.isTerminating ?? false }

    private static let verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"]
    private static let lastVerbs = ["delete", "deletecollection", "get", "list", "watch"]

    /// - Parameters:
    ///   - definition: a CustomResourceDefinition whose names are accepted.
    ///   - old: the kind that this one takes the place of; its objects are this one's.
    /// - Returns: nil when the definition has no storage version, which validation refuses.
    init?(_ definition: JSON, replacing old: CustomKind?, storage: any Storage, caller: WebhookCaller, environment: ServerEnvironment) {
        name = definition["metadata"]["name"].string ?? ""
        uid = definition["metadata"]["uid"].string ?? ""
        essence = Self.essence(definition)
        self.storage = storage
        let spec = definition["spec"]
        let isTerminating = Self.isTerminating(definition)
        let conversion = CustomConversion(
            spec["conversion"], definition: name, caller: caller, makeUID: { environment.makeUID() })
        let stored = (spec["versions"].array ?? []).first { $0["storage"].bool ?? false }?["name"].string
        versions = (spec["versions"].array ?? []).map { version in
            let info = Self.info(definition, version, isTerminating: isTerminating, storedVersion: stored)
            return CustomVersion(version, info: info, definition: definition, isTerminating: isTerminating, conversion: conversion)
        }
        guard let storageVersion = versions.first(where: { $0.info.type.version == stored }) else { return nil }
        self.storageVersion = storageVersion
        base = ResourceStore(
            type: storageVersion.info.type, rules: storageVersion.rules, storage: storage, cache: old?.base.cache)
    }

    /// The store that shows and takes objects in one version.
    func store(of version: CustomVersion) -> ResourceStore {
        ResourceStore(type: version.info.type, rules: version.rules, storage: storage, cache: base.cache, form: form(of: version))
    }

    private func form(of version: CustomVersion) -> CustomForm {
        CustomForm(version: version, storage: storageVersion, selectable: versions.filter(\.hasSelectableFields))
    }

    /// Everything of a definition that its kind is made from.
    static func essence(_ definition: JSON) -> JSON {
        [
            "spec": definition["spec"], "names": definition["status"]["acceptedNames"], "uid": definition["metadata"]["uid"],
            "terminating": .bool(isTerminating(definition)),
        ]
    }

    private static func isTerminating(_ definition: JSON) -> Bool {
        (definition["status"]["conditions"].array ?? []).map { Condition($0) }.isTrue("Terminating")
            || !definition["metadata"]["deletionTimestamp"].isNull
    }

    private static func info(_ definition: JSON, _ version: JSON, isTerminating: Bool, storedVersion: String?) -> ResourceInfo {
        let spec = definition["spec"]
        let names = definition["status"]["acceptedNames"]
        let type = ResourceType(
            group: spec["group"].string ?? "", version: version["name"].string ?? "", plural: names["plural"].string ?? "",
            kind: names["kind"].string ?? "", namespaced: spec["scope"].string == "Namespaced")
        var subresources: [SubresourceInfo] = []
        if !version["subresources"]["status"].isNull {
            subresources.append(SubresourceInfo(name: "status", verbs: ["get", "patch", "update"], gvk: type.groupVersionKind))
        }
        if !version["subresources"]["scale"].isNull {
            subresources.append(
                SubresourceInfo(
                    name: "scale", verbs: ["get", "patch", "update"],
                    gvk: GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale")))
        }
        return ResourceInfo(
            type: type, singular: names["singular"].string ?? "", shortNames: names["shortNames"].strings,
            categories: names["categories"].strings, verbs: isTerminating ? lastVerbs : verbs, subresources: subresources,
            listKind: names["listKind"].string, storedVersion: storedVersion, isCustom: true)
    }

    /// The served versions as OpenAPI describes them.
    var described: [OpenAPICustomKind] {
        versions.filter(\.isServed).map { OpenAPICustomKind(resource: $0.info, schema: $0.openAPISchema, listKind: $0.info.listKind) }
    }

    /// Records with the selectable fields that the definition names today; nothing where it names none.
    func reindexed() async throws(APIError) -> [ObjectRecord] {
        guard versions.contains(where: \.hasSelectableFields) else { return [] }
        let form = form(of: storageVersion)
        var result: [ObjectRecord] = []
        for record in base.cache.snapshot().records.all {
            let (_, fields) = try await form.stored(try KindSupport.document(record))
            result.append(
                ObjectRecord(
                    key: record.key, uid: record.uid, revision: record.revision, bytes: record.bytes, labels: record.labels,
                    fields: fields.map { (path: $0.0, value: $0.1) }))
        }
        return result
    }
}
