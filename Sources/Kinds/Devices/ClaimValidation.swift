internal import Document
internal import Resources

/// What a claim for devices asks for.
struct ClaimValidation {
    /// The names of the requests, with those of their alternatives.
    private let names: [String: Set<String>]
    private var errors: [FieldError] = []

    private static let requestLimit = 32
    private static let constraintLimit = 32
    private static let alternativeLimit = 8

    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        var validation = ClaimValidation(spec["devices"])
        validation.check(spec["devices"], path.child("devices"))
        errors += validation.errors
    }

    private init(_ devices: JSON) {
        let requests = devices["requests"].array ?? []
        names = Dictionary(
            requests.map { request in
                let alternatives = (request["firstAvailable"].array ?? []).map { $0["name"].string ?? "" }
                return (request["name"].string ?? "", Set(alternatives))
            }, uniquingKeysWith: { $1 })
    }

    private mutating func check(_ devices: JSON, _ path: FieldPath) {
        DeviceChecks.set(devices["requests"], path.child("requests"), limit: Self.requestLimit, key: "name", &errors) {
            Self.request($0, $1, &$2)
        }
        let names = names
        DeviceChecks.list(devices["constraints"], path.child("constraints"), limit: Self.constraintLimit, &errors) {
            Self.constraint($0, names, $1, &$2)
        }
        DeviceChecks.list(devices["config"], path.child("config"), limit: DeviceChecks.configLimit, &errors) {
            Self.references($0["requests"], names, $1.child("requests"), &$2)
            DeviceChecks.configuration($0, $1, &$2)
        }
    }

    private static func name(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        DeviceChecks.label(json.string ?? "", path, &errors)
    }

    private static func request(_ request: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        name(request["name"], path.child("name"), &errors)
        let what = "exactly one of `exactly` or `firstAvailable` is required"
        switch (!request["exactly"].isNull, !request["firstAvailable"].isEmptyValue) {
        case (false, false): errors.append(.required(path, what))
        case (true, true): errors.append(.invalid(path, .null, what + ", but multiple fields are set"))
        case (true, false): wish(request["exactly"], path.child("exactly"), &errors)
        case (false, true):
            DeviceChecks.set(request["firstAvailable"], path.child("firstAvailable"), limit: alternativeLimit, key: "name", &errors) {
                name($0["name"], $1.child("name"), &$2)
                wish($0, $1, &$2)
            }
        }
    }

    private static func wish(_ wish: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (name, place) = (wish["deviceClassName"].string ?? "", path.child("deviceClassName"))
        if name.isEmpty { errors.append(.required(place)) }
        for problem in name.isEmpty ? [] : NameRules.dns1123Subdomain(name) { errors.append(.invalid(place, name, problem)) }
        DeviceChecks.selectors(wish["selectors"], path.child("selectors"), &errors)
        let count = wish["count"].int ?? 0
        switch wish["allocationMode"].string ?? "" {
        case "ExactCount": if count <= 0 { errors.append(.invalid(path.child("count"), count, "must be greater than zero")) }
        case "All":
            if count != 0 {
                errors.append(.invalid(path.child("count"), count, "must not be specified when allocationMode is 'All'"))
            }
        case let other: errors.append(.notSupported(path.child("allocationMode"), other, ["All", "ExactCount"]))
        }
        for (index, toleration) in (wish["tolerations"].array ?? []).enumerated() {
            DeviceChecks.toleration(toleration, path.child("tolerations").index(index), &errors)
        }
    }

    private static func constraint(_ constraint: JSON, _ names: [String: Set<String>], _ path: FieldPath, _ errors: inout [FieldError]) {
        references(constraint["requests"], names, path.child("requests"), &errors)
        for key in ["matchAttribute", "distinctAttribute"] {
            guard let name = constraint[key].string else { continue }
            return DeviceChecks.fullyQualifiedName(name, path.child(key), &errors)
        }
        let what = "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set"
        errors.append(.required(path, what))
    }

    /// Names of requests of the claim, or of their alternatives: `gpu` and `gpu/large`.
    private static func references(_ json: JSON, _ names: [String: Set<String>], _ path: FieldPath, _ errors: inout [FieldError]) {
        DeviceChecks.set(json, path, limit: requestLimit, &errors) { reference, path, errors in
            let text = reference.string ?? ""
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            if parts.count <= 2 { for part in parts { name(.string(part), path, &errors) } }
            let isKnown = parts.count <= 2 && names[parts[0]].map { parts.count == 1 || $0.contains(parts[1]) } ?? false
            if isKnown { return }
            let why = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"
            errors.append(.invalid(path, text, why))
        }
    }

    // MARK: Defaults

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
}
