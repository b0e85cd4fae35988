import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct ProbeScheduleTests {
    private func schedule(_ probe: JSON, initially: ProbeSchedule.Outcome) -> ProbeSchedule {
        ProbeSchedule(Probe(probe), initially: initially)
    }

    @Test func defaultsAreUpstreams() {
        let schedule = schedule([:], initially: .success)
        #expect(schedule.period == 10)
        #expect(schedule.timeout == 1)
        #expect(schedule.successThreshold == 1)
        #expect(schedule.failureThreshold == 3)
    }

    @Test func onlyARowOfFailuresCounts() {
        var schedule = schedule([:], initially: .success)
        let results: [ProbeSchedule.Outcome] = [.failure, .failure, .success, .failure, .failure, .failure, .failure]
        #expect(results.map { schedule.record($0) } == [nil, nil, nil, nil, nil, .failure, nil])
    }

    @Test func readinessNeedsItsSuccesses() {
        var schedule = schedule(["successThreshold": 2, "failureThreshold": 1], initially: .failure)
        #expect([.success, .success, .failure, .success].map { schedule.record($0) } == [nil, .success, .failure, nil])
    }

    @Test func theFirstProbeWaitsForTheInitialDelay() {
        let schedule = schedule(["initialDelaySeconds": 5], initially: .failure)
        #expect(schedule.firstDelay(age: 2) == .seconds(3))
        #expect(schedule.firstDelay(age: 7) == .zero)
    }
}
