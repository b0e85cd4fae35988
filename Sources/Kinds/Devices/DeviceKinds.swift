internal import Document
internal import Resources
internal import Schema

/// resource.k8s.io DeviceClass.
struct DeviceClassRules: KindBehaviour {
    var nameRule: NameRule { .longName }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let (spec, path) = (object["spec"], "spec" as FieldPath)
        DeviceChecks.selectors(spec["selectors"], path.child("selectors"), &errors)
        DeviceChecks.list(spec["config"], path.child("config"), limit: DeviceChecks.configLimit, &errors) { config, path, errors in
            DeviceChecks.configuration(config, path, &errors)
        }
        if let name = spec["extendedResourceName"].string, !ResourceValidation.isExtended(name) {
            errors.append(.invalid(path.child("extendedResourceName"), name, "must be a valid extended resource name"))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}

/// resource.k8s.io ResourceClaim.
struct ResourceClaimRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("State"), .age] }

    func applyDefaults(_ object: inout JSON) { ClaimValidation.applyDefaults(&object["spec"]) }

    /// A claim is settled at creation: what cannot change is not looked at again.
    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) { ClaimValidation.validate(object["spec"], "spec", &errors) }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let status = object["status"]
        var states: [String] = []
        if !object["metadata"]["deletionTimestamp"].isNull { states.append("deleted") }
        if status["allocation"].isNull {
            if states.isEmpty { states.append("pending") }
        } else {
            states.append("allocated")
            if !(status["reservedFor"].array ?? []).isEmpty { states.append("reserved") }
        }
        return [object.nameCell, .string(states.joined(separator: ",")), object.ageCell(now: now)]
    }
}

/// resource.k8s.io ResourceClaimTemplate.
struct ResourceClaimTemplateRules: KindBehaviour {
    var columns: [TableColumn] { [.name, .age] }

    func applyDefaults(_ object: inout JSON) { ClaimValidation.applyDefaults(&object["spec"]["spec"]) }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let (spec, path) = (object["spec"], "spec" as FieldPath)
        MetadataValidation.ofTemplate(spec["metadata"], path.child("metadata"), &errors)
        ClaimValidation.validate(spec["spec"], path.child("spec"), &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}

/// resource.k8s.io ResourceSlice: devices that a driver has on a node.
struct ResourceSliceRules: KindBehaviour {
    var generationFields: [String] { ["spec"] }
    var selectable: [SelectableField] { ["spec.nodeName", "spec.driver"] }
    var columns: [TableColumn] { [.name, TableColumn("Node"), TableColumn("Driver"), TableColumn("Pool"), .age] }

    func applyDefaults(_ object: inout JSON) {
        if !object["spec"]["devices"].isNull { DeviceTaintDefaults.apply(toDevices: &object["spec"]["devices"]) }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let path: FieldPath = "spec"
        StorageChecks.driverName(spec["driver"].string ?? "", path.child("driver"), &errors)
        let pool = spec["pool"]
        DeviceChecks.poolName(pool["name"].string ?? "", path.child("pool", "name"), &errors)
        let (count, generation) = (pool["resourceSliceCount"].int ?? 0, pool["generation"].int ?? 0)
        if count <= 0 { errors.append(.invalid(path.child("pool", "resourceSliceCount"), count, "must be greater than zero")) }
        if generation < 0 {
            errors.append(.invalid(path.child("pool", "generation"), generation, "must be greater than or equal to zero"))
        }
        place(spec, path, &errors)
        if !spec["sharedCounters"].isNull, !spec["devices"].isNull {
            errors.append(.invalid(path, "", "only one of `sharedCounters` or `devices` is allowed"))
        }
        DeviceValidation.devices(spec, path.child("devices"), &errors)
        DeviceValidation.counterSets(spec["sharedCounters"], path.child("sharedCounters"), &errors)
    }

    /// Where the devices can be used: exactly one way says so.
    private func place(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        var ways: [String] = []
        if let name = spec["nodeName"].string {
            let place = path.child("nodeName")
            if name.isEmpty {
                errors.append(.invalid(place, name, "must be either unset or set to a non-empty string"))
            } else {
                ways.append("`nodeName`")
                for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(place, name, problem)) }
            }
        }
        if !spec["nodeSelector"].isNull {
            ways.append("`nodeSelector`")
            let place = path.child("nodeSelector")
            SchedulingValidation.nodeSelector(spec["nodeSelector"], place, &errors)
            if (spec["nodeSelector"]["nodeSelectorTerms"].array ?? []).count != 1 {
                let terms = spec["nodeSelector"]["nodeSelectorTerms"]
                errors.append(.invalid(place.child("nodeSelectorTerms"), terms, "must have exactly one node selector term"))
            }
        }
        for key in ["allNodes", "perDeviceNodeSelection"] {
            guard let isSet = spec[key].bool else { continue }
            if isSet {
                ways.append("`\(key)`")
            } else {
                errors.append(.invalid(path.child(key), false, "must be either unset or set to true"))
            }
        }
        let what = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"
        if ways.isEmpty { errors.append(.required(path, what)) }
        if ways.count > 1 {
            errors.append(.invalid(path, "{\(ways.joined(separator: ", "))}", what + ", but multiple fields are set"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for (name, path) in [("nodeName", "spec.nodeName"), ("driver", "spec.driver")] {
            SpecChecks.immutable(object["spec"][name], old["spec"][name], FieldPath(path), &errors)
        }
        SpecChecks.immutable(object["spec"]["pool"]["name"], old["spec"]["pool"]["name"], "spec.pool.name", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        return [
            object.nameCell, spec["nodeName"].textCell, spec["driver"].textCell, spec["pool"]["name"].textCell, object.ageCell(now: now),
        ]
    }
}
