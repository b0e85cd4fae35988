internal import Document
internal import Resources
internal import Schema

/// batch/v1 Job.
struct JobRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var selectable: [SelectableField] { [SelectableField("status.successful", absent: "0")] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Status"), TableColumn("Completions"), TableColumn("Duration"), .age, .containers, .images, .selector,
        ]
    }

    /// Jobs that a CronJob makes get theirs when they are made.
    func applyDefaults(_ object: inout JSON) {
        Self.applyDefaults(spec: &object["spec"])
        let defaults: [(String, JSON)] = [
            ("backoffLimit", object["spec"]["backoffLimitPerIndex"].isNull ? 6 : .int(Int64(Int32.max))), ("completionMode", "NonIndexed"),
            ("suspend", false), ("manualSelector", false),
        ]
        for (key, value) in defaults where object["spec"][key].isNull { object["spec"][key] = value }
        let labels = object["spec"]["template"]["metadata"]["labels"]
        if object["metadata"]["labels"].object?.isEmpty ?? true, !(labels.object?.isEmpty ?? true) {
            object["metadata"]["labels"] = labels
        }
    }

    static func applyDefaults(spec: inout JSON) {
        if spec["completions"].isNull, spec["parallelism"].isNull {
            spec["completions"] = 1
            spec["parallelism"] = 1
        }
        if spec["parallelism"].isNull { spec["parallelism"] = 1 }
        if spec["podReplacementPolicy"].isNull {
            spec["podReplacementPolicy"] = spec["podFailurePolicy"].isNull ? "TerminatingOrFailed" : "Failed"
        }
        if !spec["podFailurePolicy"]["rules"].isNull {
            spec["podFailurePolicy"]["rules"].mutateArray { rules in
                for index in rules.indices where !rules[index]["onPodConditions"].isNull {
                    rules[index]["onPodConditions"].mutateArray { patterns in
                        for position in patterns.indices where patterns[position]["status"].string?.isEmpty ?? true {
                            patterns[position]["status"] = "True"
                        }
                    }
                }
            }
        }
        PodSpecDefaults.apply(&spec["template"]["spec"])
    }

    /// Without `manualSelector` a job selects its pods by its own uid.
    func prepareForCreate(_ object: inout JSON) {
        guard object["spec"]["manualSelector"].bool != true, let uid = object["metadata"]["uid"].string else { return }
        let name = object["metadata"]["name"].string ?? ""
        let labels = [
            ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name), ("controller-uid", uid),
            ("job-name", name),
        ]
        // A job without labels of its own goes by those of its pods.
        let own = object["metadata"]["labels"]
        let sharesLabels = own.object?.isEmpty ?? true || own == object["spec"]["template"]["metadata"]["labels"]
        for (key, value) in labels { object["spec"]["template"]["metadata"]["labels"][key] = .string(value) }
        if sharesLabels { object["metadata"]["labels"] = object["spec"]["template"]["metadata"]["labels"] }
        object["spec"]["selector"]["matchLabels"]["batch.kubernetes.io/controller-uid"] = .string(uid)
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        Self.validate(spec: spec, "spec", &errors)
        if spec["selector"].isNull {
            errors.append(.required("spec.selector"))
        } else {
            SpecChecks.labelSelector(spec["selector"], "spec.selector", &errors)
        }
        if spec["selector"].isNull || (try? LabelSelector(json: spec["selector"])) != nil {
            PodTemplateChecks.selectorFits(spec["selector"], spec["template"], "spec.template", &errors)
        }
        generatedSelector(object, &errors)
        if spec["completionMode"].string == "Indexed", let completions = spec["completions"].int, completions > 0 {
            let name = object["metadata"]["name"].string ?? ""
            let hostname = "\(name)-\(completions - 1)"
            if !NameRules.dns1123Label(hostname).isEmpty {
                errors.append(.invalid("metadata.name", name, "will not able to create pod with invalid DNS label: \(hostname)"))
            }
        }
    }

    /// A selector that was not made by hand is the job's own uid.
    private func generatedSelector(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        guard spec["manualSelector"].bool != true, !spec["selector"].isNull, let uid = object["metadata"]["uid"].string else { return }
        let name = object["metadata"]["name"].string ?? ""
        let labels: JSON = [
            "batch.kubernetes.io/controller-uid": .string(uid), "batch.kubernetes.io/job-name": .string(name),
            "controller-uid": .string(uid), "job-name": .string(name),
        ]
        if !SpecChecks.matches(spec["selector"], labels) {
            errors.append(.invalid("spec.selector", spec["selector"], "`selector` not auto-generated"))
        }
    }

    private static let longestOwner = 63

    static func validate(spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let counts = [
            "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex",
            "maxFailedIndexes",
        ]
        for key in counts { SpecChecks.nonNegative(spec[key], path.child(key), &errors) }
        if let owner = spec["managedBy"].string {
            for problem in NameRules.domainPrefixedPath(owner, path.child("managedBy")) { errors.append(problem) }
            if owner.utf8.count > longestOwner { errors.append(.tooLong(path.child("managedBy"), limitBytes: longestOwner)) }
        }
        JobPolicyValidation.validate(spec, path, &errors)
        PodTemplateChecks.validate(spec["template"], path.child("template"), &errors)
        let policy = spec["template"]["spec"]["restartPolicy"].string ?? ""
        let policyPath = path.child("template", "spec", "restartPolicy")
        if policy == "Always" || policy.isEmpty {
            errors.append(.init(.required, policyPath, detail: "valid values: \"OnFailure\", \"Never\""))
        } else if policy != "OnFailure", policy != "Never" {
            errors.append(.notSupported(policyPath, policy, ["OnFailure", "Never"]))
        } else if policy != "Never", !spec["podFailurePolicy"].isNull {
            errors.append(.invalid(policyPath, policy, "only \"Never\" is supported when podFailurePolicy is specified"))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (spec, before) = (object["spec"], old["spec"])
        for key in ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] {
            SpecChecks.immutable(spec[key], before[key], FieldPath("spec").child(key), &errors)
        }
        if spec["completionMode"].string != "Indexed" {
            SpecChecks.immutable(spec["completions"], before["completions"], "spec.completions", &errors)
        } else if spec["completions"] != before["completions"], spec["completions"] != spec["parallelism"] {
            errors.append(
                .invalid("spec.completions", spec["completions"], "can only be modified in tandem with spec.parallelism"))
        }
        SpecChecks.immutable(spec["template"], Self.comparable(old, with: spec["template"]), "spec.template", &errors)
    }

    /// The old template as far as it may not change: where pods go and what they ask for may, while a job is suspended and none runs.
    private static func comparable(_ old: JSON, with new: JSON) -> JSON {
        var template = old["spec"]["template"]
        let conditions = old["status"]["conditions"].array ?? []
        let isSuspended = conditions.contains { $0["type"].string == "Suspended" && $0["status"].string == "True" }
        guard old["spec"]["suspend"].bool == true, old["status"]["active"].int ?? 0 == 0,
            old["status"]["startTime"].isNull || isSuspended
        else { return template }
        for key in ["annotations", "labels"] { template["metadata"][key] = new["metadata"][key] }
        if template["metadata"].object?.isEmpty ?? false, new["metadata"].isNull { template["metadata"] = .null }
        for key in ["nodeSelector", "tolerations", "schedulingGates"] { template["spec"][key] = new["spec"][key] }
        template["spec"]["affinity"]["nodeAffinity"] = new["spec"]["affinity"]["nodeAffinity"]
        if template["spec"]["affinity"].object?.isEmpty ?? false, new["spec"]["affinity"].isNull { template["spec"]["affinity"] = .null }
        for list in ["containers", "initContainers"] {
            let wished = new["spec"][list].array ?? []
            guard wished.count == template["spec"][list].array?.count else { continue }
            template["spec"][list].mutateArray { containers in
                for index in containers.indices { containers[index]["resources"] = wished[index]["resources"] }
            }
        }
        return template
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let isNew = old.map { $0["metadata"]["generation"] != object["metadata"]["generation"] } ?? true
        return (old == nil ? PodWarnings.ofName(object) : [])
            + (isNew ? PodWarnings.ofTemplate(object["spec"]["template"], "spec.template") : [])
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let (spec, status) = (object["spec"], object["status"])
        let succeeded = status["succeeded"].int ?? 0
        var completions = "\(succeeded)/"
        if let wanted = spec["completions"].int {
            completions += String(wanted)
        } else {
            let parallel = spec["parallelism"].int ?? 0
            completions += parallel > 1 ? "1 of \(parallel)" : "1"
        }
        return [
            object.nameCell, .string(state(object)), .string(completions), .string(duration(status, now)), object.ageCell(now: now),
        ] + spec["template"].containerCells + [.string(spec["selector"].selectorText)]
    }

    private func duration(_ status: JSON, _ now: Timestamp) -> String {
        guard let start = status["startTime"].string.flatMap({ Timestamp($0) }) else { return "" }
        let end = status["completionTime"].string.flatMap { Timestamp($0) } ?? now
        return HumanDuration.text(seconds: Int(end.seconds - start.seconds))
    }

    private func state(_ job: JSON) -> String {
        let conditions = Set(
            (job["status"]["conditions"].array ?? []).filter { $0["status"].string == "True" }.compactMap { $0["type"].string })
        if conditions.contains("Complete") { return "Complete" }
        if conditions.contains("Failed") { return "Failed" }
        if !job["metadata"]["deletionTimestamp"].isNull { return "Terminating" }
        if conditions.contains("Suspended") { return "Suspended" }
        if conditions.contains("FailureTarget") { return "FailureTarget" }
        if conditions.contains("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
        return "Running"
    }
}
