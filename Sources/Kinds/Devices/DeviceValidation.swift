internal import Document
internal import Resources
internal import Schema

/// The devices of a ResourceSlice, and the counters they draw on.
enum DeviceValidation {
    private static let deviceLimit = 128
    /// Of slices whose devices have taints, counters or lists.
    private static let advancedLimit = 64
    private static let counterSetLimit = 8
    private static let counterLimit = 32
    private static let consumptionLimit = 2
    private static let propertyLimit = 32
    private static let valueLimit = 48
    private static let longestValue = 64
    private static let taintLimit = 16
    private static let conditionLimit = 4
    private static let lists = ["bools", "ints", "strings", "versions"]

    static func devices(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let devices = spec["devices"].array ?? []
        let isAdvanced = devices.contains { device in
            !device["taints"].isEmptyValue || !device["consumesCounters"].isEmptyValue
                || (device["attributes"].object ?? JSONObject()).contains { attribute in lists.contains { !attribute.value[$0].isNull } }
        }
        let isPerDevice = spec["perDeviceNodeSelection"].bool ?? false
        DeviceChecks.set(spec["devices"], path, limit: isAdvanced ? advancedLimit : deviceLimit, key: "name", &errors) {
            device($0, $1, &$2)
            place($0, isPerDevice, $1, &$2)
            conditions($0, $1, &$2)
            mappings($0, $1.child("nodeAllocatableResourceMappings"), &$2)
        }
    }

    private static func device(_ device: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        DeviceChecks.label(device["name"].string ?? "", path.child("name"), &errors)
        let attributes = device["attributes"].object ?? JSONObject()
        let capacity = device["capacity"].object ?? JSONObject()
        let count = attributes.count + capacity.count
        if count > propertyLimit {
            errors.append(.invalid(path, count, "the total number of attributes and capacities must not exceed \(propertyLimit)"))
        }
        let values = attributes.reduce(0) { sum, attribute in
            sum + max(1, lists.reduce(0) { $0 + (attribute.value[$1].array ?? []).count })
        }
        if values > valueLimit {
            errors.append(.invalid(path, values, "the total number of attribute values must not exceed \(valueLimit)"))
        }
        for (name, value) in attributes {
            DeviceChecks.qualifiedName(name, path.child("attributes"), &errors)
            attribute(value, path.child("attributes").key(name), &errors)
        }
        let isShared = device["allowMultipleAllocations"].bool ?? false
        for (name, value) in capacity {
            DeviceChecks.qualifiedName(name, path.child("capacity"), &errors)
            let policy = value["requestPolicy"]
            let place = path.child("capacity").key(name).child("requestPolicy")
            if policy.isNull { continue }
            if isShared {
                RequestPolicyValidation.validate(policy, capacity: value["value"], place, &errors)
            } else {
                errors.append(.forbidden(place, "allowMultipleAllocations must be true"))
            }
        }
        DeviceChecks.list(device["taints"], path.child("taints"), limit: taintLimit, &errors) { DeviceChecks.taint($0, $1, &$2) }
        DeviceChecks.set(
            device["consumesCounters"], path.child("consumesCounters"), limit: consumptionLimit, key: "counterSet", &errors
        ) { counters($0, named: "counterSet", $1, &$2) }
    }

    // MARK: Attributes

    private static func attribute(_ attribute: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let set = (["bool", "int", "string", "version"] + lists).filter { !attribute[$0].isNull }
        for key in ["string", "version"] {
            if let text = attribute[key].string { value(text, isVersion: key == "version", path.child(key), &errors) }
        }
        for key in lists where !attribute[key].isNull {
            let place = path.child(key)
            if attribute[key].isEmptyValue { errors.append(.invalid(place, attribute[key], "must not be empty if specified")) }
            for (index, text) in attribute[key].strings.enumerated() {
                value(text, isVersion: key == "versions", place.index(index), &errors)
            }
        }
        if set.count != 1 { errors.append(.invalid(path, set.isEmpty ? "" : attribute, "exactly one value must be specified")) }
    }

    private static func value(_ text: String, isVersion: Bool, _ path: FieldPath, _ errors: inout [FieldError]) {
        if isVersion, semanticVersion?.matches(text) == false {
            errors.append(.invalid(path, text, "must be a string compatible with semver.org spec 2.0.0"))
        }
        if text.utf8.count > longestValue { errors.append(.tooLong(path, limitBytes: longestValue)) }
    }

