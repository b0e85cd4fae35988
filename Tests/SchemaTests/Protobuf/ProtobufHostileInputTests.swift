import Document
import Resources
import Testing

@testable import Schema

@Suite struct ProtobufHostileInputTests {
    /// A small generator of repeatable numbers (xorshift).
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private func enveloped(_ kind: String, _ apiVersion: String, _ raw: [UInt8]) throws -> [UInt8] {
        try ProtobufEnvelope.write(apiVersion, kind) { $0.raw(raw) }
    }

    @Test(arguments: [
        [], [0x6B], [0x6B, 0x38, 0x73, 0x00], Array("{}".utf8), [0x6B, 0x38, 0x73, 0x00, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x6B, 0x38, 0x73, 0x00, 0x0A, 0x00], [0x6B, 0x38, 0x73, 0x00] + [UInt8](repeating: 0xFF, count: 32),
    ])
    func whatIsNoEnvelopeIsRefused(bytes: [UInt8]) {
        #expect(throws: ProtobufError.self) { try ProtobufDecoder.decode(bytes) }
    }

    /// Bytes of wire types, lengths and numbers that do not fit their fields.
    @Test(arguments: [
        [0x08, 0x01],  // metadata as a number
        [0x0A, 0x05, 0x00],  // a length past the end
        [0x0B], [0x0C],  // groups
        [0x00, 0x00],  // field 0
        [0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],  // a length beyond 64 bits
        [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],  // a length of 2^63 - 1
        [0x0A, 0x0B, 0x42, 0x09, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],  // a time of no year
        [0x0A, 0x06, 0x42, 0x04, 0x10, 0x80, 0x80, 0x80],  // a time cut short
    ])
    func malformedMessagesAreRefused(raw: [UInt8]) throws {
        let bytes = try enveloped("Pod", "v1", raw)
        #expect(throws: ProtobufError.self) { try ProtobufDecoder.decode(bytes) }
    }

    @Test func nestingIsLimited() throws {
        var raw: [UInt8] = []
        for _ in 0..<2000 {
            var writer = ProtobufWriter()
            writer.bytes(28, raw)  // `not`
            raw = writer.bytes
        }
        var version = ProtobufWriter()
        version.bytes(1, raw)
        for number in [4, 7, 2] {
            var outer = ProtobufWriter()
            outer.bytes(number, version.bytes)
            version = outer
        }
        let bytes = try enveloped("CustomResourceDefinition", "apiextensions.k8s.io/v1", version.bytes)
        #expect(throws: ProtobufError.tooDeep) { try ProtobufDecoder.decode(bytes) }
    }

    @Test func envelopesWithinEnvelopesAreLimited() throws {
        var bytes = try enveloped("ControllerRevision", "apps/v1", [])
        for _ in 0..<300 {
            let inner = bytes
            bytes = try ProtobufEnvelope.write("apps/v1", "ControllerRevision") { writer throws(ProtobufError) in
                try writer.message(2) { data in data.bytes(1, inner) }
            }
        }
        #expect(throws: ProtobufError.tooDeep) { try ProtobufDecoder.decode(bytes) }
    }

    @Test func valuesAreCounted() throws {
        var spec = ProtobufWriter()
        for _ in 0..<500_000 { spec.bytes(2, []) }  // empty containers, two bytes each
        var pod = ProtobufWriter()
        pod.bytes(2, spec.bytes)
        let bytes = try enveloped("Pod", "v1", pod.bytes)
        #expect(throws: ProtobufError.tooMany) { try ProtobufDecoder.decode(bytes) }
    }

    /// Changed, cut and made-up bytes are read or refused, never anything else; what is read can be judged as JSON.
    @Test(arguments: [1, 2, 3, 4]) func damagedBytesDoNoHarm(seed: UInt64) throws {
        var random = Random(state: 0x9E37_79B9_7F4A_7C15 &* seed)
        var read = 0
        for golden in ProtobufGolden.all {
            let whole = try ProtobufBase64.decode(golden.base64)
            for _ in 0..<300 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let position = Int.random(in: 4..<bytes.count, using: &random)
                    bytes[position] = UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count - 4, using: &random)) }
                do throws(ProtobufError) {
                    let document = try ProtobufDecoder.decode(bytes)
                    read += 1
                    #expect((try? JSON.parse(document.encoded())) == document)
                } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
        #expect(read > 0)
    }
}
