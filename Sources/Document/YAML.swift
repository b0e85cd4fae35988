import Yams

/// YAML documents in and out. Plain scalars mean what they mean to Kubernetes' own tools (YAML 1.1 with its `yes` and `on`).
package enum YAML {
    package struct SyntaxError: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// A chain of aliases may not blow a small text up to more than this many values.
    static let maximumValues = 1_000_000

    /// All documents of a stream; empty documents are left out.
    package static func parse(_ text: String) throws -> [JSON] {
        do {
            var budget = maximumValues
            var nodes = try Yams.compose_all(yaml: text, .basic)
            var documents: [JSON] = []
            while let node = nodes.next() { documents.append(try convert(node, depth: 0, budget: &budget)) }
            if let error = nodes.error { throw error }
            return documents.filter { !$0.isNull }
        } catch let error as YamlError {
            throw SyntaxError(description: "error converting YAML to JSON: yaml: \(error)")
        }
    }

    /// The first document of a stream, null when it is empty.
    package static func parseOne(_ text: String) throws -> JSON { try parse(text).first ?? .null }

    static func document(from node: Node) throws -> JSON {
        var budget = maximumValues
        return try convert(node, depth: 0, budget: &budget)
    }

    private static func convert(_ node: Node, depth: Int, budget: inout Int) throws -> JSON {
        budget -= 1
        guard budget > 0 else { throw SyntaxError(description: "yaml: document contains excessive aliasing") }
        guard depth < JSON.maximumDepth else { throw SyntaxError(description: "yaml: exceeded max depth of \(JSON.maximumDepth)") }
        switch node {
        case .scalar(let scalar): return resolve(scalar)
        case .sequence(let sequence): return .array(try sequence.map { try convert($0, depth: depth + 1, budget: &budget) })
        case .mapping(let mapping):
            var object = JSONObject(minimumCapacity: mapping.count)
            for (key, value) in mapping {
                guard case .scalar(let name) = key else { throw SyntaxError(description: "yaml: a key must be a scalar") }
                let text = name.string
                if text == "<<", name.style == .plain, case .object(let merged) = try convert(value, depth: depth + 1, budget: &budget) {
                    for member in merged where !object.contains(member.key) { object[member.key] = member.value }
                    continue
                }
                if object.contains(text) { throw SyntaxError(description: "yaml: key \"\(text)\" already set in map") }
                object.append(text, try convert(value, depth: depth + 1, budget: &budget))
            }
            return .object(object)
        case .alias: throw SyntaxError(description: "yaml: unknown anchor")
        }
    }

    private static func resolve(_ scalar: Node.Scalar) -> JSON {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        return resolvePlain(scalar.string)
    }

    /// What a plain scalar means: null, a boolean, a number, or itself.
    static func resolvePlain(_ text: String) -> JSON {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .bool(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, first == 0x2B || first == 0x2D || first == 0x2E || (0x30...0x39).contains(first) else {
            return .string(text)
        }
        return resolveNumber(text) ?? .string(text)
    }

    private static func resolveNumber(_ text: String) -> JSON? {
        let plain = text.filter { $0 != "_" }
        let (sign, body): (Int64, Substring) =
            plain.hasPrefix("-") ? (-1, plain.dropFirst()) : (1, plain.hasPrefix("+") ? plain.dropFirst() : plain[...])
        guard let first = body.first, first.isASCII, first.isNumber || first == "." else { return nil }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where body.hasPrefix(prefix) {
            return Int64(body.dropFirst(2), radix: radix).map { .int(sign * $0) }
        }
        if body.allSatisfy({ $0.isASCII && $0.isNumber }) {
            // A leading zero makes an octal number in YAML 1.1: `defaultMode: 0644` is 420.
            if body.count > 1, body.hasPrefix("0"), let octal = Int64(body.dropFirst(), radix: 8) { return .int(sign * octal) }
            return Int64((sign < 0 ? "-" : "") + body).map(JSON.int) ?? Double(plain).map(JSON.double)
        }
        guard body.allSatisfy({ $0.isNumber || $0 == "." || $0 == "e" || $0 == "E" || $0 == "+" || $0 == "-" }) else { return nil }
        return Double(plain).flatMap { $0.isFinite ? .double($0) : nil }
    }

    /// YAML text in block style with sorted keys, as kubectl prints objects.
    package static func write(_ json: JSON) -> String {
        guard let text = try? Yams.serialize(node: node(json), width: lineWidth, allowUnicode: true, sortKeys: true) else {
            return json.text
        }
        // The writer ends a document with a mark where its last text keeps line feeds; Kubernetes' tools do not.
        return text.hasSuffix("\n...\n") ? String(text.dropLast(4)) : text
    }

    /// Columns after which long texts go on in the next line, as Kubernetes' tools write them.
    private static let lineWidth = 80

    private static func node(_ json: JSON) -> Node {
        switch json {
        case .null: return Node("null", Tag(.null))
        case .bool(let value): return Node(value ? "true" : "false", Tag(.bool))
        case .int(let value): return Node(String(value), Tag(.int))
        case .double: return Node(json.text, Tag(.float))
        case .string(let value): return stringNode(value)
        case .array(let elements):
            return .sequence(Node.Sequence(elements.map(node), Tag(.seq), elements.isEmpty ? .flow : .block))
        case .object(let object):
            let pairs = object.sorted { $0.key < $1.key }.map { (stringNode($0.key), node($0.value)) }
            return .mapping(Node.Mapping(pairs, Tag(.map), pairs.isEmpty ? .flow : .block))
        }
    }

    private static func stringNode(_ value: String) -> Node {
        if value.contains("\n") { return Node(value, Tag(.str), .literal) }
        if case .string = resolvePlain(value), !isTakenForAnother(value) { return Node(value, Tag(.str), .any) }
        return Node(value, Tag(.str), .doubleQuoted)
    }

    /// Texts that some readers of YAML 1.1 take for a boolean, a number or a time (`y`, `.inf`, `1:20`, `2026-11-28`): they are quoted.
    private static func isTakenForAnother(_ text: String) -> Bool {
        switch text.lowercased() {
        case "y", "n", ".inf", "-.inf", "+.inf", ".nan": return true
        default: break
        }
        guard let first = text.utf8.first, first == 0x2B || first == 0x2D || (0x30...0x39).contains(first) else { return false }
        return isSexagesimal(text) || isTime(text)
    }

    /// Groups of digits between colons, the last perhaps with a fraction.
    private static func isSexagesimal(_ text: String) -> Bool {
        let unsigned = text.first == "+" || text.first == "-" ? text.dropFirst() : text[...]
        let groups = unsigned.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count > 1 else { return false }
        return groups.enumerated().allSatisfy { index, group in
            let whole = index == groups.count - 1 ? group.prefix { $0 != "." } : group
            return !whole.isEmpty && (index == 0 || whole.count <= 2) && whole.allSatisfy { $0.isASCII && $0.isNumber }
        }
    }

    /// `2026-11-28`, alone or with a time of day after it.
    private static func isTime(_ text: String) -> Bool {
        let date = text.prefix { $0 != "T" && $0 != "t" && $0 != " " }
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count), (1...2).contains(parts[2].count) else {
            return false
        }
        guard parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return false }
        let time = text.dropFirst(date.count + 1)
        return text.count == date.count || time.first?.isNumber == true && time.contains(":")
    }
}
