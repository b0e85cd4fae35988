import Testing

@testable import DNSWire

/// What hostile or broken input does: a clear error, never a crash, a loop or a read beyond the end.
@Suite struct DNSReaderTests {
    static let broken: [(String, DNSSyntaxError)] = [
        ("", .truncated),
        ("1234 0100 0001 0000 0000", .truncated),
        // A question is promised and missing.
        ("1234 0100 0001 0000 0000 0000", .truncated),
        // A pointer at itself, one forwards, and two at each other.
        ("1234 0100 0001 0000 0000 0000 c00c 0001 0001", .badName),
        ("1234 0100 0001 0000 0000 0000 c020 0001 0001", .badName),
        ("1234 0100 0001 0000 0000 0000 c00e c00c 0001 0001", .badName),
        // A label followed by a pointer back at that label.
        ("1234 0100 0001 0000 0000 0000 01 61 c00c 0001 0001", .badName),
        // Reserved label types.
        ("1234 0100 0001 0000 0000 0000 40 00 0001 0001", .badName),
        ("1234 0100 0001 0000 0000 0000 80 00 0001 0001", .badName),
        // A label longer than what is left.
        ("1234 0100 0001 0000 0000 0000 3f 61", .truncated),
        // An address of three octets, one of five, and data beyond the end.
        ("1234 8100 0000 0001 0000 0000 00 0001 0001 00000000 0003 010203", .badRecord),
        ("1234 8100 0000 0001 0000 0000 00 0001 0001 00000000 0004 010203", .truncated),
        // A TXT string that runs out of its record.
        ("1234 8100 0000 0001 0000 0000 00 0010 0001 00000000 0002 0561", .badRecord),
        // A CNAME that runs out of its record.
        ("1234 8100 0000 0001 0000 0000 00 0005 0001 00000000 0001 01 61 00", .badRecord),
        // Two OPT records.
        ("1234 0100 0000 0000 0000 0002 00 0029 1000 00000000 0000 00 0029 1000 00000000 0000", .badEDNS),
    ]

    @Test(arguments: broken.indices)
    func brokenMessageIsRefused(_ index: Int) {
        let (text, expected) = Self.broken[index]
        #expect(throws: expected) { try DNSMessage(parsing: bytes(text)) }
    }

    @Test func nameLongerThanAllowedIsRefused() {
        let label = [UInt8(63)] + [UInt8](repeating: 0x61, count: 63)
        let message = bytes("1234 0100 0001 0000 0000 0000") + label + label + label + label + [0, 0, 1, 0, 1]
        #expect(throws: DNSSyntaxError.badName) { try DNSMessage(parsing: message) }
    }

    @Test func longChainOfBackwardPointersEnds() throws {
        // Each pointer leads to the one before it: legal, linear, and ends at the root.
        var message = bytes("1234 0100 0001 0001 0000 0000 00 0001 0001")
        message += bytes("00 0010 0001 00000000")
        var chain: [UInt8] = [255] + [UInt8](repeating: 0, count: 255)
        chain[1] = 0
        message += [UInt8(chain.count >> 8), UInt8(chain.count & 255)] + chain
        #expect(try DNSMessage(parsing: message).answers.count == 1)
    }

    @Test func anyPrefixAndAnyFlippedBitIsSurvived() throws {
        var message = DNSMessage.query(id: 9, DNSQuestion(name: try DNSName("web.default.svc.cluster.local"), type: .srv)).response()
        let target = try DNSName("a.web.default.svc.cluster.local")
        message.answers = [
            DNSRecord(
                name: message.questions[0].name, ttl: 5, data: .srv(DNSServiceLocation(priority: 0, weight: 1, port: 80, target: target))),
            DNSRecord(name: target, ttl: 5, data: .txt([Array("x".utf8)])),
        ]
        message.edns = DNSExtension(payloadBytes: 1232)
        let whole = message.encoded()
        for count in whole.indices { _ = try? DNSMessage(parsing: Array(whole[..<count])) }
        for index in whole.indices {
            for bit in 0..<8 {
                var changed = whole
                changed[index] ^= 1 << UInt8(bit)
                _ = try? DNSMessage(parsing: changed)
            }
        }
        #expect(try DNSMessage(parsing: whole) == message)
    }
}

@Suite struct DNSNameTests {
    @Test func equalityFoldsCaseAndLabelsAreLower() throws {
        let name = try DNSName("Web.Default.SVC.")
        #expect(try name == DNSName("web.default.svc"))
        #expect(try Set([name]).contains(DNSName("WEB.default.svc")))
        #expect(name.labels == ["web", "default", "svc"])
        #expect(name.description == "Web.Default.SVC.")
        #expect(DNSName.root.description == ".")
    }

    @Test func zoneMembershipGoesByWholeLabels() throws {
        let zone = try DNSName("cluster.local")
        #expect(try DNSName("a.CLUSTER.local").isInside(zone))
        #expect(zone.isInside(zone))
        #expect(try !DNSName("xcluster.local").isInside(zone))
        #expect(try !DNSName("local").isInside(zone))
        #expect(zone.isInside(.root))
    }

    @Test(arguments: ["a..b", ".a", String(repeating: "a", count: 64), String(repeating: "a.", count: 130) + "a"])
    func badTextIsRefused(_ text: String) {
        #expect(throws: DNSSyntaxError.badName) { try DNSName(text) }
    }

    @Test func oddOctetsAreShownEscaped() throws {
        let message = bytes("0001 0000 0001 0000 0000 0000 03 2e 07 ff 00 0001 0001")
        #expect(try DNSMessage(parsing: message).questions[0].name.description == "\\.\\007\\255.")
    }
}
