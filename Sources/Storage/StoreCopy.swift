/// Moves what is stored from one store to another, as it is stored: what is encrypted stays so.
package enum StoreCopy {
    /// Writes under way at a time: as many as a store takes into one transaction.
    private static let concurrentWrites = 64

    /// Copies every value under `prefix` as of one moment into a store that has none of them.
    /// - Returns: how many there are.
    package static func copy(_ prefix: String, from source: any Storage, to target: any Storage) async throws -> Int {
        var values: [StoredValue] = []
        _ = try await source.load(prefix: prefix) { values.append($0) }
        try await forEach(values) { value in
            _ = try await target.commit(.create(key: value.key, value: value.value))
        }
        return values.count
    }

    /// Removes every value under `prefix`.
    package static func clear(_ prefix: String, in store: any Storage) async throws {
        let keys = try await store.list(prefix: prefix).values.map(\.key)
        try await forEach(keys) { key in
            do {
                _ = try await store.commit(.delete(key: key, expected: nil))
            } catch StorageError.keyNotFound {
                // It is gone, as it should be.
            }
        }
    }

    private static func forEach<Item: Sendable>(_ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, item) in items.enumerated() {
                if index >= concurrentWrites { try await group.next() }
                group.addTask { try await body(item) }
            }
            try await group.waitForAll()
        }
    }
}
