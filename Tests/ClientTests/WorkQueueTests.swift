import Client
import Testing

@Suite struct WorkQueueTests {
    @Test func aKeyAddedTwiceComesOnce() async {
        let queue = WorkQueue<String>()
        queue.add("a")
        queue.add("b")
        queue.add("a")
        #expect(queue.count == 2)
        #expect(await queue.next() == "a")
        #expect(await queue.next() == "b")
        #expect(queue.count == 0)
    }

    @Test func aKeyAddedWhileWorkedOnComesAgainAfterDone() async {
        let queue = WorkQueue<String>()
        queue.add("a")
        _ = await queue.next()
        queue.add("a")
        #expect(queue.count == 0)
        queue.done("a")
        #expect(queue.count == 1)
        #expect(await queue.next() == "a")
        queue.done("a")
        #expect(queue.isIdle)
    }

    @Test func aWaitingWorkerIsWoken() async {
        let queue = WorkQueue<String>()
        async let key = queue.next()
        try? await Task.sleep(for: .milliseconds(10))
        queue.add("a")
        #expect(await key == "a")
    }

    @Test func cancellationAndShutdownEndTheWait() async {
        let queue = WorkQueue<String>()
        let waiting = Task { await queue.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        let other = Task { await queue.next() }
        queue.shutDown()
        #expect(await other.value == nil)
        queue.add("a")
        #expect(await queue.next() == nil)
    }

    @Test func delaysKeepTheEarliestDeadline() async {
        let time = FakeTime()
        let queue = WorkQueue<String>(time: time.source)
        queue.add("late", after: .seconds(10))
        queue.add("early", after: .seconds(1))
        queue.add("early", after: .seconds(5))
        #expect(await eventually { time.sleepers == 1 })
        time.advance(.milliseconds(500))
        #expect(queue.count == 0)
        time.advance(.milliseconds(500))
        #expect(await queue.next() == "early")
        queue.done("early")
        #expect(await eventually { time.sleepers == 1 })
        time.advance(.seconds(9))
        #expect(await queue.next() == "late")
        queue.done("late")
        #expect(queue.isIdle)
    }

    @Test func retriesWaitLongerUntilForgotten() async {
        let time = FakeTime()
        let queue = WorkQueue<String>(time: time.source)
        for milliseconds in [5, 10, 20] {
            queue.addRateLimited("a")
            #expect(await eventually { time.sleepers == 1 })
            time.advance(.milliseconds(milliseconds - 1))
            #expect(queue.count == 0)
            time.advance(.milliseconds(1))
            #expect(await queue.next() == "a")
            queue.done("a")
        }
        #expect(queue.retries(of: "a") == 3)
        queue.forget("a")
        #expect(queue.retries(of: "a") == 0)
    }

    @Test func workersShareKeysWithoutOverlap() async {
        let queue = WorkQueue<Int>()
        let seen = await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var seen: [Int] = []
                    while let key = await queue.next() {
                        seen.append(key)
                        queue.done(key)
                    }
                    return seen
                }
            }
            queue.add(0..<1000)
            while !queue.isIdle { await Task.yield() }
            queue.shutDown()
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(seen.sorted() == Array(0..<1000))
    }
}
