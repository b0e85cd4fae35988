internal import Document
internal import Resources

/// `--sort-by`: objects in the order of one of their fields; those that lack it come first.
struct ObjectOrder: Sendable {
    private let text: String
    private let path: JSONPath

    init(_ text: String) throws(Failure) {
        self.text = text
        do {
            path = try JSONPath(relaxed: text)
        } catch {
            throw Failure(error.description)
        }
    }

    func sorted<Item>(_ items: [Item], object: (Item) -> JSON) throws -> [Item] {
        var keyed: [(key: JSON?, index: Int)] = []
        for (index, item) in items.enumerated() {
            let found: [[JSON]]
            do { found = try path.find(object(item)) } catch { throw Failure(error.description) }
            keyed.append((found.first?.first, index))
        }
        if !items.isEmpty, keyed.allSatisfy({ $0.key == nil }) {
            let shown = text.hasPrefix("{") ? text : text.hasPrefix(".") ? "{\(text)}" : "{.\(text)}"
            throw Failure("couldn't find any field with path \(shown.goQuoted) in the list of objects")
        }
        // Stable: equal keys keep the server's order.
        let order = keyed.sorted { a, b in
            if Self.less(a.key, b.key) { return true }
            if Self.less(b.key, a.key) { return false }
            return a.index < b.index
        }
        return order.map { items[$0.index] }
    }

    private static func less(_ a: JSON?, _ b: JSON?) -> Bool {
        guard let a else { return b != nil }
        guard let b else { return false }
        if let x = a.double, let y = b.double { return x < y }
        guard let x = a.string, let y = b.string else { return GoValue.text(a) < GoValue.text(b) }
        if let first = try? Quantity(x), let second = try? Quantity(y) { return first < second }
        return naturalLess(x, y)
    }

    /// Runs of digits compare as numbers: `pod-2` comes before `pod-10`.
    static func naturalLess(_ a: String, _ b: String) -> Bool {
        var (x, y) = (Array(a.utf8)[...], Array(b.utf8)[...])
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        while let i = x.first, let j = y.first {
            if isDigit(i), isDigit(j) {
                let (m, n) = (x.prefix(while: isDigit), y.prefix(while: isDigit))
                let (p, q) = (m.drop { $0 == 0x30 }, n.drop { $0 == 0x30 })
                if p.count != q.count { return p.count < q.count }
                if !p.elementsEqual(q) { return p.lexicographicallyPrecedes(q) }
                if m.count != n.count { return m.count < n.count }
                x = x.dropFirst(m.count)
                y = y.dropFirst(n.count)
                continue
            }
            if i != j { return i < j }
            x = x.dropFirst()
            y = y.dropFirst()
        }
        return x.isEmpty && !y.isEmpty
    }
}
