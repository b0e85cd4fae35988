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
        deadline(spec["activeDeadlineSeconds"], old["activeDeadlineSeconds"], path.child("activeDeadlineSeconds"), &errors)
        tolerations(spec["tolerations"].array ?? [], old["tolerations"].array ?? [], path.child("tolerations"), &errors)
        gates(spec["schedulingGates"].array ?? [], old["schedulingGates"].array ?? [], path.child("schedulingGates"), &errors)
        if !errors.isEmpty { return }
        var munged = spec
        for list in ["containers", "initContainers"] {
            for index in (munged[list].array ?? []).indices { munged[list].mutateArray { $0[index]["image"] = old[list][index]["image"] } }
        }
        for key in ["activeDeadlineSeconds", "tolerations", "schedulingGates", "ephemeralContainers"] { munged[key] = old[key] }
        if let grace = old["terminationGracePeriodSeconds"].int, grace < 0, spec["terminationGracePeriodSeconds"] == 1 {
            munged["terminationGracePeriodSeconds"] = old["terminationGracePeriodSeconds"]
        }
        if !(old["schedulingGates"].array ?? []).isEmpty { munged["nodeSelector"] = addedOnly(spec["nodeSelector"], old["nodeSelector"]) }
        if munged != old { errors.append(.forbidden(path, refusal + "\n" + SpecDifference.text(munged, old))) }
    }

    /// While a pod waits at a scheduling gate its node selector may be narrowed.
    private static func addedOnly(_ new: JSON, _ old: JSON) -> JSON {
        let keeps = (old.object ?? JSONObject()).allSatisfy { new[$0.key] == $0.value }
        return keeps ? old : new
    }

    private static func deadline(_ new: JSON, _ old: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        guard let value = new.int else {
            if !old.isNull { errors.append(.invalid(path, new, "must not update from a positive integer to nil value")) }
            return
        }
        if value < 0 || value > Int(Int32.max) {
            errors.append(.invalid(path, value, "must be between 0 and 2147483647, inclusive"))
        } else if let before = old.int, before < value {
            errors.append(.invalid(path, value, "must be less than or equal to previous value"))
        }
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
        if let added = new.first(where: { !known.contains($0["name"]) }) {
            errors.append(
                .forbidden(
                    path, "only deletion is allowed, but found new scheduling gate '\(added["name"].string ?? "")'"))
        }
    }
}
