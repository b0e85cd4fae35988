import Document
import Resources
import Synchronization
import Testing

@testable import APIServer

@Suite struct PriorityLevelTests {
    private func level(_ limit: Int, queues: Int = 4, length: Int = 2, rejects: Bool = false) -> PriorityLevel {
        var configuration = PriorityLevel.Configuration()
        if !rejects { configuration.response = .queue(.init(queues: queues, handSize: 1, lengthLimit: length)) }
        return PriorityLevel(name: "test", configuration, limit: limit)
    }

    private func isSeated(_ entrance: PriorityLevel.Entrance) -> Bool { if case .seated = entrance { true } else { false } }

    private func waiter(_ entrance: PriorityLevel.Entrance) -> PriorityLevel.Waiter? {
        if case .waiting(let waiter) = entrance { waiter } else { nil }
    }

    private func rejection(_ entrance: PriorityLevel.Entrance) -> PriorityLevel.Rejection? {
        if case .rejected(let why) = entrance { why } else { nil }
    }

    @Test func seatsAreTakenQueuedForAndRefused() async throws {
        let level = level(2)
        #expect(isSeated(level.enter(seats: 1) { 0 }))
        #expect(isSeated(level.enter(seats: 1) { 0 }))
        let first = try #require(waiter(level.enter(seats: 1) { 0 }))
        let second = try #require(waiter(level.enter(seats: 1) { 0 }))
        #expect(rejection(level.enter(seats: 1) { 0 }) == .queueFull)
        level.giveUp(second, .timeOut)
        guard case .rejected(.timeOut) = await second.result() else { return #expect(Bool(false), "it gave up") }
        level.leave(seats: 1)
        guard case .seated(let ticket) = await first.result() else { return #expect(Bool(false), "it had its turn") }
        level.giveUp(first, .timeOut)
        level.leave(ticket, seconds: 0.1)
        level.leave(seats: 1)
        #expect(level.figures.seats == 0 && level.figures.waiting == 0)
        #expect(isSeated(level.enter(seats: 2) { 0 }), "and the quick way is open again")
    }

    @Test func levelsWithoutQueuesReject() {
        let level = level(1, rejects: true)
        #expect(isSeated(level.enter(seats: 1) { 0 }))
        #expect(rejection(level.enter(seats: 1) { 0 }) == .concurrencyLimit)
        level.leave(seats: 1)
        #expect(isSeated(level.enter(seats: 5) { 0 }), "one that is wider than the level goes alone")
    }

    @Test func exemptLevelsAreOnlyCounted() {
        var configuration = PriorityLevel.Configuration()
        configuration.isExempt = true
        let level = PriorityLevel(name: "exempt", configuration, limit: 0)
        for _ in 0..<1_000 { #expect(isSeated(level.enter(seats: 1) { 0 })) }
        #expect(level.figures.seats == 1_000)
    }

    /// Whatever the order of things: never more seats than there are, and everybody who waits is told.
    @Test func holdsUnderThreads() async {
        let level = level(3, queues: 8, length: 1_000)
        let counters = Counters()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for round in 0..<200 {
                        switch level.enter(seats: 1, hash: { UInt64(task) }) {
                        case .seated:
                            counters.work()
                            if round % 7 == 0 { await Task.yield() }
                            counters.rest()
                            level.leave(seats: 1)
                        case .waiting(let waiter):
                            if round % 5 == 0 { level.giveUp(waiter, .cancelled) }
                            if case .seated(let ticket) = await waiter.result() {
                                counters.work()
                                counters.rest()
                                level.leave(ticket, seconds: 0.001)
                            }
                        case .rejected: break
                        }
                    }
                }
            }
        }
        #expect(counters.most <= 3)
        #expect(level.figures.seats == 0 && level.figures.waiting == 0)
    }

    private final class Counters: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var most: Int { state.withLock { $0.most } }
        func work() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }
        func rest() { state.withLock { $0.now -= 1 } }
    }
}

