/// Where a pod goes, or why it goes nowhere.
package enum Placement: Sendable, Equatable {
    case node(String)
    case none(Refusal)
}

/// Why no node takes a pod: how many nodes there are, and each reason with the number of nodes that gave it.
package struct Refusal: Sendable, Equatable {
    package var nodeCount: Int
    package var reasons: [String: Int]
    /// What keeps the pod from every node, whichever it is.
    package var common: String?
    /// Whether other pods' leaving may make room on some node.
    var isResolvable = false
    /// What may change the answer.
    package var rescueChanges: ClusterChanges

    /// The text of the `FailedScheduling` event and of the pod's `PodScheduled` condition, worded as upstream words it.
    package var message: String {
        guard nodeCount > 0 else { return "no nodes available to schedule pods" }
        if let common { return "0/\(nodeCount) nodes are available: \(common)." }
        let counted = reasons.map { "\($0.value) \($0.key)" }.sorted()
        return "0/\(nodeCount) nodes are available: \(counted.joined(separator: ", "))."
    }
}
