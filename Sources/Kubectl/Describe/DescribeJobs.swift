internal import Document
internal import Resources
internal import Schema

extension DescribePage {
    /// Bytes of a list of indexes after which the next comma ends what is shown.
    private static let indexBytes = 50

    mutating func job(_ job: JSON) {
        let spec = job["spec"]
        let status = job["status"]
        nameAndNamespace(job)
        field("Selector", spec["selector"].selectorText)
        labelsAndAnnotations(job)
        controller(job)
        if let parallelism = spec["parallelism"].int { field("Parallelism", String(parallelism)) }
        field("Completions", spec["completions"].int.map { String($0) } ?? "<unset>")
        if spec["completionMode"].isPresent { field("Completion Mode", spec["completionMode"].words) }
        if let suspend = spec["suspend"].bool { field("Suspend", "\(suspend)") }
        if let limit = spec["backoffLimit"].int { field("Backoff Limit", String(limit)) }
        if let seconds = spec["ttlSecondsAfterFinished"].int { field("TTL Seconds After Finished", String(seconds)) }
        if status["startTime"].isPresent { field("Start Time", status["startTime"].localTime) }
        if status["completionTime"].isPresent { field("Completed At", status["completionTime"].localTime) }
        if let start = status["startTime"].timestamp, let end = status["completionTime"].timestamp {
            field("Duration", HumanDuration.text(seconds: Int(end.secondsSince(start))))
        }
        if let seconds = spec["activeDeadlineSeconds"].int { field("Active Deadline Seconds", "\(seconds)s") }
        let ready = status["ready"].int.map { " (\($0) Ready)" } ?? ""
        field(
            "Pods Statuses",
            "\(status["active"].count) Active\(ready) / \(status["succeeded"].count) Succeeded / \(status["failed"].count) Failed")
        if spec["completionMode"].words == "Indexed" { field("Completed Indexes", Self.cut(status["completedIndexes"].words)) }
        podTemplate(spec["template"])
    }

    static func cut(_ indexes: String) -> String {
        if indexes.isEmpty { return "<none>" }
        let bytes = Array(indexes.utf8)
        guard bytes.count > indexBytes, let comma = bytes[indexBytes...].firstIndex(of: UInt8(ascii: ",")) else { return indexes }
        return String(decoding: bytes[...comma], as: UTF8.self) + "..."
    }

    mutating func cronJob(_ job: JSON) {
        let spec = job["spec"]
        func number(_ member: String, _ unit: String = "") -> String { spec[member].int.map { "\($0)\(unit)" } ?? "<unset>" }
        nameAndNamespace(job)
        labelsAndAnnotations(job)
        field("Schedule", spec["schedule"].words)
        field("Concurrency Policy", spec["concurrencyPolicy"].words)
        field("Suspend", spec["suspend"].trueOrFalse)
        field("Time Zone", spec["timeZone"].string ?? "<unset>")
        field("Successful Job History Limit", number("successfulJobsHistoryLimit"))
        field("Failed Job History Limit", number("failedJobsHistoryLimit"))
        field("Starting Deadline Seconds", number("startingDeadlineSeconds", "s"))
        let template = spec["jobTemplate"]["spec"]
        field("Selector", template["selector"].isPresent ? template["selector"].selectorText : "<unset>")
        field("Parallelism", template["parallelism"].int.map { String($0) } ?? "<unset>")
        field("Completions", template["completions"].int.map { String($0) } ?? "<unset>")
        if let seconds = template["activeDeadlineSeconds"].int { field("Active Deadline Seconds", "\(seconds)s") }
        podTemplate(template["template"])
        let last = job["status"]["lastScheduleTime"]
        field("Last Schedule Time", last.isPresent ? last.localTime : "<unset>")
        field("Active Jobs", job["status"]["active"].items.map { $0["name"].words }.joined(separator: ", ").orNone)
    }
}
