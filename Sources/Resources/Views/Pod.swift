// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Pod: one or more containers that share a network, run together on one node.
package struct Pod: Resource {
    package static let type = ResourceType.pods
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: PodSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: PodStatus { get { self["status"] } set { self["status"] = newValue } }

    package enum Phase {
        package static let pending = "Pending"
        package static let running = "Running"
        package static let succeeded = "Succeeded"
        package static let failed = "Failed"
        package static let unknown = "Unknown"
    }

    /// Names the component, in the namespace of the system, that a pod without containers stands for:
    /// one that runs inside a node's process.
    package static let builtInLabel = "coxswain.io/built-in"
    package static let systemNamespace = "kube-system"
    /// Whether it stands for a component inside a node's process: it takes no room, and nothing is to be run for it.
    package var isBuiltIn: Bool { namespace == Self.systemNamespace && labels[Self.builtInLabel] != nil }

    /// Whether all its containers have ended for good.
    package var isFinished: Bool { status.phase == Phase.succeeded || status.phase == Phase.failed }
    package var isReady: Bool { status.conditions.isTrue("Ready") }
    /// Whether it counts as a replica: neither finished nor on its way out.
    package var isActive: Bool { !isFinished && !isBeingDeleted }

    /// Whether it has been ready for `minReadySeconds` at `now`.
    package func isAvailable(minReadySeconds: Int, now: Timestamp) -> Bool {
        guard let ready = status.conditions[type: "Ready"], ready.isTrue else { return false }
        guard minReadySeconds > 0 else { return true }
        guard let since = ready.lastTransitionTime else { return false }
        return since.adding(seconds: minReadySeconds) <= now
    }
}
