package import DNSWire

/// The zone's answer to one question.
package struct ZoneAnswer: Hashable, Sendable {
    package var code: DNSResponseCode = .noError
    package var answers: [DNSRecord] = []
    package var authorities: [DNSRecord] = []
    package var additionals: [DNSRecord] = []
    /// Where an alias led out of the zone: whoever can should add that name's records.
    package var outside: DNSName?
}

extension ZoneLookup {
    /// Aliases followed inside the zone; an ExternalName may lead in a circle.
    static let maximumAliases = 8

    /// nil when the question is not the zone's.
    func answer(_ question: DNSQuestion) -> ZoneAnswer? {
        var lookup = self
        lookup.asksForPlaces = question.type == .srv
        guard let first = lookup.node(at: question.name) else { return nil }
        var answer = ZoneAnswer()
        var name = question.name
        var current: ZoneNode? = first
        for _ in 0...Self.maximumAliases {
            guard let node = current else {
                answer.outside = name
                return answer
            }
            guard case .records(let records, let additional) = node else {
                answer.code = .nameError
                return negative(answer, below: question.name)
            }
            let wanted = records.filter { question.type == .any || $0.type == question.type }
            if wanted.isEmpty, case .cname(let target) = records.first {
                answer.answers.append(DNSRecord(name: name, ttl: zone.ttl, data: .cname(target)))
                name = target
                current = lookup.node(at: target)
                continue
            }
            answer.answers += wanted.map { DNSRecord(name: name, ttl: zone.ttl, data: $0) }
            if question.type == .srv || question.type == .any { answer.additionals += additional }
            return wanted.isEmpty ? negative(answer, below: question.name) : answer
        }
        answer.code = .serverFailure
        return answer
    }

    /// Negative answers carry the SOA record, which bounds how long they may be remembered (RFC 2308).
    private func negative(_ answer: ZoneAnswer, below name: DNSName) -> ZoneAnswer {
        var answer = answer
        answer.authorities = [DNSRecord(name: zoneApex(of: name), ttl: zone.ttl, data: .soa(zone.authority))]
        return answer
    }

    /// Forward names lie below the domain; for reverse ones the covering `in-addr.arpa` zone is the owner.
    private func zoneApex(of name: DNSName) -> DNSName {
        name.isInside(zone.domain) ? zone.domain : (try? DNSName("in-addr.arpa")) ?? zone.domain
    }
}
