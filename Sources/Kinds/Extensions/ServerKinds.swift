internal import Document
internal import Resources
internal import Schema

/// internal.apiserver.k8s.io StorageVersion.
struct StorageVersionRules: KindBehaviour {
    /// Servers that a row names.
    private static let shown = 3

    var separatesStatus: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("CommonEncodingVersion"), TableColumn("StorageVersions"), .age] }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let servers = object["status"]["storageVersions"].array ?? []
        var text = servers.prefix(Self.shown).map { "\($0["apiServerID"].string ?? "")=\($0["encodingVersion"].string ?? "")" }
            .joined(separator: ",")
        if servers.count > Self.shown { text += " + \(servers.count - Self.shown) more..." }
        return [
            object.nameCell, .string(object["status"]["commonEncodingVersion"].string ?? "<unset>"),
            .string(servers.isEmpty ? "<none>" : text), object.ageCell(now: now),
        ]
    }
}

/// storagemigration.k8s.io StorageVersionMigration.
struct StorageVersionMigrationRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, TableColumn("Resource"), TableColumn("Status")] }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let resource = object["spec"]["resource"]
        let name = QualifiedName(group: resource["group"].string ?? "", name: resource["resource"].string ?? "")
        let known = ["Running", "Failed", "Succeeded"]
        let types = (object["status"]["conditions"].array ?? []).filter { $0["status"].string == "True" }.compactMap { $0["type"].string }
        return [object.nameCell, .string(name.description), .string(types.last { known.contains($0) } ?? "Unknown")]
    }
}

/// resource.k8s.io DeviceTaintRule.
struct DeviceTaintRuleRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [.name, TableColumn("Key"), TableColumn("Value"), TableColumn("Effect"), TableColumn("TimeAdded"), .age]
    }

    func applyDefaults(_ object: inout JSON) {
        if !object["spec"]["taint"].isNull { DeviceTaintDefaults.apply(&object["spec"]["taint"]) }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let (spec, path) = (object["spec"], "spec" as FieldPath)
        let selector = spec["deviceSelector"]
        if let driver = selector["driver"].string { StorageChecks.driverName(driver, path.child("deviceSelector", "driver"), &errors) }
        if let pool = selector["pool"].string { DeviceChecks.poolName(pool, path.child("deviceSelector", "pool"), &errors) }
        if let device = selector["device"].string { DeviceChecks.label(device, path.child("deviceSelector", "device"), &errors) }
        DeviceChecks.taint(spec["taint"], path.child("taint"), &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let taint = object["spec"]["taint"]
        return [
            object.nameCell, taint["key"].textCell, taint["value"].textCell, taint["effect"].textCell,
            .string(taint["timeAdded"].isNull ? "" : taint["timeAdded"].age(now: now)), object.ageCell(now: now),
        ]
    }
}

/// resource.k8s.io ResourcePoolStatusRequest.
struct ResourcePoolStatusRequestRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        ["Driver", "Total", "Available", "Allocated", "Unavailable", "Errors"].reduce(into: [TableColumn.name]) {
            $0.append(TableColumn($1))
        }
            + [TableColumn("Pools", type: "integer"), TableColumn("Status"), TableColumn("Completed")]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        StorageChecks.driverName(object["spec"]["driver"].string ?? "", "spec.driver", &errors)
        if let limit = object["spec"]["limit"].int, !(1...1000).contains(limit) {
            errors.append(.invalid("spec.limit", limit, "must be between 1 and 1000, inclusive"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let status = object["status"]
        let conditions = (status["conditions"].array ?? []).filter { $0["status"].string == "True" }
        let ended = conditions.first { ["Complete", "Failed"].contains($0["type"].string ?? "") }
        let state = ended?["type"].string ?? "Pending"
        let pools = status["pools"].array ?? []
        let count = status["poolCount"].int ?? 0
        func sum(_ key: String) -> JSON {
            status.isNull || state == "Failed" ? "-" : .string(String(pools.reduce(0) { $0 + ($1[key].int ?? 0) }))
        }
        let failures = pools.filter { !$0["validationError"].isNull }.count
        let text = state == "Complete" && count > pools.count ? "Complete (\(pools.count)/\(count) pools)" : state
        let completed = state == "Complete" ? ended?["lastTransitionTime"].age(now: now) ?? "<none>" : "<none>"
        return [
            object.nameCell, object["spec"]["driver"].textCell, sum("totalDevices"), sum("availableDevices"), sum("allocatedDevices"),
            sum("unavailableDevices"), status.isNull || state == "Failed" ? "-" : .string(String(failures)), .int(Int64(count)),
            .string(text), .string(completed),
        ]
    }
}
