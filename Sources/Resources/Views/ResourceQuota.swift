// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 ResourceQuota: how much the objects of a namespace may use in all.
package struct ResourceQuota: Resource {
    package static let type = ResourceType.resourceQuotas
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var hard: ResourceList { ResourceList(json["spec"]["hard"]) }
}
