import Client
import Logging
import Resources
import Testing

@Suite struct EventCorrelatorTests {
    private func event(_ message: String, object: String = "web", reason: String = "Pulled") -> Event {
        var event = Event(name: "", namespace: "ns")
        event.involvedObject = ObjectReference(kind: "Pod", name: object, namespace: "ns", uid: object)
        event.source.component = "kubelet"
        event.reason = reason
        event.message = message
        event.type = "Normal"
        return event
    }

    @Test func repetitionsAreCounted() {
        var correlator = EventCorrelator()
        guard case .create(let first) = correlator.plan(event("image pulled"), now: Timestamp(seconds: 10)) else {
            Issue.record("the first event is not new")
            return
        }
        #expect(first.name == "web.2540be400")
        #expect(first.count == 1)
        guard case .count(let second) = correlator.plan(event("image pulled"), now: Timestamp(seconds: 20)) else {
            Issue.record("the second event is not a repetition")
            return
        }
        #expect(second.name == first.name)
        #expect(second.count == 2)
        #expect(second.firstTimestamp == Timestamp(seconds: 10))
        #expect(second.lastTimestamp == Timestamp(seconds: 20))
        correlator.forget(second)
        guard case .create = correlator.plan(event("image pulled"), now: Timestamp(seconds: 30)) else {
            Issue.record("a forgotten event is not made anew")
            return
        }
    }

    /// Of pods that cannot be placed, the scheduler tells once that they wait on, and then seldom.
    @Test func repetitionsAreToldSeldomWhereAsked() {
        var limits = EventCorrelator.Limits()
        limits.repeatSeconds = 1800
        var correlator = EventCorrelator(limits: limits)
        let plans = [0, 10, 20, 300, 1809, 1810, 1820].map { correlator.plan(event("no room"), now: Timestamp(seconds: $0)) }
        let counts = plans.map { if case .count(let event) = $0 { event.count } else { 0 } }
        #expect(counts == [0, 2, 0, 0, 0, 6, 0])
        #expect(plans[2] == .drop)
    }

    @Test func containersAreToldApart() {
        var correlator = EventCorrelator()
        for container in ["a", "b"] {
            var event = event("Container started")
            event.involvedObject.fieldPath = "spec.containers{\(container)}"
            guard case .create = correlator.plan(event, now: Timestamp(seconds: 10)) else {
                Issue.record("the event of container \(container) is not one of its own")
                return
            }
        }
    }

    @Test func floodsAreDropped() {
        var correlator = EventCorrelator()
        let plans = (0..<30).map { _ in correlator.plan(event("again"), now: Timestamp(seconds: 0)) }
        #expect(plans.filter { $0 == .drop }.count == 5)
        #expect(correlator.plan(event("again"), now: Timestamp(seconds: 299)) == .drop)
        #expect(correlator.plan(event("again"), now: Timestamp(seconds: 601)) != .drop)
        #expect(correlator.plan(event("again", object: "other"), now: Timestamp(seconds: 0)) != .drop)
    }

    @Test func manyMessagesAreCombined() {
        var correlator = EventCorrelator()
        for index in 0..<10 { _ = correlator.plan(event("message \(index)"), now: Timestamp(seconds: 0)) }
        guard case .create(let combined) = correlator.plan(event("message 10"), now: Timestamp(seconds: 0)),
            case .count(let again) = correlator.plan(event("message 11"), now: Timestamp(seconds: 0))
        else {
            Issue.record("similar events are not combined")
            return
        }
        #expect(combined.message == "(combined from similar events): message 10")
        #expect(again.name == combined.name)
        #expect(again.message == "(combined from similar events): message 11")
    }
}

@Suite struct EventRecorderTests {
    @Test func writesManyAtATime() async throws {
        let client = MemoryClient()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let recorder = EventRecorder(client: client, component: "scheduler", logger: logger)
        for index in 0..<100 {
            recorder.record(Pod(name: "web-\(index)", namespace: "ns"), .warning, reason: "FailedScheduling", message: "none")
        }
        let task = Task { try await recorder.run() }
        defer { task.cancel() }
        #expect(await eventually { client.objects(Event.self).count == 100 })
        #expect(Set(client.objects(Event.self).map(\.involvedObject.name)).count == 100)
    }

    /// What a scheduler tells of thousands of pods at once is all written; a smaller buffer keeps the oldest.
    @Test(arguments: [(10_000, 3000), (EventRecorder.bufferLimit, 1000)])
    func whatTheBufferHoldsIsWritten(limit: Int, written: Int) async throws {
        let client = MemoryClient()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let recorder = EventRecorder(client: client, component: "scheduler", bufferLimit: limit, logger: logger)
        for index in 0..<3000 {
            recorder.record(Pod(name: "web-\(index)", namespace: "ns"), .normal, reason: "Scheduled", message: "assigned")
        }
        let task = Task { try await recorder.run() }
        defer { task.cancel() }
        #expect(await eventually { client.objects(Event.self).count >= written })
        // The buffer has room again.
        recorder.record(Pod(name: "last", namespace: "ns"), .normal, reason: "Scheduled", message: "assigned")
        #expect(await eventually { client.objects(Event.self).contains { $0.involvedObject.name == "last" } })
        #expect(client.objects(Event.self).count == written + 1)
    }

    @Test func writesAndCounts() async throws {
        let client = MemoryClient()
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let recorder = EventRecorder(client: client, component: "scheduler", logger: logger)
        let task = Task { try await recorder.run() }
        defer { task.cancel() }
        let pod = Pod(name: "web", namespace: "ns")
        for _ in 0..<3 { recorder.record(pod, .warning, reason: "FailedScheduling", message: "0/1 nodes are available") }
        #expect(await eventually { client.objects(Event.self).first?.count == 3 })
        let event = try #require(client.objects(Event.self).first)
        #expect(client.objects(Event.self).count == 1)
        #expect(event.type == "Warning")
        #expect(event.involvedObject.name == "web")
        #expect(event.namespace == "ns")
        #expect(event.source.component == "scheduler")
    }
}
