package import Document
package import Resources

/// How an object looks in a version other than the one it is stored in.
///
/// Conversions say only what differs in shape. What a version does not know is dropped, and what it lacks is filled in, by
/// `ServedResource` with the schemas of both.
package struct VersionConversion: Sendable {
    /// From the stored to the served version, apiVersion and kind excepted.
    package var toServed: @Sendable (JSON) -> JSON
    package var toStored: @Sendable (JSON) -> JSON
    /// What field selectors call a field of the stored version; nil for a name that this version does not know.
    package var storedField: @Sendable (String) -> String? = { $0 }

    package init(toServed: @escaping @Sendable (JSON) -> JSON, toStored: @escaping @Sendable (JSON) -> JSON) {
        self.toServed = toServed
        self.toStored = toStored
    }

    /// Versions that differ in nothing but their name.
    package static let sameShape = VersionConversion(toServed: { $0 }, toStored: { $0 })

    /// Versions that differ in the names of top-level fields: pairs of stored and served name.
    package static func renaming(_ names: [(stored: String, served: String)]) -> VersionConversion {
        var conversion = VersionConversion(
            toServed: { rename($0, names.map { ($0.stored, $0.served) }) }, toStored: { rename($0, names.map { ($0.served, $0.stored) }) })
        conversion.storedField = { field in
            let first = field.prefix { $0 != "." }
            if let name = names.first(where: { $0.served == first }) { return name.stored + field.dropFirst(first.count) }
            return names.contains { $0.stored == first } ? nil : field
        }
        return conversion
    }

    private static func rename(_ object: JSON, _ names: [(String, String)]) -> JSON {
        guard let members = object.object else { return object }
        var result = JSONObject(minimumCapacity: members.count)
        for (key, value) in members { result.append(names.first { $0.0 == key }?.1 ?? key, value) }
        return .object(result)
    }

    /// The conversion between two versions of one resource; nil when they are the same.
    package static func between(stored: ResourceType, served: ResourceType) -> VersionConversion? {
        stored == served ? nil : table[served] ?? VersionConversion.sameShape
    }

    /// The served versions whose shape is not that of the stored one.
    private static let table: [ResourceType: VersionConversion] = {
        var table: [ResourceType: VersionConversion] = [:]
        for (apiVersion, plural, kind, namespaced, conversion) in entries {
            let gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            table[ResourceType(group: gvk.group, version: gvk.version, plural: plural, kind: kind, namespaced: namespaced)] = conversion
        }
        return table
    }()

    private static let entries: [(String, String, String, Bool, VersionConversion)] = [
        ("apiextensions.k8s.io/v1beta1", "customresourcedefinitions", "CustomResourceDefinition", false, customResourceDefinitionV1beta1),
        ("apps/v1beta1", "deployments", "Deployment", true, deploymentWithRollback),
        ("autoscaling/v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, autoscalerV1),
        ("autoscaling/v2beta1", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, autoscalerV2beta1),
        ("certificates.k8s.io/v1beta1", "certificatesigningrequests", "CertificateSigningRequest", false, signingRequestV1beta1),
        ("discovery.k8s.io/v1beta1", "endpointslices", "EndpointSlice", true, endpointSliceV1beta1),
        ("events.k8s.io/v1", "events", "Event", true, events),
        ("events.k8s.io/v1beta1", "events", "Event", true, events),
        ("extensions/v1beta1", "daemonsets", "DaemonSet", true, daemonSetWithGeneration),
        ("extensions/v1beta1", "deployments", "Deployment", true, deploymentWithRollback),
        ("extensions/v1beta1", "ingresses", "Ingress", true, ingressV1beta1),
        ("networking.k8s.io/v1beta1", "ingresses", "Ingress", true, ingressV1beta1),
        ("policy/v1beta1", "poddisruptionbudgets", "PodDisruptionBudget", true, disruptionBudgetV1beta1),
        ("rbac.authorization.k8s.io/v1alpha1", "clusterrolebindings", "ClusterRoleBinding", false, roleBindingV1alpha1),
        ("rbac.authorization.k8s.io/v1alpha1", "rolebindings", "RoleBinding", true, roleBindingV1alpha1),
        ("resource.k8s.io/v1beta1", "resourceclaims", "ResourceClaim", true, deviceRequestsV1beta1(at: ["spec"])),
        ("resource.k8s.io/v1beta1", "resourceclaimtemplates", "ResourceClaimTemplate", true, deviceRequestsV1beta1(at: ["spec", "spec"])),
        ("resource.k8s.io/v1beta1", "resourceslices", "ResourceSlice", false, resourceSliceV1beta1),
    ]

    /// core/v1 events are served by events.k8s.io too.
    private static let events = renaming([
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ])
}

extension JSON {
    /// Changes each element of the array at `key`, if there is one.
    mutating func changeElements(_ key: String, _ body: (inout JSON) -> Void) {
        guard self[key].array != nil else { return }
        self[key].mutateArray { elements in
            for index in elements.indices { body(&elements[index]) }
        }
    }

    /// Gives the member `old` the name `new`.
    mutating func rename(_ old: String, _ new: String) {
        let value = self[old]
        if value.isNull { return }
        self[old] = .null
        self[new] = value
    }
}
