package import Resources

/// The names OpenAPI documents use: for definitions as upstream's Go packages give them, for operations as its generators do.
package enum OpenAPINames {
    private static let prefixes: [(prefix: String, replacement: String)] = [
        ("meta.", "io.k8s.apimachinery.pkg.apis.meta."), ("runtime.", "io.k8s.apimachinery.pkg.runtime."),
        ("util.intstr.", "io.k8s.apimachinery.pkg.util.intstr."), ("api.resource.", "io.k8s.apimachinery.pkg.api.resource."),
        ("version.", "io.k8s.apimachinery.pkg.version."),
        ("apiextensions.", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions."),
        ("apiregistration.", "io.k8s.kube-aggregator.pkg.apis.apiregistration."),
    ]

    /// `core.v1.Pod` → `io.k8s.api.core.v1.Pod`. Names that do not begin with a built-in package are left as they are.
    package static func definition(_ typeName: String) -> String {
        for (prefix, replacement) in prefixes where typeName.hasPrefix(prefix) { return replacement + typeName.dropFirst(prefix.count) }
        return "io.k8s.api." + typeName
    }

    /// The definition of a custom resource: the group's domain backwards, then version and kind.
    package static func customDefinition(_ kind: GroupVersionKind) -> String {
        (kind.group.split(separator: ".").reversed().map(String.init) + [kind.version, kind.kind]).joined(separator: ".")
    }

    /// A group as a word: `rbac.authorization.k8s.io` → `RbacAuthorization`, the core group → `Core`.
    static func groupWord(_ group: String) -> String {
        guard !group.isEmpty else { return "Core" }
        let name = group.hasSuffix(".k8s.io") ? String(group.dropLast(7)) : group
        return name.split(whereSeparator: { $0 == "." || $0 == "-" }).map { capitalized(String($0)) }.joined()
    }

    /// The tag of a group version's operations: `rbacAuthorization_v1`.
    static func tag(_ type: ResourceType) -> String {
        let word = groupWord(type.group)
        return word.prefix(1).lowercased() + word.dropFirst() + "_" + type.version
    }

    /// `deploymentScale`-like words begin with a capital: `scale` → `Scale`.
    static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
}
