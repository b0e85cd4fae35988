package import Document
package import Resources

/// Lets claims grow only when they are bound and their class can do it.
package struct PersistentVolumeClaimResize: AdmissionPlugin {
    package let name = "PersistentVolumeClaimResize"
    private static let classes = ResourceType(group: "storage.k8s.io", plural: "storageclasses", kind: "StorageClass", namespaced: false)
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .update && subresource.isEmpty && type.isSame(as: .persistentVolumeClaims)
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        func size(_ claim: JSON) -> Quantity { Quantity(field: claim["spec"]["resources"]["requests"]["storage"]) ?? Quantity(0) }
        let old = request.oldObject
        guard size(old) < size(object) else { return }
        guard old["status"]["phase"].string == "Bound" else {
            throw request.forbidden(object, "Only bound persistent volume claims can be expanded")
        }
        guard allowsExpansion(object) else {
            throw request.forbidden(
                object,
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize")
        }
    }

    private func allowsExpansion(_ claim: JSON) -> Bool {
        let old = claim["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].string
        guard let name = old ?? claim["spec"]["storageClassName"].string, !name.isEmpty,
            let record = caches.record(Self.classes, ObjectKey(name: name))
        else { return false }
        return record.part("allowVolumeExpansion").bool ?? false
    }
}
