internal import Document
internal import Resources
internal import Schema

/// apps/v1 StatefulSet.
struct StatefulSetRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var nameRule: NameRule { .label }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [.name, TableColumn("Ready", description: "Pods that are ready, of those wished for."), .age, .containers, .images]
    }

    func applyDefaults(_ object: inout JSON) {
        // A strategy that is named without its settings keeps none.
        let isNamed = !object["spec"]["updateStrategy"]["type"].isNull
        if !isNamed { object["spec"]["updateStrategy"]["type"] = "RollingUpdate" }
        let strategy = object["spec"]["updateStrategy"]
        if strategy["type"].string == "RollingUpdate", !isNamed || !strategy["rollingUpdate"].isNull,
            strategy["rollingUpdate"]["partition"].isNull
        {
            object["spec"]["updateStrategy"]["rollingUpdate"]["partition"] = 0
        }
        for key in ["whenDeleted", "whenScaled"] where object["spec"]["persistentVolumeClaimRetentionPolicy"][key].isNull {
            object["spec"]["persistentVolumeClaimRetentionPolicy"][key] = "Retain"
        }
        if !object["spec"]["volumeClaimTemplates"].isNull {
            object["spec"]["volumeClaimTemplates"].mutateArray { claims in
                for index in claims.indices {
                    claims[index]["kind"] = "PersistentVolumeClaim"
                    claims[index]["apiVersion"] = "v1"
                }
            }
        }
        PodSpecDefaults.apply(&object["spec"]["template"]["spec"])
    }

    func prepareForCreate(_ object: inout JSON) { object["status"] = ["replicas": 0, "availableReplicas": 0] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        for key in ["replicas", "minReadySeconds"] {
            SpecChecks.nonNegative(spec[key], FieldPath("spec").child(key), &errors)
        }
        SpecChecks.nonNegative(
            spec["updateStrategy", "rollingUpdate", "partition"], "spec.updateStrategy.rollingUpdate.partition", &errors)
        let policy = spec["podManagementPolicy"].string ?? ""
        if policy != "OrderedReady", policy != "Parallel" {
            errors.append(.invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"))
        }
        let isReadable = WorkloadSelector.validate(spec, emptyMessage: "empty selector is invalid for statefulset", &errors)
        if isReadable {
            let template = Self.withClaims(spec)
            PodTemplateChecks.validate(template, "spec.template", &errors)
            PodTemplateChecks.metadata(template, "spec.template", &errors)
        }
        PodTemplateChecks.replicated(spec["template"], "spec.template", owner: "StatefulSet", &errors)
        updateStrategy(spec["updateStrategy"], &errors)
        SpecChecks.nonNegative(spec["ordinals", "start"], "spec.ordinals.start", &errors)
        for key in ["whenDeleted", "whenScaled"] {
            let policy = spec["persistentVolumeClaimRetentionPolicy"][key].string ?? "Retain"
            if policy != "Retain", policy != "Delete" {
                let path = FieldPath("spec").child("persistentVolumeClaimRetentionPolicy").child(key)
                errors.append(.notSupported(path, policy, ["Retain", "Delete"]))
            }
        }
    }

    /// What cannot change later is looked at once.
    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if let name = spec["serviceName"].string, !name.isEmpty {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid("spec.serviceName", name, problem)) }
        }
        for (index, claim) in (spec["volumeClaimTemplates"].array ?? []).enumerated() {
            PersistentVolumeClaimRules.validate(
                claim["spec"], FieldPath("spec.volumeClaimTemplates").index(index).child("spec"), &errors)
        }
    }

    /// The template with the volumes that each pod gets of its claims, so that its containers may mount them.
    private static func withClaims(_ spec: JSON) -> JSON {
        var template = spec["template"]
        // Each pod gets its own.
        for key in ["subdomain", "hostname"] where !template["spec"][key].isNull { template["spec"][key] = .null }
        var claims: [String] = []
        for name in (spec["volumeClaimTemplates"].array ?? []).map({ $0["metadata"]["name"].string ?? "" }) where !claims.contains(name) {
            claims.append(name)
        }
        guard !claims.isEmpty else { return template }
        let others = (template["spec"]["volumes"].array ?? []).filter { !claims.contains($0["name"].string ?? "") }
        let own = claims.map { name -> JSON in ["name": .string(name), "persistentVolumeClaim": ["claimName": .string(name)]] }
        template["spec"]["volumes"] = .array(own + others)
        return template
    }

    private func updateStrategy(_ strategy: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.updateStrategy.rollingUpdate"
        let rolling = strategy["rollingUpdate"]
        switch strategy["type"].string ?? "" {
        case "RollingUpdate": break
        case "OnDelete":
            if !rolling.isNull { errors.append(.invalid(path, rolling, "only allowed for updateStrategy 'RollingUpdate'")) }
            return
        case "": return errors.append(.required("spec.updateStrategy"))
        default: return errors.append(.invalid("spec.updateStrategy", strategy, "must be 'RollingUpdate' or 'OnDelete'"))
        }
        let unavailable = rolling["maxUnavailable"]
        if unavailable.isNull { return }
        SpecChecks.amountOrPercent(unavailable, path.child("maxUnavailable"), &errors)
        SpecChecks.notMoreThanAll(unavailable, path.child("maxUnavailable"), &errors)
        if SpecChecks.isZeroAmount(unavailable) { errors.append(.invalid(path.child("maxUnavailable"), unavailable, "cannot be 0")) }
    }

    /// Fields that may change; all others are settled at creation.
    private static let changeable = [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ]

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        var new = object["spec"]
        for key in Self.changeable { new[key] = old["spec"][key] }
        if new != old["spec"] {
            errors.append(
                .forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
                        + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
                ))
        }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let limited = ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"]
        StatusCounts.validate(
            object["status"], old: old["status"], ["replicas"] + limited + ["observedGeneration", "collisionCount"], limited: limited,
            readyName: "status.readyReplicas", &errors)
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let isNew = old.map { $0["metadata"]["generation"] != object["metadata"]["generation"] } ?? true
        return (isNew ? PodWarnings.ofTemplate(object["spec"]["template"], "spec.template") : [])
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let ready = "\(object["status"]["readyReplicas"].int ?? 0)/\(object["spec"]["replicas"].int ?? 0)"
        return [object.nameCell, .string(ready), object.ageCell(now: now)] + object["spec"]["template"].containerCells
    }
}

/// apps/v1 ControllerRevision.
struct ControllerRevisionRules: KindBehaviour {
    var columns: [TableColumn] { [.name, TableColumn("Controller"), TableColumn("Revision"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { SpecChecks.nonNegative(object["revision"], "revision", &errors) }

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        if object["data"].isNull {
            errors.append(.required("data", "data is mandatory"))
        } else if object["data"].object == nil {
            errors.append(.required("data", "data must be a valid JSON object"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["data"], old["data"], "data", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let owner = (object["metadata"]["ownerReferences"].array ?? []).first { $0["controller"].bool == true }
        let name = owner.map { owner in
            let group = owner["apiVersion"].string?.split(separator: "/").first.map(String.init) ?? ""
            let kind = (owner["kind"].string ?? "").lowercased()
            return (owner["apiVersion"].string?.contains("/") == true ? "\(kind).\(group)" : kind) + "/" + (owner["name"].string ?? "")
        }
        return [object.nameCell, .string(name ?? "<none>"), object["revision"].countCell, object.ageCell(now: now)]
    }
}
