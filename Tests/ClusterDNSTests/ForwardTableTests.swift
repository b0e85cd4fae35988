import DNSWire
import Testing

@testable import ClusterDNS

@Suite struct ForwardTableTests {
    private func query(_ name: String = "example.org", id: UInt16 = 7) throws -> DNSMessage {
        .query(id: id, DNSQuestion(name: try DNSName(name), type: .a))
    }

    private func sent(_ step: ForwardTable.Step) throws -> (id: UInt16, upstream: Int) {
        guard case .send(let id, let upstream, let bytes) = step else {
            Issue.record("nothing sent: \(step)")
            return (0, 0)
        }
        #expect(try DNSMessage(parsing: bytes).id == id)
        return (id, upstream)
    }

    private func answered(_ step: ForwardTable.Step) -> DNSMessage? {
        if case .answer(let message, _) = step { return message }
        return nil
    }

    private func reply(to query: DNSMessage, id: UInt16, ttl: UInt32 = 60) -> DNSMessage {
        var message = query.response()
        message.id = id
        message.answers = [DNSRecord(name: query.questions[0].name, ttl: ttl, data: .a(1))]
        return message
    }

    @Test func answerGoesBackUnderTheClientsID() throws {
        var table = ForwardTable(upstreams: 1)
        let query = try query()
        let (id, _) = try sent(table.ask(query, id: 500, now: 0) { _ in })
        let message = answered(table.received(reply(to: query, id: id), from: 0, now: 0))
        #expect(message?.id == 7)
        #expect(message?.answers.count == 1)
        #expect(message?.edns == nil)
        #expect(table.pending.isEmpty)
    }

    @Test func strangersAndForgeriesAreIgnored() throws {
        var table = ForwardTable(upstreams: 2)
        let query = try query()
        let (id, _) = try sent(table.ask(query, id: 500, now: 0) { _ in })
        #expect(answered(table.received(reply(to: query, id: id &+ 1), from: 0, now: 0)) == nil)
        #expect(answered(table.received(reply(to: query, id: id), from: 1, now: 0)) == nil)
        #expect(answered(table.received(reply(to: try self.query("other.org"), id: id), from: 0, now: 0)) == nil)
        #expect(table.pending.count == 1)
    }

    @Test func nextUpstreamIsAskedThenTheClientHearsOfTheFailure() throws {
        var table = ForwardTable(upstreams: 2)
        let (id, first) = try sent(table.ask(try query(), id: 500, now: 0) { _ in })
        #expect(first == 0)
        #expect(try sent(table.timedOut(id: id, upstream: 0)).upstream == 1)
        #expect(answered(table.timedOut(id: id, upstream: 0)) == nil)
        #expect(answered(table.timedOut(id: id, upstream: 1))?.responseCode == .serverFailure)
        #expect(table.pending.isEmpty)
    }

    @Test func withoutUpstreamsOutsideNamesAreRefused() throws {
        var table = ForwardTable(upstreams: 0)
        #expect(answered(table.ask(try query(), id: 1, now: 0) { _ in })?.responseCode == .refused)
    }

    @Test func numberOfWaitingQuestionsIsBounded() throws {
        var table = ForwardTable(upstreams: 1)
        for index in 0..<ForwardTable.maximumPending {
            // The same drawn id each time: the table finds a free one.
            _ = try sent(table.ask(try query("n\(index).org"), id: 65_535, now: 0) { _ in })
        }
        #expect(answered(table.ask(try query("late.org"), id: 1, now: 0) { _ in })?.responseCode == .serverFailure)
        #expect(table.drain().count == ForwardTable.maximumPending)
    }

    @Test func knownAnswersCountDownAndExpire() throws {
        var table = ForwardTable(upstreams: 1)
        let query = try query()
        let (id, _) = try sent(table.ask(query, id: 500, now: 100) { _ in })
        _ = table.received(reply(to: query, id: id, ttl: 10), from: 0, now: 100)
        #expect(answered(table.ask(query, id: 501, now: 104) { _ in })?.answers.first?.ttl == 6)
        _ = try sent(table.ask(query, id: 502, now: 110) { _ in })
    }

    @Test func negativeAnswersLastAsTheAuthoritySays() throws {
        var cache = AnswerCache()
        let query = try query()
        var message = query.response(.nameError)
        cache.store(message, for: query.questions[0], now: 0)
        #expect(cache.find(query.questions[0], now: 0) == nil)
        message.authorities = [DNSRecord(name: .root, ttl: 900, data: .soa(ZoneFixture.configuration.authority))]
        cache.store(message, for: query.questions[0], now: 0)
        #expect(cache.find(query.questions[0], now: 4)?.responseCode == .nameError)
        #expect(cache.find(query.questions[0], now: 5) == nil)
    }
}
