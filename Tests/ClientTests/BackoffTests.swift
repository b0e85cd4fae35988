import Client
import Testing

@Suite struct BackoffTests {
    @Test(arguments: [(0, 5), (1, 10), (2, 20), (10, 5120), (60, 1_000_000)])
    func waitsDoubleUpToTheLimit(failures: Int, milliseconds: Int) {
        #expect(Backoff.controller.delay(failures: failures) == .milliseconds(milliseconds))
    }

    @Test(arguments: [(0.0, 100), (0.5, 150), (0.999, 199)])
    func jitterStaysInTheUpperHalf(random: Double, milliseconds: Int) {
        let wait = Backoff.watch.jittered(failures: 0, random: random)
        #expect(abs(wait / .milliseconds(1) - Double(milliseconds)) < 1)
    }
}
