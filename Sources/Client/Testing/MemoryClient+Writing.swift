internal import Document
internal import Resources

/// What each verb does to the store; called while it is locked.
extension MemoryClient {
    func list(_ path: ObjectPath, _ store: Store) -> JSON {
        let records = (store.collections[path.collection] ?? [:]).values.sorted { $0.key < $1.key }
            .filter { path.namespace.isEmpty || $0.key.namespace == path.namespace }
        return [
            "kind": "List", "apiVersion": "v1", "metadata": ["resourceVersion": .string(String(store.revision))],
            "items": .array(records.compactMap { try? $0.document() }),
        ]
    }

    func create(_ body: JSON, _ path: ObjectPath, _ store: inout Store) throws -> JSON {
        var document = body
        if !path.namespace.isEmpty { document["metadata"]["namespace"] = .string(path.namespace) }
        if (document["metadata"]["name"].string ?? "").isEmpty, let prefix = document["metadata"]["generateName"].string {
            document["metadata"]["name"] = .string(prefix + String(store.revision + 1))
        }
        let key = ObjectMeta(document["metadata"]).key
        if store.collections[path.collection]?[key] != nil { throw APIError.alreadyExists(path.resource, key.name) }
        prepareNew(&document, &store)
        return commit(document, path.collection, &store)
    }

    func prepareNew(_ document: inout JSON, _ store: inout Store) {
        var metadata = ObjectMeta(document["metadata"])
        if metadata.uid.isEmpty {
            store.nextID += 1
            metadata.uid = "uid-\(store.nextID)"
        }
        if metadata.creationTimestamp == nil { metadata.creationTimestamp = now() }
        if metadata.generation == 0 { metadata.generation = 1 }
        document["metadata"] = metadata.json
    }

    func read(_ record: ObjectRecord, _ path: ObjectPath) throws -> JSON {
        path.subresource == "scale" ? try Scale.document(of: record.document()) : try record.document()
    }

    func post(_ body: JSON, _ record: ObjectRecord, _ path: ObjectPath, _ store: inout Store) throws -> JSON {
        switch path.subresource {
        case "binding":
            var pod = Pod(try record.document())
            if let uid = body["metadata"]["uid"].string, !uid.isEmpty, uid != record.uid || !pod.spec.nodeName.isEmpty {
                throw APIError.conflict(
                    .pods, record.key.name, "pod \(record.key.name) is already assigned to node \"\(pod.spec.nodeName)\"")
            }
            pod.spec.nodeName = body["target"]["name"].string ?? ""
            commit(pod.json, path.collection, &store)
            return ["kind": "Status", "apiVersion": "v1", "status": "Success"]
        case "eviction": return try delete(record, body["deleteOptions"], path, &store)
        case "token":
            var answer = body
            answer["status"] = [
                "token": .string("token-of-\(record.key)"),
                "expirationTimestamp": .string(now().adding(seconds: body["spec"]["expirationSeconds"].int ?? 3600).description),
            ]
            return answer
        default: throw APIError.methodNotAllowed()
        }
    }

    func replace(_ record: ObjectRecord, with body: JSON, _ path: ObjectPath, _ store: inout Store) throws -> JSON {
        let old = try record.document()
        if let version = body["metadata"]["resourceVersion"].string, !version.isEmpty, version != String(record.revision) {
            throw APIError.conflict(path.resource, record.key.name, APIError.modifiedWords)
        }
        if let uid = body["metadata"]["uid"].string, !uid.isEmpty, uid != record.uid {
            throw APIError.conflict(
                path.resource, record.key.name, "Precondition failed: UID in precondition: \(uid), UID in object meta: \(record.uid)")
        }
        var new: JSON
        switch path.subresource {
        case nil, "finalize":
            new = body
            if !old["status"].isNull && path.plural != "events" { new["status"] = old["status"] }
        case "status":
            new = old
            new["status"] = body["status"]
        case "scale":
            new = old
            new["spec"]["replicas"] = body["spec"]["replicas"]
        default: throw APIError.methodNotAllowed()
        }
        for member in ["uid", "creationTimestamp", "namespace", "name", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"] {
            new["metadata"][member] = old["metadata"][member]
        }
        if new["spec"] != old["spec"] { new["metadata"]["generation"] = .int(Int64((old["metadata"]["generation"].int ?? 0) + 1)) }
        if !new["metadata"]["deletionTimestamp"].isNull && new["metadata"]["finalizers"].strings.isEmpty,
            new["metadata"]["deletionGracePeriodSeconds"].int ?? 0 == 0
        {
            erase(record.key, path.collection, &store)
            return new
        }
        let stored = commit(new, path.collection, &store)
        return path.subresource == "scale" ? Scale.document(of: stored) : stored
    }

