/// A plugin whose word on one node depends on the pods of all: it looks at them once for each pod that is placed.
package protocol PreparingPlugin: Sendable {
    /// What it has to say about this pod; nil when nothing.
    func prepare(_ pod: PodInfo, _ nodes: [NodeInfo], _ facts: ClusterFacts) -> PreparedPlugin?
}

/// A plugin made for one pod.
package struct PreparedPlugin: Sendable {
    package var filter: (any FilterPlugin)?
    package var score: (any ScorePlugin)?
}

/// A domain of nodes: those with this value of this label.
struct TopologyValue: Sendable, Hashable {
    let key: String
    let value: String
}
