internal import Document
internal import Kinds
internal import Resources
internal import Schema

/// `/scale`: the number of replicas of a workload, read and written as an autoscaling/v1 Scale, or as the Scale that workloads of
/// earlier versions had in their own group.
struct ScaleSubresource: SubresourceHandler {
    let registry: ResourceRegistry
    let writes: WriteVerbs

    func handles(_ type: ResourceType, _ subresource: String) -> Bool { subresource == "scale" }

    private static let today = GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale")

    /// The kind of Scale that a resource has.
    private static func kind(_ served: ServedResource) -> GroupVersionKind { served.info.subresource("scale")?.gvk ?? today }

    func outcome(_ call: Call, _ served: ServedResource) throws(APIError) -> Outcome {
        let key = ObjectKey(namespace: call.info.namespace, name: call.info.name)
        let representation = try Representation.negotiate(call.headers, call.query)
        switch call.info.verb {
        case "get":
            guard let record = served.store[key] else {
                throw .notFound(served.type, key.name)
            }
            guard served.custom != nil else {
                return .now(answer(try Self.scale(of: KindSupport.document(record), served), representation))
            }
            return writes.later { () async throws(APIError) in
                let document = try await served.store.document(record)
                return answer(try Self.scale(of: document, served), representation)
            }
        case "update": return update(call, served, key, representation)
        case "patch": return patch(call, served, key, representation)
        default: throw .methodNotAllowed()
        }
    }

    private static let columns = [
        TableColumn.name, TableColumn("Desired", type: "integer", description: "Replicas wished for."),
        TableColumn("Available", type: "integer", description: "Replicas there are."), .age,
    ]

    private func answer(_ scale: JSON, _ representation: Representation) -> Answer {
        guard case .table(let apiVersion) = representation.shape else { return Presenter.document(200, scale, representation) }
        let metadata = scale["metadata"]
        let made = metadata["creationTimestamp"].string.flatMap { Timestamp($0) }.map { Int($0.seconds) }
        let age = HumanDuration.age(since: made, now: Int(writes.environment.now().seconds))
        let cells: JSON = [
            metadata["name"], .int(Int64(scale["spec"]["replicas"].int ?? 0)), .int(Int64(scale["status"]["replicas"].int ?? 0)),
            .string(age),
        ]
        let row: JSON = [
            "cells": cells, "object": ["kind": "PartialObjectMetadata", "apiVersion": .string(apiVersion), "metadata": metadata],
        ]
        let table: JSON = [
            "kind": "Table", "apiVersion": .string(apiVersion), "metadata": ["resourceVersion": metadata["resourceVersion"]],
            "columnDefinitions": .array(Self.columns.map(\.definition)), "rows": [row],
        ]
        return Presenter.document(200, table, representation)
    }

    private func update(_ call: Call, _ served: ServedResource, _ key: ObjectKey, _ representation: Representation) -> Outcome {
        writes.later { () async throws(APIError) in
            let query = try WriteQuery(call.query, kind: "UpdateOptions")
            let scale = try ObjectReader.object(call.body, call.headers, query, kind: Self.kind(served), registry.catalogue, call.warnings)
            try writes.checkName(scale, key)
            return try await write(call, served, key, query, representation) { _ throws(APIError) in scale }
        }
    }

    private func patch(_ call: Call, _ served: ServedResource, _ key: ObjectKey, _ representation: Representation) -> Outcome {
        if ApplyConfiguration.isSent(call.headers) { return apply(call, served, key, representation) }
        return writes.later { () async throws(APIError) in
            let patch = try ObjectPatch(call.body, call.headers)
            let query = try WriteQuery(call.query, kind: "PatchOptions")
            guard let schema = registry.catalogue.type(Self.kind(served)) else { throw .internalError("no schema for Scale") }
            return try await write(call, served, key, query, representation) { present throws(APIError) in
                let kind = Self.kind(served)
                let patched = try patch.merged(into: present, schema, name: key.name, served.type)
                let scale = try patch.read(patched, as: kind) { document, duplicates throws(APIError) in
                    try KindSupport.decode(
                        document, schema, kind: kind, rules: nil, duplicates: duplicates, query.fieldValidation, call.warnings)
                }
                try writes.checkName(scale, key)
                return scale
            }
        }
    }

    /// The number of replicas as a field of the workload that the manager owns from now on.
    private func apply(_ call: Call, _ served: ServedResource, _ key: ObjectKey, _ representation: Representation) -> Outcome {
        writes.later { () async throws(APIError) in
            let query = try WriteQuery(call.query, kind: "PatchOptions", applies: true)
            let kind = Self.kind(served)
            guard let schema = registry.catalogue.type(kind) else { throw .internalError("no schema for Scale") }
            let configuration = try ApplyConfiguration(call.body)
            try configuration.check(as: kind, schema, query.fieldValidation, call.warnings)
            var made: JSON = ["metadata": ["resourceVersion": configuration.document["metadata"]["resourceVersion"]]]
            made.set(configuration.document["spec"]["replicas"], at: Self.replicasPath(served))
            let config = made
            let apply = writes.serverSideApply(call, served, query)
            let context = WriteContext(call, dryRun: query.dryRun, fields: .written)
            let record = try await writes.writer.update(key, in: served.store, context) { (_, old) async throws(APIError) in
                try apply.apply(config, to: old)
            }
            let document = try await served.store.document(record)
            return answer(try Self.scale(of: document, served), representation)
        }
    }

