internal import Resources

/// Reads the schema text (its language is described at `CatalogueText`) in two rounds: names first, so that
/// types may refer to each other in any order, then fields.
struct SchemaParser {
    /// A type, and where its fields stand.
    private struct Body {
        var type: TypeSchema
        var package: String
        /// Places where fields are told, later ones changing what earlier ones say.
        var layers: [Layer]
    }

    private struct Layer {
        var text: StaticString
        var start: Int
    }

    private struct Package {
        var name = ""
        /// The API group of its kinds, where it is not that of the package it shares types with.
        var group: String?

        var version: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name }
    }

    /// In the order in which they are told.
    private var bodies: [Body] = []
    private var positions: [String: Int] = [:]

    static func builtin() -> Catalogue {
        var resources = ResourceParser.parse(CatalogueText.resources)
        // Resources of one version stay together.
        for info in ResourceParser.parse(CatalogueText.earlierResources) {
            let last = resources.lastIndex { $0.groupVersion == info.groupVersion }
            resources.insert(info, at: last.map { $0 + 1 } ?? resources.endIndex)
        }
        return Catalogue(types: types(of: CatalogueText.all), resources: resources)
    }

    /// All types of some texts, linked with each other.
    static func types(of texts: [StaticString]) -> [TypeSchema] {
        var parser = SchemaParser()
        parser.positions.reserveCapacity(1536)
        for text in texts { parser.readTypes(text) }
        for body in parser.bodies { parser.link(body) }
        let types = parser.bodies.map(\.type)
        TypeSchema.settle(types)
        return types
    }

    private mutating func readTypes(_ text: StaticString) {
        var scanner = TextScanner(text)
        var package = Package()
        while !scanner.isAtEnd {
            guard !scanner.isIndented, let keyword = scanner.word() else {
                scanner.skipLine()
                continue
            }
            if keyword.equals("package") {
                package = Package(name: scanner.word()?.text ?? "")
                package.group = scanner.word()?.value(after: "of=")
            } else if keyword.equals("same") {
                share(&scanner, package)
            } else if keyword.equals("type") {
                readType(&scanner, text, package)
                continue
            } else {
                preconditionFailure("schema text: unknown statement \(keyword.text)")
            }
            scanner.skipLine()
        }
    }

    private mutating func readType(_ scanner: inout TextScanner, _ text: StaticString, _ package: Package) {
        let name = package.name + "." + (scanner.word()?.text ?? "")
        let inherited = positions[name]
        var header = TypeHeader()
        header.read(&scanner, name)
        scanner.skipLine()
        let layer = Layer(text: text, start: scanner.position)
        if header.isSame {
            guard let inherited else { preconditionFailure("schema text: \(name) is the same as nothing") }
            bodies[inherited].layers.append(layer)
        } else {
            add(Body(type: header.type(name), package: package.name, layers: [layer]))
        }
    }

    /// `same <package> [<name>|<beginning>*|-<name or beginning>]…`: types of another package become types of this one as well,
    /// their kinds kinds of its version. Without names, all do.
    private mutating func share(_ scanner: inout TextScanner, _ package: Package) {
        let base = scanner.word()?.text ?? ""
        var wanted: [NamePattern] = []
        var unwanted: [NamePattern] = []
        while let word = scanner.word() {
            if word.first == UInt8(ascii: "-") {
                unwanted.append(NamePattern(word.dropFirst(1).text))
            } else {
                wanted.append(NamePattern(word.text))
            }
        }
        for body in bodies where body.package == base {
            let name = body.type.shortName
            guard wanted.isEmpty || wanted.contains(where: { $0.matches(name) }), !unwanted.contains(where: { $0.matches(name) })
            else { continue }
            add(Body(type: body.type.shared(package: package.name, group: package.group), package: package.name, layers: body.layers))
        }
    }

    private mutating func add(_ body: Body) {
        if let position = positions[body.type.name] {
            bodies[position] = body
        } else {
            positions[body.type.name] = bodies.count
            bodies.append(body)
        }
    }

    private func link(_ body: Body) {
        var lines: [(name: String, scanner: TextScanner)] = []
        for layer in body.layers {
            var scanner = TextScanner(layer.text, from: layer.start)
            while scanner.isIndented {
                note(&scanner, body.type.name, &lines)
                scanner.skipLine()
            }
        }
        var fields: [FieldSchema] = []
        for var line in lines {
            guard let typeWord = line.scanner.word(), let number = line.scanner.word() else { continue }
            fields.append(field(line.name, typeWord, number, &line.scanner, package: body.package))
        }
        body.type.link(fields)
        if let name = body.type.alternative?.name, let position = positions[body.package + "." + name] {
            body.type.link(alternative: bodies[position].type)
        }
    }

    /// Notes where a field is told. One told again takes the place of the earlier; with nothing but `-` behind its name it is left out.
    private func note(_ scanner: inout TextScanner, _ type: String, _ lines: inout [(name: String, scanner: TextScanner)]) {
        guard let name = scanner.word()?.text else { return }
        let line = scanner
        let known = lines.firstIndex { $0.name == name }
        guard scanner.word()?.equals("-") ?? false else {
            if let known { lines[known].scanner = line } else { lines.append((name, line)) }
            return
        }
        guard let known else { preconditionFailure("schema text: \(type) has no field \(name) to leave out") }
        lines.remove(at: known)
    }

    private func field(
        _ name: String, _ typeWord: TextScanner.Word, _ number: TextScanner.Word, _ scanner: inout TextScanner, package: String
    ) -> FieldSchema {
        var typeWord = typeWord
        var flags: FieldSchema.Flags = []
        if typeWord.first == UInt8(ascii: "*") {
            flags.insert(.pointer)
            typeWord = typeWord.dropFirst(1)
        }
        var marks = FieldMarks()
        while let word = scanner.word() {
            if word.equals("~") {
                marks.description = scanner.rest()
                break
            }
            marks.read(word, &flags)
        }
        return FieldSchema(
            name: name, type: type(typeWord, package: package), protobufNumber: Int(number.text), flags: flags,
            listKind: marks.listKind, listKeys: marks.listKeys, mergeKey: marks.mergeKey, enumValues: marks.enumValues,
            goType: marks.goType.map { Self.goType($0, package: package) }, defaultValue: marks.defaultValue, description: marks.description
        )
    }

    /// `.PathType` is that of the package's own version.
    private static func goType(_ text: String, package: String) -> String {
        text.hasPrefix(".") ? Package(name: package).version + text : text
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
            guard let position = positions[package + "." + text] ?? positions[text] else {
                preconditionFailure("schema text: unknown type \(text) in \(package)")
            }
            return .object(bodies[position].type)
        }
    }
}

/// `DaemonSet*`, `*Webhook*` or a whole name.
private struct NamePattern {
    private let text: String
    private let isOpenBefore: Bool
    private let isOpenAfter: Bool

    init(_ pattern: String) {
        isOpenBefore = pattern.hasPrefix("*")
        isOpenAfter = pattern.hasSuffix("*")
        text = String(pattern.dropFirst(isOpenBefore ? 1 : 0).dropLast(isOpenAfter ? 1 : 0))
    }

    func matches(_ name: String) -> Bool {
        switch (isOpenBefore, isOpenAfter) {
        case (false, false): name == text
        case (false, true): name.hasPrefix(text)
        case (true, false): name.hasSuffix(text)
        case (true, true): name.indices.contains { name[$0...].hasPrefix(text) }
        }
    }
}