    private static let semanticVersion: Pattern? = {
        let (number, build) = ("(0|[1-9]\\d*)", "[0-9a-zA-Z-]+")
        let release = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)"
        let numbers = [number, number, number].joined(separator: "\\.")
        return try? Pattern("^\(numbers)(-\(release)(\\.\(release))*)?(\\+\(build)(\\.\(build))*)?$")
    }()

    // MARK: Counters

    static func counterSets(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        DeviceChecks.set(json, path, limit: counterSetLimit, key: "name", &errors) { counters($0, named: "name", $1, &$2) }
    }

    private static func counters(_ json: JSON, named key: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = json[key].string ?? ""
        if name.isEmpty { errors.append(.required(path.child(key))) } else { DeviceChecks.label(name, path.child(key), &errors) }
        let (counters, place) = (json["counters"].object ?? JSONObject(), path.child("counters"))
        if counters.isEmpty { return errors.append(.required(place)) }
        if counters.count > counterLimit { return errors.append(.tooMany(place, counters.count, limit: counterLimit)) }
        for (name, _) in counters { DeviceChecks.label(name, place, &errors) }
    }

    // MARK: Where, and under which conditions

    private static func place(_ device: JSON, _ isPerDevice: Bool, _ path: FieldPath, _ errors: inout [FieldError]) {
        let keys = ["nodeName", "nodeSelector", "allNodes"]
        guard isPerDevice else {
            if keys.allSatisfy({ device[$0].isNull }) { return }
            let why =
                "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec"
            return errors.append(.invalid(path, .null, why))
        }
        var ways: [String] = []
        if let name = device["nodeName"].string {
            if name.isEmpty {
                errors.append(.invalid(path.child("nodeName"), name, "must not be empty"))
            } else {
                ways.append("`nodeName`")
                for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("nodeName"), name, problem)) }
            }
        }
        if !device["nodeSelector"].isNull {
            ways.append("`nodeSelector`")
            SchedulingValidation.nodeSelector(device["nodeSelector"], path.child("nodeSelector"), &errors)
        }
        if let isEverywhere = device["allNodes"].bool {
            if isEverywhere {
                ways.append("`allNodes`")
            } else {
                errors.append(.invalid(path.child("allNodes"), false, "must be either unset or set to true"))
            }
        }
        let what =
            "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the "
            + "ResourceSlice spec"
        if ways.isEmpty { errors.append(.required(path, what)) }
        if ways.count > 1 { errors.append(.invalid(path, "{\(ways.joined(separator: ", "))}", what)) }
    }

    private static func conditions(_ device: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let wanted = device["bindingConditions"].strings
        let keys = ["bindingConditions", "bindingFailureConditions"]
        for key in keys {
            DeviceChecks.list(device[key], path.child(key), limit: conditionLimit, &errors) { condition, path, errors in
                let name = condition.string ?? ""
                for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path, name, problem)) }
            }
            var seen: Set<String> = []
            for (index, name) in device[key].strings.enumerated() where !seen.insert(name).inserted {
                errors.append(.duplicate(path.child(key).index(index), name))
            }
        }
        for (index, name) in device[keys[1]].strings.enumerated() where wanted.contains(name) {
            let why = "bindingFailureConditions must not overlap with bindingConditions"
            errors.append(.invalid(path.child(keys[1]).index(index), name, why))
        }
        for (key, other) in [(keys[0], keys[1]), (keys[1], keys[0])] where device[key].isEmptyValue && !device[other].isEmptyValue {
            errors.append(.invalid(path.child(key), device[key], "\(key) are required to use \(other)"))
        }
    }

    /// How much of a node's own resources comes with the device.
    private static func mappings(_ device: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for (name, mapping) in device["nodeAllocatableResourceMappings"].object ?? JSONObject() {
            let place = path.key(name)
            if !ResourceValidation.isNative(name) { errors.append(.invalid(place, name, "must be a node allocatable resource name")) }
            if mapping["allocationMultiplier"].isNull, mapping["capacityKey"].isNull {
                errors.append(.invalid(place, "", "at least one of allocationMultiplier or capacityKey must be set"))
            }
            if let multiplier = Quantity(field: mapping["allocationMultiplier"]), multiplier.sign <= 0 {
                errors.append(.invalid(place.child("allocationMultiplier"), multiplier.description, "must be positive"))
            }
            guard let key = mapping["capacityKey"].string else { continue }
            if key.isEmpty {
                errors.append(.invalid(place.child("capacityKey"), "", "capacityKey must not be an empty string"))
            } else if device["capacity"][key].isNull {
                errors.append(.notFound(place.child("capacityKey"), .string(key)))
            }
        }
    }
}
