internal import DNSWire

/// Questions on their way to upstream resolvers. A value: the forwarder feeds it datagrams and timeouts and does what it says.
struct ForwardTable {
    typealias Reply = @Sendable (DNSMessage) -> Void

    struct Pending {
        var query: DNSMessage
        /// Which upstream was asked last; each is asked once.
        var upstream: Int
        var reply: Reply
    }

    /// What there is to do about a question.
    enum Step {
        case answer(DNSMessage, Reply)
        /// Send `bytes` to the upstream of that index, and look again after `timeout` with this id.
        case send(id: UInt16, upstream: Int, bytes: [UInt8])
        case nothing
    }

    /// Questions that may wait for upstreams at once; more are answered SERVFAIL.
    static let maximumPending = 1000

    private(set) var pending: [UInt16: Pending] = [:]
    private var cache = AnswerCache()
    private let upstreams: Int

    init(upstreams: Int) { self.upstreams = upstreams }

    /// A question from a client. `id` is drawn by the caller, at random so that nobody outside can guess it (RFC 5452).
    mutating func ask(_ query: DNSMessage, id: UInt16, now: Double, reply: @escaping Reply) -> Step {
        guard upstreams > 0 else { return .answer(query.response(.refused), reply) }
        guard let question = query.questions.first else { return .answer(query.response(.formatError), reply) }
        if let known = cache.find(question, now: now) { return .answer(Self.handed(known, to: query), reply) }
        var free = id
        guard pending.count < Self.maximumPending else { return .answer(query.response(.serverFailure), reply) }
        while pending[free] != nil { free &+= 1 }
        pending[free] = Pending(query: query, upstream: 0, reply: reply)
        return .send(id: free, upstream: 0, bytes: Self.bytes(query, id: free))
    }

    /// A datagram from an upstream.
    mutating func received(_ message: DNSMessage, from upstream: Int, now: Double) -> Step {
        guard message.isResponse, let waiting = pending[message.id], waiting.upstream == upstream,
            message.questions == waiting.query.questions, let question = message.questions.first
        else { return .nothing }
        pending[message.id] = nil
        cache.store(message, for: question, now: now)
        return .answer(Self.handed(message, to: waiting.query), waiting.reply)
    }

    /// Time is up for `id` at `upstream`: the next one's turn, or no answer.
    mutating func timedOut(id: UInt16, upstream: Int) -> Step {
        guard var waiting = pending[id], waiting.upstream == upstream else { return .nothing }
        waiting.upstream += 1
        guard waiting.upstream < upstreams else {
            pending[id] = nil
            return .answer(waiting.query.response(.serverFailure), waiting.reply)
        }
        pending[id] = waiting
        return .send(id: id, upstream: waiting.upstream, bytes: Self.bytes(waiting.query, id: id))
    }

    /// Everything that waits, answered SERVFAIL: the forwarder is closing.
    mutating func drain() -> [(DNSMessage, Reply)] {
        defer { pending = [:] }
        return pending.values.map { ($0.query.response(.serverFailure), $0.reply) }
    }

    private static func bytes(_ query: DNSMessage, id: UInt16) -> [UInt8] {
        var query = query
        query.id = id
        query.edns = DNSExtension(payloadBytes: DNSTransport.safePayloadBytes, dnssecOK: query.edns?.dnssecOK ?? false)
        return query.encoded()
    }

    /// An upstream's message as the answer to a client's query.
    private static func handed(_ message: DNSMessage, to query: DNSMessage) -> DNSMessage {
        var answer = query.response(message.responseCode)
        answer.isTruncated = message.isTruncated
        answer.recursionAvailable = true
        answer.authenticData = message.authenticData
        answer.answers = message.answers
        answer.authorities = message.authorities
        answer.additionals = message.additionals
        return answer
    }
}
