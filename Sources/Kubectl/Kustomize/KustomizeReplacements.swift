internal import Document
internal import Resources

/// `replacements`: values of one object's field copied into fields of others.
struct KustomizeReplacements {
    private let files: KustomizeFiles

    init(_ files: KustomizeFiles) { self.files = files }

    /// - Parameter entry: a replacement, or the name of a file with one or several.
    func apply(_ entry: JSON, _ resources: inout [KustomizeResource]) throws {
        guard let path = entry["path"].string else { return try replace(entry, &resources) }
        for document in try KustomizeObjects.documents(files.read(path), path) {
            for replacement in document.array ?? [document] { try replace(replacement, &resources) }
        }
    }

    private func replace(_ entry: JSON, _ resources: inout [KustomizeResource]) throws {
        if entry["source"].isNull || entry["targets"].array?.isEmpty ?? true {
            throw Failure("replacements must specify a source and at least one target")
        }
        let value = try source(entry["source"], resources)
        for target in entry["targets"].array ?? [] {
            if target["select"].isNull { throw Failure("target must specify resources to select") }
            let chosen = try KustomizeSelector(target["select"])
            let rejected = try (target["reject"].array ?? []).map { reject throws(Failure) in try KustomizeSelector(reject) }
            let paths = target["fieldPaths"].array.map { $0.compactMap(\.string) } ?? ["metadata.name"]
            for index in resources.indices
            where chosen.matches(resources[index]) && !rejected.contains(where: { $0.matches(resources[index]) }) {
                for path in paths { try set(value, path, target["options"], &resources[index]) }
            }
        }
    }

    private func source(_ source: JSON, _ resources: [KustomizeResource]) throws(Failure) -> JSON {
        let selector = try KustomizeSelector(source)
        let found = resources.filter { selector.matches($0) }
        let text = source["fieldPath"].string.flatMap { $0.isEmpty ? nil : $0 } ?? "metadata.name"
        guard let resource = found.first else { throw Failure("nothing selected by \(selector.text):\(text)") }
        if found.count > 1 { throw Failure("multiple matches for selector \(selector.text):\(text)") }
        var object = resource.object
        var values: [JSON] = []
        try ReplacementPath(text).visit(&object, creates: false) { values.append($0) }
        guard let value = values.first, !value.isNull else {
            throw Failure("fieldPath `\(text)` is missing for replacement source \(selector.text)")
        }
        guard let delimiter = source["options"]["delimiter"].string, !delimiter.isEmpty else { return value }
        guard let text = Self.text(value) else { throw Failure("delimiter option can only be used with scalar nodes") }
        let parts = text.components(delimiter)
        let index = source["options"]["index"].int ?? 0
        guard parts.indices.contains(index) else {
            throw Failure("options.index \(index) is out of bounds for value \(text)")
        }
        return .string(parts[index])
    }

    private func set(_ value: JSON, _ text: String, _ options: JSON, _ resource: inout KustomizeResource) throws(Failure) {
        let path = try ReplacementPath(text)
        let delimiter = options["delimiter"].string ?? ""
        let index = options["index"].int ?? 0
        var object = resource.object
        var count = 0
        path.visit(&object, creates: options["create"].bool ?? false) { place in
            count += 1
            guard !delimiter.isEmpty, let new = Self.text(value) else {
                place = Self.value(value, like: place)
                return
            }
            var parts = (Self.text(place) ?? "").components(delimiter)
            if index < 0 {
                parts.insert(new, at: 0)
            } else if index >= parts.count {
                parts.append(new)
            } else {
                parts[index] = new
            }
            place = .string(parts.joined(separator: delimiter))
        }
        if count == 0 { throw Failure("unable to find field \(text.goQuoted) in replacement target") }
        resource.change { $0 = object }
    }

    /// What stood there says how the value is written: a number stays a number, a text a text.
    private static func value(_ value: JSON, like old: JSON) -> JSON {
        guard let text = text(value) else { return value }
        switch old {
        case .string: return .string(text)
        case .int: return Int64(text).map { .int($0) } ?? value
        case .double: return Double(text).map { .double($0) } ?? value
        case .bool: return text == "true" ? true : text == "false" ? false : value
        default: return value
        }
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .null, .object, .array: nil
        default: value.text
        }
    }
}

/// `spec.template.spec.containers.[name=web].image`: where a value is taken from or put; `*` goes through all elements of a list.
struct ReplacementPath {
    private enum Step {
        case key(String)
        case element(key: String, value: String)
        case every
    }

    private let steps: [Step]

    init(_ text: String) throws(Failure) {
        var words: [String] = [""]
        var depth = 0
        var escaped = false
        for character in text {
            switch character {
            case "\\" where !escaped:
                escaped = true
                continue
            case "[" where !escaped: depth += 1
            case "]" where !escaped: depth -= 1
            case "." where !escaped && depth == 0:
                words.append("")
                continue
            default: break
            }
            escaped = false
            words[words.count - 1].append(character)
        }
        if depth != 0 || words.contains("") { throw Failure("invalid fieldPath \(text.goQuoted)") }
        steps = words.map { word in
            if word == "*" { return .every }
            guard word.hasPrefix("["), word.hasSuffix("]") else { return .key(word) }
            let inner = word.dropFirst().dropLast()
            guard let sign = inner.firstIndex(of: "=") else { return .key(String(inner)) }
            return .element(key: String(inner[..<sign]), value: String(inner[inner.index(after: sign)...]))
        }
    }

    /// Calls `body` with each value at the path; with null, to be replaced, where one is to be made.
    func visit(_ object: inout JSON, creates: Bool, _ body: (inout JSON) -> Void) { Self.visit(&object, steps[...], creates, body) }

    private static func visit(_ value: inout JSON, _ steps: ArraySlice<Step>, _ creates: Bool, _ body: (inout JSON) -> Void) {
        guard let step = steps.first else { return body(&value) }
        let rest = steps.dropFirst()
        switch (step, value) {
        case (.every, .array(var elements)):
            for index in elements.indices { visit(&elements[index], rest, creates, body) }
            value = .array(elements)
        case (.every, .object(let members)):
            for key in members.keys { visit(&value[key], rest, creates, body) }
        case (.element(let key, let wanted), .array(var elements)):
            for index in elements.indices where key.isEmpty ? elements[index].string == wanted : elements[index][key].string == wanted {
                visit(&elements[index], rest, creates, body)
            }
            value = .array(elements)
        case (.key(let key), .array(var elements)):
            guard let index = Int(key), elements.indices.contains(index) else { return }
            visit(&elements[index], rest, creates, body)
            value = .array(elements)
        case (.key(let key), _):
            guard value.object != nil || creates && value.isNull else { return }
            if !creates, value[key].isNull { return }
            var child = value[key]
            visit(&child, rest, creates, body)
            value[key] = child
        default: return
        }
    }
}

extension String {
    /// Cut at a text.
    fileprivate func components(_ delimiter: String) -> [String] {
        split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
    }
}
