internal import HTTPServing
package import NIOCore
internal import Resources
internal import Schema

/// A list as upstream writes it, made piece by piece: stored bytes with commas between them, so that a large list is in memory
/// only once, however many clients read it. Its items do not repeat kind and apiVersion.
package struct PlainListBody: BodyPieces {
    /// Lists of more bytes are made while the client reads them.
    private static let wholeBytes = 128 * 1024

    private let records: [ObjectRecord]
    private let head: [UInt8]
    /// The bytes that every record begins with and items leave out: `{"kind":"Pod","apiVersion":"v1",`.
    private let prefixBytes: Int
    /// The length of the whole body.
    package let byteCount: Int
    private var next = 0
    package private(set) var isAtEnd = false

    /// - Parameter records: as `type` shows them.
    init(_ records: [ObjectRecord], _ header: ListHeader, type: ResourceType, listKind: String? = nil) {
        self.records = records
        var head = Array("{\"kind\":\"\(listKind ?? type.kind + "List")\",\"apiVersion\":\"\(type.apiVersion)\",\"metadata\":".utf8)
        header.write(into: &head)
        head.append(contentsOf: ",\"items\":[".utf8)
        self.head = head
        let prefixBytes = "{\"kind\":\"\(type.kind)\",\"apiVersion\":\"\(type.apiVersion)\",".utf8.count
        self.prefixBytes = prefixBytes
        // Told once: it takes a look at every record.
        let separators = records.isEmpty ? 0 : records.count * 2 - 1
        byteCount = records.reduce(head.count + 2 + separators) { $0 + max(0, $1.bytes.count - prefixBytes) }
    }

    package var length: Int? { byteCount }
    var isLarge: Bool { byteCount > Self.wholeBytes }

    package mutating func nextPiece(target: Int = 64 * 1024) -> ByteBuffer? {
        if isAtEnd { return nil }
        var piece = ByteBuffer()
        piece.reserveCapacity(min(target, byteCount))
        if next == 0 { piece.writeBytes(head) }
        while next < records.count {
            let record = records[next]
            if piece.readableBytes > head.count, piece.readableBytes + record.bytes.count > target { return piece }
            piece.writeStaticString(next == 0 ? "{" : ",{")
            record.bytes.withUnsafeBytes { bytes in
                _ = piece.writeBytes(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(min(prefixBytes, bytes.count))))
            }
            next += 1
        }
        piece.writeStaticString("]}")
        isAtEnd = true
        return piece
    }

    /// All pieces from the beginning.
    func pieces() -> [ByteBuffer] {
        var body = self
        var result: [ByteBuffer] = []
        while let piece = body.nextPiece() { result.append(piece) }
        return result
    }
}
