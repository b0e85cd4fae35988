import Client
import Document
import Resources
import Testing

@testable import Scheduler

@Suite struct SchedulingQueueTests {
    @Test func priorityFirstThenAge() {
        var queue = SchedulingQueue()
        for (name, priority) in [("a", 0), ("b", 10), ("c", 0), ("d", 10)] { queue.add(pod(name, priority: priority)) }
        var order: [String] = []
        while let pod = queue.pop() { order.append(pod.key.name) }
        #expect(order == ["b", "d", "a", "c"])
    }

    @Test func aPodThatFittedNowhereWaitsForAChangeThatMayHelp() {
        var queue = SchedulingQueue()
        queue.add(pod("a"))
        _ = queue.pop()
        queue.failed(uid: "uid-a", rescue: [.podLeft], now: .zero)
        queue.note(.nodeChanged, now: .seconds(60))
        let popped1 = queue.pop()
        #expect(popped1 == nil)
        queue.note(.podLeft, now: .seconds(60))
        let popped2 = queue.pop()
        #expect(popped2?.key.name == "a")
    }

    @Test func aChangeDuringThePlacingCounts() {
        var queue = SchedulingQueue()
        queue.add(pod("a"))
        _ = queue.pop()
        queue.note(.nodeAdded, now: .zero)
        queue.failed(uid: "uid-a", rescue: [.nodeAdded], now: .zero)
        let popped3 = queue.wake(now: .zero)
        #expect(popped3 == SchedulingQueue.backoff.delay(failures: 1))
        #expect(queue.wake(now: .seconds(100)) == nil)
        let popped4 = queue.pop()
        #expect(popped4?.key.name == "a")
    }

    @Test func gatedPodsWaitAndRemovedPodsAreForgotten() {
        var queue = SchedulingQueue()
        queue.add(pod("a", spec: ["schedulingGates": [["name": "x"]]]))
        let popped5 = queue.pop()
        #expect(popped5 == nil)
        queue.add(pod("a"))
        queue.add(pod("b"))
        queue.remove(uid: "uid-a")
        let popped6 = queue.pop()
        #expect(popped6?.key.name == "b")
        #expect(queue.count == 1)
    }

    @Test func nothingWaitsForEver() {
        var queue = SchedulingQueue()
        queue.add(pod("a"))
        _ = queue.pop()
        queue.failed(uid: "uid-a", rescue: [], now: .zero)
        #expect(queue.wake(now: .seconds(1)) == SchedulingQueue.longestWait)
        _ = queue.wake(now: SchedulingQueue.longestWait)
        let popped7 = queue.pop()
        #expect(popped7?.key.name == "a")
    }

    @Test func placedPodsConcernOnlyThoseThatChooseByOthers() {
        let spread: JSON = [
            "topologySpreadConstraints": [
                ["maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": [:]]
            ]
        ]
        var queue = SchedulingQueue()
        for (name, spec) in [("a", JSON.object(.init())), ("b", spread)] {
            queue.add(pod(name, spec: spec))
            _ = queue.pop()
            queue.failed(uid: "uid-" + name, rescue: [.podPlaced], now: .zero)
        }
        queue.note(.podPlaced, now: .seconds(60))
        let popped = queue.pop()
        #expect(popped?.key.name == "b")
        let none = queue.pop()
        #expect(none == nil)
        // While it is being placed, too.
        queue.note(.podPlaced, now: .seconds(60))
        queue.failed(uid: "uid-b", rescue: [.podPlaced], now: .seconds(60))
        #expect(queue.wake(now: .seconds(60)) == .seconds(60) + SchedulingQueue.backoff.delay(failures: 2))
    }

    @Test func aChangeBeforeThePlacingDoesNotCount() {
        var queue = SchedulingQueue()
        queue.add(pod("a"))
        queue.note(.nodeAdded, now: .zero)
        _ = queue.pop()
        queue.failed(uid: "uid-a", rescue: [.nodeAdded], now: .zero)
        #expect(queue.wake(now: .zero) == SchedulingQueue.longestWait)
    }

    @Test func onlyAChangeOfItsWishMovesAPodOn() {
        var queue = SchedulingQueue()
        func changed(_ generation: Int, labels: JSON = [:], nominated: String = "") -> PodInfo {
            PodInfo(
                Pod([
                    "metadata": ["name": "a", "namespace": "d", "uid": "uid-a", "generation": .int(Int64(generation)), "labels": labels],
                    "status": ["nominatedNodeName": .string(nominated)],
                ]))
        }
        func fail(_ rescue: ClusterChanges) {
            let popped = queue.pop()
            #expect(popped?.uid == "uid-a")
            queue.failed(uid: "uid-a", rescue: rescue, now: .zero)
        }
        func add(_ pod: PodInfo) -> Bool { queue.add(pod) }
        #expect(add(changed(1)))
        fail([.nodeAdded])
        #expect(!add(changed(1)), "a report about it")
        #expect(!add(changed(1, labels: ["x": "1"])), "its labels were no matter")
        #expect(add(changed(2)), "its spec")
        fail([.podRelabelled])
        #expect(add(changed(2, labels: ["x": "2"])))
        fail([.podRelabelled])
        #expect(!add(changed(2, labels: ["x": "2"])))
        #expect(add(changed(2, labels: ["x": "2"], nominated: "n")))
        // While it is being placed.
        _ = queue.pop()
        #expect(!add(changed(2, nominated: "n")))
        queue.failed(uid: "uid-a", rescue: [.podRelabelled], now: .zero)
        let wake = queue.wake(now: .zero)
        #expect(wake == SchedulingQueue.backoff.delay(failures: 4))
    }

    @Test func waitsThatEndedOtherwiseAreForgotten() {
        var queue = SchedulingQueue()
        for round in 0..<500 {
            queue.add(pod("a"))
            _ = queue.pop()
            queue.failed(uid: "uid-a", rescue: [.nodeAdded], now: .seconds(round * 20))
            queue.note(.nodeAdded, now: .seconds(round * 20 + 15))
        }
        #expect(queue.wake(now: .seconds(100_000)) == nil)
        let popped = queue.pop()
        #expect(popped?.key.name == "a")
        queue.remove(uid: "uid-a")
        #expect(queue.count == 0)
        #expect(queue.wake(now: .seconds(200_000)) == nil)
    }
}

@Suite struct BinaryHeapTests {
    @Test func theLeastComesFirstAlsoAfterSomeWereTakenOut() {
        var heap = BinaryHeap<Int>()
        for number in 0..<200 { heap.push(number * 7919 % 200) }
        heap.removeAll { $0 % 3 == 0 }
        var order: [Int] = []
        while let number = heap.pop() { order.append(number) }
        #expect(order == (0..<200).filter { $0 % 3 != 0 })
    }
}
