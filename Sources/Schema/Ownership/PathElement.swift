package import Document

/// One step of a path in a set of fields: a field's name, the keys of a list's element, a value of a set, or a position.
///
/// It is kept as `FieldsV1` writes it (`f:spec`, `k:{"name":"web"}`, `v:"x"`, `i:0`; KEP-555), which is the same for the same step,
/// so that steps compare as texts and sets are read and written without being taken apart.
package struct PathElement: Sendable, Hashable {
    package let text: String

    /// - Parameter text: as a set that was made here writes the step.
    init(canonical text: String) { self.text = text }

    package static func field(_ name: String) -> PathElement { PathElement(canonical: "f:" + name) }

    /// The step to a field of a schema, which is made once: a constant where there is one.
    static func schemaField(_ name: String) -> PathElement {
        PathElement(canonical: Array("f:\(name)".utf8).withUnsafeBufferPointer { KnownKeys.shared.text($0) })
    }

    /// - Parameter members: the names and values of the keys, in any order.
    package static func key(_ members: [(name: String, value: JSON)]) -> PathElement {
        var bytes = Array("k:{".utf8)
        let sorted = members.count > 1 ? members.sorted { $0.name < $1.name } : members
        for (index, member) in sorted.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSON.writeString(member.name, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            write(member.value, into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return PathElement(canonical: String(decoding: bytes, as: UTF8.self))
    }

    package static func value(_ value: JSON) -> PathElement {
        var bytes = Array("v:".utf8)
        write(value, into: &bytes)
        return PathElement(canonical: String(decoding: bytes, as: UTF8.self))
    }

    /// A step as a client wrote it; nil when it is none.
    package init?(_ text: String) {
        guard text.utf8.dropFirst().first == UInt8(ascii: ":") else { return nil }
        if text.utf8.first == UInt8(ascii: "f") {
            self.text = text
            return
        }
        let rest = String(text.dropFirst(2))
        switch text.utf8.first {
        case UInt8(ascii: "i"):
            guard let index = Int(rest) else { return nil }
            self.text = "i:\(index)"
        case UInt8(ascii: "v"):
            guard let value = try? JSON.parse(text: rest) else { return nil }
            self = .value(value)
        case UInt8(ascii: "k"):
            guard let members = (try? JSON.parse(text: rest))?.object, !members.isEmpty else { return nil }
            self = .key(members.map { (name: $0.key, value: $0.value) })
        default: return nil
        }
    }

    /// The field's name; nil for any other step.
    package var fieldName: String? { rank == .field ? String(text.dropFirst(2)) : nil }

    /// Texts as Go's encoder writes them, `<`, `>` and `&` escaped.
    private static func write(_ value: JSON, into bytes: inout [UInt8]) {
        let start = bytes.count
        value.write(into: &bytes)
        guard bytes[start...].contains(where: { $0 == 0x3C || $0 == 0x3E || $0 == 0x26 }) else { return }
        var escaped: [UInt8] = []
        for byte in bytes[start...] {
            switch byte {
            case 0x3C: escaped += Array("\\u003c".utf8)
            case 0x3E: escaped += Array("\\u003e".utf8)
            case 0x26: escaped += Array("\\u0026".utf8)
            default: escaped.append(byte)
            }
        }
        bytes.replaceSubrange(start..., with: escaped)
    }

    // MARK: Order

    private enum Rank: Int { case field, key, value, index }

    private var rank: Rank {
        switch text.utf8.first {
        case UInt8(ascii: "f"): .field
        case UInt8(ascii: "k"): .key
        case UInt8(ascii: "v"): .value
        default: .index
        }
    }

    /// The decoded keys, sorted by name.
    private var members: JSONObject { (try? JSON.parse(text: String(text.dropFirst(2))))?.object ?? JSONObject() }
    private var plainValue: JSON { (try? JSON.parse(text: String(text.dropFirst(2)))) ?? .null }
}

extension PathElement: Comparable {
    /// Fields by name, then keys by their values, then values, then positions.
    package static func < (a: PathElement, b: PathElement) -> Bool {
        let (first, second) = (a.rank, b.rank)
        if first == .field, second == .field { return a.text < b.text }
        if first != second { return first.rawValue < second.rawValue }
        switch first {
        case .field: return a.text < b.text
        case .key: return precedes(a.members, b.members)
        case .value: return compare(a.plainValue, b.plainValue) < 0
        case .index: return (Int(a.text.dropFirst(2)) ?? 0) < (Int(b.text.dropFirst(2)) ?? 0)
        }
    }

    private static func precedes(_ a: JSONObject, _ b: JSONObject) -> Bool {
        for (left, right) in zip(a, b) {
            if left.key != right.key { return left.key < right.key }
            let order = compare(left.value, right.value)
            if order != 0 { return order < 0 }
        }
        return a.count < b.count
    }

    /// Numbers, then texts, then booleans, then null and all else.
    private static func compare(_ a: JSON, _ b: JSON) -> Int {
        func kind(_ value: JSON) -> Int {
            switch value {
            case .int, .double: 0
            case .string: 1
            case .bool: 2
            case .array: 3
            case .object: 4
            case .null: 5
            }
        }
        if kind(a) != kind(b) { return kind(a) - kind(b) }
        switch (a, b) {
        case (.string(let left), .string(let right)): return left == right ? 0 : left < right ? -1 : 1
        case (.bool(let left), .bool(let right)): return left == right ? 0 : right ? -1 : 1
        default:
            let (left, right) = (a.double ?? 0, b.double ?? 0)
            return left == right ? 0 : left < right ? -1 : 1
        }
    }
}

extension PathElement: CustomStringConvertible {
    /// As messages about a path write the step: `.spec`, `[name="web"]`, `[="x"]`, `[0]`.
    package var description: String {
        switch rank {
        case .field: "." + text.dropFirst(2)
        case .key: "[" + members.map { "\($0.key)=\($0.value.text)" }.joined(separator: ",") + "]"
        case .value: "[=\(plainValue.text)]"
        case .index: "[\(text.dropFirst(2))]"
        }
    }
}
