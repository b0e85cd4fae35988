import Resources

/// Whether a pod may run on a node.
package enum FilterVerdict: Sendable, Equatable {
    case fits
    /// It may once other pods are gone; each reason is counted in the pod's event.
    case unschedulable([String])
    /// Nothing that leaves the node can change it.
    case unresolvable(String)

    package var reasons: [String] {
        switch self {
        case .fits: []
        case .unschedulable(let reasons): reasons
        case .unresolvable(let reason): [reason]
        }
    }
}

/// What may let a pod that fitted nowhere fit now. Bits and no set of an enum: thousands of pods may wait for the same few changes.
package struct ClusterChanges: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let nodeAdded = ClusterChanges(rawValue: 1)
    package static let nodeChanged = ClusterChanges(rawValue: 2)
    package static let podLeft = ClusterChanges(rawValue: 4)
    package static let podPlaced = ClusterChanges(rawValue: 8)
    package static let volumesChanged = ClusterChanges(rawValue: 16)
    /// The labels of the pod itself changed.
    package static let podRelabelled = ClusterChanges(rawValue: 32)
}

/// Rules nodes out. Upstream's extension point `Filter`.
package protocol FilterPlugin: Sendable {
    static var name: String { get }
    /// Changes after which a pod this plugin refused is worth another try.
    static var rescueChanges: ClusterChanges { get }
    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict
}

/// Rules a pod out for all nodes at once. Upstream's extension point `PreFilter`.
package protocol PodFilterPlugin: Sendable {
    static var name: String { get }
    /// Changes after which a pod this plugin refused is worth another try.
    static var rescueChanges: ClusterChanges { get }
    /// Why no node will do; nil when that depends on the node.
    func refusal(of pod: PodInfo) -> String?
}

/// Prefers some of the nodes that are left. Upstream's extension point `Score`.
package protocol ScorePlugin: Sendable {
    static var name: String { get }
    /// How much this plugin counts among the others.
    static var weight: Int { get }
    /// Any number, the higher the better; `normalize` brings it to 0 ... 100.
    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int
    func normalize(_ scores: inout [Int])
}

extension ScorePlugin {
    package func normalize(_ scores: inout [Int]) {}
}

package enum Score {
    package static let maximum = 100

    /// Stretches scores so that the highest becomes 100; `reversed`, the lowest becomes 100.
    package static func stretch(_ scores: inout [Int], reversed: Bool = false) {
        let highest = scores.max() ?? 0
        for index in scores.indices {
            let stretched = highest == 0 ? 0 : scores[index] * maximum / highest
            scores[index] = reversed ? maximum - stretched : stretched
        }
    }
}
