package import Resources

/// Where objects live that are served by more than one group.
package enum ResourceHome {
    /// The resource that holds the objects of a group's resource: itself but for what moved from one group to another.
    package static func of(group: String, plural: String) -> QualifiedName {
        switch (group, plural) {
        case ("events.k8s.io", "events"): QualifiedName(group: "", name: plural)
        case ("extensions", "daemonsets"), ("extensions", "deployments"), ("extensions", "replicasets"):
            QualifiedName(group: "apps", name: plural)
        case ("extensions", "ingresses"), ("extensions", "networkpolicies"): QualifiedName(group: "networking.k8s.io", name: plural)
        default: QualifiedName(group: group, name: plural)
        }
    }
}
