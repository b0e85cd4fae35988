internal import Document
internal import Resources
internal import Schema

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
        schedule(spec["schedule"].string ?? "", &errors)
        if let zone = spec["timeZone"].string { timeZone(zone, &errors) }
        for key in ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
            SpecChecks.nonNegative(spec[key], FieldPath("spec").child(key), &errors)
        }
        JobRules.validate(spec: spec["jobTemplate"]["spec"], "spec.jobTemplate.spec", &errors)
    }

    private func schedule(_ text: String, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.schedule"
        if text.isEmpty { return errors.append(.required(path)) }
        if text.contains("TZ") {
            return errors.append(.invalid(path, text, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"))
        }
        do {
            _ = try CronSchedule(text)
        } catch {
            errors.append(.invalid(path, text, error.description))
        }
    }

    private func timeZone(_ name: String, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.timeZone"
        if name.isEmpty { return errors.append(.invalid(path, name, "timeZone must be nil or non-empty string")) }
        if name.lowercased() == "local" {
            let detail = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
            return errors.append(.invalid(path, name, detail))
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isOdd = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." || $0.hasPrefix("-") }
        if isOdd || TimeZoneInfo.named(name) == nil { errors.append(.invalid(path, name, "unknown time zone \(name)")) }
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let isNew = old.map { $0["metadata"]["generation"] != object["metadata"]["generation"] } ?? true
        return (old == nil ? PodWarnings.ofName(object) : [])
            + (isNew ? PodWarnings.ofTemplate(object["spec"]["jobTemplate"]["spec"]["template"], "spec.jobTemplate.spec.template") : [])
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