@Suite struct FlowControlTests {
    private func flow(_ control: FlowControl, _ user: UserInfo, _ method: String, _ path: String) -> String? {
        let info = RequestInfo(method: method, path: path)
        return control.entry(user, info).map { "\($0.flow.name) \($0.level.name)" }
    }

    @Test func requestsFindTheirFlows() async throws {
        let server = try await TestServer()
        let control = server.core.flowControl
        let (admin, jane) = (
            UserInfo(name: "root", groups: [UserInfo.Group.masters]), UserInfo(name: "jane", groups: [UserInfo.Group.authenticated])
        )
        #expect(flow(control, jane, "GET", TestServer.pods) == "catch-all catch-all", "the mandatory ones are built in")
        for wanted in [("prioritylevelconfigurations", "mid"), ("flowschemas", "mine")] {
            let spec =
                wanted.0 == "flowschemas"
                ? #"{"priorityLevelConfiguration":{"name":"mid"},"matchingPrecedence":50,"distinguisherMethod":{"type":"ByUser"},"rules":[{"subjects":[{"kind":"Group","group":{"name":"system:authenticated"}}],"resourceRules":[{"verbs":["*"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}"#
                : #"{"type":"Limited","limited":{"nominalConcurrencyShares":10,"limitResponse":{"type":"Queue","queuing":{"queues":8,"handSize":2,"queueLengthLimit":3}}}}"#
            let answer = try await server.send(
                "POST", "/apis/flowcontrol.apiserver.k8s.io/v1/\(wanted.0)", #"{"metadata":{"name":"\#(wanted.1)"},"spec":\#(spec)}"#)
            #expect(answer.status == 201, "\(answer.document)")
        }
        #expect(flow(control, jane, "GET", TestServer.pods) == "mine mid")
        #expect(flow(control, jane, "GET", "/api/v1/pods") == "catch-all catch-all", "not for all namespaces")
        #expect(flow(control, jane, "GET", TestServer.pods + "/a/status") == "catch-all catch-all", "not for a subresource")
        #expect(flow(control, admin, "GET", TestServer.pods) == "exempt exempt")
        #expect(flow(control, jane, "GET", TestServer.pods + "/a/exec") == nil, "what lasts has no seat")
        _ = try await server.send("DELETE", "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations/mid")
        #expect(flow(control, jane, "GET", TestServer.pods) == "catch-all catch-all", "a schema without its level does not count")
    }

    @Test func listsTakeSeatsByTheirLength() {
        let list = RequestInfo(method: "GET", path: "/api/v1/pods")
        #expect(FlowControl.seats(list, limit: 0) { 5_000 } == 10)
        #expect(FlowControl.seats(list, limit: 0) { 250 } == 3)
        #expect(FlowControl.seats(list, limit: 100) { 5_000 } == 1)
        #expect(FlowControl.seats(list, limit: 0) { 0 } == 1)
        #expect(FlowControl.seats(RequestInfo(method: "GET", path: "/api/v1/nodes/a"), limit: 0) { 5_000 } == 1)
    }

    @Test func schemasTellOfTheirLevels() {
        let schema: JSON = ["spec": ["priorityLevelConfiguration": ["name": "mid"]]]
        let now = Timestamp(seconds: 0)
        let found = FlowObjects.status(of: schema, levels: ["mid"], now: now)
        #expect(found?["conditions"][0]["status"] == "False")
        #expect(
            found?["conditions"][0]["message"].string
                == "This FlowSchema references the PriorityLevelConfiguration object named \"mid\" and it exists")
        #expect(FlowObjects.status(of: schema.with(["status": found ?? .null]), levels: ["mid"], now: now) == nil)
        #expect(FlowObjects.status(of: schema, levels: [], now: now)?["conditions"][0]["status"] == "True")
    }
}
