// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 ServiceAccount: the identity of pods.
package struct ServiceAccount: Resource {
    package static let type = ResourceType.serviceAccounts
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var secrets: [ObjectReference] { get { self["secrets"] } set { self["secrets"] = newValue } }
}
