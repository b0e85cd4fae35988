import Yams

extension YAML {
    /// A document in which keys may come twice, and what came twice.
    package struct Lenient: Sendable, Hashable {
        package var document: JSON
        /// As the strict readers of Kubernetes' tools say it: `line 9: key "foo" already set in map`; lines count from 1.
        package var duplicates: [String]
    }

    /// Keys that came twice beyond this number make the text unreadable.
    private static let duplicateLimit = 100
    /// Begins the keys that another of the same name follows: a word in characters that mean nothing to anyone else.
    private static let mark = "\u{E000}coxswain-duplicate\u{E000}"

    /// The first document of a text, JSON or YAML, null when it is empty; of keys that come twice the last counts.
    package static func parseLeniently(_ bytes: [UInt8]) throws -> Lenient {
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            var duplicates: [String] = []
            if let document = try? JSON.parse(bytes, duplicates: &duplicates), duplicates.isEmpty {
                return Lenient(document: document, duplicates: [])
            }
        }
        var text = String(decoding: bytes, as: UTF8.self)
        for _ in 0...duplicateLimit {
            do {
                return try document(of: text)
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                guard let marked = marking(text, context.mark) else { break }
                text = marked
            }
        }
        throw SyntaxError(description: "error converting YAML to JSON: yaml: too many keys are already set in map")
    }

    private static func document(of text: String) throws -> Lenient {
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else { return Lenient(document: .null, duplicates: []) }
            if !text.contains(mark) { return Lenient(document: try parseOne(text), duplicates: []) }
            var duplicates: [(line: Int, text: String)] = []
            let cleaned = cleaned(node, &duplicates)
            duplicates.sort { $0.line < $1.line }
            return Lenient(document: try document(from: cleaned), duplicates: duplicates.map(\.text))
        } catch let error as YamlError {
            if case .duplicatedKeysInMapping = error { throw error }
            throw SyntaxError(description: "error converting YAML to JSON: yaml: \(error)")
        }
    }

    /// The text with the key at a place marked as one that another follows.
    private static func marking(_ text: String, _ place: Mark) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.indices.contains(place.line - 1) else { return nil }
        let line = lines[place.line - 1].unicodeScalars
        guard place.column >= 1, place.column <= line.count else { return nil }
        var index = line.index(line.startIndex, offsetBy: place.column - 1)
        if line[index] == "\"" || line[index] == "'" { index = line.index(after: index) }
        lines[place.line - 1] = String(line[..<index]) + mark + String(line[index...])
        return lines.joined(separator: "\n")
    }

    /// Without the marked keys; each of them tells of the one that follows it.
    private static func cleaned(_ node: Node, _ duplicates: inout [(line: Int, text: String)]) -> Node {
        switch node {
        case .sequence(var sequence):
            for index in sequence.indices { sequence[index] = cleaned(sequence[index], &duplicates) }
            return .sequence(sequence)
        case .mapping(let mapping):
            var seen: Set<String> = []
            var pairs: [(Node, Node)] = []
            for (key, value) in mapping {
                let name = key.string ?? ""
                var bare = name
                while bare.hasPrefix(mark) { bare = String(bare.dropFirst(mark.count)) }
                if !seen.insert(bare).inserted {
                    let line = key.mark?.line ?? 0
                    duplicates.append((line, "line \(line): key \"\(bare)\" already set in map"))
                }
                let inner = cleaned(value, &duplicates)
                if name == bare { pairs.append((key, inner)) }
            }
            return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
        default: return node
        }
    }
}
