import Resources
import Testing

@testable import Kubelet

@Suite struct BackOffTests {
    private let start = Fixtures.start

    @Test func doublesFromTenSecondsToFiveMinutes() {
        var backOff = BackOff()
        var now = start
        #expect(backOff.dueTime("k", since: now, now: now) == nil)
        for expected in [10, 20, 40, 80, 160, 300, 300] {
            backOff.advance("k", now: now)
            #expect(backOff.delay("k") == expected)
            #expect(backOff.dueTime("k", since: now, now: now) == now.adding(seconds: expected))
            now = now.adding(seconds: expected)
            #expect(backOff.dueTime("k", since: now.adding(seconds: -expected), now: now) == nil)
        }
    }

    @Test func forgetsAfterTenQuietMinutes() {
        var backOff = BackOff()
        backOff.advance("k", now: start)
        backOff.advance("k", now: start)
        let later = start.adding(seconds: 601)
        #expect(backOff.dueTime("k", since: later, now: later) == nil)
        backOff.advance("k", now: later)
        #expect(backOff.delay("k") == 10)
    }

    @Test(arguments: [(10, "10s"), (80, "1m20s"), (300, "5m0s"), (3661, "1h1m1s")])
    func durationsReadAsInGo(seconds: Int, text: String) { #expect(goDuration(seconds: seconds) == text) }
}
