internal import Document
internal import Resources

/// The small messages that are one value in JSON.
enum ProtobufScalars {
    /// Seconds of the years that RFC 3339 can write: 0001 to 9999.
    private static let seconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    static func number(_ value: Double) throws(ProtobufError) -> JSON {
        guard value.isFinite else { throw ProtobufError("json: unsupported value: \(value)") }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return .int(whole) }
        return .double(value)
    }

    /// Field 1 as text; its form is judged later, as that of a quantity in JSON.
    static func quantity(_ source: ProtobufReader) throws(ProtobufError) -> JSON {
        var reader = source
        var text = "0"
        while !reader.isAtEnd {
            switch try reader.key() {
            case (1, .bytes): text = try reader.contents().text
            case (_, let wire): try reader.skip(wire)
            }
        }
        return .string(text)
    }

    static func intOrString(_ source: ProtobufReader) throws(ProtobufError) -> JSON {
        var reader = source
        var isString = false
        var number: Int64 = 0
        var text = ""
        while !reader.isAtEnd {
            switch try reader.key() {
            case (1, .varint):
                let type = try reader.varint()
                guard type < 2 else { throw ProtobufError("impossible IntOrString.Type") }
                isString = type == 1
            case (2, .varint): number = Int64(Int32(truncatingIfNeeded: try reader.varint()))
            case (3, .bytes): text = try reader.contents().text
            case (_, let wire): try reader.skip(wire)
            }
        }
        return isString ? .string(text) : .int(number)
    }

    /// An empty message is no time at all. Only micro times have fractions.
    static func time(_ source: ProtobufReader, micro: Bool) throws(ProtobufError) -> JSON {
        if source.isEmpty { return .null }
        var reader = source
        var seconds: Int64 = 0
        var nanoseconds: Int32 = 0
        while !reader.isAtEnd {
            switch try reader.key() {
            case (1, .varint): seconds = Int64(bitPattern: try reader.varint())
            case (2, .varint): nanoseconds = Int32(truncatingIfNeeded: try reader.varint())
            case (_, let wire): try reader.skip(wire)
            }
        }
        guard Self.seconds.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
            throw ProtobufError("Time.MarshalJSON: year outside of range [0,9999]")
        }
        let time = Timestamp(seconds: seconds, nanoseconds: micro ? nanoseconds : 0)
        return .string(micro ? time.microText : time.description)
    }

    // MARK: Writing

    static func write(quantity json: JSON, _ field: Int, to writer: inout ProtobufWriter) throws(ProtobufError) {
        let text: String
        switch json {
        case .string(let string): text = string
        case .int, .double: text = json.text
        default: throw ProtobufError("no quantity: \(json.text)")
        }
        try writer.message(field) { writer in writer.text(1, text) }
    }

    static func write(intOrString json: JSON, _ field: Int, to writer: inout ProtobufWriter) throws(ProtobufError) {
        let number: Int64
        switch json {
        case .string: number = 0
        default:
            guard let value = json.int, let small = Int32(exactly: value) else {
                throw ProtobufError("neither integer nor string: \(json.text)")
            }
            number = Int64(small)
        }
        try writer.message(field) { writer in
            writer.integer(1, json.string == nil ? 0 : 1)
            writer.integer(2, number)
            writer.text(3, json.string ?? "")
        }
    }

    static func write(time json: JSON, micro: Bool, _ field: Int, to writer: inout ProtobufWriter) throws(ProtobufError) {
        guard let text = json.string, let time = Timestamp(text) else { throw ProtobufError("no time: \(json.text)") }
        try writer.message(field) { writer in
            writer.integer(1, time.seconds)
            writer.integer(2, micro ? Int64(time.nanoseconds / 1000 * 1000) : 0)
        }
    }
}
