package import Document
package import Resources

/// Gives a pod what its RuntimeClass says: the overhead of its sandbox, and the nodes that can run it.
package struct RuntimeClassAdmission: AdmissionPlugin {
    package let name = "RuntimeClass"
    private static let classes = ResourceType(group: "node.k8s.io", plural: "runtimeclasses", kind: "RuntimeClass", namespaced: false)
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .create && subresource.isEmpty && type.isSame(as: .pods)
    }

    private func runtimeClass(_ pod: JSON, _ request: AdmissionRequest) throws(APIError) -> JSON? {
        guard let name = pod["spec"]["runtimeClassName"].string else { return nil }
        guard let record = caches.record(Self.classes, ObjectKey(name: name)) else {
            throw request.forbidden(pod, "pod rejected: RuntimeClass \(name.goQuoted) not found")
        }
        return try KindSupport.document(record)
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        guard let found = try runtimeClass(object, request) else { return }
        let overhead = found["overhead"]["podFixed"]
        if !overhead.isEmptyValue {
            let given = object["spec"]["overhead"]
            if !given.isEmptyValue, ResourceList(given) != ResourceList(overhead) {
                throw request.forbidden(object, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
            }
            object["spec"]["overhead"] = overhead
        }
        for (key, value) in found["scheduling"]["nodeSelector"].object ?? JSONObject() {
            let given = object["spec"]["nodeSelector"][key]
            if !given.isNull, given != value {
                throw request.forbidden(
                    object,
                    "pod rejected: conflict: runtimeClass.scheduling.nodeSelector[\(key)] = \(value.string ?? ""); "
                        + "pod.spec.nodeSelector[\(key)] = \(given.string ?? "")")
            }
            object["spec"]["nodeSelector"][key] = value
        }
        let tolerations = found["scheduling"]["tolerations"].array ?? []
        if tolerations.isEmpty { return }
        object["spec"]["tolerations"].mutateArray { list in
            for toleration in tolerations where !list.contains(toleration) { list.append(toleration) }
        }
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let given = object["spec"]["overhead"]
        if given.isEmptyValue { return }
        let overhead = try runtimeClass(object, request)?["overhead"]["podFixed"] ?? .null
        if overhead.isEmptyValue {
            throw request.forbidden(object, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")
        }
        if ResourceList(given) != ResourceList(overhead) {
            throw request.forbidden(object, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
        }
    }
}
