internal import Document
internal import Resources

/// Whether an object's metadata may hold members that only few objects have. Where its document is not at hand it is told from its bytes:
/// parsing each version of every object to find out would cost far more. A string elsewhere in the object that looks alike is a false
/// alarm and does no harm.
enum MetadataMarkers {
    private static let owners = Array("ownerReferences\"".utf8)
    private static let finalizers = Array("finalizers\"".utf8)

    static func concernCollector(_ record: ObjectRecord) -> Bool {
        if let metadata = record.keptDocument?["metadata"] { return !metadata["ownerReferences"].isNull || !metadata["finalizers"].isNull }
        return concernCollector(record.bytes)
    }

    static func concernCollector(_ bytes: [UInt8]) -> Bool { holdsKey(bytes) { matches($0, owners) || matches($0, finalizers) } }
    static func hasFinalizers(_ bytes: [UInt8]) -> Bool { holdsKey(bytes) { matches($0, finalizers) } }

    private static func holdsKey(_ bytes: [UInt8], _ isKey: (Slice<UnsafeBufferPointer<UInt8>>) -> Bool) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "\"") {
                let first = bytes[index + 1]
                if first == UInt8(ascii: "o") || first == UInt8(ascii: "f"), isKey(bytes[(index + 1)...]) { return true }
            }
            return false
        }
    }

    private static func matches(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ key: [UInt8]) -> Bool { bytes.starts(with: key) }
}
