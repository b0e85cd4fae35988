import CZlib
import NIOCore

/// Compresses header blocks (section 2.6.10.1): one zlib stream with the protocol's dictionary for the life of the connection, flushed
/// after each block.
final class SPDYHeaderCompressor {
    private let stream = ZlibStream(
        start: { state in
            deflateInit_(state, Z_BEST_COMPRESSION, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            return SPDYDictionary.bytes.withUnsafeBufferPointer { deflateSetDictionary(state, $0.baseAddress, UInt32($0.count)) }
        }, end: deflateEnd)

    func write(_ headers: [SPDYHeader], into out: inout ByteBuffer) {
        var plain = ByteBuffer()
        plain.writeInteger(UInt32(headers.count))
        for header in headers {
            // Names are lower case on the wire.
            let name = header.name.lowercased()
            plain.writeInteger(UInt32(name.utf8.count))
            plain.writeString(name)
            plain.writeInteger(UInt32(header.value.utf8.count))
            plain.writeString(header.value)
        }
        stream.run(input: plain, into: &out, flush: Z_SYNC_FLUSH, step: 1024, engine: deflate)
    }
}

/// Undoes the other side's compression.
final class SPDYHeaderInflater {
    /// Plain bytes of one block, against a block that inflates without end.
    private static let plainLimit = 1024 * 1024
    private static let pairLimit = 1_000

    private let stream = ZlibStream(
        start: { inflateInit_($0, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) }, end: inflateEnd)

    func read(_ compressed: ByteBuffer) throws(SPDYError) -> [SPDYHeader] {
        var plain = ByteBuffer()
        let code = stream.run(
            input: compressed, into: &plain, flush: Z_SYNC_FLUSH, step: 4096, limit: Self.plainLimit
        ) { state, flush in
            let code = inflate(state, flush)
            guard code == Z_NEED_DICT else { return code }
            let accepted = SPDYDictionary.bytes.withUnsafeBufferPointer { inflateSetDictionary(state, $0.baseAddress, UInt32($0.count)) }
            return accepted == Z_OK ? inflate(state, flush) : accepted
        }
        guard code == Z_OK || code == Z_BUF_ERROR, plain.readableBytes <= Self.plainLimit else { throw .badHeaderBlock }
        guard let count: UInt32 = plain.readInteger(), count <= Self.pairLimit else { throw .badHeaderBlock }
        var headers: [SPDYHeader] = []
        for _ in 0..<count {
            guard let name = plain.readLengthPrefixedText(), let value = plain.readLengthPrefixedText(), !name.isEmpty else {
                throw .badHeaderBlock
            }
            headers.append(SPDYHeader(name, value))
        }
        return headers
    }
}

extension ByteBuffer {
    fileprivate mutating func readLengthPrefixedText() -> String? {
        guard let length: UInt32 = readInteger() else { return nil }
        return readString(length: Int(length))
    }
}

/// The text both sides' compression starts from (section 2.6.10.1): words with their lengths before them, then a run of plain text.
enum SPDYDictionary {
    static let bytes: [UInt8] = {
        var bytes: [UInt8] = []
        for word in words {
            bytes.append(contentsOf: [0, 0, 0, UInt8(word.utf8.count)])
            bytes.append(contentsOf: word.utf8)
        }
        bytes.append(contentsOf: run.utf8)
        return bytes
    }()

    private static let words = [
        "options", "head", "post", "put", "delete", "trace", "accept", "accept-charset", "accept-encoding", "accept-language",
        "accept-ranges", "age", "allow", "authorization", "cache-control", "connection", "content-base", "content-encoding",
        "content-language", "content-length", "content-location", "content-md5", "content-range", "content-type", "date", "etag",
        "expect", "expires", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since",
        "last-modified", "location", "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization", "range", "referer",
        "retry-after", "server", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via", "warning",
        "www-authenticate", "method", "get", "status", "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive",
        "origin",
    ]

    private static let run =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
        + "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden"
        + "404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
        + "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
        + "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,"
        + "publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0."
}
