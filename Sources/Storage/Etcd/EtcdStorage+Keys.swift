extension EtcdStorage {
    /// The key as etcd has it.
    func physical(_ key: String) -> [UInt8] { Array((address.keyRoot + key).utf8) }

    /// The key as this store's users have it; nil when it is none of theirs.
    private func logical(_ key: [UInt8]) -> String? {
        let root = address.keyRoot.utf8
        guard key.starts(with: root) else { return nil }
        let rest = key.dropFirst(root.count)
        // The root `/a` is not that of `/ab/c`.
        guard root.isEmpty || rest.first == UInt8(ascii: "/") else { return nil }
        return String(decoding: rest, as: UTF8.self)
    }

    func storedValue(_ value: EtcdKeyValue) -> StoredValue {
        StoredValue(
            key: logical(value.key) ?? "", value: value.value, createRevision: value.createRevision, modRevision: value.modRevision)
    }

    /// Nil for an event of a key that is none of this store's.
    func storageEvent(_ event: EtcdWatch.Event) -> StorageEvent? {
        guard let key = logical(event.current.key) else { return nil }
        return StorageEvent(
            revision: event.current.modRevision, kind: event.isDeletion ? .delete : .put, key: key,
            value: event.isDeletion ? nil : storedValue(event.current), previous: event.previous.map(storedValue))
    }
}
