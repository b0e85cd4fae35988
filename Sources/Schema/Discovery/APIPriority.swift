internal import Resources

/// The place of a version of a group among all others. Clients take the first group that serves a name they were given, so
/// `kubectl get deployments` depends on it. The numbers are those of APIServices.
package struct APIPriority: Sendable, Hashable {
    /// Higher comes first; the highest of a group's versions counts.
    package var group: Int
    /// Among the group's versions; higher comes first.
    package var version: Int

    package init(group: Int, version: Int) {
        self.group = group
        self.version = version
    }

    /// Of the kinds of CustomResourceDefinitions.
    package static let custom = APIPriority(group: 1000, version: 100)
    /// Of versions that upstream's servers no longer have; whatever else has their resources comes first.
    private static let bygone = APIPriority(group: 1100, version: 0)

    /// Of the versions that a server has of its own; nil for those no APIService tells of, as upstream's server registers none for them.
    package static func ofOwn(_ groupVersion: GroupVersion) -> APIPriority? {
        guard let group = own[groupVersion.group], let version = group.versions[groupVersion.version] else { return nil }
        return APIPriority(group: group.priority, version: version)
    }

    /// Where a version belongs that nothing is said of.
    static func byDefault(_ groupVersion: GroupVersion) -> APIPriority {
        if let known = ofOwn(groupVersion) { return known }
        if let group = own[groupVersion.group] { return APIPriority(group: group.priority, version: 0) }
        return groupVersion.group == "extensions" ? bygone : custom
    }

    private static let own: [String: (priority: Int, versions: [String: Int])] = [
        "": (18_000, ["v1": 1]), "apiregistration.k8s.io": (17_900, [:]), "apps": (17_800, ["v1": 15]),
        "events.k8s.io": (17_750, ["v1": 15, "v1beta1": 5]),
        "authentication.k8s.io": (17_700, ["v1": 15, "v1beta1": 9, "v1alpha1": 1]), "authorization.k8s.io": (17_600, ["v1": 15]),
        "autoscaling": (17_500, ["v2": 30, "v1": 15, "v2beta1": 9, "v2beta2": 1]),
        "batch": (17_400, ["v1": 15, "v1beta1": 9, "v2alpha1": 9]),
        "certificates.k8s.io": (17_300, ["v1": 15, "v1beta1": 9, "v1alpha1": 1]),
        "networking.k8s.io": (17_200, ["v1": 15, "v1beta1": 9]), "policy": (17_100, ["v1": 15, "v1beta1": 9]),
        "rbac.authorization.k8s.io": (17_000, ["v1": 15]), "storage.k8s.io": (16_800, ["v1": 15, "v1beta1": 9, "v1alpha1": 1]),
        "admissionregistration.k8s.io": (16_700, ["v1": 15, "v1beta1": 12, "v1alpha1": 9]), "apiextensions.k8s.io": (16_700, ["v1": 15]),
        "scheduling.k8s.io": (16_600, ["v1": 15, "v1alpha2": 2]),
        "coordination.k8s.io": (16_500, ["v1": 15, "v1beta1": 13, "v1alpha2": 12]),
        "node.k8s.io": (16_300, ["v1": 15, "v1beta1": 9, "v1alpha1": 1]), "discovery.k8s.io": (16_200, ["v1": 15, "v1beta1": 12]),
        "flowcontrol.apiserver.k8s.io": (16_100, ["v1": 21, "v1beta3": 18, "v1beta2": 15, "v1beta1": 12, "v1alpha1": 9]),
        "internal.apiserver.k8s.io": (16_000, ["v1alpha1": 9]),
        "resource.k8s.io": (16_200, ["v1": 21, "v1beta2": 15, "v1beta1": 9, "v1alpha3": 1]),
        "storagemigration.k8s.io": (15_800, ["v1beta1": 9]), "metrics.k8s.io": (100, ["v1beta1": 100]),
        "custom.metrics.k8s.io": (100, ["v1beta1": 100, "v1beta2": 200]), "external.metrics.k8s.io": (100, ["v1beta1": 100]),
    ]
}
