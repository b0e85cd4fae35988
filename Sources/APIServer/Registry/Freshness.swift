internal import Resources
package import Storage

/// What a request has to see before it is answered from the caches, where several servers write to the same store.
///
/// In a store with one server every cache holds whatever was answered, and nothing waits. Otherwise a read that names no version sees all
/// that any server had answered when it came (upstream's consistent reads), one that names a version sees at least that one, and a write
/// finds what it is about.
package struct Freshness: Sendable {
    package enum Need: Sendable, Hashable {
        case nothing
        /// Everything that was answered to anybody before.
        case everything
        case revision(UInt64)
    }

    private let storage: any Storage
    package let isNeeded: Bool

    package init(_ storage: any Storage) {
        self.storage = storage
        isNeeded = storage.isShared
    }

    func need(_ call: Call) -> Need {
        isNeeded ? Self.need(verb: call.info.verb, call.query) : .nothing
    }

    static func need(verb: String, _ query: QueryParameters) -> Need {
        guard verb == "get" || verb == "list" || verb == "watch" else { return .everything }
        if let token = query["continue"], !token.isEmpty {
            // The page before may have come from a server that was further on.
            guard let revision = (try? ContinueToken(parsing: token))?.snapshot?.revision else { return .nothing }
            return .revision(revision)
        }
        guard let text = query["resourceVersion"], !text.isEmpty else { return .everything }
        // What is no number is refused where it is read.
        guard let revision = UInt64(text), revision > 0 else { return .nothing }
        return .revision(revision)
    }

    /// Waits until the caches have it. A version that does not come is refused where it is looked for.
    func ensure(_ need: Need) async throws(APIError) {
        do {
            switch need {
            case .nothing: return
            case .everything: try await storage.catchUp(to: nil)
            case .revision(let revision):
                if revision > storage.currentRevision { try await storage.catchUp(to: revision) }
            }
        } catch let error as StorageError {
            if case .revision = need, case .timedOut = error { return }
            throw APIError(error)
        } catch {
            throw .internalError("\(error)")
        }
    }
}

extension APIError {
    /// How a failure of the store is told.
    init(_ error: StorageError) {
        switch error {
        case .overloaded: self = .tooManyRequests("the server has received too many requests and has asked us to try again later")
        case .closed: self = .serviceUnavailable("the server is shutting down")
        case .unavailable: self = .serviceUnavailable(error.description)
        case .timedOut: self = .timeout(error.description)
        default: self = .internalError(error.description)
        }
    }
}
