import Resources
import Testing

@testable import Scheduler

@Suite struct RefusalBacklogTests {
    private func refusal(_ why: String) -> Refusal { Refusal(nodeCount: 1, reasons: [why: 1], rescueChanges: [.nodeAdded]) }
    private func told(_ why: String) -> String { "0/1 nodes are available: 1 \(why)." }

    @Test func tellsTheLastRefusalOfEachInTurn() {
        var backlog = RefusalBacklog()
        for (name, message) in [("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"), ("d", "5")] { backlog.add(pod(name), refusal(message)) }
        backlog.remove(uid: "uid-b")
        #expect(backlog.take(2).map { $0.pod.key.name + $0.message } == ["a" + told("3"), "c" + told("4")])
        backlog.add(pod("a"), refusal("6"))
        #expect(backlog.take(9).map { $0.pod.key.name + $0.message } == ["d" + told("5"), "a" + told("6")])
        #expect(backlog.isEmpty)
        #expect(backlog.take(1).isEmpty)
    }

    @Test func whoWasRemovedAndComesAgainIsToldOnce() {
        var backlog = RefusalBacklog()
        backlog.add(pod("a"), refusal("1"))
        backlog.remove(uid: "uid-a")
        backlog.add(pod("a"), refusal("2"))
        #expect(backlog.take(9).map(\.message) == [told("2")])
        #expect(backlog.take(9).isEmpty)
    }
}
