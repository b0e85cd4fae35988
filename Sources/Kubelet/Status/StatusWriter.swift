import Client
import Document
import Logging
import Resources
import Synchronization

/// Writes the status of one pod to the API: always the newest one, one write at a time, trying again while the server does not answer.
final class StatusWriter: Sendable {
    /// Waits between tries: doubled from the first to the last.
    static let retryDelays: (first: Duration, last: Duration) = (.milliseconds(100), .seconds(5))

    private struct State {
        /// The newest status asked for.
        var wanted: PodStatus?
        /// The last one the server has taken.
        var written: PodStatus?
        var isWriting = false
        /// The object is gone: nothing more can be written.
        var isOver = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let client: any APIClient
    private let namespace: String
    private let name: String
    private let uid: String
    private let logger: Logger
    private let state = Mutex(State())

    init(client: any APIClient, namespace: String, name: String, uid: String, logger: Logger) {
        (self.client, self.namespace, self.name, self.uid, self.logger) = (client, namespace, name, uid, logger)
    }

    /// The newest status asked to be written.
    var latest: PodStatus? { state.withLock { $0.wanted } }

    /// - Parameter present: what the object says before the first write.
    func write(_ status: PodStatus, replacing present: PodStatus) {
        let start = state.withLock { state in
            if state.written == nil { state.written = present }
            guard status != state.wanted ?? present else { return false }
            state.wanted = status
            if state.isWriting || state.isOver { return false }
            state.isWriting = true
            return true
        }
        if start { Task { await writeAll() } }
    }

    /// Returns once everything asked for has been written or cannot be.
    func flush() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let done = state.withLock { state in
                if !state.isWriting { return true }
                state.waiters.append(continuation)
                return false
            }
            if done { continuation.resume() }
        }
    }

    private func writeAll() async {
        var delay = Self.retryDelays.first
        while let (status, old) = next() {
            do {
                _ = try await client.patchDocument(
                    .pods, namespace: namespace, name: name, .strategic(Self.patch(status, from: old, uid: uid)), subresource: "status")
                state.withLock { $0.written = status }
                delay = Self.retryDelays.first
            } catch let error as APIError where error.isNotFound || error.isConflict {
                state.withLock { $0.isOver = true }
            } catch {
                logger.warning("could not write the pod's status, trying again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: delay)
                delay = min(delay * 2, Self.retryDelays.last)
            }
        }
    }

    /// What to write next; nil when there is nothing, in which case writing has ended.
    private func next() -> (PodStatus, PodStatus)? {
        let (result, waiters) = state.withLock { state -> ((PodStatus, PodStatus)?, [CheckedContinuation<Void, Never>]) in
            if let wanted = state.wanted, let written = state.written, wanted != written, !state.isOver { return ((wanted, written), []) }
            state.isWriting = false
            defer { state.waiters = [] }
            return (nil, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return result
    }

    /// The change from one status to another. Conditions are merged by type, so those of others stay; everything else is replaced.
    static func patch(_ new: PodStatus, from old: PodStatus, uid: String) -> JSON {
        var change = JSONObject()
        for (key, value) in new.json.object ?? JSONObject() where old.json[key] != value {
            switch key {
            case "podIPs", "hostIPs":
                // Lists that would be merged by address: the old addresses must go.
                change[key] = old.json[key].isNull ? value : .array([["$patch": "replace"]] + (value.array ?? []))
            case "conditions": change[key] = conditions(value, from: old.json[key])
            default: change[key] = value
            }
        }
        for (key, _) in old.json.object ?? JSONObject() where new.json[key].isNull && Self.ownMembers.contains(key) {
            change.append(key, .null)
        }
        return ["metadata": ["uid": .string(uid)], "status": .object(change)]
    }

    /// What a condition no longer says has to be taken back by name: merging leaves it, and a ready pod would go on telling why it is not.
    private static func conditions(_ new: JSON, from old: JSON) -> JSON {
        .array(
            (new.array ?? []).map { condition in
                guard var members = condition.object,
                    let before = old.array?.first(where: { $0["type"] == condition["type"] })?.object
                else { return condition }
                for (key, _) in before where condition[key].isNull { members.append(key, .null) }
                return .object(members)
            })
    }

    private static let ownMembers: Set = ["reason", "message", "podIP", "podIPs", "containerStatuses", "initContainerStatuses"]
}
