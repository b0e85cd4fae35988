internal import Document
internal import Resources

/// The resources of a pod as a whole: they hold for all of its containers together.
enum PodResourceValidation {
    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let resources = spec["resources"]
        let path = path.child("resources")
        if spec["os"]["name"].string == "windows" { return errors.append(.forbidden(path, "may not be set for a windows pod")) }
        if !resources["claims"].isNull {
            errors.append(.forbidden(path.child("claims"), "claims may not be set for Resources at pod-level"))
        }
        let claims = Set((spec["resourceClaims"].array ?? []).compactMap { $0["name"].string })
        ResourceValidation.requirements(resources, path, claims: claims, isPod: true, &errors)
        for (name, amount) in resources["requests"].object ?? JSONObject() {
            guard let own = Quantity(field: amount), let sum = total(spec, "requests", name), own < sum else { continue }
            errors.append(
                .invalid(
                    path.child("requests").key(name), own.description,
                    "must be greater than or equal to aggregate container requests of \(sum)"))
        }
        for (name, amount) in resources["limits"].object ?? JSONObject() where name.hasPrefix("hugepages-") {
            guard let own = Quantity(field: amount), let sum = total(spec, "limits", name), own < sum else { continue }
            errors.append(
                .invalid(
                    path.child("limits").key(name), own.description,
                    "must be greater than or equal to aggregate container limits of \(sum)"))
        }
        for (index, container) in (spec["containers"].array ?? []).enumerated() {
            for (name, amount) in container["resources"]["limits"].object ?? JSONObject() {
                guard let limit = Quantity(field: amount), let own = Quantity(field: resources["limits"][name]), own < limit else {
                    continue
                }
                errors.append(
                    .invalid(
                        path.child("containers").index(index).key(name).child("limits"), limit.description,
                        "must be less than or equal to pod limits of \(own)"))
            }
        }
    }

    /// What the containers ask for together; init containers run before them, sidecars beside all that follow. Nil when none asks.
    static func total(_ spec: JSON, _ list: String, _ name: String) -> Quantity? {
        func amount(_ container: JSON) -> Quantity? { Quantity(field: container["resources"][list][name]) }
        var running: Quantity?
        for container in spec["containers"].array ?? [] {
            if let amount = amount(container) { running = running.map { $0 + amount } ?? amount }
        }
        var (sidecars, peak): (Quantity?, Quantity?) = (nil, nil)
        for container in spec["initContainers"].array ?? [] {
            guard var amount = amount(container) else { continue }
            if let before = sidecars { amount = amount + before }
            if container["restartPolicy"].string == "Always" {
                sidecars = amount
            }
            if peak.map({ $0 < amount }) ?? true { peak = amount }
        }
        if let sidecars { running = running.map { $0 + sidecars } ?? sidecars }
        guard let peak else { return running }
        return running.map { $0 < peak ? peak : $0 } ?? peak
    }
}
