import Controllers
import Document
import Resources
import Synchronization
import Testing

@Suite struct WrittenRevisionsTests {
    private let key = ObjectKey(namespace: "ns", name: "web")
    private let now = Timestamp(seconds: 1000)

    @Test func waitsUntilAllIsSeen() {
        let written = WrittenRevisions()
        #expect(written.isCovered(key, by: 0, now: now))
        written.note(key, "7", now: now)
        written.note(key, "5", now: now)
        #expect(!written.isCovered(key, by: 6, now: now))
        #expect(written.isCovered(key, by: 7, now: now))
        #expect(written.isCovered(key, by: 0, now: now))
    }

    @Test func patienceEnds() {
        let written = WrittenRevisions()
        written.note(key, "7", now: now)
        #expect(!written.isCovered(key, by: 1, now: now.adding(seconds: WrittenRevisions.patience - 1)))
        #expect(written.isCovered(key, by: 1, now: now.adding(seconds: WrittenRevisions.patience)))
    }

    @Test func podsThatWereAskedToGoDoNotCount() {
        let departures = Departures()
        let pods = ["a", "b"].map { PodSummary(makePod($0)) }
        departures.note(key, pods[0].uid)
        #expect(departures.remaining(key, of: pods).map(\.key.name) == ["b"])
        departures.cancel(key, pods[0].uid)
        #expect(departures.remaining(key, of: pods).count == 2)
    }
}

@Suite struct SlowStartTests {
    @Test(arguments: [(0, 0), (1, 1), (10, 10), (300, 300)]) func doesAll(count: Int, expected: Int) async {
        let seen = Mutex<Set<Int>>([])
        let (succeeded, failure) = await slowStart(count) { index in seen.withLock { _ = $0.insert(index) } }
        #expect(succeeded == expected && failure == nil && seen.withLock { $0.count } == expected)
    }

    @Test func stopsAfterABatchThatFailed() async {
        let attempts = Mutex(0)
        let (succeeded, failure) = await slowStart(100) { _ in
            attempts.withLock { $0 += 1 }
            throw APIError.badRequest("no")
        }
        #expect(succeeded == 0 && failure != nil && attempts.withLock { $0 } == 1)
    }
}
