package import Document
package import Resources

/// Reads protobuf as the JSON document that says the same, so that everything after it — strict decoding, defaults,
/// validation — is as for JSON. Unknown fields are passed over, as upstream does.
///
/// Protobuf tells absence from zero for some fields only: where it does not, a zero is what JSON would leave out.
package struct ProtobufDecoder {
    /// Messages within messages; the schema of a CustomResourceDefinition takes two or three for each of its levels.
    private static let depthLimit = 200
    /// Messages, elements and entries in one document: two bytes of input can ask for one, which then costs far more.
    private static let valueLimit = 400_000

    private let layout: ProtobufLayout
    private var values = 0

    package init(_ layout: ProtobufLayout = .builtin) { self.layout = layout }

    /// Reads a document in its envelope.
    /// - Parameter expected: the kind where the envelope names none.
    package static func decode(
        _ bytes: [UInt8], expected: GroupVersionKind? = nil, layout: ProtobufLayout = .builtin
    ) throws(ProtobufError) -> JSON {
        var decoder = ProtobufDecoder(layout)
        return try decoder.document(bytes, expected, depth: 0)
    }

    private mutating func document(_ bytes: [UInt8], _ expected: GroupVersionKind?, depth: Int) throws(ProtobufError) -> JSON {
        let envelope = try ProtobufEnvelope(bytes)
        var kind = GroupVersionKind(apiVersion: envelope.apiVersion, kind: envelope.kind)
        if let expected {
            if kind.kind.isEmpty { kind.kind = expected.kind }
            if envelope.apiVersion.isEmpty { (kind.group, kind.version) = (expected.group, expected.version) }
        }
        guard let index = layout.message(of: kind) else {
            if kind.kind.isEmpty { throw ProtobufError("Object 'Kind' is missing in the envelope") }
            throw ProtobufError("no kind \(kind.kind.goQuoted) is registered for version \(kind.apiVersion.goQuoted)")
        }
        let members = try message(index, ProtobufReader(envelope.raw), depth: depth)
        var object = JSONObject(minimumCapacity: members.count + 2)
        object.append("kind", .string(kind.kind))
        object.append("apiVersion", .string(kind.apiVersion))
        for (key, value) in members { object.append(key, value) }
        return .object(object)
    }

    // MARK: Messages

    private mutating func message(_ index: Int, _ source: ProtobufReader, depth: Int) throws(ProtobufError) -> JSONObject {
        if depth > Self.depthLimit { throw .tooDeep }
        try count()
        let message = layout.messages[index]
        var reader = source
        var slots = [JSON](repeating: .null, count: message.fields.count)
        while !reader.isAtEnd {
            let (number, wire) = try reader.key()
            guard let position = message.position(of: number) else {
                try reader.skip(wire)
                continue
            }
            let field = message.fields[position]
            switch field.form {
            case .single: slots[position] = try value(field.value, wire, &reader, message, field, depth)
            case .list: try element(of: field, wire, &reader, message, depth, &slots[position])
            case .map: try entry(of: field, wire, &reader, message, depth, &slots[position])
            }
        }
        return assemble(message, &slots)
    }

    private mutating func element(
        of field: ProtobufLayout.Field, _ wire: ProtobufReader.Wire, _ reader: inout ProtobufReader, _ message: ProtobufLayout.Message,
        _ depth: Int, _ slot: inout JSON
    ) throws(ProtobufError) {
        if wire == .bytes, let scalar = field.value.scalarWire {
            var packed = try reader.contents()
            while !packed.isAtEnd {
                try count()
                let value = try value(field.value, scalar, &packed, message, field, depth)
                slot.mutateArray { $0.append(value) }
            }
            return
        }
        try count()
        let value = try value(field.value, wire, &reader, message, field, depth)
        slot.mutateArray { $0.append(value) }
    }

    private mutating func entry(
        of field: ProtobufLayout.Field, _ wire: ProtobufReader.Wire, _ reader: inout ProtobufReader, _ message: ProtobufLayout.Message,
        _ depth: Int, _ slot: inout JSON
    ) throws(ProtobufError) {
        guard wire == .bytes else { throw .wireType(wire.rawValue, message.name, field.name) }
        try count()
        var entry = try reader.contents()
        var key = ""
        var result = field.value.zero
        while !entry.isAtEnd {
            let (number, wire) = try entry.key()
            switch (number, wire) {
            case (1, .bytes): key = try entry.contents().text
            case (2, _): result = try value(field.value, wire, &entry, message, field, depth)
            default: try entry.skip(wire)
            }
        }
        slot.mutateObject { $0.append(key, result) }
    }

    private mutating func count() throws(ProtobufError) {
        values += 1
        if values > Self.valueLimit { throw .tooMany }
    }

    /// The members that JSON would hold, in the order of their numbers.
    private func assemble(_ message: ProtobufLayout.Message, _ slots: inout [JSON]) -> JSONObject {
        var object = JSONObject(minimumCapacity: slots.count)
        for (position, field) in message.fields.enumerated() {
            let value = slots[position]
            if value.isNull { continue }
            switch (field.form, field.value, value) {
            case (.single, .inlined, .object(let members)):
                for (key, value) in members { object.append(key, value) }
            case (.map, _, .object(let members)): object.append(field.name, .object(Self.unique(members)))
            case (.single, .message, .object(let members)):
                if members.isEmpty, field.omitsEmpty, !field.isPointer { continue }
                object.append(field.name, value)
            default:
                if value.isEmptyValue, field.leavesOutZero { continue }
                object.append(field.name, value)
            }
        }
        return object
    }

    /// A map sorted by its keys; of entries with the same key the last one counts.
    private static func unique(_ members: JSONObject) -> JSONObject {
        let sorted = members.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
        var result: [(key: String, value: JSON)] = []
        result.reserveCapacity(sorted.count)
        for (_, member) in sorted {
            if result.last?.key == member.key { result.removeLast() }
            result.append(member)
        }
        return JSONObject(uniqueMembers: result)
    }

    // MARK: Values

    private mutating func value(
        _ value: ProtobufLayout.Value, _ wire: ProtobufReader.Wire, _ reader: inout ProtobufReader, _ message: ProtobufLayout.Message,
        _ field: ProtobufLayout.Field, _ depth: Int
    ) throws(ProtobufError) -> JSON {
        guard wire == value.scalarWire ?? .bytes else { throw .wireType(wire.rawValue, message.name, field.name) }
        switch value {
        case .bool: return .bool(try reader.varint() != 0)
        case .int32: return .int(Int64(Int32(truncatingIfNeeded: try reader.varint())))
        case .int64: return .int(Int64(bitPattern: try reader.varint()))
        case .double: return try ProtobufScalars.number(Double(bitPattern: try reader.fixed64()))
        default: break
        }
        let contents = try reader.contents()
        switch value {
        case .string: return .string(contents.text)
        case .bytes: return .string(ProtobufBase64.encode(contents.rest))
        case .quantity: return try ProtobufScalars.quantity(contents)
        case .intOrString: return try ProtobufScalars.intOrString(contents)
        case .time: return try ProtobufScalars.time(contents, micro: false)
        case .microTime: return try ProtobufScalars.time(contents, micro: true)
        case .raw: return try raw(contents, depth: depth + 1)
        case .message(let index), .inlined(let index): return .object(try self.message(index, contents, depth: depth + 1))
        case .items(let element): return try items(element, contents, message, field, depth + 1)
        case .alternative(let alternative, let schema): return try self.alternative(alternative, schema, contents, depth + 1)
        case .bool, .int32, .int64, .double: return .null
        }
    }

    /// A list that is a map's value.
    private mutating func items(
        _ element: ProtobufLayout.Value, _ source: ProtobufReader, _ message: ProtobufLayout.Message, _ field: ProtobufLayout.Field,
        _ depth: Int
    ) throws(ProtobufError) -> JSON {
        if depth > Self.depthLimit { throw .tooDeep }
        var reader = source
        var elements: [JSON] = []
        while !reader.isAtEnd {
            let (number, wire) = try reader.key()
            if number == 1 {
                try count()
                elements.append(try value(element, wire, &reader, message, field, depth))
            } else {
                try reader.skip(wire)
            }
        }
        return .array(elements)
    }

    /// The bytes of field 1 as JSON; a document in an envelope of its own is read as such.
    private mutating func raw(_ source: ProtobufReader, depth: Int) throws(ProtobufError) -> JSON {
        if depth > Self.depthLimit { throw .tooDeep }
        var reader = source
        var result = JSON.null
        while !reader.isAtEnd {
            let (number, wire) = try reader.key()
            guard number == 1, wire == .bytes else {
                try reader.skip(wire)
                continue
            }
            let bytes = Array(try reader.contents().rest)
            if bytes.isEmpty { continue }
            if bytes.starts(with: ProtobufEnvelope.magic) {
                result = try document(bytes, nil, depth: depth)
            } else {
                do throws(JSONSyntaxError) {
                    result = try JSON.parse(bytes)
                } catch {
                    throw ProtobufError("json: \(error)")
                }
            }
        }
        return result
    }

    private mutating func alternative(
        _ alternative: ProtobufLayout.Alternative, _ index: Int, _ source: ProtobufReader, _ depth: Int
    ) throws(ProtobufError) -> JSON {
        var reader = source
        var schema: JSON?
        var other: JSON = alternative == .bool ? false : .null
        while !reader.isAtEnd {
            switch (alternative, try reader.key()) {
            case (.bool, (1, .varint)): other = .bool(try reader.varint() != 0)
            case (.bool, (2, .bytes)), (.array, (1, .bytes)), (.strings, (1, .bytes)):
                schema = .object(try message(index, try reader.contents(), depth: depth + 1))
            case (.array, (2, .bytes)):
                let element = JSON.object(try message(index, try reader.contents(), depth: depth + 1))
                other.mutateArray { $0.append(element) }
            case (.strings, (2, .bytes)):
                try count()
                let text = try reader.contents().text
                other.mutateArray { $0.append(.string(text)) }
            case (_, (_, let wire)): try reader.skip(wire)
            }
        }
        if alternative == .bool { return schema ?? other }
        return other.isNull ? schema ?? .null : other
    }
}

extension ProtobufLayout.Value {
    /// The wire type of numbers; nil for what has a length.
    var scalarWire: ProtobufReader.Wire? {
        switch self {
        case .bool, .int32, .int64: .varint
        case .double: .fixed64
        default: nil
        }
    }

    /// Whether JSON leaves out a zero that stands alone.
    var isZeroOmitted: Bool {
        switch self {
        case .string, .bool, .int32, .int64, .double, .bytes, .raw: true
        default: false
        }
    }

    /// The value of a map's entry that has none.
    var zero: JSON {
        switch self {
        case .string, .bytes: ""
        case .bool: false
        case .int32, .int64, .double, .intOrString: 0
        case .quantity: "0"
        case .items: .array([])
        case .message, .inlined: .object(JSONObject())
        case .time, .microTime, .raw, .alternative: .null
        }
    }
}
