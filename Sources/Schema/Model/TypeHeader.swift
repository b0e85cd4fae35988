internal import Resources

/// The first line of a type in the schema text.
struct TypeHeader {
    /// The type is already there, shared with another package, and what follows changes it.
    var isSame = false
    private var shape = TypeSchema.Shape.object
    private var isAtomic = false
    private var kinds: [GroupVersionKind] = []
    private var everyGroup = false
    private var union: UnionSchema?
    private var alternative: TypeSchema.Alternative?
    private var description: String?

    mutating func read(_ scanner: inout TextScanner, _ name: String) {
        while let word = scanner.word() {
            if word.equals("any") {
                shape = .any
            } else if word.equals("open") {
                shape = .open
            } else if word.equals("atomic") {
                isAtomic = true
            } else if word.equals("same") {
                isSame = true
            } else if word.equals("kind=*") {
                everyGroup = true
            } else if let kind = word.value(after: "kind="), let slash = kind.lastIndex(of: "/") {
                kinds.append(GroupVersionKind(apiVersion: String(kind[..<slash]), kind: String(kind[kind.index(after: slash)...])))
            } else if let text = word.value(after: "union=") {
                union = Self.union(text)
            } else if let text = word.value(after: "or=") {
                let parts = text.split(separator: ":").map(String.init)
                if parts.count == 2, let form = TypeSchema.Alternative.Form(rawValue: parts[1]) {
                    alternative = .init(form: form, name: parts[0])
                }
            } else if word.equals("~") {
                description = scanner.rest()
            } else {
                preconditionFailure("schema text: unknown mark \(word.text) of type \(name)")
            }
        }
    }

    func type(_ name: String) -> TypeSchema {
        TypeSchema(
            name: name, shape: shape, isAtomic: isAtomic, kinds: kinds, isKindOfEveryGroup: everyGroup, union: union,
            alternative: alternative, description: description)
    }

    /// `type:localhostProfile>LocalhostProfile`; the part before the colon is empty where there is no discriminator.
    private static func union(_ text: String) -> UnionSchema? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let members = parts[1].split(separator: "|").compactMap { member -> (field: String, value: String)? in
            let pair = member.split(separator: ">")
            return pair.count == 2 ? (String(pair[0]), String(pair[1])) : nil
        }
        return UnionSchema(discriminator: parts[0].isEmpty ? nil : String(parts[0]), members: members)
    }
}
