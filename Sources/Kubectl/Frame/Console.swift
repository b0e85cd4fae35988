internal import Document
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Standard input, output and error of one run; a test puts its own in their place.
final class Console: Sendable {
    /// Bytes of output kept back before they are written.
    static let bufferBytes = 64 * 1024

    private let buffer = Mutex<[UInt8]>([])
    private let captured: Mutex<(out: String, err: String)>?
    private let scripted: [UInt8]?

    /// The process' own streams.
    init() {
        captured = nil
        scripted = nil
    }

    /// Streams of a test: what is written can be read back.
    init(input: String) {
        captured = Mutex(("", ""))
        scripted = Array(input.utf8)
    }

    var output: String { captured?.withLock { $0.out } ?? "" }
    var errors: String { captured?.withLock { $0.err } ?? "" }

    func out(_ text: String) {
        if captured?.withLock({ $0.out += text }) != nil { return }
        let full = buffer.withLock { buffer in
            buffer.append(contentsOf: text.utf8)
            return buffer.count >= Self.bufferBytes
        }
        if full { flush() }
    }

    func line(_ text: String) { out(text + "\n") }

    func out(_ bytes: [UInt8]) {
        if captured?.withLock({ $0.out += String(decoding: bytes, as: UTF8.self) }) != nil { return }
        buffer.withLock { $0 += bytes }
        flush()
    }

    func err(_ text: String) {
        if captured?.withLock({ $0.err += text }) != nil { return }
        flush()
        Self.write(Array(text.utf8), to: 2)
    }

    func flush() {
        let bytes = buffer.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        if !bytes.isEmpty { Self.write(bytes, to: 1) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), bytes.count - start) }
            if written < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                // Nobody reads any more: there is nothing left to do for.
                exit(errno == EPIPE && descriptor == 1 ? 141 : 1)
            }
            start += written
        }
    }

    /// All of standard input.
    func readAll() throws -> [UInt8] {
        if let scripted { return scripted }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(0, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure("read /dev/stdin: \(String(cString: strerror(errno)))") }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    var inputIsTerminal: Bool { scripted == nil && isatty(0) == 1 }
    var outputIsTerminal: Bool { captured == nil && isatty(1) == 1 }
}