    private func write(
        _ call: Call, _ served: ServedResource, _ key: ObjectKey, _ query: WriteQuery, _ representation: Representation,
        _ change: @escaping @Sendable (JSON) throws(APIError) -> JSON
    ) async throws(APIError) -> Answer {
        let record = try await writes.writer.update(key, in: served.store, writes.context(call, served, query)) {
            (_, old) async throws(APIError) in
            let scale = try change(try Self.scale(of: old, served))
            return try Self.apply(scale, to: old, at: Self.replicasPath(served))
        }
        let document = try await served.store.document(record)
        return answer(try Self.scale(of: document, served), representation)
    }

    /// Where the number of replicas stands.
    private static func replicasPath(_ served: ServedResource) -> [String] {
        served.custom?.rules.scale?.specReplicas ?? ["spec", "replicas"]
    }

    private static func scale(of object: JSON, _ served: ServedResource) throws(APIError) -> JSON {
        guard let paths = served.custom?.rules.scale else { return try scale(of: object, as: kind(served)) }
        return try scale(of: object, at: paths)
    }

    /// A custom resource as a Scale, from the places that its definition names.
    static func scale(of object: JSON, at paths: ScalePaths) throws(APIError) -> JSON {
        guard let replicas = object.value(at: paths.specReplicas).int else {
            throw .internalError("the spec replicas field \("." + paths.specReplicas.joined(separator: ".")) does not exist")
        }
        let selector = paths.labelSelector.flatMap { object.value(at: $0).string } ?? ""
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": scaleMetadata(object["metadata"]),
            "spec": ["replicas": JSON(replicas)],
            "status": [
                "replicas": .int(Int64(object.value(at: paths.statusReplicas).int ?? 0)),
                "selector": selector.isEmpty ? .null : .string(selector),
            ],
        ]
    }

    private static func scaleMetadata(_ metadata: JSON) -> JSON {
        [
            "name": metadata["name"], "namespace": metadata["namespace"], "uid": metadata["uid"],
            "resourceVersion": metadata["resourceVersion"], "creationTimestamp": metadata["creationTimestamp"],
        ]
    }

    /// The workload as a Scale.
    static func scale(of object: JSON, as kind: GroupVersionKind = today) throws(APIError) -> JSON {
        var selector = ""
        let wanted = object["spec"]["selector"]
        do {
            if wanted["matchLabels"].isNull && wanted["matchExpressions"].isNull {
                selector = LabelSelector(equal: wanted.stringMap).description
            } else {
                selector = try LabelSelector(json: wanted).description
            }
        } catch {
            throw .badRequest(error.message)
        }
        var status: JSON = ["replicas": .int(Int64(object["status"]["replicas"].int ?? 0))]
        if kind == today {
            status["selector"] = selector.isEmpty ? .null : .string(selector)
        } else {
            // A map of labels where those are all the selector has; in any case the selector as text.
            if wanted["matchExpressions"].isEmptyValue { status["selector"] = wanted["matchLabels"] }
            status["targetSelector"] = selector.isEmpty ? .null : .string(selector)
        }
        return [
            "kind": "Scale", "apiVersion": .string(kind.apiVersion),
            "metadata": scaleMetadata(object["metadata"]),
            // None are left out, as everywhere.
            "spec": object["spec"]["replicas"].int.flatMap { $0 == 0 ? nil : ["replicas": JSON($0)] } ?? [:],
            "status": status,
        ]
    }

    static func apply(_ scale: JSON, to object: JSON, at path: [String] = ["spec", "replicas"]) throws(APIError) -> JSON {
        let name = scale["metadata"]["name"].string ?? ""
        let replicas = scale["spec"]["replicas"]
        guard let count = replicas.isNull ? 0 : replicas.int else {
            throw .badRequest("Scale in version \"v1\" cannot be handled as a Scale: spec.replicas is no whole number")
        }
        if count < 0 {
            throw .invalid(
                QualifiedName(group: "autoscaling", name: "Scale"), name,
                [.invalid("spec.replicas", count, "must be greater than or equal to 0")])
        }
        var changed = object
        changed.set(.int(Int64(count)), at: path)
        changed["metadata"]["resourceVersion"] = scale["metadata"]["resourceVersion"]
        let uid = scale["metadata"]["uid"]
        if !uid.isNull { changed["metadata"]["uid"] = uid }
        return changed
    }
}
