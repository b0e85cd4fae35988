import ArgumentParser
import Cluster

/// When a node takes itself for short of something; as upstream's kubelet names it.
struct EvictionOptions: ParsableArguments {
    @Option(
        help:
            "When nodes evict pods, such as memory.available<500Mi,nodefs.available<5% (default: less than 100Mi, and 1Gi or a tenth of the disk)."
    )
    var evictionHard: String?
    @Option(help: "How long a node shows that it is short after it was so, such as 30s (default: 5m).")
    var evictionPressureTransitionPeriod: String?

    func apply(to configuration: inout ClusterConfiguration) throws {
        if let evictionHard { configuration.evictionHard = evictionHard }
        guard let period = evictionPressureTransitionPeriod else { return }
        guard let seconds = TokenLifetime.seconds(period) else {
            throw ClusterError("--eviction-pressure-transition-period \(period): not a time such as 30s")
        }
        configuration.evictionTransitionSeconds = seconds
    }
}
