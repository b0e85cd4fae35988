/// Every plugin the scheduler runs, in order; filters stop at the first refusal of a node.
package struct PluginSet: Sendable {
    package var podFilters: [any PodFilterPlugin] = []
    package var filters: [any FilterPlugin]
    package var scores: [any ScorePlugin]
}
