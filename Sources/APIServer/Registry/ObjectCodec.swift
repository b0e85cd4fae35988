package import Document
package import Resources

/// How an object is stored: a short header with all that is ever looked up, then the JSON bytes with a hole where the
/// resourceVersion goes. The version is only known once the write is committed, and everything that reads the value back
/// splices it in; nothing is parsed again.
///
///     1 byte   format (1)
///     4 bytes  offset of the JSON
///     4 bytes  offset of the hole within the JSON
///     text     uid
///     2 bytes  number of labels, then key and value texts
///     2 bytes  number of selectable fields, then path and value texts
///     …        JSON
///
/// Numbers are little-endian; a text is a 4-byte length and UTF-8.
package enum ObjectCodec {
    static let format: UInt8 = 1

    /// The order in which metadata is written; whatever else there is follows.
    private static let metadataBefore = ["name", "generateName", "namespace", "uid"]
    private static let metadataAfter = [
        "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences",
        "finalizers",
    ]

    /// The value to store for `object`.
    /// - Parameters:
    ///   - fields: what field selectors may ask for, besides the name and namespace.
    ///   - known: texts of parts of the object.
    package static func encode(_ object: JSON, fields: [(String, String)], known: [KnownText] = []) -> [UInt8] {
        let metadata = object["metadata"]
        var text = JSONText(capacity: 8192, known: known)
        let hole = writeJSON(object, metadata, into: &text)
        var value: [UInt8] = []
        value.reserveCapacity(text.count + 512)
        value.append(contentsOf: [format, 0, 0, 0, 0, 0, 0, 0, 0])
        appendText(metadata["uid"].string ?? "", to: &value)
        appendPairs(ObjectRecord.labels(of: object).map { ($0.key, $0.value) }, to: &value)
        appendPairs(fields, to: &value)
        let start = value.count
        text.append(to: &value)
        setNumber(start, at: 1, in: &value)
        setNumber(hole, at: 5, in: &value)
        return value
    }

    /// The record of a stored value at its revision.
    package static func record(key: ObjectKey, value: [UInt8], revision: UInt64) throws(CorruptValue) -> ObjectRecord {
        guard value.count > 9, value[0] == format else { throw CorruptValue(key: key) }
        var reader = ValueReader(bytes: value, position: 1, key: key)
        let start = try reader.number(4)
        let hole = try reader.number(4)
        let uid = try reader.text()
        let labels = try reader.pairs()
        let fields = try reader.pairs()
        guard start <= value.count, start + hole <= value.count else { throw CorruptValue(key: key) }
        return ObjectRecord(
            key: key, uid: uid, revision: revision, bytes: splice(value, start: start, hole: start + hole, revision: revision),
            labels: labels.map { (key: $0.0, value: $0.1) }, fields: fields.map { (path: $0.0, value: $0.1) })
    }

    /// Whether a value to store is that of a record, which then holds the same bytes around its revision.
    static func isValue(_ value: [UInt8], of record: ObjectRecord) -> Bool {
        var reader = ValueReader(bytes: value, position: 1, key: record.key)
        guard let start = try? reader.number(4), let hole = try? reader.number(4), start + hole <= value.count else { return false }
        let digits = record.bytes.count - (value.count - start)
        guard digits == String(record.revision).utf8.count else { return false }
        return value[start..<start + hole].elementsEqual(record.bytes[..<hole])
            && value[(start + hole)...].elementsEqual(record.bytes[(hole + digits)...])
    }

    /// A record of `object` as it would be stored at `revision`.
    package static func record(of object: JSON, key: ObjectKey, fields: [(String, String)], revision: UInt64) throws(CorruptValue)
        -> ObjectRecord
    {
        try record(key: key, value: encode(object, fields: fields), revision: revision)
    }

    /// The record of the same object with other contents at the same revision, as another version of the API shows it.
    package static func record(_ record: ObjectRecord, document: JSON) -> ObjectRecord {
        (try? self.record(of: document, key: record.key, fields: record.fields.map { ($0.path, $0.value) }, revision: record.revision))
            ?? record
    }

    /// The same record with another resourceVersion in its bytes, as the last word about a deleted object.
    package static func record(_ record: ObjectRecord, at revision: UInt64) -> ObjectRecord {
        let old = record.bytes
        guard let range = resourceVersionRange(in: old) else { return record }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(old.count + 4)
        bytes.append(contentsOf: old[..<range.lowerBound])
        appendDecimal(revision, to: &bytes)
        bytes.append(contentsOf: old[range.upperBound...])
        return ObjectRecord(
            key: record.key, uid: record.uid, revision: revision, bytes: bytes, labels: record.labels, fields: record.fields)
    }

    /// Where the digits of the resourceVersion stand. Everything written before them is free of quotes, so the first match is it.
    private static func resourceVersionRange(in bytes: [UInt8]) -> Range<Int>? {
        let marker = Array("\"resourceVersion\":\"".utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            var index = 0
            while index + marker.count < buffer.count {
                if buffer[index] == marker[0], (1..<marker.count).allSatisfy({ buffer[index + $0] == marker[$0] }) {
                    let start = index + marker.count
                    var end = start
                    while end < buffer.count, buffer[end] != UInt8(ascii: "\"") { end += 1 }
                    return start..<end
                }
                index += 1
            }
            return nil
        }
    }

    private static func splice(_ value: [UInt8], start: Int, hole: Int, revision: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count - start + 20)
        bytes.append(contentsOf: value[start..<hole])
        appendDecimal(revision, to: &bytes)
        bytes.append(contentsOf: value[hole...])
        return bytes
    }

    /// Writes the document and returns the position of the hole.
    private static func writeJSON(_ object: JSON, _ metadata: JSON, into text: inout JSONText) -> Int {
        text.writeRaw("{\"kind\":")
        text.write(object["kind"])
        text.writeRaw(",\"apiVersion\":")
        text.write(object["apiVersion"])
        text.writeRaw(",\"metadata\":{")
        for key in metadataBefore { writeMember(key, metadata[key], to: &text, comma: .after) }
        text.writeRaw("\"resourceVersion\":\"")
        let hole = text.count
        text.writeRaw("\"")
        for key in metadataAfter { writeMember(key, metadata[key], to: &text, comma: .before) }
        if let members = metadata.object {
            for (key, value) in members where key != "resourceVersion" && !metadataBefore.contains(key) && !metadataAfter.contains(key) {
                writeMember(key, value, to: &text, comma: .before)
            }
        }
        text.writeRaw("}")
        if let members = object.object {
            for (key, value) in members where key != "kind" && key != "apiVersion" && key != "metadata" {
                writeMember(key, value, to: &text, comma: .before)
            }
        }
        text.writeRaw("}")
        return hole
    }

    private enum Comma { case before, after }

    private static func writeMember(_ key: String, _ value: JSON, to text: inout JSONText, comma: Comma) {
        if value.isNull { return }
        if comma == .before { text.writeRaw(",") }
        text.write(key)
        text.writeRaw(":")
        text.write(value)
        if comma == .after { text.writeRaw(",") }
    }

    private static func appendText(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            appendNumber(utf8.count, width: 4, to: &bytes)
            bytes.append(contentsOf: utf8)
        }
    }

    private static func appendPairs(_ pairs: [(String, String)], to bytes: inout [UInt8]) {
        appendNumber(pairs.count, width: 2, to: &bytes)
        for (key, value) in pairs {
            appendText(key, to: &bytes)
            appendText(value, to: &bytes)
        }
    }

    private static func appendNumber(_ number: Int, width: Int, to bytes: inout [UInt8]) {
        for shift in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }

    private static func setNumber(_ number: Int, at offset: Int, in bytes: inout [UInt8]) {
        for shift in 0..<4 { bytes[offset + shift] = UInt8(truncatingIfNeeded: number >> (8 * shift)) }
    }

    static func appendDecimal(_ number: UInt64, to bytes: inout [UInt8]) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}

/// A stored value that this program did not write, or that is damaged.
package struct CorruptValue: Error {
    package let key: ObjectKey
}

/// Reads the header of a stored value, never past its end.
private struct ValueReader {
    let bytes: [UInt8]
    var position: Int
    let key: ObjectKey

    mutating func number(_ width: Int) throws(CorruptValue) -> Int {
        guard position + width <= bytes.count else { throw CorruptValue(key: key) }
        var result = 0
        for shift in 0..<width { result |= Int(bytes[position + shift]) << (8 * shift) }
        position += width
        return result
    }

    mutating func text() throws(CorruptValue) -> String {
        let length = try number(4)
        guard position + length <= bytes.count else { throw CorruptValue(key: key) }
        defer { position += length }
        return bytes.withUnsafeBufferPointer { KnownKeys.shared.text(UnsafeBufferPointer(rebasing: $0[position..<position + length])) }
    }

    mutating func pairs() throws(CorruptValue) -> [(String, String)] {
        let count = try number(2)
        var result: [(String, String)] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append((try text(), try text())) }
        return result
    }
}
