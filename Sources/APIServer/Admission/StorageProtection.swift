package import Document
package import Resources

/// Holds new claims and volumes by a finalizer, so that nobody takes them from under their users (upstream's
/// `StorageObjectInUseProtection`). Controllers take it off when they are no longer in use.
package struct StorageProtection: AdmissionPlugin {
    package let name = "StorageObjectInUseProtection"

    package init() {}

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .create && subresource.isEmpty && (type.isSame(as: .persistentVolumeClaims) || type.isSame(as: .persistentVolumes))
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        let finalizer = request.type.isSame(as: .persistentVolumes) ? "kubernetes.io/pv-protection" : "kubernetes.io/pvc-protection"
        let present = object["metadata"]["finalizers"].array ?? []
        if !present.contains(.string(finalizer)) { object["metadata"]["finalizers"] = .array(present + [.string(finalizer)]) }
    }
}
