internal import Client
internal import Document
internal import Resources

/// Waits for something to become true of one object, by watching it.
struct ObjectWait: Sendable {
    private let session: Session
    private let info: ObjectInfo

    init(_ session: Session, _ info: ObjectInfo) {
        self.session = session
        self.info = info
    }

    /// Until the object with this uid (any, when empty) is no longer there.
    func gone(uid: String, deadline: ContinuousClock.Instant) async throws {
        _ = try await until(deadline: deadline) { object in
            guard let object else { return true }
            return !uid.isEmpty && object["metadata"]["uid"].string != uid
        }
    }

    /// Until `isMet` holds of the object, nil standing for none.
    /// - Returns: the object as it then was.
    /// - Throws: `timed out waiting for the condition on …` at the deadline.
    @discardableResult
    func until(deadline: ContinuousClock.Instant, _ isMet: @escaping @Sendable (JSON?) throws -> Bool) async throws -> JSON? {
        let failure = Failure("timed out waiting for the condition on \(info.resource.groupResource)/\(info.name)")
        return try await withThrowingTaskGroup(of: JSON?.self) { group in
            group.addTask { try await follow(isMet) }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                throw failure
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// The object as it was when what is waited for became true; nil for none.
    private struct Met: Sendable { let object: JSON? }

    private func follow(_ isMet: @escaping @Sendable (JSON?) throws -> Bool) async throws -> JSON? {
        let client = try session.client()
        let selector = ListOptions(fieldSelector: "metadata.name=\(info.name)")
        while true {
            let list = try await client.document("GET", info.collectionPath, query: selector.query)
            let object = list["items"].array?.first
            if try isMet(object) { return object }
            let query: [(name: String, value: String)] =
                selector.query + [("watch", "true"), ("resourceVersion", list["metadata"]["resourceVersion"].string ?? "0")]
            do {
                let met = try await session.withRequestTimeout { () -> Met? in
                    let stream = try await client.stream(APIRequest(path: info.collectionPath, query: query, accept: MediaType.json))
                    for try await event in JSONLines(stream) {
                        switch event["type"].string {
                        case "ADDED", "MODIFIED": if try isMet(event["object"]) { return Met(object: event["object"]) }
                        case "DELETED": if try isMet(nil) { return Met(object: nil) }
                        default: break
                        }
                    }
                    return nil
                }
                if let met { return met.object }
            } catch is RequestTimedOut {
                // One request has had its time; there is more for the whole.
            }
            try Task.checkCancellation()
        }
    }
}
