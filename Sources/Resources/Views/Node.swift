// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Node: a machine that runs pods.
package struct Node: Resource {
    package static let type = ResourceType.nodes
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    /// Tells the zone a node is in.
    package static let zoneLabel = "topology.kubernetes.io/zone"

    package var spec: NodeSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: NodeStatus { get { self["status"] } set { self["status"] = newValue } }

    package var isReady: Bool { status.conditions.isTrue("Ready") }
    package func address(_ type: String) -> String? { status.addresses.first { $0.type == type }?.address }
}

/// What is asked of a node.
package struct NodeSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var podCIDR: String { get { self["podCIDR"] } set { self["podCIDR"] = newValue } }
    package var podCIDRs: [String] { get { self["podCIDRs"] } set { self["podCIDRs"] = newValue } }
    package var providerID: String { get { self["providerID"] } set { self["providerID"] = newValue } }
    package var unschedulable: Bool { get { self["unschedulable"] } set { self["unschedulable"] = newValue } }
    package var taints: [Taint] { get { self["taints"] } set { self["taints"] = newValue } }
}

/// A mark that keeps pods away: NoSchedule, PreferNoSchedule or NoExecute.
package struct Taint: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var key: String { get { self["key"] } set { self["key"] = newValue } }
    package var value: String { get { self["value"] } set { self["value"] = newValue } }
    package var effect: String { get { self["effect"] } set { self["effect"] = newValue } }
    package var timeAdded: Timestamp? { get { self["timeAdded"] } set { self["timeAdded"] = newValue } }

    package init(key: String, value: String = "", effect: String) {
        json = ["key": .string(key), "effect": .string(effect)]
        self.value = value
    }
}

/// What a node is found to be.
package struct NodeStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var capacity: [String: Quantity] { get { self["capacity"] } set { self["capacity"] = newValue } }
    package var allocatable: [String: Quantity] { get { self["allocatable"] } set { self["allocatable"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
    package var addresses: [NodeAddress] { get { self["addresses"] } set { self["addresses"] = newValue } }
    package var daemonEndpoints: JSON { get { self["daemonEndpoints"] } set { self["daemonEndpoints"] = newValue } }
    package var nodeInfo: NodeSystemInfo { get { self["nodeInfo"] } set { self["nodeInfo"] = newValue } }
    package var images: [ContainerImage] { get { self["images"] } set { self["images"] = newValue } }
    package var phase: String { get { self["phase"] } set { self["phase"] = newValue } }
}

/// InternalIP, ExternalIP or Hostname.
package struct NodeAddress: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var type: String { get { self["type"] } set { self["type"] = newValue } }
    package var address: String { get { self["address"] } set { self["address"] = newValue } }

    package init(type: String, address: String) { json = ["type": .string(type), "address": .string(address)] }
}

/// The software of a node.
package struct NodeSystemInfo: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var machineID: String { get { self["machineID"] } set { self["machineID"] = newValue } }
    package var systemUUID: String { get { self["systemUUID"] } set { self["systemUUID"] = newValue } }
    package var bootID: String { get { self["bootID"] } set { self["bootID"] = newValue } }
    package var kernelVersion: String { get { self["kernelVersion"] } set { self["kernelVersion"] = newValue } }
    package var osImage: String { get { self["osImage"] } set { self["osImage"] = newValue } }
    package var containerRuntimeVersion: String {
        get { self["containerRuntimeVersion"] } set { self["containerRuntimeVersion"] = newValue }
    }
    package var kubeletVersion: String { get { self["kubeletVersion"] } set { self["kubeletVersion"] = newValue } }
    package var kubeProxyVersion: String { get { self["kubeProxyVersion"] } set { self["kubeProxyVersion"] = newValue } }
    package var operatingSystem: String { get { self["operatingSystem"] } set { self["operatingSystem"] = newValue } }
    package var architecture: String { get { self["architecture"] } set { self["architecture"] = newValue } }
}

/// An image that a node holds.
package struct ContainerImage: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var names: [String] { get { self["names"] } set { self["names"] = newValue } }
    package var sizeBytes: Int { get { self["sizeBytes"] } set { self["sizeBytes"] = newValue } }
}
