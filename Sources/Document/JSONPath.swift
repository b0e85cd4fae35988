/// Kubernetes' JSONPath templates: text with `{expressions}`, `{range …}…{end}`, filters, slices, unions and `..`.
///
/// Behaviour follows the page "JSONPath Support" of the documentation and upstream's client-go/util/jsonpath; a member that is not
/// there is passed over.
package struct JSONPath: Sendable {
    /// Values that an expression may come to, on its way too.
    package static let maximumValues = 100_000

    package struct SyntaxError: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    indirect enum Segment: Sendable {
        case text(String)
        case find([Node])
        case range([Node], [Segment])
    }

    indirect enum Node: Sendable {
        case text(String)
        case constant(JSON)
        case field(String)
        case wildcard
        case recursive
        /// Bounds as written; `isIndex` for a single position.
        case slice(start: Int?, end: Int?, step: Int?, isIndex: Bool)
        case union([[Node]])
        case filter(left: [Node], operation: String, right: [Node])
    }

    private let segments: [Segment]

    package init(_ template: String) throws(SyntaxError) {
        var parser = JSONPathParser(template)
        segments = try parser.parse()
    }

    /// The form in which columns and sort keys are written: `.metadata.name`, `metadata.name` or `{.metadata.name}`.
    package init(relaxed text: String) throws(SyntaxError) {
        var inner = text[...]
        if inner.hasPrefix("{"), inner.hasSuffix("}") { inner = inner.dropFirst().dropLast() }
        if inner.isEmpty || inner.contains("{") || inner.contains("}") {
            throw SyntaxError(
                description: "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'")
        }
        if inner.hasPrefix(".") { inner = inner.dropFirst() }
        try self.init("{." + inner + "}")
    }

    /// The template filled in with a document.
    package func render(_ document: JSON) throws(SyntaxError) -> String { try render(segments, document, root: document) }

    /// What the expressions find, one list an expression.
    package func find(_ document: JSON) throws(SyntaxError) -> [[JSON]] {
        var results: [[JSON]] = []
        try find(segments, document, root: document, into: &results)
        return results
    }

    private func find(_ segments: [Segment], _ value: JSON, root: JSON, into results: inout [[JSON]]) throws(SyntaxError) {
        for segment in segments {
            switch segment {
            case .text(let text): results.append([.string(text)])
            case .find(let nodes): results.append(try Self.evaluate(nodes, [value], root))
            case .range(let nodes, let body):
                for item in try Self.evaluate(nodes, [value], root) { try find(body, item, root: root, into: &results) }
            }
        }
    }

    private func render(_ segments: [Segment], _ value: JSON, root: JSON) throws(SyntaxError) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .text(let literal): text += literal
            case .find(let nodes):
                let values = try Self.evaluate(nodes, [value], root)
                text += values.map(Self.text).joined(separator: " ")
            case .range(let nodes, let body):
                for item in try Self.evaluate(nodes, [value], root) { text += try render(body, item, root: root) }
            }
        }
        return text
    }

    /// A value as the template prints it: text bare, objects and lists as JSON.
    package static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): text
        case .null: "null"
        default: value.sortedKeys.text
        }
    }

    static func evaluate(_ nodes: [Node], _ values: [JSON], _ root: JSON) throws(SyntaxError) -> [JSON] {
        var current = values
        for node in nodes {
            current = try step(node, current, root)
            try checkCount(current)
        }
        return current
    }

    /// Each `..` multiplies what was found before it.
    private static func checkCount(_ values: [JSON]) throws(SyntaxError) {
        if values.count > maximumValues { throw SyntaxError(description: "the path finds more than \(maximumValues) values") }
    }

    private static func step(_ node: Node, _ values: [JSON], _ root: JSON) throws(SyntaxError) -> [JSON] {
        var result: [JSON] = []
        switch node {
        case .text(let text): return [.string(text)]
        case .constant(let value): return [value]
        case .field(let name):
            if name == "$root" { return [root] }
            for value in values { if let member = value.object?[name], !member.isNull { result.append(member) } }
        case .wildcard:
            for value in values {
                if let elements = value.array { result += elements }
                // Members in the order of their names: a map has none of its own.
                if let members = value.object { result += members.sorted { $0.key < $1.key }.map(\.value) }
            }
        case .recursive:
            for value in values {
                descend(value, &result)
                try checkCount(result)
            }
        case .slice(let start, let end, let step, let isIndex):
            for value in values { if let elements = value.array { result += try slice(elements, start, end, step, isIndex) } }
        case .union(let branches):
            for branch in branches { result += try evaluate(branch, values, root) }
        case .filter(let left, let operation, let right):
            for value in values {
                let candidates = value.array ?? value.object?.map(\.value) ?? []
                for candidate in candidates where try matches(candidate, left, operation, right, root) { result.append(candidate) }
            }
        }
        return result
    }

    private static func descend(_ value: JSON, _ result: inout [JSON]) {
        switch value {
        case .array(let elements):
            result.append(value)
            for element in elements { descend(element, &result) }
        case .object(let members):
            result.append(value)
            for member in members.sorted(by: { $0.key < $1.key }) { descend(member.value, &result) }
        default: break
        }
    }

    private static func slice(_ elements: [JSON], _ start: Int?, _ end: Int?, _ step: Int?, _ isIndex: Bool) throws(SyntaxError) -> [JSON] {
        let count = elements.count
        var first = start ?? 0
        if first < 0 { first += count }
        if isIndex {
            guard elements.indices.contains(first) else {
                throw SyntaxError(description: "array index out of bounds: index \(start ?? 0), length \(count)")
            }
            return [elements[first]]
        }
        var last = end ?? count
        if last < 0 { last += count }
        (first, last) = (max(first, 0), min(last, count))
        guard first < last else { return [] }
        let stride = max(step ?? 1, 1)
        return Swift.stride(from: first, to: last, by: stride).map { elements[$0] }
    }

    private static func matches(
        _ value: JSON, _ left: [Node], _ operation: String, _ right: [Node], _ root: JSON
    ) throws(SyntaxError) -> Bool {
        let found = try evaluate(left, [value], root)
        if operation == "exists" { return !found.isEmpty }
        guard let a = found.first else { return false }
        if found.count > 1 { throw SyntaxError(description: "can only compare one element at a time") }
        guard let b = try evaluate(right, [value], root).first else { return false }
        switch operation {
        case "==": return equal(a, b)
        case "!=": return !equal(a, b)
        default:
            guard let isLess = less(a, b), let isGreater = less(b, a) else {
                throw SyntaxError(description: "incompatible types for comparison")
            }
            switch operation {
            case "<": return isLess
            case "<=": return !isGreater
            case ">": return isGreater
            default: return !isLess
            }
        }
    }

    private static func equal(_ a: JSON, _ b: JSON) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        return a == b
    }

    private static func less(_ a: JSON, _ b: JSON) -> Bool? {
        if let x = a.double, let y = b.double { return x < y }
        if let x = a.string, let y = b.string { return x < y }
        return nil
    }
}

extension JSON {
    /// The same document with the keys of every object in order, as Go prints maps.
    package var sortedKeys: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.sortedKeys))
        case .object(let object):
            var sorted = JSONObject(uniqueMembers: object.map { ($0.key, $0.value.sortedKeys) })
            sorted.sortKeys()
            return .object(sorted)
        default: return self
        }
    }
}
