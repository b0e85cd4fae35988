package import Document
package import Resources

/// Devices that others use can be looked into only from namespaces that an administrator labelled for it (KEP-5018).
package struct DeviceAdminAccess: AdmissionPlugin {
    package let name = "DeviceAdminAccess"
    private static let label = "resource.kubernetes.io/admin-access"

    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    /// Where the spec of the claim stands in each kind.
    private static let specs: [QualifiedName: [String]] = [
        QualifiedName(group: "resource.k8s.io", name: "resourceclaims"): ["spec"],
        QualifiedName(group: "resource.k8s.io", name: "resourceclaimtemplates"): ["spec", "spec"],
    ]

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        guard let path = Self.specs[type.qualifiedResource] else { return false }
        return operation == .create && subresource.isEmpty || operation == .update && subresource == "status" && path.count == 1
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        guard let path = wish(object, request), !isLabelled(request.namespace) else { return }
        let why = "admin access to devices requires the `\(Self.label): true` label on the containing namespace"
        throw .invalid(request.type, request.name, [.forbidden(path, why)])
    }

    /// Where access is asked for, or given for the first time.
    private func wish(_ object: JSON, _ request: AdmissionRequest) -> FieldPath? {
        if request.operation == .update {
            func granted(_ object: JSON) -> Int? {
                (object["status", "allocation", "devices"]["results"].array ?? []).firstIndex { $0["adminAccess"] == true }
            }
            guard granted(request.oldObject) == nil, let index = granted(object) else { return nil }
            return FieldPath("status.allocation.devices.results").index(index).child("adminAccess")
        }
        let spec = (Self.specs[request.type.qualifiedResource] ?? []).reduce(object) { $0[$1] }
        let index = (spec["devices"]["requests"].array ?? []).firstIndex { $0["exactly"]["adminAccess"] == true }
        // Told of the claim, in templates too: so does upstream.
        return index.map { FieldPath("spec.devices.requests").index($0).child("adminAccess") }
    }

    private func isLabelled(_ namespace: String) -> Bool {
        let labels = caches.record(.namespaces, ObjectKey(name: namespace))?.labels ?? []
        return labels.contains { $0.key == Self.label && $0.value == "true" }
    }
}
