internal import Document
internal import HTTPServing
internal import Resources
internal import Schema

/// Reads objects that clients send as `application/vnd.kubernetes.protobuf`: one algorithm over the schema's field numbers.
/// The result is the JSON that the same client would have sent, and takes the same way from there.
struct ProtobufDecoder {
    /// What every message begins with: `k8s` and a zero byte, then a `runtime.Unknown`.
    private static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]
    /// Messages nested deeper are refused.
    private static let depthLimit = 100

    /// The kind of an envelope and the message inside.
    /// - Throws: `ProtobufFailure` for bytes that are no envelope.
    static func open(_ bytes: [UInt8]) throws(ProtobufFailure) -> (kind: GroupVersionKind, message: ArraySlice<UInt8>) {
        guard bytes.starts(with: magic) else { throw ProtobufFailure("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]") }
        var reader = ProtobufReader(bytes[magic.count...])
        var message: ArraySlice<UInt8> = []
        var (apiVersion, kind) = ("", "")
        while let (number, value) = try reader.next() {
            guard case .bytes(let content) = value else { continue }
            switch number {
            case 1:
                var types = ProtobufReader(content)
                while let (number, value) = try types.next() {
                    guard case .bytes(let text) = value else { continue }
                    if number == 1 { apiVersion = String(decoding: text, as: UTF8.self) }
                    if number == 2 { kind = String(decoding: text, as: UTF8.self) }
                }
            case 2: message = content
            default: break
            }
        }
        return (GroupVersionKind(apiVersion: apiVersion, kind: kind), message)
    }

    /// The object in a message of a kind.
    static func object(_ message: ArraySlice<UInt8>, _ type: TypeSchema, kind: GroupVersionKind) throws(ProtobufFailure) -> JSON {
        var object = try Self.object(message, type, depth: 0)
        if !kind.kind.isEmpty { object["kind"] = .string(kind.kind) }
        if !kind.version.isEmpty { object["apiVersion"] = .string(kind.apiVersion) }
        return object
    }

    private static func object(_ message: ArraySlice<UInt8>, _ type: TypeSchema, depth: Int) throws(ProtobufFailure) -> JSON {
        guard depth < depthLimit else { throw ProtobufFailure("exceeded max depth") }
        if type.shape != .object { return try raw(message) }
        var members = JSON.object(JSONObject())
        try fields(of: message, type, into: &members, numbers: nil, depth: depth)
        return members
    }

    /// - Parameter numbers: names by number where they are not the schema's own, for messages that JSON shows as part of the outer one.
    private static func fields(
        of message: ArraySlice<UInt8>, _ type: TypeSchema, into object: inout JSON, numbers: [Int: String]?, depth: Int
    ) throws(ProtobufFailure) {
        guard depth < depthLimit else { throw ProtobufFailure("exceeded max depth") }
        var reader = ProtobufReader(message)
        let inlined = ProtobufInlining.of(type)
        while let (number, wire) = try reader.next() {
            if numbers == nil, let inner = inlined.messages[number], case .bytes(let content) = wire {
                try fields(of: content, type, into: &object, numbers: inner, depth: depth + 1)
                continue
            }
            let name = numbers.map { $0[number] } ?? inlined.numbers[number]
            let known = numbers == nil && name == nil ? type.fields.first { $0.protobufNumber == number } : name.flatMap(type.field)
            guard let field = known else { continue }  // from a newer client; the protocol says to pass over it
            try add(wire, field.name, field.type, to: &object, depth: depth)
        }
    }

    private static func add(
        _ wire: ProtobufReader.Value, _ name: String, _ type: FieldType, to object: inout JSON, depth: Int
    ) throws(ProtobufFailure) {
        switch type {
        case .list(let element):
            let values = try elements(wire, element, depth: depth)
            object[name].mutateArray { $0 += values }
        case .map(let element):
            guard case .bytes(let entry) = wire else { throw ProtobufFailure("wrong wire type for field \(name)") }
            var reader = ProtobufReader(entry)
            var (key, value) = ("", JSON.null)
            while let (number, wire) = try reader.next() {
                if number == 1, case .bytes(let text) = wire { key = String(decoding: text, as: UTF8.self) }
                if number == 2 { value = try mapValue(wire, element, depth: depth) }
            }
            if value.isNull { value = empty(element) }
            object[name].mutateObject { $0[key] = value }
        default:
            let value = try value(wire, type, depth: depth)
            if !value.isNull { object[name] = value }
        }
    }

    /// One element, or several of a packed list of numbers.
    private static func elements(_ wire: ProtobufReader.Value, _ type: FieldType, depth: Int) throws(ProtobufFailure) -> [JSON] {
        switch (type, wire) {
        case (.int32, .bytes(let packed)), (.int64, .bytes(let packed)), (.bool, .bytes(let packed)):
            var reader = ProtobufReader(packed)
            var result: [JSON] = []
            while !reader.isAtEnd { result.append(try value(.varint(try reader.varint()), type, depth: depth)) }
            return result
        default: return [try value(wire, type, depth: depth)]
        }
    }

    /// A list as a map's value is a message with the elements as its first field.
    private static func mapValue(_ wire: ProtobufReader.Value, _ type: FieldType, depth: Int) throws(ProtobufFailure) -> JSON {
        guard case .list(let element) = type, case .bytes(let content) = wire else { return try value(wire, type, depth: depth) }
        var reader = ProtobufReader(content)
        var result: [JSON] = []
        while let (number, wire) = try reader.next() {
            if number == 1 { result += try elements(wire, element, depth: depth) }
        }
        return .array(result)
    }

    private static func empty(_ type: FieldType) -> JSON {
        switch type {
        case .string, .bytes: ""
        case .list: []
        case .quantity: "0"
        default: .object(JSONObject())
        }
    }

    private static func value(_ wire: ProtobufReader.Value, _ type: FieldType, depth: Int) throws(ProtobufFailure) -> JSON {
        switch (type, wire) {
        case (.string, .bytes(let text)): return .string(String(decoding: text, as: UTF8.self))
        case (.bool, .varint(let number)): return .bool(number != 0)
        case (.int32, .varint(let number)): return .int(Int64(Int32(truncatingIfNeeded: number)))
        case (.int64, .varint(let number)): return .int(Int64(bitPattern: number))
        case (.double, .fixed64(let bits)): return .double(Double(bitPattern: bits))
        case (.bytes, .bytes(let content)): return .string(Base64.encode(content))
        case (.quantity, .bytes(let content)): return try first(content, number: 1) ?? "0"
        case (.intOrString, .bytes(let content)): return try intOrString(content)
        case (.time, .bytes(let content)): return JSON(try time(content)?.description)
        case (.microTime, .bytes(let content)): return JSON(try time(content)?.microText)
        case (.any, .bytes(let content)): return try raw(content)
        case (.object(let type), .bytes(let content)): return try object(content, type, depth: depth + 1)
        default: throw ProtobufFailure("wrong wire type")
        }
    }

    // MARK: Messages that JSON writes as one value

    private static func first(_ message: ArraySlice<UInt8>, number wanted: Int) throws(ProtobufFailure) -> JSON? {
        var reader = ProtobufReader(message)
        while let (number, wire) = try reader.next() {
            if number == wanted, case .bytes(let text) = wire { return .string(String(decoding: text, as: UTF8.self)) }
        }
        return nil
    }

    private static func intOrString(_ message: ArraySlice<UInt8>) throws(ProtobufFailure) -> JSON {
        var reader = ProtobufReader(message)
        var (isString, number, text) = (false, Int64(0), "")
        while let (field, wire) = try reader.next() {
            switch (field, wire) {
            case (1, .varint(let kind)): isString = kind == 1
            case (2, .varint(let value)): number = Int64(Int32(truncatingIfNeeded: value))
            case (3, .bytes(let bytes)): text = String(decoding: bytes, as: UTF8.self)
            default: break
            }
        }
        return isString ? .string(text) : .int(number)
    }

    /// Nil for the zero time, which is written as an empty message.
    private static func time(_ message: ArraySlice<UInt8>) throws(ProtobufFailure) -> Timestamp? {
        var reader = ProtobufReader(message)
        var (seconds, nanoseconds) = (Int64(0), Int32(0))
        while let (field, wire) = try reader.next() {
            guard case .varint(let value) = wire else { continue }
            if field == 1 { seconds = Int64(bitPattern: value) }
            if field == 2 { nanoseconds = Int32(truncatingIfNeeded: value) }
        }
        return seconds == 0 && nanoseconds == 0 ? nil : Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    /// JSON carried as bytes (RawExtension, JSON, FieldsV1).
    private static func raw(_ message: ArraySlice<UInt8>) throws(ProtobufFailure) -> JSON {
        var reader = ProtobufReader(message)
        while let (number, wire) = try reader.next() {
            guard number == 1, case .bytes(let content) = wire else { continue }
            do {
                return content.isEmpty ? .null : try JSON.parse(Array(content))
            } catch {
                throw ProtobufFailure("embedded JSON: \(error)")
            }
        }
        return .null
    }
}
