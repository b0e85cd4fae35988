internal import Synchronization

/// What was found out about the objects and lists that came last. They are told by identity: copies of one value that nobody changed
/// since, as objects of one template have them in common, are not looked into again.
package final class IdentityMemo<Value: AnyObject & Sendable>: Sendable {
    // The table knows nothing of the type, since generic code of another module is not compiled for the type at hand.
    private let table: IdentityTable

    /// - Parameter limit: how many are remembered.
    package init(limit: Int = 4) { table = IdentityTable(limit: limit) }

    /// - Parameters:
    ///   - name: tells apart what is found out about one value in several ways.
    ///   - make: finds it out.
    package func value(of key: JSON, named name: String = "", _ make: () -> Value) -> Value {
        if let found = table.find(key, name) { return unsafeDowncast(found, to: Value.self) }
        let value = make()
        table.add(key, name, value)
        return value
    }
}

private final class IdentityTable: Sendable {
    private struct Entry {
        let key: JSON
        let name: String
        let value: any AnyObject & Sendable
    }

    private let limit: Int
    private let entries = Mutex<[Entry]>([])

    init(limit: Int) { self.limit = limit }

    func find(_ key: JSON, _ name: String) -> (any AnyObject & Sendable)? {
        entries.withLock { entries in entries.first { $0.key.isIdentical(to: key) && $0.name == name }?.value }
    }

    func add(_ key: JSON, _ name: String, _ value: any AnyObject & Sendable) {
        switch key {
        case .object, .array: break
        default: return
        }
        // What is forgotten is taken apart outside of the lock.
        let forgotten = entries.withLock { entries in
            defer { entries.append(Entry(key: key, name: name, value: value)) }
            return entries.count == limit ? entries.removeFirst() : nil
        }
        _ = forgotten
    }
}
