internal import Document
internal import Resources
internal import Schema

/// resource.k8s.io DeviceClass.
struct DeviceClassRules: KindBehaviour {
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        DeviceChecks.selectors(object["spec"]["selectors"], "spec.selectors", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}

/// resource.k8s.io ResourceClaim.
struct ResourceClaimRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("State"), .age] }

    func applyDefaults(_ object: inout JSON) { DeviceChecks.applyDefaults(&object["spec"]) }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { DeviceChecks.claim(object["spec"], "spec", &errors) }

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

    func applyDefaults(_ object: inout JSON) { DeviceChecks.applyDefaults(&object["spec"]["spec"]) }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { DeviceChecks.claim(object["spec"]["spec"], "spec.spec", &errors) }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}

/// resource.k8s.io ResourceSlice: devices that a driver has on a node.
struct ResourceSliceRules: KindBehaviour {
    private static let deviceLimit = 128

    var generationFields: [String] { ["spec"] }
    var selectable: [SelectableField] { ["spec.nodeName", "spec.driver"] }
    var columns: [TableColumn] { [.name, TableColumn("Node"), TableColumn("Driver"), TableColumn("Pool"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        DeviceChecks.driver(spec["driver"].string ?? "", "spec.driver", &errors)
        let pool = spec["pool"]
        let name = pool["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required("spec.pool.name"))
        } else {
            for part in name.split(separator: "/", omittingEmptySubsequences: false) {
                for problem in NameRules.dns1123Subdomain(String(part)) { errors.append(.invalid("spec.pool.name", name, problem)) }
            }
        }
        if (pool["resourceSliceCount"].int ?? 0) <= 0 {
            errors.append(.invalid("spec.pool.resourceSliceCount", pool["resourceSliceCount"].int ?? 0, "must be greater than zero"))
        }
        SpecChecks.nonNegative(pool["generation"], "spec.pool.generation", &errors)
        place(spec, &errors)
        devices(spec["devices"].array ?? [], &errors)
    }

    private func place(_ spec: JSON, _ errors: inout [FieldError]) {
        let named = !spec["nodeName"].isEmptyValue
        let ways = [named, !spec["nodeSelector"].isNull, spec["allNodes"].bool == true, spec["perDeviceNodeSelection"].bool == true]
        let what = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection`"
        switch ways.filter({ $0 }).count {
        case 0: errors.append(.required("spec", what + " is required"))
        case 1: break
        default: errors.append(.invalid("spec", spec, what + " is required, but multiple fields are set"))
        }
        if !spec["nodeSelector"].isNull { SchedulingValidation.nodeSelector(spec["nodeSelector"], "spec.nodeSelector", &errors) }
    }

    private func devices(_ devices: [JSON], _ errors: inout [FieldError]) {
        if devices.count > Self.deviceLimit { errors.append(.tooMany("spec.devices", devices.count, limit: Self.deviceLimit)) }
        var names: Set<String> = []
        for (index, device) in devices.enumerated() {
            let path = FieldPath("spec.devices").index(index).child("name")
            let name = device["name"].string ?? ""
            if name.isEmpty { errors.append(.required(path)) }
            for problem in name.isEmpty ? [] : NameRules.dns1123Label(name) { errors.append(.invalid(path, name, problem)) }
            if !name.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(path, name)) }
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

enum DeviceChecks {
    private static let requestLimit = 32
    private static let driverLimit = 63

    /// One device, unless said otherwise.
    static func applyDefaults(_ spec: inout JSON) {
        guard spec["devices"]["requests"].array != nil else { return }
        spec["devices"]["requests"].mutateArray { requests in
            for index in requests.indices {
                if !requests[index]["exactly"].isNull { count(&requests[index]["exactly"]) }
                guard requests[index]["firstAvailable"].array != nil else { continue }
                requests[index]["firstAvailable"].mutateArray { alternatives in
                    for position in alternatives.indices { count(&alternatives[position]) }
                }
            }
        }
    }

    private static func count(_ request: inout JSON) {
        if request["allocationMode"].isEmptyValue { request["allocationMode"] = "ExactCount" }
        if request["allocationMode"].string == "ExactCount", request["count"].isEmptyValue { request["count"] = 1 }
    }

    static func driver(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty { return errors.append(.required(path)) }
        if name.utf8.count > driverLimit { errors.append(.tooLong(path, limitBytes: driverLimit)) }
        for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path, name, problem)) }
    }

    static func selectors(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let selectors = json.array ?? []
        if selectors.count > requestLimit { errors.append(.tooMany(path, selectors.count, limit: requestLimit)) }
        for (index, selector) in selectors.enumerated() {
            if selector["cel"].isNull {
                errors.append(.required(path.index(index).child("cel")))
            } else if selector["cel"]["expression"].isEmptyValue {
                errors.append(.required(path.index(index).child("cel", "expression")))
            }
        }
    }

    /// The spec of a claim.
    static func claim(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let path = path.child("devices", "requests")
        let requests = spec["devices"]["requests"].array ?? []
        if requests.count > requestLimit { errors.append(.tooMany(path, requests.count, limit: requestLimit)) }
        var names: Set<String> = []
        for (index, request) in requests.enumerated() {
            let path = path.index(index)
            let name = request["name"].string ?? ""
            if name.isEmpty { errors.append(.required(path.child("name"))) }
            for problem in name.isEmpty ? [] : NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            if !name.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
            let alternatives = request["firstAvailable"].array ?? []
            let exactly = request["exactly"]
            if exactly.isNull, alternatives.isEmpty {
                errors.append(.required(path, "exactly one of `exactly` or `firstAvailable` is required"))
            } else if !exactly.isNull, !alternatives.isEmpty {
                errors.append(.invalid(path, "", "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set"))
            }
            if !exactly.isNull { self.request(exactly, path.child("exactly"), &errors) }
            for (position, alternative) in alternatives.enumerated() {
                self.request(alternative, path.child("firstAvailable").index(position), &errors)
            }
        }
    }

    private static func request(_ request: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = request["deviceClassName"].string ?? ""
        if name.isEmpty { errors.append(.required(path.child("deviceClassName"))) }
        for problem in name.isEmpty ? [] : NameRules.dns1123Subdomain(name) {
            errors.append(.invalid(path.child("deviceClassName"), name, problem))
        }
        selectors(request["selectors"], path.child("selectors"), &errors)
        let count = request["count"].int ?? 0
        switch request["allocationMode"].string ?? "" {
        case "ExactCount": if count <= 0 { errors.append(.invalid(path.child("count"), count, "must be greater than zero")) }
        case "All":
            if count != 0 {
                errors.append(.invalid(path.child("count"), count, "must not be specified when allocationMode is 'All'"))
            }
        case let other: errors.append(.notSupported(path.child("allocationMode"), other, ["All", "ExactCount"]))
        }
    }
}
