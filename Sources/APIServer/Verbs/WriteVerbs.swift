internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema

/// create, update, patch, delete and deletecollection, and what is posted to actions and connections.
struct WriteVerbs: Sendable {
    /// Objects of a collection that are deleted at a time.
    private static let concurrentDeletions = 16
    /// Objects that one deletecollection looks at when the client names no limit (upstream: 10,000).
    private static let collectionLimit = 10_000

    let registry: ResourceRegistry
    let writer: ObjectWriter
    let authorizer: any RequestAuthorizer
    let environment: ServerEnvironment

    /// Runs work that waits, and turns its failure into the answer.
    func later(_ work: @escaping @Sendable () async throws(APIError) -> Answer) -> Outcome {
        .later {
            do throws(APIError) {
                return try await work()
            } catch {
                return .failure(error)
            }
        }
    }

    func create(_ call: Call, _ served: ServedResource) -> Outcome {
        later { () async throws(APIError) in
            if served.custom?.isTerminating ?? false { throw CustomVersion.refusal("create", served.type) }
            let presenter = try presenter(call, served)
            let query = try WriteQuery(call.query, kind: "CreateOptions")
            let (object, spec) = try ObjectReader(served, call.warnings).newObject(call.body, call.headers, query)
            call.audit?.brought(object)
            var context = context(call, served, query)
            context.spec = spec
            let record = try await writer.create(served.stored(object), in: served.store, namespace: call.info.namespace, context)
            return try await presenter.converted(201, record)
        }
    }

    func update(_ call: Call, _ served: ServedResource) -> Outcome {
        later { () async throws(APIError) in
            let presenter = try presenter(call, served)
            let query = try WriteQuery(call.query, kind: "UpdateOptions")
            let object = try ObjectReader(served, call.warnings).object(call.body, call.headers, query)
            call.audit?.brought(object)
            let key = try key(call, served)
            try checkName(object, key)
            let wanted = served.stored(object)
            if served.store[key] == nil, call.info.subresource.isEmpty, UpdatePolicy.createsMissing(served.store.type) {
                try authorizeCreation(call)
                let made = try await writer.create(
                    wanted, in: served.store, namespace: call.info.namespace, context(call, served, query))
                return try await presenter.converted(201, made)
            }
            let record = try await writer.update(key, in: served.store, context(call, served, query)) {
                (_, _) async throws(APIError) in wanted
            }
            return try await presenter.converted(200, record)
        }
    }

    /// An update that creates is allowed to those who may create.
    func authorizeCreation(_ call: Call) throws(APIError) {
        var attributes = call.info.attributes
        attributes.verb = "create"
        if case .deny(let reason) = authorizer.authorize(call.user, attributes) {
            throw .forbidden(call.user, attributes, reason: reason)
        }
    }

    func patch(_ call: Call, _ served: ServedResource) -> Outcome {
        if ApplyConfiguration.isSent(call.headers) { return apply(call, served) }
        return later { () async throws(APIError) in
            if served.custom != nil, call.headers.first(name: "content-type").map(MediaType.essence) == MediaType.strategicMergePatch {
                throw .unsupportedMediaType(accepted: [MediaType.jsonPatch, MediaType.mergePatch, MediaType.applyPatch])
            }
            let patch = try ObjectPatch(call.body, call.headers)
            call.audit?.brought(patch.document)
            let presenter = try presenter(call, served)
            let query = try WriteQuery(call.query, kind: "PatchOptions")
            let key = try key(call, served)
            let record = try await writer.update(key, in: served.store, context(call, served, query)) {
                (_, old) async throws(APIError) in
                let patched = try patch.apply(to: served.present(old), served, query, call.warnings)
                try checkName(patched, key)
                try checkIdentity(patched, old, served)
                return served.stored(patched)
            }
            return try await presenter.converted(200, record)
        }
    }

    func delete(_ call: Call, _ served: ServedResource) -> Outcome {
        later { () async throws(APIError) in
            let presenter = try presenter(call, served)
            let options = try options(call, served)
            let key = try key(call, served)
            switch try await writer.delete(key, in: served.store, options, WriteContext(call, dryRun: options.dryRun)) {
            case .pending(let record): return try await presenter.converted(200, record)
            case .removed(let record):
                if Self.returnsObject.contains(served.store.type.qualifiedResource) { return try await presenter.converted(200, record) }
                return presenter.document(200, Self.success(served.type, record))
            }
        }
    }

    func deleteCollection(_ call: Call, _ served: ServedResource) -> Outcome {
        later { () async throws(APIError) in
            let presenter = try presenter(call, served)
            let options = try options(call, served)
            var query = try ListQuery(call, served)
            if query.limit == 0 { query.limit = Self.collectionLimit }
            let context = WriteContext(call, dryRun: options.dryRun)
            let page = try served.store.cache.list(query, now: environment.now())
            try await deleteAll(page.records, served.store, options, context)
            return try await presenter.converted(page)
        }
    }

