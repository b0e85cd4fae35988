internal import Document
package import Resources

/// Pods from templates.
extension PodTemplateSpec {
    /// The pod a controller creates: named after its owner, with the template's labels and annotations.
    package func pod<Owner: Resource>(ownedBy owner: Owner) -> Pod {
        var pod = Pod(name: "", namespace: owner.namespace)
        var metadata = ObjectMeta()
        metadata.generateName = Self.prefix(owner.name)
        metadata.namespace = owner.namespace
        metadata.labels = self.metadata.labels
        metadata.annotations = self.metadata.annotations
        metadata.finalizers = self.metadata.finalizers
        metadata.ownerReferences = [owner.controllerReference]
        pod.metadata = metadata
        pod.json["spec"] = spec.json
        return pod
    }

    /// A name that is too long to be followed by a dash and be a host name's beginning is taken as it is; the server cuts it.
    private static func prefix(_ name: String) -> String { NameRules.dns1123Subdomain(name + "-a").isEmpty ? name + "-" : name }
}
