internal import Document
internal import Resources
internal import Schema

/// core/v1 Pod.
struct PodRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var validatesSpecAlone: Bool { true }
    /// The claims of ephemeral volumes have the pod's name in theirs.
    func standsAlone(_ spec: JSON) -> Bool { !(spec["volumes"].array ?? []).contains { !$0["ephemeral"].isNull } }
    var selectable: [SelectableField] {
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            SelectableField("spec.hostNetwork", absent: "false"), "status.phase", "status.podIP", "status.nominatedNodeName",
        ]
    }
    var columns: [TableColumn] { PodColumns.all }

    func applyDefaults(_ object: inout JSON) {
        PodSpecDefaults.apply(&object["spec"])
        PodSpecDefaults.applyToPod(&object["spec"])
        if let grace = object["spec"]["terminationGracePeriodSeconds"].int, grace < 0 {
            object["spec"]["terminationGracePeriodSeconds"] = 1
        }
    }

    func prepareForCreate(_ object: inout JSON) {
        LabelKeyMerge.apply(&object)
        var status: JSON = ["phase": "Pending", "qosClass": .string(PodQOS.of(object["spec"]))]
        if !(object["spec"]["schedulingGates"].array ?? []).isEmpty {
            status["conditions"] = [
                [
                    "type": "PodScheduled", "status": "False", "reason": "SchedulingGated", "lastProbeTime": .null,
                    "lastTransitionTime": object["metadata"]["creationTimestamp"],
                    "message": "Scheduling is blocked due to non-empty scheduling gates",
                ]
            ]
        }
        object["status"] = status
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        switch subresource {
        case "status":
            if object["status"]["qosClass"].string?.isEmpty ?? true { object["status"]["qosClass"] = old["status"]["qosClass"] }
        case "ephemeralcontainers":
            let containers = object["spec"]["ephemeralContainers"]
            object["spec"] = old["spec"]
            object["spec"]["ephemeralContainers"] = containers
            object["status"] = old["status"]
        default: break
        }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        PodSpecValidation(spec: object["spec"], path: "spec", isTemplate: false, metadata: object["metadata"]).validate(&errors)
        tokens(object["spec"], &errors)
    }

    /// A token is somebody's: without a ServiceAccount there is none to ask for.
    private func tokens(_ spec: JSON, _ errors: inout [FieldError]) {
        guard spec["serviceAccountName"].string?.isEmpty ?? true else { return }
        for (index, volume) in (spec["volumes"].array ?? []).enumerated() {
            for (position, source) in (volume["projected"]["sources"].array ?? []).enumerated()
            where !source["serviceAccountToken"].isNull {
                let path = FieldPath("spec.volumes").index(index).child("projected", "sources").index(position)
                errors.append(
                    .forbidden(path.child("serviceAccountToken"), "must not be specified when serviceAccountName is not set"))
            }
        }
    }

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if !(spec["ephemeralContainers"].array ?? []).isEmpty {
            errors.append(.forbidden("spec.ephemeralContainers", "cannot be set on create"))
        }
        if !(spec["nodeName"].string ?? "").isEmpty, !(spec["schedulingGates"].array ?? []).isEmpty {
            errors.append(.forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        MetadataValidation.finalizers(object["metadata"]["finalizers"], "metadata.finalizers", &errors)
        PodUpdateValidation.annotations(object["metadata"]["annotations"], old: old["metadata"]["annotations"], &errors)
        PodUpdateValidation.validate(object["spec"], old: old["spec"], &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        if let nominated = object["status"]["nominatedNodeName"].string, !nominated.isEmpty {
            for problem in NameRules.dns1123Subdomain(nominated) {
                errors.append(.invalid("status.nominatedNodeName", nominated, problem))
            }
        }
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] { old == nil ? PodWarnings.ofPod(object) : [] }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { PodColumns.cells(object, now: now) }
}

/// core/v1 PodTemplate.
struct PodTemplateRules: KindBehaviour {
    var generationFields: [String] { ["template"] }
    var columns: [TableColumn] {
        [.name, TableColumn("Containers"), TableColumn("Images"), TableColumn("Pod Labels")]
    }

    func applyDefaults(_ object: inout JSON) { PodSpecDefaults.apply(&object["template"]["spec"]) }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        PodTemplateChecks.validate(object["template"], "template", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell] + object["template"].containerCells + [.string(object["template"]["metadata"]["labels"].labelText)]
    }
}
