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

    func applyDefaults(_ object: inout JSON) { Self.applyDefaults(spec: &object["spec"]) }

    static func applyDefaults(spec: inout JSON) {
        if spec["completions"].isNull, spec["parallelism"].isNull {
            spec["completions"] = 1
            spec["parallelism"] = 1
        }
        if spec["parallelism"].isNull { spec["parallelism"] = 1 }
        if spec["podReplacementPolicy"].isNull {
            spec["podReplacementPolicy"] = spec["podFailurePolicy"].isNull ? "TerminatingOrFailed" : "Failed"
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
        for (key, value) in labels { object["spec"]["template"]["metadata"]["labels"][key] = .string(value) }
        object["spec"]["selector"]["matchLabels"]["batch.kubernetes.io/controller-uid"] = .string(uid)
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if spec["selector"].isNull { errors.append(.required("spec.selector")) }
        Self.validate(spec: spec, "spec", &errors)
    }

    static func validate(spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"] {
            SpecChecks.nonNegative(spec[key], path.child(key), &errors)
        }
        if spec["completionMode"].string == "Indexed", spec["completions"].isNull {
            errors.append(.required(path.child("completions"), "when completion mode is Indexed"))
        }
        PodTemplateChecks.validate(spec["template"], path.child("template"), &errors)
        let policy = spec["template"]["spec"]["restartPolicy"].string ?? ""
        if policy != "OnFailure", policy != "Never" {
            errors.append(
                .init(
                    .required, path.child("template", "spec", "restartPolicy"), detail: "valid values: \"OnFailure\", \"Never\""))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy"] {
            SpecChecks.immutable(object["spec"][key], old["spec"][key], FieldPath("spec").child(key), &errors)
        }
        if object["spec"]["completionMode"].string != "Indexed" {
            SpecChecks.immutable(object["spec"]["completions"], old["spec"]["completions"], "spec.completions", &errors)
        }
        let waits = old["spec"]["suspend"].bool == true && old["status"]["startTime"].isNull
        if !waits { SpecChecks.immutable(object["spec"]["template"], old["spec"]["template"], "spec.template", &errors) }
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

/// batch/v1 CronJob.
struct CronJobRules: KindBehaviour {
    /// The name of a job is the cron job's and eleven characters more.
    private static let longestName = 52

    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Schedule"), TableColumn("Timezone"), TableColumn("Suspend", type: "boolean"),
            TableColumn("Active", type: "integer"), TableColumn("Last Schedule"), .age, .containers, .images, .selector,
        ]
    }

    func applyDefaults(_ object: inout JSON) {
        if !object["spec"]["jobTemplate"]["spec"].isNull {
            PodSpecDefaults.apply(&object["spec"]["jobTemplate"]["spec"]["template"]["spec"])
        }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if let name = object["metadata"]["name"].string, name.count > Self.longestName {
            errors.append(.invalid("metadata.name", name, "must be no more than 52 characters"))
        }
        let schedule = spec["schedule"].string ?? ""
        if schedule.isEmpty {
            errors.append(.required("spec.schedule"))
        } else if schedule.contains("TZ=") {
            errors.append(.invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"))
        } else if !schedule.hasPrefix("@"), schedule.split(separator: " ").count != 5 {
            let count = schedule.split(separator: " ").count
            let list = schedule.split(separator: " ").joined(separator: " ")
            errors.append(.invalid("spec.schedule", schedule, "expected exactly 5 fields, found \(count): [\(list)]"))
        }
        for key in ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
            SpecChecks.nonNegative(spec[key], FieldPath("spec").child(key), &errors)
        }
        JobRules.validate(spec: spec["jobTemplate"]["spec"], "spec.jobTemplate.spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let last = object["status"]["lastScheduleTime"]
        let template = spec["jobTemplate"]["spec"]
        return [
            object.nameCell, spec["schedule"].textCell, .string(spec["timeZone"].string ?? "<none>"),
            .string(spec["suspend"].bool == true ? "True" : "False"), .int(Int64((object["status"]["active"].array ?? []).count)),
            .string(last.isNull ? "<none>" : last.age(now: now)), object.ageCell(now: now),
        ] + template["template"].containerCells + [.string(template["selector"].selectorText)]
    }
}
