import Testing

@testable import APIServer

@Suite struct FairQueuesTests {
    @Test func handsAreDifferentCardsEvenlyDealt() {
        let shape = FairQueues<Int>.Shape(queues: 16, handSize: 4, lengthLimit: 1)
        var counts = [Int](repeating: 0, count: 16)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<4_000 {
            let hand = FairQueues<Int>.hand(generator.next(), shape)
            #expect(Set(hand).count == 4 && hand.allSatisfy { (0..<16).contains($0) })
            for card in hand { counts[card] += 1 }
        }
        #expect(counts.allSatisfy { (700...1_300).contains($0) }, "\(counts)")
    }

    @Test func aFloodLeavesOthersTheirTurn() throws {
        var queues = FairQueues<String>(.init(queues: 64, handSize: 1, lengthLimit: 50))
        for number in 0..<50 { #expect(queues.add("flood", seats: 1, hash: 5) != nil, "\(number)") }
        #expect(queues.add("flood", seats: 1, hash: 5) == nil, "its queue is full")
        for _ in 0..<3 { #expect(queues.add("other", seats: 1, hash: 9) != nil) }
        var order: [String] = []
        for _ in 0..<8 {
            let found = queues.next { _ in true }
            let (item, ticket) = try #require(found)
            order.append(item)
            queues.finished(ticket, seconds: 0.01)
        }
        #expect(order.filter { $0 == "other" }.count == 3, "\(order)")
        #expect(order.firstIndex(of: "other").map { $0 <= 1 } ?? false)
    }

    @Test func slowRequestsCountForWhatTheyTook() throws {
        var queues = FairQueues<String>(.init(queues: 2, handSize: 1, lengthLimit: 50))
        for _ in 0..<10 {
            _ = queues.add("slow", seats: 1, hash: 0)
            _ = queues.add("quick", seats: 1, hash: 1)
        }
        var counts: [String: Int] = [:]
        for _ in 0..<10 {
            let found = queues.next { _ in true }
            let (item, ticket) = try #require(found)
            counts[item, default: 0] += 1
            queues.finished(ticket, seconds: item == "slow" ? 4 : 1)
        }
        #expect((counts["quick"] ?? 0) >= 7, "\(counts)")
    }

    @Test func whatDoesNotFitWaitsAndWhatIsGoneLeaves() throws {
        var queues = FairQueues<Int>(.init(queues: 1, handSize: 1, lengthLimit: 5))
        let added = queues.add(1, seats: 10, hash: 0)
        let first = try #require(added)
        _ = queues.add(2, seats: 1, hash: 0)
        let early = queues.next { $0 <= 5 }
        #expect(early?.item == nil, "its turn comes first")
        #expect(queues.waitingSeats == 11)
        #expect(queues.remove(first) == 1)
        #expect(queues.remove(first) == nil)
        let last = queues.next { $0 <= 5 }?.item
        #expect(last == 2)
        #expect(queues.count == 0 && queues.waitingSeats == 0)
    }
}

@Suite struct ConcurrencyPlanTests {
    @Test func seatsFollowShares() {
        let bounds = ConcurrencyPlan.bounds(
            [
                .init(name: "a", shares: 30, lendablePercent: 33, borrowingPercent: nil),
                .init(name: "b", shares: 10, lendablePercent: 0, borrowingPercent: 50),
                .init(name: "exempt", shares: 0, lendablePercent: 0, borrowingPercent: nil),
            ], total: 100)
        #expect(bounds["a"] == .init(nominal: 75, lowest: 50, highest: 175))
        #expect(bounds["b"] == .init(nominal: 25, lowest: 25, highest: 38))
        #expect(bounds["exempt"]?.nominal == 0)
    }

    @Test func idleSeatsAreLentAndComeBack() {
        let bounds: [String: ConcurrencyPlan.Bounds] = [
            "idle": .init(nominal: 60, lowest: 20, highest: 100), "busy": .init(nominal: 40, lowest: 40, highest: 100),
        ]
        #expect(ConcurrencyPlan.limits(bounds, demands: [:]) == ["idle": 60, "busy": 40])
        let lent = ConcurrencyPlan.limits(bounds, demands: ["busy": 90])
        #expect(lent == ["idle": 20, "busy": 80])
        let both = ConcurrencyPlan.limits(bounds, demands: ["busy": 90, "idle": 90])
        #expect((both["idle"] ?? 0) + (both["busy"] ?? 0) <= 100)
        #expect((59...60).contains(both["idle"] ?? 0))
    }
}
