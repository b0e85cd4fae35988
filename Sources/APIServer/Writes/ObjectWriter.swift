package import Document
internal import Kinds
package import Resources

/// Creates, changes and deletes objects by the rules of the API: admission, the kind's rules, validation, optimistic concurrency.
/// Both doors and all subresources write through it. Behaviour follows upstream's generic registry store.
package struct ObjectWriter: Sendable {
    /// How often a change is tried again when others change the object meanwhile.
    private static let attempts = 64
    /// How many names are tried for `generateName` (upstream: 8).
    private static let generatedNames = 8

    package let admission: AdmissionChain
    package let hooks: [any WriteHook]
    package let environment: ServerEnvironment

    package init(admission: AdmissionChain, hooks: [any WriteHook], environment: ServerEnvironment) {
        self.admission = admission
        self.hooks = hooks
        self.environment = environment
    }

    // MARK: Create

    /// - Parameter object: decoded and defaulted, in the stored version.
    package func create(
        _ object: JSON, in store: ResourceStore, namespace: String, _ context: WriteContext
    ) async throws(APIError) -> ObjectRecord {
        var object = object
        try MetadataRules.settle(&object, namespace: namespace, store.type)
        MetadataRules.dropRepeatedOwners(&object, context.warnings)
        let request = request(.create, store, object, context)
        context.fields.create(&object, of: context.spec)
        let record = object["metadata"]["managedFields"]
        try await admission.mutate(&object, request)
        FieldTracking.settle(&object, before: record, context.warnings)
        let generates = (object["metadata"]["name"].string ?? "").isEmpty
        MetadataRules.fillSystemFields(&object, environment)
        for attempt in 1...Self.generatedNames {
            var candidate = object
            if generates { try MetadataRules.generateName(&candidate, store.type, environment) }
            if let record = try await insert(candidate, in: store, request, context) { return record }
            let name = candidate["metadata"]["name"].string ?? ""
            if !generates { throw .alreadyExists(store.type, name) }
            if attempt == Self.generatedNames { throw .generateNameConflict(store.type, name) }
        }
        throw .internalError("no name was generated")
    }

    private enum Insertion {
        case inserted(ObjectRecord)
        case taken
        /// It was taken back, since another server had given out the same just before.
        case again
    }

    /// - Returns: nil when the name is taken.
    private func insert(
        _ candidate: JSON, in store: ResourceStore, _ request: AdmissionRequest, _ context: WriteContext
    ) async throws(APIError) -> ObjectRecord? {
        for _ in 0..<Self.attempts {
            switch try await tryInsert(candidate, in: store, request, context) {
            case .inserted(let record): return record
            case .taken: return nil
            case .again: continue
            }
        }
        throw .conflict(store.type, candidate["metadata"]["name"].string ?? "")
    }

    private func tryInsert(
        _ candidate: JSON, in store: ResourceStore, _ request: AdmissionRequest, _ context: WriteContext
    ) async throws(APIError) -> Insertion {
        var object = candidate
        let finish = try await prepare(&object, old: .null, store, context)
        defer { finish() }
        try KindSupport.prepareForCreate(&object, store, context, now: environment.now())
        let isKnown = context.spec?.recognizes(&object["spec"]) ?? false
        let errors = store.rules.validate(object, specIsKnown: isKnown)
        let name = object["metadata"]["name"].string ?? ""
        if !errors.isEmpty { throw .invalid(store.type, name, errors) }
        let warnings = store.rules.warnings(isKnown ? object.without("spec") : object, old: nil)
        for warning in warnings { context.warnings.add(warning) }
        if !isKnown, warnings.isEmpty, let spec = context.spec, store.rules.standsAlone(object["spec"]) { spec.isInOrder(object["spec"]) }
        if context.spec != nil { store.parts.keep(partsOf: object) }
        var admitted = request
        admitted.name = name
        try await admission.validate(object, admitted)
        let key = ObjectKey(namespace: object["metadata"]["namespace"].string ?? "", name: name)
        if context.dryRun { return store[key] == nil ? .inserted(try store.record(of: object, key: key, revision: 0)) : .taken }
        switch try await store.create(object, key: key) {
        case .written(let record):
            if stands(record, store) { return .inserted(record) }
            _ = try await store.delete(record)
            return .again
        case .conflict, .refused: return .taken
        }
    }

    // MARK: Update

    /// Changes an object, again if others change it meanwhile.
    /// - Parameter change: makes the new object from the present one; may be called several times.
    package func update(
        _ key: ObjectKey, in store: ResourceStore, _ context: WriteContext,
        change: @Sendable (_ current: ObjectRecord, _ old: JSON) async throws(APIError) -> JSON
    ) async throws(APIError) -> ObjectRecord {
        for _ in 0..<Self.attempts {
            guard let current = store[key] else { throw .notFound(store.type, key.name) }
            if let record = try await tryUpdate(current, in: store, context, change) { return record }
        }
        throw .conflict(store.type, key.name)
    }

    /// - Returns: nil when the object changed meanwhile.
    private func tryUpdate(
        _ current: ObjectRecord, in store: ResourceStore, _ context: WriteContext,
        _ change: @Sendable (ObjectRecord, JSON) async throws(APIError) -> JSON
    ) async throws(APIError) -> ObjectRecord? {
        let old = try await store.document(current)
        var object = try await change(current, old)
        try MetadataRules.settle(&object, namespace: current.key.namespace, store.type)
        MetadataRules.dropRepeatedOwners(&object, context.warnings)
        var request = request(.update, store, object, context)
        (request.name, request.oldObject) = (current.key.name, old)
        context.fields.update(&object, old: old)
        if !context.isDirect {
            let record = object["metadata"]["managedFields"]
            try await admission.mutate(&object, request)
            FieldTracking.settle(&object, before: record, context.warnings)
        }
        try MetadataRules.checkPreconditions(&object, current, store)
        let finish = try await prepare(&object, old: old, store, context)
        defer { finish() }
        MetadataRules.keepSystemFields(&object, old: old)
        if !context.isDirect { try await applyRules(&object, old: old, store, request, context) }
        if DeletionPlan.isCompleted(object, old: old, type: store.type) {
            return try await complete(object, current, in: store, context)
        }
        FieldTracking.keepUnchanged(&object, old: old)
        if context.dryRun { return try store.record(of: object, key: current.key, revision: current.revision) }
        switch try await store.update(object, replacing: current) {
        case .written(let record):
            if stands(record, store) { return record }
            _ = try await store.update(old, replacing: record)
            return nil
        case .conflict: return nil
        case .refused: throw .notFound(store.type, current.key.name)
        }
    }

    /// The kind's rules, then the last word of admission.
    private func applyRules(
        _ object: inout JSON, old: JSON, _ store: ResourceStore, _ request: AdmissionRequest, _ context: WriteContext
    ) async throws(APIError) {
        try KindSupport.prepareForUpdate(&object, old: old, store, context)
        MetadataRules.keepDeletion(&object, old: old)
        let errors = KindSupport.validateUpdate(object, old: old, store, context)
        if !errors.isEmpty { throw .invalid(store.type, request.name, errors) }
        if context.subresource.isEmpty {
            for warning in store.rules.warnings(object, old: old) { context.warnings.add(warning) }
        }
        try await admission.validate(object, request)
    }

    /// The update removed what held the deletion up: the object goes, and its last version is the answer.
    private func complete(
        _ object: JSON, _ current: ObjectRecord, in store: ResourceStore, _ context: WriteContext
    ) async throws(APIError) -> ObjectRecord? {
        if context.dryRun { return try store.record(of: object, key: current.key, revision: current.revision) }
        switch try await store.delete(current) {
        case .written(let last): return try store.record(of: object, key: current.key, revision: last.revision)
        case .conflict: return nil
        case .refused: throw .notFound(store.type, current.key.name)
        }
    }

    // MARK: Delete

    /// What became of an object that was to be deleted.
    package enum Deletion: Sendable {
        /// Gone; its last version.
        case removed(ObjectRecord)
        /// It will go later; its present version.
        case pending(ObjectRecord)
    }

    package func delete(
        _ key: ObjectKey, in store: ResourceStore, _ options: DeletionOptions, _ context: WriteContext
    ) async throws(APIError) -> Deletion {
        for _ in 0..<Self.attempts {
            guard let current = store[key] else { throw .notFound(store.type, key.name) }
            let old = try await store.document(current)
            var request = request(.delete, store, old, context)
            (request.name, request.namespace, request.oldObject) = (key.name, key.namespace, old)
            let plan = try DeletionPlan.decide(old, type: store.type, options: options, now: environment.now())
            var nothing = JSON.null
            try await admission.mutate(&nothing, request)
            try await admission.validate(.null, request)
            if let deletion = try await carryOut(plan, current, in: store, context) { return deletion }
        }
        throw .conflict(store.type, key.name)
    }

    /// - Returns: nil when the object changed meanwhile.
    private func carryOut(
        _ plan: DeletionPlan, _ current: ObjectRecord, in store: ResourceStore, _ context: WriteContext
    ) async throws(APIError) -> Deletion? {
        let outcome: ResourceStore.WriteOutcome
        switch plan {
        case .nothing: return .pending(current)
        case .mark(let object):
            if context.dryRun { return .pending(try store.record(of: object, key: current.key, revision: current.revision)) }
            outcome = try await store.update(object, replacing: current)
            if case .written(let record) = outcome { return .pending(record) }
        case .remove:
            if context.dryRun { return .removed(current) }
            outcome = try await store.delete(current)
            if case .written(let record) = outcome { return .removed(record) }
        }
        if case .refused = outcome { throw .notFound(store.type, current.key.name) }
        return nil
    }

    // MARK: Pieces

    private func prepare(
        _ object: inout JSON, old: JSON, _ store: ResourceStore, _ context: WriteContext
    ) async throws(APIError) -> @Sendable () -> Void {
        for hook in hooks where hook.applies(to: store.type) {
            return try await hook.prepare(&object, old: old, dryRun: context.dryRun)
        }
        return {}
    }

    private func stands(_ record: ObjectRecord, _ store: ResourceStore) -> Bool {
        hooks.allSatisfy { !$0.applies(to: store.type) || $0.stands(record) }
    }

    private func request(
        _ operation: AdmissionRequest.Operation, _ store: ResourceStore, _ object: JSON, _ context: WriteContext
    ) -> AdmissionRequest {
        var request = AdmissionRequest(
            operation: operation, type: store.type, subresource: context.subresource,
            namespace: object["metadata"]["namespace"].string ?? "", name: object["metadata"]["name"].string ?? "", user: context.user,
            dryRun: context.dryRun, warnings: context.warnings)
        request.requestedVersion = context.requestedVersion
        return request
    }
}
