internal import DNSWire

/// Turns the bytes of a query into the bytes of its answer. Each query stands alone: one that waits for an upstream holds up
/// no other.
final class DNSResponder: Sendable {
    private let zone: ClusterZone
    private let forwarder: UpstreamForwarder

    init(zone: ClusterZone, forwarder: UpstreamForwarder) {
        self.zone = zone
        self.forwarder = forwarder
    }

    func statusPage(wantsBody: Bool) -> String { StatusPage.answer(zone, wantsBody: wantsBody) }

    /// Calls `reply` at most once: at once for the cluster's own names, later for others, never for what is no query.
    func handle(_ bytes: [UInt8], over transport: DNSTransport, reply: @escaping @Sendable ([UInt8]) -> Void) {
        var random = SystemRandomNumberGenerator()
        switch QueryPlan(bytes, zone: zone, using: &random) {
        case .ignore: return
        case .respond(let message, let query): reply(message.encoded(limit: transport.limit(for: query)))
        case .forward(let query):
            forwarder.ask(query) { reply($0.encoded(limit: transport.limit(for: query))) }
        case .complete(let response, let query, let target):
            var question = query
            question.questions = [DNSQuestion(name: target, type: query.questions[0].type)]
            forwarder.ask(question) { answer in
                var response = response
                // Without an upstream the alias alone is the answer: true, and enough for a resolver that can go on itself.
                if answer.responseCode != .refused {
                    response.responseCode = answer.responseCode
                    response.answers += answer.answers
                }
                reply(response.encoded(limit: transport.limit(for: query)))
            }
        }
    }
}
