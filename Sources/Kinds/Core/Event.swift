internal import Document
internal import Resources
internal import Schema

/// Events, as core/v1 and as events.k8s.io/v1 (`regarding`, `note` and the `deprecated…` fields there).
struct EventRules: KindBehaviour {
    /// True for events.k8s.io/v1.
    var isNew = false
    /// Whether rules hold that are newer than the fields: not for core/v1 and the version that came before events.k8s.io/v1.
    var isStrict = false

    var allowsShortFinalizers: Bool { !isStrict }
    var nameRule: NameRule { isStrict ? .subdomain : .pathSegment }

    private var regarding: String { isNew ? "regarding" : "involvedObject" }

    /// Selectors of every version are held against events as they are stored, in core/v1.
    var selectable: [SelectableField] {
        let parts = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"]
        let source = SelectableField("source", at: "source.component", or: "reportingComponent")
        return parts.map { SelectableField("involvedObject.\($0)") } + ["reason", "reportingComponent", source, "type"]
    }

    var columns: [TableColumn] {
        [
            TableColumn("Last Seen", description: "Time since it happened last."), TableColumn("Type", description: "Normal or Warning."),
            TableColumn("Reason", description: "One word for what happened."), TableColumn("Object", description: "What it happened to."),
            TableColumn("Subobject", description: "Which part of it.", priority: 1),
            TableColumn("Source", description: "Who reported it.", priority: 1), TableColumn("Message", description: "The whole story."),
            TableColumn("First Seen", description: "Time since it happened first.", priority: 1),
            TableColumn("Count", description: "How often it happened.", priority: 1),
            TableColumn("Name", format: "name", description: "Name of the event.", priority: 1),
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let place = object[regarding]["namespace"].string ?? ""
        let namespace = object["metadata"]["namespace"].string ?? ""
        let isDated = !object["eventTime"].isNull
        let mayBeEmpty = namespace == "default" || isDated && namespace == "kube-system"
        if isDated ? place.isEmpty && !mayBeEmpty : place != namespace && !(place.isEmpty && mayBeEmpty) {
            errors.append(.invalid("involvedObject.namespace", place, "does not match event.namespace"))
        }
        if isDated { reporter(object, &errors) }
    }

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        guard isStrict else { return }
        series(object["series"], &errors)
        if object["eventTime"].isNull { errors.append(.required("eventTime")) }
        let type = object["type"].string ?? ""
        if type != "Normal", type != "Warning" { errors.append(.invalid("type", "", "has invalid value: \(type)")) }
        let outdated = [
            ("firstTimestamp", object["deprecatedFirstTimestamp"].isNull), ("lastTimestamp", object["deprecatedLastTimestamp"].isNull),
            ("count", object["deprecatedCount"].isEmptyValue),
            ("source", ["component", "host"].allSatisfy { object["deprecatedSource"][$0].isEmptyValue }),
        ]
        for (name, isUnset) in outdated where !isUnset { errors.append(.invalid(FieldPath(name), "", "needs to be unset")) }
    }

    private func series(_ series: JSON, _ errors: inout [FieldError]) {
        if series.isNull { return }
        if series["count"].int ?? 0 < 2 { errors.append(.invalid("series.count", "", "should be at least 2")) }
        if series["lastObservedTime"].isNull { errors.append(.required("series.lastObservedTime")) }
    }

    /// Fields of events.k8s.io/v1 that never change, and the names under which that is told.
    private static let settled = [
        ("regarding", "involvedObject"), ("reason", "reason"), ("note", "message"), ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"), ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
        ("type", "type"), ("eventTime", "eventTime"), ("action", "action"), ("related", "related"),
        ("reportingController", "reportingController"), ("reportingInstance", "reportingInstance"),
    ]

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        guard isStrict else { return }
        if object["series"] != old["series"] { series(object["series"], &errors) }
        for (key, told) in Self.settled { SpecChecks.immutable(object[key], old[key], FieldPath(told), &errors) }
    }

    private static let wordLimit = 128
    private static let noteLimit = 1024

    /// Events with a time of their own say who saw what.
    private func reporter(_ object: JSON, _ errors: inout [FieldError]) {
        let controller: FieldPath = isNew ? "reportingController" : "reportingComponent"
        let name = object[isNew ? "reportingController" : "reportingComponent"].string ?? ""
        if name.isEmpty { errors.append(.required(controller)) }
        for problem in NameRules.qualifiedName(name) { errors.append(.invalid(controller, name, problem)) }
        for key in ["reportingInstance", "action", "reason"] {
            let word = object[key].string ?? ""
            if word.isEmpty { errors.append(.required(FieldPath(key))) }
            if word.utf8.count > Self.wordLimit {
                errors.append(.invalid(FieldPath(key), "", "can have at most \(Self.wordLimit) characters"))
            }
        }
        if (object[isNew ? "note" : "message"].string ?? "").utf8.count > Self.noteLimit {
            errors.append(.invalid("message", "", "can have at most \(Self.noteLimit) characters"))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let names = isNew ? ("deprecatedFirstTimestamp", "deprecatedLastTimestamp") : ("firstTimestamp", "lastTimestamp")
        let first = (object[names.0].isNull ? object["eventTime"] : object[names.0]).age(now: now)
        var last = object[names.1].isNull ? first : object[names.1].age(now: now)
        var count = object[isNew ? "deprecatedCount" : "count"].int ?? 0
        if !object["series"].isNull {
            last = object["series"]["lastObservedTime"].age(now: now)
            count = object["series"]["count"].int ?? 0
        } else if count == 0 {
            count = 1
        }
        let target = object[regarding]
        var name = (target["kind"].string ?? "").lowercased()
        if let object = target["name"].string, !object.isEmpty { name += "/" + object }
        let message = object[isNew ? "note" : "message"].string ?? ""
        return [
            .string(last), object["type"].textCell, object["reason"].textCell, .string(name), target["fieldPath"].textCell,
            .string(source(object)), .string(message.trimmingSpaces), .string(first), .int(Int64(count)), object.nameCell,
        ]
    }

    private func source(_ event: JSON) -> String {
        let source = event[isNew ? "deprecatedSource" : "source"]
        let controller = event[isNew ? "reportingController" : "reportingComponent"].string ?? ""
        let component = source["component"].string.flatMap { $0.isEmpty ? nil : $0 } ?? controller
        let host = source["host"].string.flatMap { $0.isEmpty ? nil : $0 } ?? event["reportingInstance"].string ?? ""
        return host.isEmpty ? component : component + ", " + host
    }
}

extension String {
    var trimmingSpaces: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
