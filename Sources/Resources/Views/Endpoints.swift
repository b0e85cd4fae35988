// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Endpoints: the addresses behind a service, the older form.
package struct Endpoints: Resource {
    package static let type = ResourceType.endpoints
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var subsets: [EndpointSubset] { get { self["subsets"] } set { self["subsets"] = newValue } }
}

/// Addresses that share the same ports.
package struct EndpointSubset: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var addresses: [EndpointAddress] { get { self["addresses"] } set { self["addresses"] = newValue } }
    package var notReadyAddresses: [EndpointAddress] { get { self["notReadyAddresses"] } set { self["notReadyAddresses"] = newValue } }
    package var ports: [EndpointPort] { get { self["ports"] } set { self["ports"] = newValue } }
}

/// One pod behind a service.
package struct EndpointAddress: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ip: String { get { self["ip"] } set { self["ip"] = newValue } }
    package var hostname: String { get { self["hostname"] } set { self["hostname"] = newValue } }
    package var nodeName: String? { get { self["nodeName"] } set { self["nodeName"] = newValue } }
    package var targetRef: ObjectReference? { get { self["targetRef"] } set { self["targetRef"] = newValue } }
}

/// One port behind a service; also in EndpointSlices.
package struct EndpointPort: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var port: Int? { get { self["port"] } set { self["port"] = newValue } }
    package var `protocol`: String { get { self["protocol"] } set { self["protocol"] = newValue } }
    package var appProtocol: String? { get { self["appProtocol"] } set { self["appProtocol"] = newValue } }
}
