internal import Document
internal import Resources
internal import Schema

/// PATCH with a configuration to be applied (KEP-555): makes the object or merges into it.
extension WriteVerbs {
    /// How often it is tried again when the object comes or goes meanwhile.
    private static let applyAttempts = 5

    func apply(_ call: Call, _ served: ServedResource) -> Outcome {
        later { () async throws(APIError) in
            let presenter = try presenter(call, served)
            let query = try WriteQuery(call.query, kind: "PatchOptions", applies: true)
            let key = try key(call, served)
            let configuration = try ApplyConfiguration(call.body)
            call.audit?.brought(configuration.document)
            try configuration.check(as: served.type.groupVersionKind, served.schema, query.fieldValidation, call.warnings)
            let config = configuration.named(key)
            try checkName(config, key)
            let apply = serverSideApply(call, served, query)
            let context = WriteContext(call, dryRun: query.dryRun, fields: .written)
            for attempt in 1...Self.applyAttempts {
                let creates = served.store[key] == nil && call.info.subresource.isEmpty
                do throws(APIError) {
                    if creates {
                        // What there is has a name; what is to be made must bring it along.
                        if configuration.document["metadata"]["name"].string?.isEmpty ?? true { try checkName([:], key) }
                        if served.custom?.isTerminating ?? false { throw CustomVersion.refusal("create", served.type) }
                        return try await presenter.converted(201, try await create(config, apply, call, context))
                    }
                    let record = try await writer.update(key, in: served.store, context) { (_, old) async throws(APIError) in
                        try apply.apply(config, to: old)
                    }
                    return try await presenter.converted(200, record)
                } catch {
                    let isRaced = creates ? error.reason == .alreadyExists : error.isNotFound && call.info.subresource.isEmpty
                    if !isRaced || attempt == Self.applyAttempts { throw error }
                }
            }
            throw .conflict(served.type, key.name)
        }
    }

    func serverSideApply(_ call: Call, _ served: ServedResource, _ query: WriteQuery) -> ServerSideApply {
        ServerSideApply(
            tracking: tracking(query.fieldManager, operation: .apply, call, served), force: query.force ?? false, warnings: call.warnings)
    }

    private func create(
        _ config: JSON, _ apply: ServerSideApply, _ call: Call, _ context: WriteContext
    ) async throws(APIError) -> ObjectRecord {
        try authorizeCreation(call)
        let served = apply.tracking.served
        let name = config["metadata"]["name"].string ?? ""
        if let uid = config["metadata"]["uid"].string, !uid.isEmpty {
            throw .conflict(
                served.type, name, "uid mismatch: the provided object specified uid \(uid), and no existing object was found")
        }
        return try await writer.create(
            try apply.apply(config, to: .null), in: served.store, namespace: call.info.namespace, context)
    }
}
