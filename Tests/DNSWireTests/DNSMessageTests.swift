import Testing

@testable import DNSWire

/// Messages against byte-exact examples, so that a change of the codec shows.
@Suite struct DNSMessageTests {
    private func name(_ text: String) throws -> DNSName { try DNSName(text) }

    @Test func queryIsWrittenByteExact() throws {
        let query = DNSMessage.query(id: 0x1234, DNSQuestion(name: try name("kubernetes.default.svc"), type: .a))
        #expect(
            hex(query.encoded())
                == "1234 0100 0001 0000 0000 0000 0a 6b756265726e65746573 07 64656661756c74 03 737663 00 0001 0001".replacing(" ", with: "")
        )
        #expect(try DNSMessage(parsing: query.encoded()) == query)
    }

    @Test func answerPointsBackAtTheQuestion() throws {
        var answer = DNSMessage.query(id: 7, DNSQuestion(name: try name("a.b"), type: .a)).response()
        answer.isAuthoritative = true
        answer.answers = [DNSRecord(name: try name("A.b"), ttl: 5, data: .a(0x0A60_000A))]
        #expect(
            hex(answer.encoded())
                == "0007 8500 0001 0001 0000 0000 01 61 01 62 00 0001 0001 c00c 0001 0001 00000005 0004 0a60000a".replacing(" ", with: ""))
        #expect(try DNSMessage(parsing: answer.encoded()) == answer)
    }

    @Test func everyRecordTypeSurvivesTheRoundTrip() throws {
        var message = DNSMessage(id: 1)
        message.isResponse = true
        let owner = try name("x.cluster.local")
        let soa = DNSStartOfAuthority(
            primary: try name("ns.cluster.local"), mailbox: try name("root.cluster.local"), serial: 1, refresh: 2, retry: 3, expire: 4,
            minimum: 5)
        let all: [DNSRecordData] = [
            .a(1), .aaaa(Array(0..<16)), .ns(try name("n.x.cluster.local")), .cname(try name("other.example")), .ptr(owner), .soa(soa),
            .srv(DNSServiceLocation(priority: 0, weight: 50, port: 443, target: owner)), .txt([Array("1.1.0".utf8), []]),
            .other(DNSRecordType(rawValue: 99), [1, 2, 3]),
        ]
        message.answers = all.map { DNSRecord(name: owner, ttl: 30, data: $0) }
        message.authorities = [DNSRecord(name: .root, ttl: 1, data: .ns(owner))]
        message.additionals = [DNSRecord(name: owner, ttl: 1, data: .a(2))]
        message.responseCode = .badVersion
        message.edns = DNSExtension(payloadBytes: 4096, dnssecOK: true, options: [0, 10, 0, 2, 1, 2])
        #expect(try DNSMessage(parsing: message.encoded()) == message)
    }

    /// What a resolver sends when it tries its search list on a name that is whole already.
    @Test func namesThatRepeatTheirOwnLabelsAreWritten() throws {
        var message = DNSMessage(id: 1)
        message.questions = [DNSQuestion(name: try DNSName("web.default.svc.cluster.local.default.svc.cluster.local"), type: .a)]
        #expect(try DNSMessage(parsing: message.encoded()) == message)
    }

    @Test func serviceTargetsAreNeverCompressed() throws {
        var message = DNSMessage(id: 1)
        let target = try name("a.b")
        message.answers = [
            DNSRecord(name: target, ttl: 0, data: .srv(DNSServiceLocation(priority: 0, weight: 0, port: 1, target: target)))
        ]
        #expect(hex(message.encoded()).hasSuffix("0000000000010161016200"))
    }

    @Test func truncationKeepsWholeRecordsTheFlagAndEDNS() throws {
        var message = DNSMessage.query(
            id: 1, DNSQuestion(name: try name("many.svc"), type: .a), edns: DNSExtension(payloadBytes: 512)
        ).response()
        message.answers = (0..<100).map { DNSRecord(name: message.questions[0].name, ttl: 5, data: .a($0)) }
        let bytes = message.encoded(limit: 512)
        #expect(bytes.count <= 512)
        let short = try DNSMessage(parsing: bytes)
        #expect(short.isTruncated)
        #expect(short.edns != nil)
        // 12 header, 14 question, 11 OPT; 16 octets an answer.
        #expect(short.answers.count == (512 - 12 - 14 - 11) / 16)
        #expect(try !DNSMessage(parsing: message.encoded()).isTruncated)
    }

    @Test func missingAdditionalsAloneDoNotTruncate() throws {
        var message = DNSMessage(id: 1)
        message.additionals = [
            DNSRecord(name: .root, ttl: 0, data: .txt([[UInt8](repeating: 1, count: 200), [UInt8](repeating: 1, count: 200)]))
        ]
        let short = try DNSMessage(parsing: message.encoded(limit: 100))
        #expect(!short.isTruncated)
        #expect(short.additionals.isEmpty)
    }
}

/// Lower-case hexadecimal without separators.
func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}

/// Bytes from hexadecimal; spaces are ignored.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
