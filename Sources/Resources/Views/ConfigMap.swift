// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 ConfigMap: small configuration data.
package struct ConfigMap: Resource {
    package static let type = ResourceType.configMaps
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var data: [String: String] { get { self["data"] } set { self["data"] = newValue } }
    package var binaryData: [String: String] { get { self["binaryData"] } set { self["binaryData"] = newValue } }
    package var immutable: Bool? { get { self["immutable"] } set { self["immutable"] = newValue } }
}
