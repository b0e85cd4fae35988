// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Secret: small confidential data, its values in base 64.
package struct Secret: Resource {
    package static let type = ResourceType.secrets
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var type: String { get { self["type"] } set { self["type"] = newValue } }
    package var data: [String: String] { get { self["data"] } set { self["data"] = newValue } }
    package var stringData: [String: String] { get { self["stringData"] } set { self["stringData"] = newValue } }
    package var immutable: Bool? { get { self["immutable"] } set { self["immutable"] = newValue } }
}
