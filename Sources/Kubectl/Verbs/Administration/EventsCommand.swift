internal import Client
internal import Document
internal import Resources

/// `kubectl events`
enum EventsCommand {
    static let command = Command(
        "events", group: .debugging, usage: "[-o FORMAT] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]", summary: "List events",
        examples: [
            ("Recent events of the namespace", "kubectl events"), ("Of all namespaces", "kubectl events --all-namespaces"),
            ("About a pod, and those to come", "kubectl events --for pod/web-pod-13je7 --watch"),
            ("Only warnings", "kubectl events --types=Warning"),
        ],
        flags: OutputFormat.flags + [
            .bool("watch", "w", "Go on with events to come."), .bool("all-namespaces", "A", "Events of all namespaces."),
            .string("for", nil, values: .nothing, "Only events about this object (TYPE/NAME)."),
            .list("types", nil, "", "Only events of these types: Normal, Warning."), .bool("no-headers", "Leave out the headings."),
            .int("chunk-size", nil, 500, "Read lists in pages of this many; 0 reads them at once."),
        ], run: run)

    private static func run(_ call: Invocation) async throws {
        let types = call.flags.list("types").map { $0.lowercased() }
        for type in types where type != "normal" && type != "warning" { throw Failure("valid --types are Normal or Warning") }
        let own = try call.session.namespace()
        let isEverywhere = call.flags.bool("all-namespaces")
        let selector = try await fieldSelector(call)
        let printer = try OutputFormat.printer(call.flags, environment: call.session.environment)
        @Sendable func isWanted(_ event: JSON) -> Bool { types.isEmpty || types.contains(event["type"].words.lowercased()) }
        if call.flags.bool("watch") {
            do {
                return try await call.session.withRequestTimeout {
                    try await watch(call, namespace: isEverywhere ? "" : own, selector, printer, isWanted)
                }
            } catch is RequestTimedOut {
                return
            }
        }
        let source = DescribeSource(client: try call.session.client(), showsEvents: true, chunk: call.flags.int("chunk-size"))
        let all = try await source.list(.events, namespace: isEverywhere ? "" : own, fieldSelector: selector)
        let events = sorted(all.filter(isWanted))
        if events.isEmpty {
            return call.console.err(isEverywhere ? "No events found.\n" : "No events found in \(own) namespace.\n")
        }
        if let printer {
            let list: JSON = [
                "kind": "EventList", "apiVersion": "v1", "metadata": [:], "items": .array(events.map(typed)),
            ]
            return call.console.out(try printer.text(list, index: 0))
        }
        var writer = TabWriter()
        let page = EventRows(showsNamespace: isEverywhere, now: .now())
        if !call.flags.bool("no-headers") { writer.add(page.headings) }
        for event in events { writer.add(page.row(event)) }
        call.console.out(writer.text())
    }

    private static func typed(_ event: JSON) -> JSON {
        var event = event
        event["kind"] = "Event"
        event["apiVersion"] = "v1"
        return event
    }

    private static func fieldSelector(_ call: Invocation) async throws -> String? {
        let word = call.flags.string("for")
        if word.isEmpty { return nil }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count < 2 { throw Failure("--for must be in resource/name form") }
        if parts.count > 2 { throw Failure("arguments in resource/name form may not have more than one slash") }
        let type = try await call.session.discovery().resource(parts[0].lowercased()).type
        return "involvedObject.kind=\(type.kind),involvedObject.apiVersion=\(type.apiVersion),involvedObject.name=\(parts[1])"
    }

    private static func sorted(_ events: [JSON]) -> [JSON] {
        func time(_ event: JSON) -> Timestamp {
            event["series"]["lastObservedTime"].timestamp ?? event["lastTimestamp"].timestamp ?? event["eventTime"].timestamp
                ?? Timestamp(seconds: .min)
        }
        return events.enumerated().sorted { a, b in
            let (left, right) = (time(a.element), time(b.element))
            return left == right ? a.offset < b.offset : left < right
        }.map(\.element)
    }

    private static func watch(
        _ call: Invocation, namespace: String, _ selector: String?, _ printer: (any ObjectPrinter)?, _ isWanted: (JSON) -> Bool
    ) async throws {
        let options = WatchOptions(namespace: namespace.isEmpty ? nil : namespace, fieldSelector: selector)
        let stream = try await call.session.client().watch(.events, options)
        let page = EventRows(showsNamespace: namespace.isEmpty, now: .now())
        var writer = TabWriter()
        if printer == nil, !call.flags.bool("no-headers") { writer.add(page.headings) }
        var index = 0
        for try await change in stream {
            let record: ObjectRecord
            switch change {
            case .added(let added): record = added
            case .modified(let modified): record = modified
            default: continue
            }
            let event = try JSON.parse(Array(record.bytes))
            guard isWanted(event) else { continue }
            if let printer {
                call.console.out(try printer.text(typed(event), index: index))
                index += 1
            } else {
                writer.add(EventRows(showsNamespace: namespace.isEmpty, now: .now()).row(event))
                call.console.out(writer.text())
            }
            call.console.flush()
        }
    }
}

/// Events as lines of a table.
struct EventRows: Sendable {
    let showsNamespace: Bool
    let now: Timestamp

    var headings: [String] { (showsNamespace ? ["NAMESPACE"] : []) + ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"] }

    func row(_ event: JSON) -> [String] {
        func safe(_ text: String) -> String { text.replacing("\u{1B}", with: "^[").replacing("\r", with: "\\r") }
        let object = event["involvedObject"]
        return (showsNamespace ? [event["metadata"]["namespace"].words] : []) + [
            EventAge.text(event, now: now), safe(event["type"].words), safe(event["reason"].words),
            safe("\(object["kind"].words)/\(object["name"].words)"), safe(event["message"].words.trimmedSpace),
        ]
    }
}
