// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// What a pod is found to be.
package struct PodStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var phase: String { get { self["phase"] } set { self["phase"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
    package var message: String { get { self["message"] } set { self["message"] = newValue } }
    package var reason: String { get { self["reason"] } set { self["reason"] = newValue } }
    package var nominatedNodeName: String { get { self["nominatedNodeName"] } set { self["nominatedNodeName"] = newValue } }
    package var hostIP: String { get { self["hostIP"] } set { self["hostIP"] = newValue } }
    package var hostIPs: [PodIP] { get { self["hostIPs"] } set { self["hostIPs"] = newValue } }
    package var podIP: String { get { self["podIP"] } set { self["podIP"] = newValue } }
    package var podIPs: [PodIP] { get { self["podIPs"] } set { self["podIPs"] = newValue } }
    package var startTime: Timestamp? { get { self["startTime"] } set { self["startTime"] = newValue } }
    package var initContainerStatuses: [ContainerStatus] {
        get { self["initContainerStatuses"] } set { self["initContainerStatuses"] = newValue }
    }
    package var containerStatuses: [ContainerStatus] { get { self["containerStatuses"] } set { self["containerStatuses"] = newValue } }
    package var ephemeralContainerStatuses: [ContainerStatus] {
        get { self["ephemeralContainerStatuses"] } set { self["ephemeralContainerStatuses"] = newValue }
    }
    package var qosClass: String { get { self["qosClass"] } set { self["qosClass"] = newValue } }
    package var observedGeneration: Int? { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
}

/// One address of a pod or its host.
package struct PodIP: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ip: String { get { self["ip"] } set { self["ip"] = newValue } }

    package init(ip: String) { json = ["ip": .string(ip)] }
}
