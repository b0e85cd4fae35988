internal import Document
internal import Resources

/// A container's own restart policy, and its rules for single exit codes.
enum RestartRuleValidation {
    private static let policies = ["Always", "Never", "OnFailure"]
    private static let actions = ["Restart", "RestartAllContainers"]
    private static let ruleLimit = 20
    private static let exitCodeLimit = 255

    /// - Parameter isInit: whether the rules are looked at only where there is a policy that they are about.
    static func validate(_ container: JSON, _ path: FieldPath, isInit: Bool = false, _ errors: inout [FieldError]) {
        let rules = container["restartPolicyRules"].array ?? []
        if let policy = container["restartPolicy"].string {
            if !policies.contains(policy) { errors.append(.notSupported(path.child("restartPolicy"), policy, policies)) }
        } else if !rules.isEmpty {
            errors.append(.required(path.child("restartPolicy"), "must specify restartPolicy when restart rules are used"))
            if isInit { return }
        }
        if rules.count > ruleLimit { errors.append(.tooMany(path.child("restartPolicyRules"), rules.count, limit: ruleLimit)) }
        for (index, rule) in rules.enumerated() { self.rule(rule, path.child("restartPolicyRules").index(index), &errors) }
    }

    private static func rule(_ rule: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let action = rule["action"].string ?? ""
        if !actions.contains(action) { errors.append(.notSupported(path.child("action"), action, actions)) }
        let codes = rule["exitCodes"]
        if codes.isNull { return errors.append(.required(path.child("exitCodes"), "must be specified")) }
        let op = codes["operator"].string ?? ""
        if op != "In", op != "NotIn" { errors.append(.notSupported(path.child("exitCodes", "operator"), op, ["In", "NotIn"])) }
        let count = (codes["values"].array ?? []).count
        if count > exitCodeLimit { errors.append(.tooMany(path.child("exitCodes", "values"), count, limit: exitCodeLimit)) }
    }
}
