/// Steps through the fields of one protobuf message (wire format of proto2). Every length is checked before use.
struct ProtobufReader {
    enum Wire: UInt64 { case varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 }

    private let bytes: [UInt8]
    private(set) var position: Int
    let end: Int

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = min(start, bytes.count)
        end = bytes.count
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position >= end }
    var isEmpty: Bool { position == end }

    /// The number and wire type of the next field.
    mutating func key() throws(ProtobufError) -> (number: Int, wire: Wire) {
        let key = try varint()
        guard let wire = Wire(rawValue: key & 7) else { throw ProtobufError("proto: illegal wireType \(key & 7)") }
        let number = key >> 3
        guard number > 0, number < 1 << 29 else { throw ProtobufError("proto: illegal tag \(number)") }
        return (Int(number), wire)
    }

    mutating func varint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            if shift >= 64 { throw .overflow }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .truncated
    }

    mutating func fixed64() throws(ProtobufError) -> UInt64 {
        guard end - position >= 8 else { throw .truncated }
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
        position += 8
        return value
    }

    /// The contents of a length-delimited field.
    mutating func contents() throws(ProtobufError) -> ProtobufReader {
        let length = try varint()
        guard length <= UInt64(end - position) else { throw .truncated }
        let range = position..<position + Int(length)
        position = range.upperBound
        return ProtobufReader(bytes, range)
    }

    mutating func skip(_ wire: Wire) throws(ProtobufError) {
        switch wire {
        case .varint: _ = try varint()
        case .fixed64: _ = try fixed64()
        case .bytes: _ = try contents()
        case .fixed32:
            guard end - position >= 4 else { throw .truncated }
            position += 4
        }
    }

    var rest: ArraySlice<UInt8> { bytes[position..<end] }

    /// What is left, as text; bytes that are not UTF-8 become replacement characters, as in Go's JSON.
    var text: String { String(decoding: rest, as: UTF8.self) }
}
