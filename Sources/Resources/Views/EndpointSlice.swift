// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// discovery.k8s.io/v1 EndpointSlice: some of the addresses behind a service.
package struct EndpointSlice: Resource {
    package static let type = ResourceType.endpointSlices
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var addressType: String { get { self["addressType"] } set { self["addressType"] = newValue } }
    package var endpoints: [Endpoint] { get { self["endpoints"] } set { self["endpoints"] = newValue } }
    package var ports: [EndpointPort] { get { self["ports"] } set { self["ports"] = newValue } }

    package static let serviceNameLabel = "kubernetes.io/service-name"
    package static let managedByLabel = "endpointslice.kubernetes.io/managed-by"
    package var serviceName: String { labels[Self.serviceNameLabel] ?? "" }
}

/// One pod behind a service.
package struct Endpoint: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var addresses: [String] { get { self["addresses"] } set { self["addresses"] = newValue } }
    package var conditions: EndpointConditions { get { self["conditions"] } set { self["conditions"] = newValue } }
    package var hostname: String? { get { self["hostname"] } set { self["hostname"] = newValue } }
    package var nodeName: String? { get { self["nodeName"] } set { self["nodeName"] = newValue } }
    package var targetRef: ObjectReference? { get { self["targetRef"] } set { self["targetRef"] = newValue } }
    package var zone: String? { get { self["zone"] } set { self["zone"] = newValue } }
    package var hints: JSON? { get { self["hints"] } set { self["hints"] = newValue } }
}

/// An absent `ready` or `serving` counts as true, an absent `terminating` as false.
package struct EndpointConditions: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ready: Bool? { get { self["ready"] } set { self["ready"] = newValue } }
    package var serving: Bool? { get { self["serving"] } set { self["serving"] = newValue } }
    package var terminating: Bool? { get { self["terminating"] } set { self["terminating"] = newValue } }

    /// How far an endpoint may be used.
    package enum Usability: Hashable, Sendable {
        case ready
        /// On its way out but still answering: used only when nobody is ready (KEP-1669).
        case servingWhileTerminating
        case unusable
    }

    package var usability: Usability {
        if ready ?? true { return .ready }
        return (serving ?? false) && (terminating ?? false) ? .servingWhileTerminating : .unusable
    }
}
