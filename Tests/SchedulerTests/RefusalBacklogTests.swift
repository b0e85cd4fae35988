import Resources
import Testing

@testable import Scheduler

@Suite struct RefusalBacklogTests {
    @Test func tellsTheLastRefusalOfEachInTurn() {
        var backlog = RefusalBacklog()
        for (name, message) in [("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"), ("d", "5")] { backlog.add(pod(name), message) }
        backlog.remove(uid: "uid-b")
        #expect(backlog.take(2).map { $0.pod.key.name + $0.message } == ["a3", "c4"])
        backlog.add(pod("a"), "6")
        #expect(backlog.take(9).map { $0.pod.key.name + $0.message } == ["d5", "a6"])
        #expect(backlog.isEmpty)
        #expect(backlog.take(1).isEmpty)
    }

    @Test func whoWasRemovedAndComesAgainIsToldOnce() {
        var backlog = RefusalBacklog()
        backlog.add(pod("a"), "1")
        backlog.remove(uid: "uid-a")
        backlog.add(pod("a"), "2")
        #expect(backlog.take(9).map(\.message) == ["2"])
        #expect(backlog.take(9).isEmpty)
    }
}
