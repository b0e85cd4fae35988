// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// apps/v1 ControllerRevision: what a workload's template was at one time.
package struct ControllerRevision: Resource {
    package static let type = ResourceType.controllerRevisions
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var data: JSON { get { self["data"] } set { self["data"] = newValue } }
    package var revision: Int { get { self["revision"] } set { self["revision"] = newValue } }
}
