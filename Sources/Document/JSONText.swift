/// Compact JSON text that grows in memory of its own: it is written through one pointer, while appending byte by byte to an array would
/// ask each time whether the array is shared and has room.
package struct JSONText: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    package private(set) var count = 0
    /// Objects whose texts are at hand, should they be part of what is written.
    private let known: [KnownText]

    package init(capacity: Int = 2_048, known: [KnownText] = []) {
        self.capacity = capacity
        self.known = known
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Adds what was written to the end of `bytes`.
    package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: UnsafeBufferPointer(start: base, count: count)) }

    package mutating func write(_ value: borrowing JSON) {
        switch value {
        case .null: writeRaw("null")
        case .bool(let value): writeRaw(value ? "true" : "false")
        case .int(let value): write(value)
        case .double(let value): write(value)
        case .string(let value): write(value)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ elements: borrowing [JSON]) {
        put(UInt8(ascii: "["))
        for index in 0..<elements.count {
            if index > 0 { put(UInt8(ascii: ",")) }
            write(elements[index])
        }
        put(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: borrowing JSONObject) {
        for index in known.indices where known[index].isOf(object) {
            return known[index].bytes.withUnsafeBufferPointer { put($0) }
        }
        put(UInt8(ascii: "{"))
        for index in 0..<object.members.count {
            if index > 0 { put(UInt8(ascii: ",")) }
            write(object.members[index].key)
            put(UInt8(ascii: ":"))
            write(object.members[index].value)
        }
        put(UInt8(ascii: "}"))
    }

    /// Text that is JSON already.
    package mutating func writeRaw(_ literal: StaticString) {
        put(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// A string in quotes, with its escapes.
    package mutating func write(_ value: borrowing String) {
        let isWritten: Void? = value.utf8.withContiguousStorageIfAvailable { writeString($0) }
        if isWritten == nil { Array(value.utf8).withUnsafeBufferPointer { writeString($0) } }
    }

    private mutating func writeString(_ utf8: UnsafeBufferPointer<UInt8>) {
        reserve(utf8.count + 2)
        put(UInt8(ascii: "\""))
        var start = 0
        while true {
            let end = TextScan.firstSpecial(utf8, from: start)
            put(UnsafeBufferPointer(rebasing: utf8[start..<end]))
            if end == utf8.count { break }
            writeEscape(utf8[end])
            start = end + 1
        }
        put(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ byte: UInt8) {
        put(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
        case 0x0A: put(UInt8(ascii: "n"))
        case 0x0D: put(UInt8(ascii: "r"))
        case 0x09: put(UInt8(ascii: "t"))
        default: for byte in ("u" + hex4(UInt32(byte))).utf8 { put(byte) }
        }
    }

    private mutating func write(_ value: Int64) {
        if value >= 0, value < 10 { return put(UInt8(ascii: "0") + UInt8(value)) }
        reserve(20)
        if value < 0 { put(UInt8(ascii: "-")) }
        var magnitude = value.magnitude
        let start = count
        repeat {
            let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
            put(UInt8(ascii: "0") + UInt8(remainder))
            magnitude = quotient
        } while magnitude > 0
        var digits = UnsafeMutableBufferPointer(start: base + start, count: count - start)
        digits.reverse()
    }

    private mutating func write(_ value: Double) {
        var bytes: [UInt8] = []
        JSON.write(value, into: &bytes)
        bytes.withUnsafeBufferPointer { put($0) }
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        if count == capacity { reserve(1) }
        base[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) { if count + more > capacity { grow(more) } }

    private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let target = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        target.update(from: base, count: count)
        base.deallocate()
        base = target
        capacity = larger
    }
}
