internal import Document
internal import Resources

/// What the parts of a Node may be.
enum NodeChecks {
    private static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

    /// Taints are told of under the name they had when they were an annotation.
    static func taints(_ taints: [JSON], _ errors: inout [FieldError]) {
        var seen: Set<String> = []
        for (index, taint) in taints.enumerated() {
            let path = FieldPath("metadata.taints").index(index)
            let (key, value, effect) = (taint["key"].string ?? "", taint["value"].string ?? "", taint["effect"].string ?? "")
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) }
            let problems = NameRules.labelValue(value)
            if !problems.isEmpty { errors.append(.invalid(path.child("value"), value, problems.joined(separator: ";"))) }
            if effect.isEmpty {
                errors.append(.required(path.child("effect")))
            } else if !effects.contains(effect) {
                errors.append(.notSupported(path.child("effect"), effect, effects))
            }
            if !seen.insert(key + ":" + effect).inserted {
                var error = FieldError.duplicate(path, taint)
                error.detail = "taints must be unique by key and effect pair"
                errors.append(error)
            }
        }
    }

    static func amounts(_ status: JSON, _ errors: inout [FieldError]) {
        for key in ["capacity", "allocatable"] {
            for (name, amount) in status[key].object ?? JSONObject() {
                guard let quantity = Quantity(field: amount) else { continue }
                ResourceValidation.amount(quantity, of: name, FieldPath("status", key, name), &errors)
            }
        }
    }

    /// `MyFeature` or `MyFeature/part`, in order (KEP-5328).
    static func features(_ features: [String], _ errors: inout [FieldError]) {
        let path: FieldPath = "status.declaredFeatures"
        for (index, feature) in features.enumerated() {
            if let problem = problem(feature) { errors.append(.invalid(path.index(index), feature, problem)) }
            guard index > 0 else { continue }
            if feature == features[index - 1] {
                errors.append(.duplicate(path.index(index), feature))
            } else if feature < features[index - 1] {
                errors.append(.invalid(path.index(index), feature, "list must be sorted alphabetically"))
            }
        }
    }

    private static let longestFeature = 253

    private static func problem(_ feature: String) -> String? {
        let start = "invalid feature name \(feature.goQuoted): must "
        if feature.utf8.count > longestFeature { return start + "be no more than \(longestFeature) characters" }
        let parts = feature.split(separator: "/", omittingEmptySubsequences: false)
        let areWords = parts.allSatisfy { part in
            part.utf8.first.map { NameBytes.isLetter($0) } ?? false
                && part.utf8.allSatisfy { NameBytes.isLetter($0) || (0x30...0x39).contains($0) }
        }
        if areWords, let first = feature.utf8.first, (0x41...0x5A).contains(first) { return nil }
        return start + "start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or "
            + "MyFeature/mySubFeature), and contain only alphanumeric characters and slashes"
    }

    /// The addresses of the node's pods, of each family one range.
    static func ranges(_ ranges: [String], _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.podCIDRs"
        let parsed = ranges.enumerated().map { AddressChecks.cidr($0.element, path.index($0.offset), &errors) }
        guard ranges.count > 1 else { return }
        for (index, range) in ranges.enumerated() where parsed[index] == nil {
            let fault = "invalid CIDR[\(index)]: <nil> (invalid CIDR address: \(range))"
            let why = "invalid PodCIDRs. failed to check with dual stack with error:\(fault)"
            errors.append(.internalError(path, why))
            break
        }
        let families = Set(parsed.map { $0?.isIPv6 })
        if families.count < 2 || families.contains(nil) || ranges.count > 2 {
            errors.append(.invalid(path, JSON(ranges), "may specify no more than one CIDR for each IP family"))
        }
    }
}

private enum NameBytes {
    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}
