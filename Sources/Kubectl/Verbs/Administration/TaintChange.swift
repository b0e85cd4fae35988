internal import Document
internal import Resources

/// What a command line says of taints: `key=value:Effect` to add, `key:Effect-` or `key-` to remove.
struct TaintChange: Sendable, Equatable {
    struct Taint: Sendable, Equatable {
        var key: String
        var value = ""
        /// Empty in a removal of all effects.
        var effect = ""

        init(key: String, value: String = "", effect: String = "") {
            self.key = key
            self.value = value
            self.effect = effect
        }

        init(_ json: JSON) { self.init(key: json["key"].words, value: json["value"].words, effect: json["effect"].words) }

        var text: String { TaintText.describe(["key": .string(key), "value": .string(value), "effect": .string(effect)]) }
        func matches(_ other: Taint) -> Bool { key == other.key && effect == other.effect }
    }

    private static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

    private(set) var additions: [Taint] = []
    private(set) var removals: [Taint] = []

    static func isTaint(_ word: String) -> Bool { word.contains("=") || word.contains(":") || word.hasSuffix("-") }

    init(_ words: [String]) throws(Failure) {
        for word in words {
            if word.hasSuffix("-") {
                let taint = try Self.parse(String(word.dropLast()))
                removals.append(Taint(key: taint.key, effect: taint.effect))
                continue
            }
            let taint = try Self.parse(word)
            if taint.effect.isEmpty { throw Failure("invalid taint spec: \(word)") }
            if additions.contains(where: taint.matches) {
                throw Failure("duplicated taints with the same key and effect: {\(taint.key) \(taint.value) \(taint.effect) <nil>}")
            }
            additions.append(taint)
        }
    }

    private static func parse(_ text: String) throws(Failure) -> Taint {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { throw Failure("invalid taint spec: \(text)") }
        var taint = Taint(key: parts[0])
        if parts.count == 2 {
            taint.effect = parts[1]
            guard effects.contains(taint.effect) else { throw Failure("invalid taint effect: \(taint.effect), unsupported taint effect") }
            let pair = parts[0].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            if pair.count > 2 { throw Failure("invalid taint spec: \(text)") }
            taint.key = pair[0]
            if pair.count == 2 { taint.value = pair[1] }
            let problems = NameRules.labelValue(taint.value)
            if !problems.isEmpty { throw Failure("invalid taint spec: \(text), \(problems.joined(separator: "; "))") }
        }
        let problems = NameRules.qualifiedName(taint.key)
        if !problems.isEmpty { throw Failure("invalid taint spec: \(text), \(problems.joined(separator: "; "))") }
        return taint
    }

    /// Taints that are both added and removed.
    var contradictions: [String] {
        additions.flatMap { addition in
            removals.filter { $0.key == addition.key && ($0.effect.isEmpty || $0.effect == addition.effect) }.map {
                "\($0.key)=\($0.effect)"
            }
        }
    }

    /// - Returns: the node's new taints and what has been done: tainted, untainted or modified.
    func apply(to node: JSON, overwrites: Bool) throws -> (taints: [JSON], operation: String) {
        let old = node["spec"]["taints"].items
        let name = node["metadata"]["name"].words
        let known = additions.filter { taint in old.contains { taint.matches(Taint($0)) } }
        if !known.isEmpty, !overwrites {
            throw Failure(
                "node \(name) already has \(known.map(\.key).joined(separator: ",")) taint(s) with same effect(s) and --overwrite is false")
        }
        var taints = additions.map(Self.document) + old.filter { taint in !additions.contains { $0.matches(Taint(taint)) } }
        let isAdded = old.count != taints.count
        var isDeleted = false
        var missing: [any Error] = []
        for removal in removals {
            let before = taints.count
            taints.removeAll { removal.effect.isEmpty ? $0["key"].words == removal.key : removal.matches(Taint($0)) }
            isDeleted = taints.count != before
            if !isDeleted { missing.append(Failure("taint \(removal.text.goQuoted) not found")) }
        }
        try Failures.throwing(missing)
        return (taints, (isAdded && isDeleted) || overwrites ? "modified" : isAdded ? "tainted" : "untainted")
    }

    private static func document(_ taint: Taint) -> JSON {
        var document: JSON = ["key": .string(taint.key), "effect": .string(taint.effect)]
        if !taint.value.isEmpty { document["value"] = .string(taint.value) }
        return document
    }
}
