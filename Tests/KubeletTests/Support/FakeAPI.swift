import Client
import Document
import Resources
import Synchronization

/// A server in memory that knows just what a kubelet asks of one: objects by path, status and merge patches, pod deletion, watches.
final class FakeAPI: APIClient {
    private struct State {
        var objects: [String: JSON] = [:]
        var revision: UInt64 = 1
        var watchers: [(type: ResourceType, source: WatchSource)] = []
        var events: [JSON] = []
    }
    private let state = Mutex(State())

    var events: [(reason: String, message: String)] {
        state.withLock { $0.events.map { ($0["reason"].string ?? "", $0["message"].string ?? "") } }
    }

    func pod(_ name: String) -> Pod? { state.withLock { $0.objects["/api/v1/namespaces/default/pods/" + name].map(Pod.init) } }

    func put<R: Resource>(_ object: R) {
        state.withLock {
            store(object.json, at: R.type.path(namespace: object.namespace, name: object.name), R.type, $0.objects.isEmpty, &$0)
        }
    }

    /// As a user's delete: the object is marked, the kubelet finishes.
    func markDeleted(_ name: String, gracePeriod: Int) {
        state.withLock { state in
            let path = "/api/v1/namespaces/default/pods/" + name
            guard var json = state.objects[path] else { return }
            json["metadata"]["deletionTimestamp"] = .string(Timestamp.now().description)
            json["metadata"]["deletionGracePeriodSeconds"] = .int(Int64(gracePeriod))
            store(json, at: path, .pods, false, &state)
        }
    }

    private func store(_ json: JSON, at path: String, _ type: ResourceType, _ unused: Bool, _ state: inout State) {
        state.revision += 1
        var json = json
        json["metadata"]["resourceVersion"] = .string(String(state.revision))
        let isNew = state.objects.updateValue(json, forKey: path) == nil
        let record = ObjectRecord(document: json)
        for watcher in state.watchers where watcher.type == type { _ = watcher.source.send(isNew ? .added(record) : .modified(record)) }
    }

    private static func type(_ path: String) -> ResourceType {
        path.contains("/pods/") ? .pods : path.contains("/nodes/") ? .nodes : path.contains("/leases") ? .leases : .configMaps
    }

    func send(_ request: APIRequest) async throws -> APIResponse {
        let body = request.body.isEmpty ? JSON.null : try JSON.parse(request.body)
        let json: JSON = try state.withLock { state in
            var path = request.path
            if path.hasSuffix("/status") { path.removeLast("/status".utf8.count) }
            switch request.method {
            case "GET":
                guard let found = state.objects[path] else { throw APIError.notFound(Self.type(path), path) }
                return found
            case "POST":
                if path.hasSuffix("/events") {
                    state.events.append(body)
                    return body
                }
                store(body, at: "\(path)/\(body["metadata"]["name"].string ?? "")", Self.type(path + "/"), true, &state)
                return body
            case "PUT":
                store(body, at: path, Self.type(path), false, &state)
                return body
            case "PATCH":
                guard let found = state.objects[path] else { throw APIError.notFound(Self.type(path), path) }
                var change = body
                for key in ["podIPs", "hostIPs", "addresses"] {
                    if let list = change["status"][key].array { change["status"][key] = .array(list.filter { $0["$patch"].isNull }) }
                }
                let patched = MergePatch.apply(change, to: found)
                store(patched, at: path, Self.type(path), false, &state)
                return patched
            case "DELETE":
                guard let found = state.objects.removeValue(forKey: path) else { throw APIError.notFound(Self.type(path), path) }
                let record = ObjectRecord(document: found)
                for watcher in state.watchers where watcher.type == Self.type(path) { _ = watcher.source.send(.deleted(record)) }
                return found
            default: throw APIError.badRequest(request.method)
            }
        }
        return APIResponse(status: 200, body: json.encoded())
    }

    private func records(_ type: ResourceType, _ state: State) -> [ObjectRecord] {
        state.objects.filter { Self.type($0.key) == type && $0.value["kind"].string == type.kind }.map { ObjectRecord(document: $0.value) }
    }

    func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        state.withLock { RecordList(records: records(type, $0), revision: $0.revision) }
    }

    func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream {
        let (stream, source) = WatchStream.make()
        state.withLock { state in
            state.watchers.append((type, source))
            // What came between the list and this call.
            for record in records(type, state) where record.revision > options.revision ?? 0 { _ = source.send(.modified(record)) }
        }
        return stream
    }
}
