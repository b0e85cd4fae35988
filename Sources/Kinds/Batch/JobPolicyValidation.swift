internal import Document
internal import Resources

/// The rules of a job's `podFailurePolicy` and `successPolicy`, and of the limits that jobs with indexes have.
enum JobPolicyValidation {
    private static let ruleLimit = 20
    private static let exitCodeLimit = 255
    private static let patternLimit = 20
    /// Bytes of a list of indexes.
    private static let indexTextLimit = 64 * 1024
    private static let parallelismLimit = 100_000
    private static let failedIndexLimit = 100_000
    /// Completions beyond which the limits for each index are narrower.
    private static let manyCompletions = 100_000
    private static let narrowLimit = 10_000

    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        limits(spec, path, &errors)
        if !spec["podFailurePolicy"].isNull { podFailurePolicy(spec, path.child("podFailurePolicy"), &errors) }
        if !spec["successPolicy"].isNull {
            if spec["completionMode"].string == "Indexed" {
                successPolicy(spec, path.child("successPolicy"), &errors)
            } else {
                errors.append(.invalid(path.child("successPolicy"), spec["successPolicy"], "requires indexed completion mode"))
            }
        }
        if let policy = spec["podReplacementPolicy"].string {
            let allowed = spec["podFailurePolicy"].isNull ? ["Failed", "TerminatingOrFailed"] : ["Failed"]
            if !allowed.contains(policy) { errors.append(.notSupported(path.child("podReplacementPolicy"), policy, allowed)) }
        }
    }

    private static func limits(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let perIndex = spec["backoffLimitPerIndex"].int
        let maxFailed = spec["maxFailedIndexes"].int
        if maxFailed != nil, perIndex == nil {
            errors.append(.required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified"))
        }
        guard spec["completionMode"].string == "Indexed" else {
            // A mode that does not exist is told as such alone.
            guard spec["completionMode"].string ?? "NonIndexed" == "NonIndexed" else { return }
            for key in ["backoffLimitPerIndex", "maxFailedIndexes"] {
                if let value = spec[key].int { errors.append(.invalid(path.child(key), value, "requires indexed completion mode")) }
            }
            return
        }
        let parallelism = spec["parallelism"].int ?? 1
        if spec["completions"].isNull { errors.append(.required(path.child("completions"), "when completion mode is Indexed")) }
        if parallelism > parallelismLimit {
            let detail = "must be less than or equal to \(parallelismLimit) when completion mode is Indexed"
            errors.append(.invalid(path.child("parallelism"), parallelism, detail))
        }
        let completions = spec["completions"].int ?? 0
        if let maxFailed {
            if !spec["completions"].isNull, maxFailed > completions {
                errors.append(.invalid(path.child("maxFailedIndexes"), maxFailed, "must be less than or equal to completions"))
            }
            if maxFailed > failedIndexLimit {
                errors.append(
                    .invalid(path.child("maxFailedIndexes"), maxFailed, "must be less than or equal to \(failedIndexLimit)"))
            }
        }
        guard completions > manyCompletions, perIndex != nil else { return }
        let detail =
            "must be less than or equal to \(narrowLimit) when completions are above \(manyCompletions) and used with backoff limit per index"
        if maxFailed == nil {
            errors.append(.required(path.child("maxFailedIndexes"), "must be specified when completions is above \(manyCompletions)"))
        }
        if parallelism > narrowLimit { errors.append(.invalid(path.child("parallelism"), parallelism, detail)) }
        if let maxFailed, maxFailed > narrowLimit { errors.append(.invalid(path.child("maxFailedIndexes"), maxFailed, detail)) }
    }

    // MARK: podFailurePolicy

    private static func podFailurePolicy(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let rules = spec["podFailurePolicy", "rules"].array ?? []
        if rules.count > ruleLimit { errors.append(.tooMany(path.child("rules"), rules.count, limit: ruleLimit)) }
        let template = spec["template"]["spec"]
        let containers = ["containers", "initContainers"].flatMap { template[$0].array ?? [] }.compactMap { $0["name"].string }
        for (index, rule) in rules.enumerated() {
            let path = path.child("rules").index(index)
            if rule["action"].string?.isEmpty ?? true {
                let known = ["Count", "FailIndex", "FailJob", "Ignore"].map(\.goQuoted).joined(separator: " ")
                errors.append(.required(path.child("action"), "valid values: [\(known)]"))
            }
            if rule["action"].string == "FailIndex", spec["backoffLimitPerIndex"].isNull {
                errors.append(.invalid(path.child("action"), "FailIndex", "requires the backoffLimitPerIndex to be set"))
            }
            let (codes, patterns) = (rule["onExitCodes"], rule["onPodConditions"].array ?? [])
            if !codes.isNull { exitCodes(codes, path.child("onExitCodes"), containers, &errors) }
            conditions(patterns, path.child("onPodConditions"), &errors)
            if !codes.isNull, !patterns.isEmpty {
                errors.append(
                    .init(.invalid, path, detail: "specifying both OnExitCodes and OnPodConditions is not supported"))
            }
            if codes.isNull, patterns.isEmpty {
                errors.append(
                    .init(.invalid, path, detail: "specifying one of OnExitCodes and OnPodConditions is required"))
            }
        }
    }

    private static func exitCodes(_ codes: JSON, _ path: FieldPath, _ containers: [String], _ errors: inout [FieldError]) {
        if codes["operator"].string?.isEmpty ?? true {
            errors.append(.required(path.child("operator"), "valid values: [\"In\" \"NotIn\"]"))
        }
        if let name = codes["containerName"].string, !containers.contains(name) {
            let detail = "must be one of the container or initContainer names in the pod template"
            errors.append(.invalid(path.child("containerName"), name, detail))
        }
        let values = (codes["values"].array ?? []).compactMap(\.int)
        let valuesPath = path.child("values")
        if values.isEmpty { errors.append(.invalid(valuesPath, .array([]), "at least one value is required")) }
        if values.count > exitCodeLimit { errors.append(.tooMany(valuesPath, values.count, limit: exitCodeLimit)) }
        for (index, value) in values.enumerated() {
            if codes["operator"].string == "In", value == 0 {
                errors.append(.invalid(valuesPath.index(index), 0, "must not be 0 for the In operator"))
            }
            if values[..<index].contains(value) { errors.append(.duplicate(valuesPath.index(index), .int(Int64(value)))) }
        }
        if zip(values, values.dropFirst()).contains(where: { $0 > $1 }) {
            errors.append(.invalid(valuesPath, codes["values"], "must be ordered"))
        }
    }

    private static func conditions(_ patterns: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        if patterns.count > patternLimit { errors.append(.tooMany(path, patterns.count, limit: patternLimit)) }
        for (index, pattern) in patterns.enumerated() {
            let type = pattern["type"].string ?? ""
            for problem in NameRules.qualifiedName(type) { errors.append(.invalid(path.index(index).child("type"), type, problem)) }
            let status = pattern["status"].string ?? "True"
            if !["False", "True", "Unknown"].contains(status) {
                errors.append(.notSupported(path.index(index).child("status"), status, ["False", "True", "Unknown"]))
            }
        }
    }

    // MARK: successPolicy

    private static func successPolicy(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let rules = spec["successPolicy", "rules"].array ?? []
        let path = path.child("rules")
        if rules.isEmpty {
            errors.append(.required(path, "at least one rules must be specified when the successPolicy is specified"))
        }
        if rules.count > ruleLimit { errors.append(.tooMany(path, rules.count, limit: ruleLimit)) }
        for (index, rule) in rules.enumerated() { successRule(rule, spec["completions"].int ?? 0, path.index(index), &errors) }
    }

    private static func successRule(_ rule: JSON, _ completions: Int, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (count, indexes) = (rule["succeededCount"].int, rule["succeededIndexes"].string)
        if count == nil, indexes == nil {
            errors.append(.required(path, "at least one of succeededCount or succeededIndexes must be specified"))
        }
        var total = 0
        if let indexes {
            let path = path.child("succeededIndexes")
            if indexes.utf8.count > indexTextLimit { errors.append(.tooLong(path, limitBytes: indexTextLimit)) }
            switch indexCount(indexes, completions) {
            case .success(let count): total = count
            case .failure(let problem): errors.append(.invalid(path, indexes, "error parsing succeededIndexes: \(problem)"))
            }
        }
        guard let count else { return }
        let countPath = path.child("succeededCount")
        SpecChecks.nonNegative(rule["succeededCount"], countPath, &errors)
        if count > completions {
            let detail = "must be less than or equal to \(completions) (the number of specified completions)"
            errors.append(.invalid(countPath, count, detail))
        }
        if indexes != nil, count > total {
            let detail = "must be less than or equal to \(total) (the number of indexes in the specified succeededIndexes field)"
            errors.append(.invalid(countPath, count, detail))
        }
    }

    private struct Problem: Error, CustomStringConvertible { let description: String }

    /// How many indexes a list such as `1,3-5` names, or what is wrong with it.
    private static func indexCount(_ text: String, _ completions: Int) -> Result<Int, Problem> {
        guard !text.isEmpty else { return .success(0) }
        var (total, last): (Int, Int?) = (0, nil)
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            if ends.count > 2 {
                return .failure(
                    Problem(
                        description:
                            "the fragment \(String(part).goQuoted) violates the requirement that an index interval can have at most two parts separated by '-'"
                    ))
            }
            var numbers: [Int] = []
            for end in ends {
                guard let number = Int(end) else {
                    return .failure(Problem(description: "cannot convert string to integer for index: \(String(end).goQuoted)"))
                }
                if number >= completions { return .failure(Problem(description: "too large index: \(String(end).goQuoted)")) }
                numbers.append(number)
            }
            if let last, numbers[0] <= last {
                return .failure(
                    Problem(description: "non-increasing order, previous: \(last), current: \(numbers[0])"))
            }
            let upper = numbers.count == 2 ? numbers[1] : numbers[0]
            if upper < numbers[0] || numbers.count == 2 && upper == numbers[0] {
                return .failure(
                    Problem(description: "non-increasing order, previous: \(numbers[0]), current: \(upper)"))
            }
            total += upper - numbers[0] + 1
            last = upper
        }
        return .success(total)
    }
}
