internal import DNSWire

/// Answers of upstream resolvers, kept as long as their records allow. Times are seconds on any clock that only goes forward.
struct AnswerCache {
    private struct Entry {
        var message: DNSMessage
        var stored: Double
        var expires: Double
    }

    /// Answers kept at most; the oldest go first.
    static let maximumEntries = 4096
    /// Upstream's word is not trusted for longer than this.
    static let maximumSeconds: UInt32 = 300

    private var entries: [DNSQuestion: Entry] = [:]
    private var order: [DNSQuestion] = []

    /// The answer with its times to live counted down, or nil.
    func find(_ question: DNSQuestion, now: Double) -> DNSMessage? {
        guard let entry = entries[question], now < entry.expires else { return nil }
        let age = UInt32(max(0, now - entry.stored))
        var message = entry.message
        message.answers = message.answers.map { Self.aged($0, age) }
        message.authorities = message.authorities.map { Self.aged($0, age) }
        message.additionals = message.additionals.map { Self.aged($0, age) }
        return message
    }

    /// Keeps a complete answer: a positive one for its shortest record, a negative one for what the SOA record allows (RFC 2308).
    mutating func store(_ message: DNSMessage, for question: DNSQuestion, now: Double) {
        guard !message.isTruncated, message.responseCode == .noError || message.responseCode == .nameError else { return }
        guard let seconds = Self.lifetime(message), seconds > 0 else { return }
        if entries.updateValue(Entry(message: message, stored: now, expires: now + Double(seconds)), forKey: question) == nil {
            order.append(question)
        }
        while order.count > Self.maximumEntries { entries[order.removeFirst()] = nil }
    }

    private static func lifetime(_ message: DNSMessage) -> UInt32? {
        if let shortest = message.answers.map(\.ttl).min() { return min(shortest, maximumSeconds) }
        for record in message.authorities {
            if case .soa(let authority) = record.data { return min(record.ttl, authority.minimum, maximumSeconds) }
        }
        return nil
    }

    private static func aged(_ record: DNSRecord, _ age: UInt32) -> DNSRecord {
        var record = record
        record.ttl -= min(age, record.ttl)
        return record
    }
}
