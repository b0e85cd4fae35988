package import Resources

/// All types and resources of an API. `builtin` holds Kubernetes 1.36 and the versions before;
/// a CustomResourceDefinition becomes a catalogue of its own.
package struct Catalogue: Sendable {
    /// Every built-in type and resource, parsed from the schema text at first use.
    package static let builtin = SchemaParser.builtin()

    /// By full name ("core.v1.PodSpec").
    package let types: [String: TypeSchema]
    /// Core first, then the groups by name.
    package let resources: [ResourceInfo]
    /// In the order of `resources`.
    package let groupVersions: [GroupVersion]
    private let typesByKind: [GroupVersionKind: TypeSchema]
    private let resourcesByPath: [ResourcePath: Int]
    private let resourcesByKind: [GroupVersionKind: Int]

    private struct ResourcePath: Hashable {
        var group: String
        var version: String
        var plural: String
    }

    package init(types: [TypeSchema], resources: [ResourceInfo]) {
        self.types = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
        self.resources = resources
        var groupVersions: [GroupVersion] = []
        var byPath: [ResourcePath: Int] = [:]
        var byKind: [GroupVersionKind: Int] = [:]
        for (index, info) in resources.enumerated() {
            if !groupVersions.contains(info.groupVersion) { groupVersions.append(info.groupVersion) }
            byPath[ResourcePath(group: info.type.group, version: info.type.version, plural: info.type.plural)] = index
            if byKind[info.gvk] == nil { byKind[info.gvk] = index }
        }
        self.groupVersions = groupVersions
        resourcesByPath = byPath
        resourcesByKind = byKind
        var kinds: [GroupVersionKind: TypeSchema] = [:]
        for type in types {
            for kind in type.kinds { kinds[kind] = type }
        }
        typesByKind = kinds
    }

    /// The same without the resources that upstream's servers no longer have.
    package var withoutEarlierVersions: Catalogue {
        Catalogue(types: Array(types.values), resources: resources.filter { !$0.isEarlierVersion })
    }

    package func type(named name: String) -> TypeSchema? { types[name] }
    package func type(_ gvk: GroupVersionKind) -> TypeSchema? { typesByKind[gvk] }
    package func type(of resource: ResourceType) -> TypeSchema? { typesByKind[resource.groupVersionKind] }

    package func resource(group: String, version: String, plural: String) -> ResourceInfo? {
        resourcesByPath[ResourcePath(group: group, version: version, plural: plural)].map { resources[$0] }
    }
    package func resource(_ gvk: GroupVersionKind) -> ResourceInfo? { resourcesByKind[gvk].map { resources[$0] } }
    package func resources(in groupVersion: GroupVersion) -> [ResourceInfo] { resources.filter { $0.groupVersion == groupVersion } }
    package func hasGroupVersion(_ groupVersion: GroupVersion) -> Bool { groupVersions.contains(groupVersion) }

    /// The kind of lists of `gvk`.
    package func listKind(of gvk: GroupVersionKind) -> GroupVersionKind {
        GroupVersionKind(group: gvk.group, version: gvk.version, kind: gvk.kind + "List")
    }
}