    private func deleteAll(
        _ records: [ObjectRecord], _ store: ResourceStore, _ options: DeletionOptions, _ context: WriteContext
    ) async throws(APIError) {
        let failure = await withTaskGroup(of: APIError?.self) { group in
            var failure: APIError?
            var rest = records[...]
            func addNext() {
                guard failure == nil, let record = rest.popFirst() else { return }
                group.addTask {
                    do throws(APIError) {
                        _ = try await writer.delete(record.key, in: store, options, context)
                        return nil
                    } catch {
                        return error.isNotFound ? nil : error
                    }
                }
            }
            for _ in 0..<Self.concurrentDeletions { addNext() }
            for await result in group {
                failure = failure ?? result
                addNext()
            }
            return failure
        }
        if let failure { throw failure }
    }

    func action(_ call: Call, _ action: any ActionHandler, kind: GroupVersionKind) -> Outcome {
        later { () async throws(APIError) in
            let representation = try Representation.negotiate(call.headers, call.query, hasTables: false)
            let query = try WriteQuery(call.query, kind: "CreateOptions")
            let object = try ObjectReader.object(
                call.body, call.headers, query, kind: kind, registry.catalogue, call.warnings,
                acceptsEarlierVersions: !call.info.subresource.isEmpty)
            call.audit?.brought(object)
            let context = ActionCall(call: call, dryRun: query.dryRun, registry: registry, writer: writer)
            let version = ActionVersion(kind)
            let answer = try await action.perform(version.today(object), context)
            return Presenter.document(answer.status, version.asked(answer.object), representation)
        }
    }

    func connect(_ call: Call, _ served: ServedResource, _ handler: any ConnectHandler, _ exchange: HTTPExchange) -> Outcome {
        later { () async throws(APIError) in
            let request = AdmissionRequest(
                operation: .connect, type: served.type, subresource: call.info.subresource, namespace: call.info.namespace,
                name: call.info.name, user: call.user, warnings: call.warnings)
            try await writer.admission.validate(.null, request)
            do {
                try await handler.connect(call, exchange)
                return .taken
            } catch let error as APIError {
                throw error
            } catch {
                throw .internalError("\(error)")
            }
        }
    }

    // MARK: Pieces

    /// Notes what the write changes under the name that the client gives itself.
    func context(_ call: Call, _ served: ServedResource, _ query: WriteQuery) -> WriteContext {
        let manager = ManagerName.of(query.fieldManager, agent: call.userAgent)
        return WriteContext(call, dryRun: query.dryRun, fields: .tracked(tracking(manager, call, served)))
    }

    func tracking(
        _ manager: String, operation: ManagedFields.Operation = .update, _ call: Call, _ served: ServedResource
    ) -> FieldTracking {
        FieldTracking(
            manager: manager, operation: operation, subresource: call.info.subresource, served, registry, now: environment.now())
    }

    func presenter(_ call: Call, _ served: ServedResource) throws(APIError) -> Presenter {
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: served.hasProtobuf)
        return try Presenter(served, representation, query: call.query, now: environment.now())
    }

    func key(_ call: Call, _ served: ServedResource) throws(APIError) -> ObjectKey {
        guard !call.info.name.isEmpty else { throw .badRequest("name must be provided") }
        return ObjectKey(namespace: served.type.namespaced ? call.info.namespace : "", name: call.info.name)
    }

    /// The body must name the object that the URL names.
    func checkName(_ object: JSON, _ key: ObjectKey) throws(APIError) {
        let name = object["metadata"]["name"].string ?? ""
        guard name == key.name else {
            if name.isEmpty {
                throw .badRequest("the name of the object (\(key.name) based on URL) was undeterminable: name must be provided")
            }
            throw .badRequest("the name of the object (\(name)) does not match the name on the URL (\(key.name))")
        }
        let namespace = object["metadata"]["namespace"].string ?? ""
        if !key.namespace.isEmpty, !namespace.isEmpty, namespace != key.namespace {
            throw .badRequest(
                "the namespace of the object (\(namespace)) does not match the namespace on the request (\(key.namespace))")
        }
    }

    /// A patch that names another uid asks for the impossible, rather than for another object.
    func checkIdentity(_ object: JSON, _ old: JSON, _ served: ServedResource) throws(APIError) {
        guard let uid = object["metadata"]["uid"].string, !uid.isEmpty, uid != old["metadata"]["uid"].string else { return }
        throw .invalid(
            served.type, old["metadata"]["name"].string ?? "", [.invalid("metadata.uid", uid, "field is immutable")])
    }

    private func options(_ call: Call, _ served: ServedResource) throws(APIError) -> DeletionOptions {
        let body = try ObjectReader.document(call.body, call.headers, kind: "DeleteOptions").document
        if !body.isNull { call.audit?.brought(body) }
        var options = try DeletionOptions(body: body, query: call.query)
        options.orphansByDefault = UpdatePolicy.orphansDependents(served.type)
        return options
    }

    /// Resources whose deletion answers the object; all others answer a Status.
    private static let returnsObject: Set<QualifiedName> = Set(
        ["pods", "podtemplates", "resourcequotas", "persistentvolumes", "persistentvolumeclaims", "serviceaccounts", "services"].map {
            QualifiedName(group: "", name: $0)
        })

    private static func success(_ type: ResourceType, _ record: ObjectRecord) -> JSON {
        [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
            "details": [
                "name": .string(record.key.name), "group": type.group.isEmpty ? .null : .string(type.group), "kind": .string(type.plural),
                "uid": .string(record.uid),
            ],
        ]
    }
}
