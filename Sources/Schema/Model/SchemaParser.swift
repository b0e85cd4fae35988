internal import Document
internal import Resources

/// Reads the schema text (its language is described at `CatalogueText`) in two rounds: names first, so that
/// types may refer to each other in any order, then fields.
struct SchemaParser {
    /// Where the fields of a type stand.
    private struct Body {
        var type: TypeSchema
        var package: String
        var text: StaticString
        var start: Int
    }

    private var byName: [String: TypeSchema] = [:]
    private var types: [TypeSchema] = []
    private var bodies: [Body] = []

    static func builtin() -> Catalogue {
        Catalogue(types: types(of: CatalogueText.all), resources: ResourceParser.parse(CatalogueText.resources))
    }

    /// All types of some texts, linked with each other.
    static func types(of texts: [StaticString]) -> [TypeSchema] {
        var parser = SchemaParser()
        parser.byName.reserveCapacity(1024)
        for text in texts { parser.readTypes(text) }
        for body in parser.bodies { parser.link(body) }
        TypeSchema.settle(parser.types)
        return parser.types
    }

    private mutating func readTypes(_ text: StaticString) {
        var scanner = TextScanner(text)
        var package = ""
        while !scanner.isAtEnd {
            guard !scanner.isIndented, let keyword = scanner.word() else {
                scanner.skipLine()
                continue
            }
            if keyword.equals("package") {
                package = scanner.word()?.text ?? ""
                scanner.skipLine()
            } else if keyword.equals("type") {
                let type = readHeader(&scanner, package: package)
                scanner.skipLine()
                byName[type.name] = type
                types.append(type)
                bodies.append(Body(type: type, package: package, text: text, start: scanner.position))
            } else {
                preconditionFailure("schema text: unknown statement \(keyword.text)")
            }
        }
    }

    private func readHeader(_ scanner: inout TextScanner, package: String) -> TypeSchema {
        let name = package + "." + (scanner.word()?.text ?? "")
        var shape = TypeSchema.Shape.object
        var isAtomic = false
        var kinds: [GroupVersionKind] = []
        var everyGroup = false
        var union: UnionSchema?
        var description: String?
        while let word = scanner.word() {
            if word.equals("any") {
                shape = .any
            } else if word.equals("open") {
                shape = .open
            } else if word.equals("atomic") {
                isAtomic = true
            } else if word.equals("kind=*") {
                everyGroup = true
            } else if let kind = word.value(after: "kind="), let slash = kind.lastIndex(of: "/") {
                kinds.append(GroupVersionKind(apiVersion: String(kind[..<slash]), kind: String(kind[kind.index(after: slash)...])))
            } else if let text = word.value(after: "union=") {
                union = Self.union(text)
            } else if word.equals("~") {
                description = scanner.rest()
            } else {
                preconditionFailure("schema text: unknown mark \(word.text) of type \(name)")
            }
        }
        return TypeSchema(
            name: name, shape: shape, isAtomic: isAtomic, kinds: kinds, isKindOfEveryGroup: everyGroup, union: union,
            description: description)
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

    private func link(_ body: Body) {
        var scanner = TextScanner(body.text, from: body.start)
        var fields: [FieldSchema] = []
        while scanner.isIndented {
            if let field = readField(&scanner, package: body.package) { fields.append(field) }
            scanner.skipLine()
        }
        body.type.link(fields)
    }

    private func readField(_ scanner: inout TextScanner, package: String) -> FieldSchema? {
        guard let name = scanner.word(), var typeWord = scanner.word(), let number = scanner.word() else { return nil }
        var flags: FieldSchema.Flags = []
        if typeWord.first == UInt8(ascii: "*") {
            flags.insert(.pointer)
            typeWord = typeWord.dropFirst(1)
        }
        var marks = Marks()
        while let word = scanner.word() {
            if word.equals("~") {
                marks.description = scanner.rest()
                break
            }
            marks.read(word, &flags)
        }
        return FieldSchema(
            name: name.text, type: type(typeWord, package: package), protobufNumber: Int(number.text), flags: flags,
            listKind: marks.listKind, listKeys: marks.listKeys, mergeKey: marks.mergeKey, enumValues: marks.enumValues,
            goType: marks.goType, defaultValue: marks.defaultValue, description: marks.description)
    }

    private func type(_ word: TextScanner.Word, package: String) -> FieldType {
        if word.hasPrefix("[]") { return .list(type(word.dropFirst(2), package: package)) }
        if word.hasPrefix("{}") { return .map(type(word.dropFirst(2), package: package)) }
        let text = word.text
        switch text {
        case "string": return .string
        case "bool": return .bool
        case "int32": return .int32
        case "int64": return .int64
        case "double": return .double
        case "quantity": return .quantity
        case "intOrString": return .intOrString
        case "time": return .time
        case "microTime": return .microTime
        case "bytes": return .bytes
        case "any": return .any
        default:
            guard let type = byName[package + "." + text] ?? byName[text] else {
                preconditionFailure("schema text: unknown type \(text) in \(package)")
            }
            return .object(type)
        }
    }
}

/// The marks behind a field's number.
private struct Marks {
    var listKind = ListKind.unspecified
    var listKeys: [String] = []
    var mergeKey: String?
    var enumValues: [String] = []
    var goType: String?
    var defaultValue: JSON?
    var description: String?

    mutating func read(_ word: TextScanner.Word, _ flags: inout FieldSchema.Flags) {
        if word.equals("!") {
            flags.insert(.required)
        } else if word.equals("+") {
            flags.insert(.alwaysWritten)
        } else if word.equals("omitzero") {
            flags.insert(.omitZero)
        } else if let kind = word.value(after: "list=") {
            listKind = kind == "map" ? .map : kind == "set" ? .set : .atomic
        } else if word.hasPrefix("keys=") {
            listKeys = word.dropFirst(5).list(separator: ",")
        } else if word.equals("map=atomic") {
            flags.insert(.atomicMap)
        } else if word.equals("map=granular") {
            flags.insert(.granularMap)
        } else if word.hasPrefix("patch=") {
            for strategy in word.dropFirst(6).list(separator: ",") {
                flags.insert(strategy == "merge" ? .patchMerge : strategy == "retainKeys" ? .patchRetainKeys : .patchReplace)
            }
        } else if let key = word.value(after: "merge=") {
            mergeKey = key
        } else if word.hasPrefix("enum=") {
            // Words cannot hold spaces: `client_auth` stands for "client auth".
            enumValues += word.dropFirst(5).text.split(separator: "|").map { String($0.map { $0 == "_" ? " " : $0 }) }
        } else if let type = word.value(after: "go=") {
            goType = type
        } else if let text = word.value(after: "default=") {
            guard let value = try? JSON.parse(text: text) else { preconditionFailure("schema text: bad default \(text)") }
            defaultValue = value
        } else {
            preconditionFailure("schema text: unknown mark \(word.text)")
        }
    }
}
