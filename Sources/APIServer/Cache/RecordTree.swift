package import Resources

/// All objects of one resource in order of namespace and name: sorted chunks that are copied only while someone else
/// still reads them, so that taking a snapshot costs nothing and a write beside readers copies one chunk.
package struct RecordTree: Sendable {
    /// A chunk is split when it holds more records than this.
    private static let chunkLimit = 256

    /// No chunk is empty.
    private var chunks: [[ObjectRecord]] = []
    package private(set) var count = 0

    package init() {}

    /// Builds the tree from records that are already in order.
    package init(sorted records: [ObjectRecord]) {
        count = records.count
        var start = 0
        while start < records.count {
            let end = min(start + Self.chunkLimit / 2, records.count)
            chunks.append(Array(records[start..<end]))
            start = end
        }
    }

    package subscript(key: ObjectKey) -> ObjectRecord? {
        guard let at = position(of: key) else { return nil }
        let record = chunks[at.chunk]
        return at.offset < record.count && record[at.offset].key == key ? record[at.offset] : nil
    }

    /// Stores `record` and returns the version it replaces.
    @discardableResult
    package mutating func put(_ record: ObjectRecord) -> ObjectRecord? {
        guard let at = position(of: record.key) else {
            chunks.append([record])
            count += 1
            return nil
        }
        if at.offset < chunks[at.chunk].count, chunks[at.chunk][at.offset].key == record.key {
            let previous = chunks[at.chunk][at.offset]
            chunks[at.chunk][at.offset] = record
            return previous
        }
        chunks[at.chunk].insert(record, at: at.offset)
        count += 1
        if chunks[at.chunk].count > Self.chunkLimit { split(at.chunk) }
        return nil
    }

    @discardableResult
    package mutating func remove(_ key: ObjectKey) -> ObjectRecord? {
        guard let at = position(of: key), at.offset < chunks[at.chunk].count, chunks[at.chunk][at.offset].key == key else { return nil }
        let previous = chunks[at.chunk].remove(at: at.offset)
        if chunks[at.chunk].isEmpty { chunks.remove(at: at.chunk) }
        count -= 1
        return previous
    }

    /// Visits records in order until `body` returns false.
    /// - Parameters:
    ///   - namespace: only records of this namespace.
    ///   - after: only records behind this key.
    package func forEach(namespace: String? = nil, after: ObjectKey? = nil, _ body: (ObjectRecord) -> Bool) {
        var start = namespace.map { ObjectKey(namespace: $0, name: "") }
        if let after, start.map({ $0 < after }) ?? true { start = after }
        var chunk = 0
        var offset = 0
        if let start {
            guard let at = position(of: start) else { return }
            (chunk, offset) = (at.chunk, at.offset)
        }
        while chunk < chunks.count {
            let records = chunks[chunk]
            while offset < records.count {
                let record = records[offset]
                offset += 1
                if let namespace, record.key.namespace != namespace { return }
                if let after, record.key == after { continue }
                if !body(record) { return }
            }
            chunk += 1
            offset = 0
        }
    }

    /// The number of records of `namespace`, or of all, told without looking at them.
    /// - Parameter after: only records behind this key.
    package func count(namespace: String?, after: ObjectKey? = nil) -> Int {
        var start = namespace.map { ordinal(of: ObjectKey(namespace: $0, name: "")) } ?? 0
        if let after { start = max(start, ordinal(of: after) + (self[after] == nil ? 0 : 1)) }
        // No namespace comes between one and the same with a NUL behind it.
        let end = namespace.map { ordinal(of: ObjectKey(namespace: $0 + "\0", name: "")) } ?? count
        return max(0, end - start)
    }

    /// How many records come before `key`.
    private func ordinal(of key: ObjectKey) -> Int {
        guard let at = position(of: key) else { return 0 }
        return chunks[..<at.chunk].reduce(at.offset) { $0 + $1.count }
    }

    package var all: [ObjectRecord] { chunks.flatMap(\.self) }

    /// The first place whose key is not before `key`, in the chunk that should hold it; nil when there are no chunks.
    private func position(of key: ObjectKey) -> (chunk: Int, offset: Int)? {
        guard !chunks.isEmpty else { return nil }
        var low = 0
        var high = chunks.count - 1
        while low < high {  // the last chunk whose first key is not behind `key`
            let middle = (low + high + 1) / 2
            if chunks[middle][0].key <= key { low = middle } else { high = middle - 1 }
        }
        let chunk = low
        var first = 0
        var end = chunks[chunk].count
        while first < end {
            let middle = (first + end) / 2
            if chunks[chunk][middle].key < key { first = middle + 1 } else { end = middle }
        }
        return (chunk, first)
    }

    private mutating func split(_ index: Int) {
        let half = chunks[index].count / 2
        let tail = Array(chunks[index][half...])
        chunks[index].removeSubrange(half...)
        chunks.insert(tail, at: index + 1)
    }
}