    func patch(
        _ record: ObjectRecord, _ contentType: String, _ body: JSON, _ path: ObjectPath, _ store: inout Store
    ) throws -> JSON {
        let old = path.subresource == "scale" ? try Scale.document(of: record.document()) : try record.document()
        let new: JSON
        switch contentType {
        case "application/json-patch+json": new = try JSONPatch.apply(body, to: old)
        case "application/merge-patch+json": new = MergePatch.apply(body, to: old)
        default: new = GuessedMerge.apply(body, to: old)
        }
        return try replace(record, with: new, path, &store)
    }

    func delete(_ record: ObjectRecord, _ options: JSON, _ path: ObjectPath, _ store: inout Store) throws -> JSON {
        var document = try record.document()
        if let uid = options["preconditions"]["uid"].string, uid != record.uid {
            throw APIError.conflict(
                path.resource, record.key.name,
                "the UID in the precondition (\(uid)) does not match the UID in record (\(record.uid)). "
                    + "The object might have been deleted and then recreated")
        }
        if let version = options["preconditions"]["resourceVersion"].string, version != String(record.revision) {
            throw APIError.conflict(
                path.resource, record.key.name,
                "the ResourceVersion in the precondition (\(version)) does not match the ResourceVersion in record (\(record.revision)). "
                    + "The object might have been modified")
        }
        // Only a pod on a node has somebody who will end it gracefully.
        let isRunning = path.plural == "pods" && !(document["spec"]["nodeName"].string ?? "").isEmpty && !Pod(document).isFinished
        let grace = isRunning ? options["gracePeriodSeconds"].int ?? document["spec"]["terminationGracePeriodSeconds"].int ?? 30 : 0
        if document["metadata"]["finalizers"].strings.isEmpty && grace == 0 {
            erase(record.key, path.collection, &store)
            return document
        }
        let current = document["metadata"]["deletionGracePeriodSeconds"].int
        if !document["metadata"]["deletionTimestamp"].isNull, let current, current <= grace { return document }
        document["metadata"]["deletionTimestamp"] = .string(now().adding(seconds: grace).description)
        document["metadata"]["deletionGracePeriodSeconds"] = .int(Int64(grace))
        return commit(document, path.collection, &store)
    }

    func deleteAll(_ request: APIRequest, _ path: ObjectPath, _ options: JSON, _ store: inout Store) throws -> JSON {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        let filter = try ObjectFilter(path.namespace, value("labelSelector"), value("fieldSelector"))
        for record in (store.collections[path.collection] ?? [:]).values.filter(filter.matches) {
            _ = try delete(record, options, path, &store)
        }
        return ["kind": "Status", "apiVersion": "v1", "status": "Success"]
    }

    @discardableResult
    func commit(_ document: JSON, _ collection: String, _ store: inout Store) -> JSON {
        store.revision += 1
        var document = document
        document["metadata"]["resourceVersion"] = .string(String(store.revision))
        let record = ObjectRecord(document: document)
        let previous = store.collections[collection, default: [:]].updateValue(record, forKey: record.key)
        publish(previous == nil ? .added(record) : .modified(record), previous, collection, &store)
        return document
    }

    func erase(_ key: ObjectKey, _ collection: String, _ store: inout Store) {
        guard let previous = store.collections[collection]?.removeValue(forKey: key) else { return }
        store.revision += 1
        var document = (try? previous.document()) ?? .null
        document["metadata"]["resourceVersion"] = .string(String(store.revision))
        publish(.deleted(ObjectRecord(document: document)), previous, collection, &store)
    }

    private func publish(_ event: WatchEvent, _ previous: ObjectRecord?, _ collection: String, _ store: inout Store) {
        store.history.append((collection, event, previous))
        if store.history.count > Self.historyLimit {
            store.oldestRevision = store.history[Self.historyLimit / 2].event.revision
            store.history.removeFirst(Self.historyLimit / 2 + 1)
        }
        for (id, watcher) in store.watchers where watcher.collection == collection {
            guard let event = watcher.filter.narrow(event, previous: previous) else { continue }
            if !watcher.source.send(event) { store.watchers[id] = nil }
        }
    }
}
