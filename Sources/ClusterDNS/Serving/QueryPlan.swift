internal import DNSWire

/// What to do with bytes that arrived. Pure: the servers carry it out.
enum QueryPlan: Equatable {
    /// Not a query, or too short to answer: silence, so that two servers never talk to each other for ever.
    case ignore
    /// The answer, and the query it is for (nil when that could not be read).
    case respond(DNSMessage, to: DNSMessage?)
    /// Not ours: ask an upstream resolver.
    case forward(DNSMessage)
    /// An alias leads out of the zone: ask for `target` and add its records.
    case complete(DNSMessage, query: DNSMessage, target: DNSName)

    init(_ bytes: [UInt8], zone: ClusterZone, using random: inout some RandomNumberGenerator) {
        guard bytes.count >= DNSMessage.headerBytes, bytes[2] & 0x80 == 0 else {
            self = .ignore
            return
        }
        guard let query = try? DNSMessage(parsing: bytes) else {
            var broken = DNSMessage(id: UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
            broken.opcode = bytes[2] >> 3 & 0xF
            self = .respond(broken.response(.formatError), to: nil)
            return
        }
        self = Self.plan(query, zone: zone, using: &random)
    }

    private static func plan(_ query: DNSMessage, zone: ClusterZone, using random: inout some RandomNumberGenerator) -> QueryPlan {
        guard query.opcode == 0 else { return .respond(query.response(.notImplemented), to: query) }
        guard query.questions.count == 1, let question = query.questions.first else {
            return .respond(query.response(.formatError), to: query)
        }
        if let edns = query.edns, edns.version != 0 { return .respond(query.response(.badVersion), to: query) }
        guard question.recordClass == .internet || question.recordClass == .any else {
            return .respond(query.response(.notImplemented), to: query)
        }
        guard question.type != .axfr, question.type != .ixfr else { return .respond(query.response(.refused), to: query) }
        guard let answer = zone.answer(question, using: &random) else { return .forward(query) }
        var response = query.response(answer.code)
        response.isAuthoritative = true
        response.recursionAvailable = true
        response.answers = answer.answers
        response.authorities = answer.authorities
        response.additionals = answer.additionals
        if let target = answer.outside { return .complete(response, query: query, target: target) }
        return .respond(response, to: query)
    }
}

/// How the answer travels.
enum DNSTransport: Sendable, Equatable {
    case udp
    case tcp

    /// Octets an answer of ours fits into without being split on its way over UDP (DNS flag day 2020).
    static let safePayloadBytes: UInt16 = 1232

    /// Octets the answer to `query` may have.
    func limit(for query: DNSMessage?) -> Int {
        guard self == .udp else { return DNSMessage.maximumBytes }
        guard let edns = query?.edns else { return DNSMessage.plainPayloadBytes }
        return max(DNSMessage.plainPayloadBytes, min(Int(edns.payloadBytes), Int(Self.safePayloadBytes)))
    }
}
