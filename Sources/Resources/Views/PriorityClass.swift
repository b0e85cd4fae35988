// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// scheduling.k8s.io/v1 PriorityClass: a name for a pod priority.
package struct PriorityClass: Resource {
    package static let type = ResourceType.priorityClasses
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var value: Int { get { self["value"] } set { self["value"] = newValue } }
    package var globalDefault: Bool { get { self["globalDefault"] } set { self["globalDefault"] = newValue } }
    package var description: String { get { self["description"] } set { self["description"] = newValue } }
    package var preemptionPolicy: String? { get { self["preemptionPolicy"] } set { self["preemptionPolicy"] = newValue } }
}
