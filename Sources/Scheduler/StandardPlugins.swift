extension PluginSet {
    /// The list of built-in plugins; a new one is entered here.
    package static let standard = PluginSet(
        filters: [NodeUnschedulable(), NodeName(), TaintToleration(), NodeAffinityPlugin(), NodePorts(), NodeResourcesFit()],
        scores: [TaintToleration(), NodeAffinityPlugin(), NodeResourcesFit(), BalancedAllocation(), ImageLocality()],
        preparing: [PodTopologySpread(), InterPodAffinity()])
}
