package import DNSWire
internal import Resources
import Synchronization

/// The zone as informers write it and servers read it. An answer is a few dictionary look-ups, so readers hold the lock for
/// microseconds, and a change never copies the whole.
package final class ClusterZone: Sendable {
    package let configuration: ZoneConfiguration
    private let data = Mutex(ZoneData())

    package init(configuration: ZoneConfiguration) { self.configuration = configuration }

    package func change(_ body: (inout ZoneData) -> Void) { data.withLock { body(&$0) } }

    var counts: (services: Int, namespaces: Int) { data.withLock { ($0.services.count, $0.namespaces.count) } }

    /// The answer from the cluster's state, records of the same name in an order drawn from `random` so that clients which take the
    /// first spread out; nil when the name is not the zone's.
    package func answer(_ question: DNSQuestion, using random: inout some RandomNumberGenerator) -> ZoneAnswer? {
        guard var answer = data.withLock({ ZoneLookup(data: $0, zone: configuration).answer(question) }) else { return nil }
        // Aliases come first and keep their order; what they lead to is shuffled.
        let aliases = answer.answers.prefix { $0.data.type == .cname }
        answer.answers = Array(aliases) + answer.answers.dropFirst(aliases.count).shuffled(using: &random)
        return answer
    }
}
