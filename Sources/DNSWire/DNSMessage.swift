/// Why bytes are not a DNS message, or text not a name.
package enum DNSSyntaxError: Error, Hashable, Sendable {
    /// The message ends before what its counts promise.
    case truncated
    /// A label or name too long, an empty label, or a compression pointer that does not point backwards.
    case badName
    /// Record data whose length does not fit its type.
    case badRecord
    /// More than one OPT record, or one not owned by the root (RFC 6891 §6.1.1).
    case badEDNS
}

/// Result of a query (IANA DNS RCODEs).
package struct DNSResponseCode: RawRepresentable, Hashable, Sendable {
    /// Twelve bits; the upper eight travel in the OPT record.
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let noError = DNSResponseCode(rawValue: 0)
    package static let formatError = DNSResponseCode(rawValue: 1)
    package static let serverFailure = DNSResponseCode(rawValue: 2)
    package static let nameError = DNSResponseCode(rawValue: 3)
    package static let notImplemented = DNSResponseCode(rawValue: 4)
    package static let refused = DNSResponseCode(rawValue: 5)
    package static let badVersion = DNSResponseCode(rawValue: 16)
}

/// What is asked.
package struct DNSQuestion: Hashable, Sendable {
    package var name: DNSName
    package var type: DNSRecordType
    package var recordClass: DNSRecordClass

    package init(name: DNSName, type: DNSRecordType, recordClass: DNSRecordClass = .internet) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
    }
}

/// The OPT pseudo-record (RFC 6891).
package struct DNSExtension: Hashable, Sendable {
    /// Largest UDP payload the sender can take, in octets.
    package var payloadBytes: UInt16
    package var version: UInt8
    package var dnssecOK: Bool
    /// Raw options.
    package var options: [UInt8]

    package init(payloadBytes: UInt16, version: UInt8 = 0, dnssecOK: Bool = false, options: [UInt8] = []) {
        self.payloadBytes = payloadBytes
        self.version = version
        self.dnssecOK = dnssecOK
        self.options = options
    }
}

/// A DNS message (RFC 1035 §4) with EDNS0 taken out of the additional section.
package struct DNSMessage: Hashable, Sendable {
    package var id: UInt16
    package var isResponse = false
    package var opcode: UInt8 = 0
    package var isAuthoritative = false
    package var isTruncated = false
    package var recursionDesired = false
    package var recursionAvailable = false
    package var authenticData = false
    package var checkingDisabled = false
    package var responseCode: DNSResponseCode = .noError
    package var questions: [DNSQuestion] = []
    package var answers: [DNSRecord] = []
    package var authorities: [DNSRecord] = []
    package var additionals: [DNSRecord] = []
    package var edns: DNSExtension?

    /// Octets of the fixed header.
    package static let headerBytes = 12
    /// RFC 1035 §2.3.4: what every UDP receiver takes.
    package static let plainPayloadBytes = 512
    /// The two-octet length of TCP framing allows no more.
    package static let maximumBytes = 65_535

    package init(id: UInt16) { self.id = id }

    /// A query for one question, recursion desired.
    package static func query(id: UInt16, _ question: DNSQuestion, edns: DNSExtension? = nil) -> DNSMessage {
        var message = DNSMessage(id: id)
        message.recursionDesired = true
        message.questions = [question]
        message.edns = edns
        return message
    }

    /// The empty answer to this query: same id, opcode, question and recursion wish; an OPT record if the query had one.
    package func response(_ code: DNSResponseCode = .noError, payloadBytes: UInt16 = 1232) -> DNSMessage {
        var message = DNSMessage(id: id)
        message.isResponse = true
        message.opcode = opcode
        message.recursionDesired = recursionDesired
        message.checkingDisabled = checkingDisabled
        message.questions = questions
        message.responseCode = code
        if let edns { message.edns = DNSExtension(payloadBytes: payloadBytes, dnssecOK: edns.dnssecOK) }
        return message
    }
}
