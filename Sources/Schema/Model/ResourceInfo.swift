package import Resources

/// A resource the API serves: what discovery tells of it.
package struct ResourceInfo: Sendable, Hashable {
    package var type: ResourceType
    package var singular: String
    package var shortNames: [String]
    package var categories: [String]
    /// Sorted: create, delete, deletecollection, get, list, patch, update, watch.
    package var verbs: [String]
    package var subresources: [SubresourceInfo]
    /// Set for versions whose use is discouraged.
    package var deprecation: Deprecation?
    /// The kind of the resource's lists.
    package var listKind: String
    /// The version in which objects are stored, where that is not the preferred one of the group.
    package var storedVersion: String?
    /// Whether a CustomResourceDefinition makes it.
    package var isCustom: Bool

    package init(
        type: ResourceType, singular: String, shortNames: [String] = [], categories: [String] = [], verbs: [String],
        subresources: [SubresourceInfo] = [], listKind: String? = nil, storedVersion: String? = nil, isCustom: Bool = false
    ) {
        self.type = type
        self.singular = singular
        self.shortNames = shortNames
        self.categories = categories
        self.verbs = verbs
        self.subresources = subresources
        self.listKind = listKind ?? type.kind + "List"
        self.storedVersion = storedVersion
        self.isCustom = isCustom
    }

    package var groupVersion: GroupVersion { GroupVersion(group: type.group, version: type.version) }
    package var gvk: GroupVersionKind { type.groupVersionKind }
    /// Whether it is one of the versions that upstream's servers no longer have.
    package var isEarlierVersion: Bool { deprecation?.isRemoved ?? false }
    package func subresource(_ name: String) -> SubresourceInfo? { subresources.first { $0.name == name } }
}

/// A path below an object, such as `status` or `scale`.
package struct SubresourceInfo: Sendable, Hashable {
    package var name: String
    package var verbs: [String]
    /// The kind that the path reads and writes; `autoscaling/v1` `Scale` for `scale`.
    package var gvk: GroupVersionKind

    package init(name: String, verbs: [String], gvk: GroupVersionKind) {
        self.name = name
        self.verbs = verbs
        self.gvk = gvk
    }

    package var kind: GroupVersionKind { gvk }
}
