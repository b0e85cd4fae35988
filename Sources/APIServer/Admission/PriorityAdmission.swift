package import Document
package import Resources
internal import Synchronization

/// Turns a pod's priority class into its priority, and keeps a single class the default.
package final class PriorityAdmission: AdmissionPlugin {
    package let name = "Priority"
    private static let preempts = "PreemptLowerPriority"
    private let caches: ObjectCaches
    /// The class of pods that name none, as of a revision of the classes.
    private let standard = Mutex<(revision: UInt64, found: PriorityClass?)?>(nil)

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        guard operation == .create || operation == .update, subresource.isEmpty else { return false }
        return type.isSame(as: .pods) || type.isSame(as: .priorityClasses)
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        guard request.type.isSame(as: .pods) else { return }
        if request.operation == .update {
            for key in ["priority", "preemptionPolicy"] where object["spec"][key].isNull {
                object["spec"][key] = request.oldObject["spec"][key]
            }
            return
        }
        let (className, value, policy) = try resolve(object, request)
        if let given = object["spec"]["priority"].int, given != value {
            throw request.forbidden(
                object,
                "the integer value of priority (\(given)) must not be provided in pod spec; "
                    + "priority admission controller computed \(value) "
                    + "from the given PriorityClass name")
        }
        if let given = object["spec"]["preemptionPolicy"].string, given != policy {
            throw request.forbidden(
                object,
                "the string value of PreemptionPolicy (\(given)) must not be provided in pod spec; priority admission controller computed "
                    + "\(policy) from the given PriorityClass name")
        }
        if let className { object["spec"]["priorityClassName"] = .string(className) }
        object["spec"]["priority"] = .int(Int64(value))
        object["spec"]["preemptionPolicy"] = .string(policy)
    }

    private func resolve(_ pod: JSON, _ request: AdmissionRequest) throws(APIError) -> (String?, Int, String) {
        if let name = pod["spec"]["priorityClassName"].string, !name.isEmpty {
            guard let found = caches.get(PriorityClass.self, name: name) else {
                throw request.forbidden(pod, "no PriorityClass with name \(name) was found")
            }
            return (name, found.value, found.preemptionPolicy ?? Self.preempts)
        }
        guard let found = standardClass() else { return (nil, 0, Self.preempts) }
        return (found.name, found.value, found.preemptionPolicy ?? Self.preempts)
    }

    /// Should there be several defaults, the lowest counts.
    private func standardClass() -> PriorityClass? {
        guard let revision = caches[PriorityClass.type]?.lastRevision else { return nil }
        if let known = standard.withLock({ $0 }), known.revision == revision { return known.found }
        let found = caches.list(PriorityClass.self) { $0.part("globalDefault").bool == true }.min { $0.value < $1.value }
        standard.withLock { $0 = (revision, found) }
        return found
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        guard request.type.isSame(as: .priorityClasses), object["globalDefault"].bool == true else { return }
        let name = object["metadata"]["name"].string ?? ""
        if let other = caches.list(PriorityClass.self).first(where: { $0.globalDefault && $0.name != name }) {
            throw request.forbidden(
                object, "PriorityClass \(other.name) is already marked as default. Only one default can exist")
        }
    }
}
