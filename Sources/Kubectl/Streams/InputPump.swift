internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
    import Glibc
#endif

/// Standard input as chunks, read on a thread of its own because such a read cannot be interrupted.
enum InputPump {
    /// Bytes of one chunk.
    private static let chunkBytes = 32 * 1024

    /// The next bytes; nil at the end.
    static func next(descriptor: Int32 = 0) async -> [UInt8]? {
        try? await NIOThreadPool.singleton.runIfActive {
            var chunk = [UInt8](repeating: 0, count: chunkBytes)
            while true {
                let count = read(descriptor, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                return count > 0 ? Array(chunk[..<count]) : nil
            }
        }
    }
}

/// The keys that end an attachment without ending the command: `ctrl-p,ctrl-q` unless others are given.
struct DetachKeys: Sendable {
    static let standard = "ctrl-p,ctrl-q"

    private let sequence: [UInt8]
    private var matched = 0

    /// - Throws: when the text names keys that there are not.
    init(_ text: String) throws(Failure) {
        var sequence: [UInt8] = []
        for part in (text.isEmpty ? Self.standard : text).split(separator: ",", omittingEmptySubsequences: false) {
            let bytes = Array(part.utf8)
            if bytes.count == 1 {
                sequence.append(bytes[0])
            } else if part.hasPrefix("ctrl-"), bytes.count == 6, (0x40...0x5F).contains(bytes[5] & 0xDF) {
                sequence.append(bytes[5] & 0x1F)
            } else {
                throw Failure("could not bind detach keys: unknown character: '\(part)'")
            }
        }
        self.sequence = sequence
    }

    /// What is to be passed on of a chunk, and whether the sequence is complete.
    mutating func filter(_ bytes: [UInt8]) -> (passed: [UInt8], isDetached: Bool) {
        var passed: [UInt8] = []
        for byte in bytes {
            if byte == sequence[matched] {
                matched += 1
                if matched == sequence.count { return (passed, true) }
            } else {
                passed += sequence[..<matched]
                matched = byte == sequence[0] ? 1 : 0
                if matched == 0 { passed.append(byte) }
            }
        }
        return (passed, false)
    }
}
