internal import Document
internal import Resources

/// What may change in the spec of a pod that exists: images, `activeDeadlineSeconds` downwards, tolerations upwards,
/// scheduling gates away, and a negative grace period to 1.
enum PodUpdateValidation {
    static let refusal =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`"
        + " (allow it to be set to 1 if it was previously negative)"

    static func validate(_ spec: JSON, old: JSON, _ errors: inout [FieldError]) {
        if spec == old { return }
        let path: FieldPath = "spec"
        for list in ["containers", "initContainers"] {
            let (new, before) = (spec[list].array ?? [], old[list].array ?? [])
            if new.count != before.count {
                errors.append(.forbidden(path.child(list), "pod updates may not add or remove containers"))
                return
            }
        }
        guard deadline(spec["activeDeadlineSeconds"], old["activeDeadlineSeconds"], path.child("activeDeadlineSeconds"), &errors) else {
            return
        }
        tolerations(spec["tolerations"].array ?? [], old["tolerations"].array ?? [], path.child("tolerations"), &errors)
        gates(spec["schedulingGates"].array ?? [], old["schedulingGates"].array ?? [], path.child("schedulingGates"), &errors)
        var munged = spec
        for list in ["containers", "initContainers"] {
            for index in (munged[list].array ?? []).indices { munged[list].mutateArray { $0[index]["image"] = old[list][index]["image"] } }
        }
        for key in ["activeDeadlineSeconds", "tolerations", "schedulingGates", "ephemeralContainers"] { munged[key] = old[key] }
        if let grace = old["terminationGracePeriodSeconds"].int, grace < 0, spec["terminationGracePeriodSeconds"] == 1 {
            munged["terminationGracePeriodSeconds"] = old["terminationGracePeriodSeconds"]
        }
        if !(old["schedulingGates"].array ?? []).isEmpty { gated(&munged, old, path, &errors) }
        if munged != old { errors.append(.forbidden(path, refusal + "\n" + SpecDifference.text(munged, old))) }
    }

    /// While a pod waits at a scheduling gate, where it may run can be narrowed (KEP-3838).
    private static func gated(_ munged: inout JSON, _ old: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (labels, before) = (munged["nodeSelector"], old["nodeSelector"].object ?? JSONObject())
        if !before.allSatisfy({ labels[$0.key] == $0.value }) {
            let why = "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
            errors.append(.invalid(path.child("nodeSelector"), labels, why))
        }
        munged["nodeSelector"] = old["nodeSelector"]
        let (affinity, known) = (munged["affinity"]["nodeAffinity"], old["affinity"]["nodeAffinity"])
        if affinity == known { return }
        terms(affinity, known, path.child("affinity", "nodeAffinity"), &errors)
        munged["affinity"]["nodeAffinity"] = known
        if munged["affinity"].isEmptyValue, old["affinity"].isNull { munged["affinity"] = .null }
    }

    private static func terms(_ affinity: JSON, _ old: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let key = "requiredDuringSchedulingIgnoredDuringExecution"
        let place = path.child(key, "nodeSelectorTerms")
        let (new, before) = (affinity[key]["nodeSelectorTerms"].array ?? [], old[key]["nodeSelectorTerms"].array ?? [])
        if before.isEmpty { return }
        guard new.count == before.count else {
            let why = "no additions/deletions to non-empty NodeSelectorTerms list are allowed"
            return errors.append(.invalid(place, .array(new), why))
        }
        for (index, term) in new.enumerated() where !adds(term, to: before[index]) {
            errors.append(.invalid(place.index(index), term, "only additions are allowed (no mutations or deletions)"))
        }
    }

    private static func adds(_ term: JSON, to old: JSON) -> Bool {
        let lists = ["matchExpressions", "matchFields"].map { (term[$0].array ?? [], old[$0].array ?? []) }
        // A term that selects nothing must not begin to select.
        if lists.allSatisfy({ $0.1.isEmpty }) { return lists.allSatisfy { $0.0.isEmpty } }
        return lists.allSatisfy { $0.0.starts(with: $0.1) }
    }

    /// - Returns: whether there is more to look at.
    private static func deadline(_ new: JSON, _ old: JSON, _ path: FieldPath, _ errors: inout [FieldError]) -> Bool {
        guard let value = new.int else {
            if !old.isNull { errors.append(.invalid(path, new, "must not update from a positive integer to nil value")) }
            return true
        }
        if value < 0 || value > Int(Int32.max) {
            errors.append(.invalid(path, value, "must be between 0 and 2147483647, inclusive"))
            return false
        }
        if let before = old.int, before < value {
            errors.append(.invalid(path, value, "must be less than or equal to previous value"))
            return false
        }
        return true
    }

    private static func tolerations(_ new: [JSON], _ old: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        func withoutSeconds(_ toleration: JSON) -> JSON {
            var copy = toleration
            copy["tolerationSeconds"] = .null
            return copy
        }
        let present = new.map(withoutSeconds)
        if !old.allSatisfy({ present.contains(withoutSeconds($0)) }) {
            errors.append(.forbidden(path, "existing toleration can not be modified except its tolerationSeconds"))
        }
    }

    private static func gates(_ new: [JSON], _ old: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        let known = old.map { $0["name"] }
        for (index, gate) in new.enumerated() where !known.contains(gate["name"]) {
            let why = "only deletion is allowed, but found new scheduling gate '\(gate["name"].string ?? "")'"
            errors.append(.forbidden(path.index(index).child("name"), why))
        }
    }

    private static let mirror = "kubernetes.io/config.mirror"
    private static let profile = "container.apparmor.security.beta.kubernetes.io/"

    /// Annotations that say what a pod is stay as they are.
    static func annotations(_ new: JSON, old: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "metadata.annotations"
        let keys = Set((new.object?.keys ?? []) + (old.object?.keys ?? []))
        for key in keys.sorted() where new[key] != old[key] {
            let verb = old[key].isNull ? "add" : "remove or update"
            if key.hasPrefix(profile) { errors.append(.forbidden(path.key(key), "may not \(verb) AppArmor annotations")) }
            if key == mirror { errors.append(.forbidden(path.key(key), "may not \(verb) mirror pod annotation")) }
        }
    }
}
