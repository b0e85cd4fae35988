internal import Resources

/// get, list and watch: answered from the cache, at once, by copying bytes.
struct ReadVerbs: Sendable {
    let hub: WatchHub
    let environment: ServerEnvironment

    func get(_ call: Call, _ served: ServedResource) throws(APIError) -> Outcome {
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: served.hasProtobuf)
        let key = ObjectKey(namespace: served.type.namespaced ? call.info.namespace : "", name: call.info.name)
        try checkRevision(call, served)
        guard let record = served.store[key] else { throw .notFound(served.type, key.name) }
        if representation == .plain, served.isStoredVersion { return .now(.bytes(200, record.bytes)) }
        let presenter = try presenter(call, served, representation)
        guard served.awaitsConversion else { return .now(try presenter.object(200, record)) }
        return later { () async throws(APIError) in try await presenter.converted(200, record) }
    }

    /// Runs what takes its time elsewhere, and turns its failure into the answer.
    private func later(_ work: @escaping @Sendable () async throws(APIError) -> Answer) -> Outcome {
        .later {
            do throws(APIError) {
                return try await work()
            } catch {
                return .failure(error)
            }
        }
    }

    func list(_ call: Call, _ served: ServedResource) throws(APIError) -> Outcome {
        let query = try ListQuery(call, served)
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: served.hasProtobuf)
        let page = try served.store.cache.list(query, now: environment.now())
        let presenter = try presenter(call, served, representation)
        // In protobuf, and of custom resources, every item is parsed and written anew, which is too much for the connection's event loop.
        guard representation.encoding == .protobuf || served.custom != nil else { return .now(try presenter.list(page)) }
        return later { () async throws(APIError) in try await presenter.converted(page) }
    }

    func watch(_ call: Call, _ served: ServedResource) throws(APIError) -> Answer {
        let query = try ListQuery(call, served)
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: served.hasProtobuf)
        guard representation.encoding != .yaml else { throw .notAcceptable(offered: [MediaType.json]) }
        let presenter = try presenter(call, served, representation)
        return .watch(
            try WatchSession(
                cache: served.store.cache, query: query, presenter: presenter, hub: hub, jitter: environment.fraction()))
    }

    private func presenter(
        _ call: Call, _ served: ServedResource, _ representation: Representation
    ) throws(APIError) -> Presenter {
        try Presenter(served, representation, query: call.query, now: environment.now())
    }

    /// A get may ask for an object no older than a revision; only one from the future can be refused.
    private func checkRevision(_ call: Call, _ served: ServedResource) throws(APIError) {
        guard let text = call.query["resourceVersion"], !text.isEmpty, text != "0" else { return }
        guard let wanted = UInt64(text) else {
            throw .badRequest(
                "resourceVersion: Invalid value: \(text.goQuoted): strconv.ParseUint: parsing \(text.goQuoted): invalid syntax")
        }
        let current = served.store.cache.snapshot().revision
        if wanted > current { throw WatchCache.tooLarge(wanted, current: current) }
    }
}

extension ListQuery {
    init(_ call: Call, _ served: ServedResource) throws(APIError) {
        try self.init(call.query, call.info, served)
    }

    init(_ query: QueryParameters, _ info: RequestInfo, _ served: ServedResource) throws(APIError) {
        try self.init(query, info, type: served.type) { served.storedField($0) != nil }
        if selection.fields.isEverything { return }
        selection.fields = FieldSelector(
            requirements: selection.fields.requirements.map { requirement in
                if let custom = served.custom { return custom.requirement(requirement) }
                let field = served.storedField(requirement.field) ?? requirement.field
                return FieldSelector.Requirement(field: field, value: requirement.value, negated: requirement.negated)
            })
    }
}
