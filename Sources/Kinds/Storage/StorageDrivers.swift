internal import Document
internal import Resources
internal import Schema

/// storage.k8s.io/v1 CSIDriver.
struct CSIDriverRules: KindBehaviour {
    /// Ten minutes and 2^32 seconds: no token is asked for that lives shorter or longer.
    private static let tokenSeconds = 600...(1 << 32)
    private static let shortestUpdatePeriodSeconds = 10

    var generationFields: [String] { ["spec"] }
    var startsGeneration: Bool { false }
    var columns: [TableColumn] {
        [
            .name, TableColumn("AttachRequired", type: "boolean"), TableColumn("PodInfoOnMount", type: "boolean"),
            TableColumn("StorageCapacity", type: "boolean"), TableColumn("TokenRequests"),
            TableColumn("RequiresRepublish", type: "boolean"),
            TableColumn("Modes"), .age,
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if let policy = spec["fsGroupPolicy"].string, !["File", "None", "ReadWriteOnceWithFSType"].contains(policy) {
            errors.append(.notSupported("spec.fsGroupPolicy", policy, ["File", "None", "ReadWriteOnceWithFSType"]))
        }
        for mode in spec["volumeLifecycleModes"].strings where !["Persistent", "Ephemeral"].contains(mode) {
            errors.append(.notSupported("spec.volumeLifecycleModes", mode, ["Persistent", "Ephemeral"]))
        }
        if let seconds = spec["nodeAllocatableUpdatePeriodSeconds"].int, seconds < Self.shortestUpdatePeriodSeconds {
            errors.append(
                .invalid("spec.nodeAllocatableUpdatePeriodSeconds", seconds, "must be greater than or equal to 10 seconds"))
        }
        tokens(spec["tokenRequests"].array ?? [], &errors)
    }

    private func tokens(_ requests: [JSON], _ errors: inout [FieldError]) {
        var audiences: Set<String> = []
        for (index, request) in requests.enumerated() {
            let path = FieldPath("spec.tokenRequests").index(index)
            let audience = request["audience"].string ?? ""
            guard audiences.insert(audience).inserted else {
                errors.append(.duplicate(path.child("audience"), audience))
                continue
            }
            guard let seconds = request["expirationSeconds"].int else { continue }
            if seconds < Self.tokenSeconds.lowerBound {
                errors.append(.invalid(path.child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"))
            } else if seconds > Self.tokenSeconds.upperBound {
                errors.append(.invalid(path.child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"))
            }
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["attachRequired"], old["spec"]["attachRequired"], "spec.attachedRequired", &errors)
        SpecChecks.immutable(
            object["spec"]["volumeLifecycleModes"], old["spec"]["volumeLifecycleModes"], "spec.volumeLifecycleModes", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let audiences = spec["tokenRequests"].array.map { $0.compactMap { $0["audience"].string }.joined(separator: ",") } ?? "<unset>"
        let modes = spec["volumeLifecycleModes"].strings.joined(separator: ",")
        return [
            object.nameCell, .bool(spec["attachRequired"].bool ?? true), .bool(spec["podInfoOnMount"].bool ?? false),
            .bool(spec["storageCapacity"].bool ?? false), .string(audiences), .bool(spec["requiresRepublish"].bool ?? false),
            .string(modes.isEmpty ? "<none>" : modes), object.ageCell(now: now),
        ]
    }
}

/// storage.k8s.io/v1 CSINode: which drivers a node has. It may be made before its node.
struct CSINodeRules: KindBehaviour {
    /// The longest name a driver may have for a node, in bytes.
    private static let nodeIDLimit = 256

    var columns: [TableColumn] { [.name, TableColumn("Drivers", type: "integer"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        var names: Set<String> = []
        for (index, driver) in (object["spec"]["drivers"].array ?? []).enumerated() {
            let path = FieldPath("spec.drivers").index(index)
            let (name, node) = (driver["name"].string ?? "", driver["nodeID"].string ?? "")
            StorageChecks.driverName(name, path.child("name"), &errors)
            if node.isEmpty { errors.append(.required(path.child("nodeID"))) }
            if node.utf8.count > Self.nodeIDLimit {
                errors.append(.invalid(path.child("nodeID"), node, "must be \(Self.nodeIDLimit) characters or less"))
            }
            SpecChecks.nonNegative(driver["allocatable"]["count"], path.child("allocatable", "count"), &errors)
            if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
            topology(driver["topologyKeys"].strings, path, &errors)
        }
    }

    private func topology(_ keys: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        var seen: Set<String> = []
        for key in keys {
            if key.isEmpty { errors.append(.required(path)) }
            if !seen.insert(key).inserted { errors.append(.duplicate(path, key)) }
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path, key, problem)) }
        }
    }

    /// Of a driver that stays only the number of volumes may change.
    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for var before in old["spec"]["drivers"].array ?? [] {
            for var after in object["spec"]["drivers"].array ?? [] where after["name"] == before["name"] {
                before["allocatable"] = .null
                after["allocatable"] = .null
                SpecChecks.immutable(after, before, "spec.drivers", &errors)
            }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, .int(Int64((object["spec"]["drivers"].array ?? []).count)), object.ageCell(now: now)]
    }
}

/// storage.k8s.io/v1 CSIStorageCapacity.
struct CSIStorageCapacityRules: KindBehaviour {
    var columns: [TableColumn] { [.name, TableColumn("StorageClassName"), TableColumn("Capacity")] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        if !object["nodeTopology"].isNull { SpecChecks.labelSelector(object["nodeTopology"], "nodeTopology", &errors) }
        let name = object["storageClassName"].string ?? ""
        for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid("storageClassName", name, problem)) }
        if let text = object["capacity"].string, text.hasPrefix("-") {
            errors.append(.invalid("capacity", text, "must be greater than or equal to 0"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["nodeTopology", "storageClassName"] { SpecChecks.immutable(object[key], old[key], FieldPath(key), &errors) }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, object["storageClassName"].textCell, .string(object["capacity"].string ?? "<unset>")]
    }
}
