import Document
import Resources
import Testing

@testable import APIServer

@Suite struct MetricsTextTests {
    private func read(_ text: String) -> PrometheusText { PrometheusText(Array(text.utf8)) }

    @Test func readsWhatExportersWrite() {
        let text = read(
            """
            # HELP http_requests_total Requests.
            # TYPE http_requests_total counter
            http_requests_total{method="get", path="/a\\"b,}"} 1027 1395066363000
            http_requests_total{method="post",} 3
            temperature -12.5
            broken{x= 5
            odd NaN
            latency_count 7
            # TYPE latency histogram

            """)
        #expect(
            text.samples.prefix(3) == [
                .init(
                    name: "http_requests_total", labels: ["method": "get", "path": "/a\"b,}"], value: 1027, milliseconds: 1_395_066_363_000),
                .init(name: "http_requests_total", labels: ["method": "post"], value: 3, milliseconds: nil),
                .init(name: "temperature", labels: [:], value: -12.5, milliseconds: nil),
            ])
        #expect(text.samples.count == 5)
        #expect(text.isCounter("http_requests_total") && text.isCounter("latency_count") && !text.isCounter("temperature"))
    }

    @Test func countersBecomeRates() {
        let old = PodReading(read("# TYPE q_total counter\nq_total{code=\"200\"} 100\nq_total{code=\"500\"} 7\nlength 4\n"))
        let new = PodReading(
            read("# TYPE q_total counter\nq_total{code=\"200\"} 150\nq_total{code=\"500\"} 2\nq_total{code=\"404\"} 10\nlength 6\n"))
        func value(_ name: String, _ selector: LabelSelector = .everything) -> Double {
            PodReading.values(name, matching: selector, old: old, new: new, seconds: 10).values.reduce(0, +)
        }
        #expect(abs(value("q") - 6.2) < 0.001)
        #expect(abs(value("q_total") - 6.2) < 0.001 && abs(value("q_per_second") - 6.2) < 0.001)
        #expect(value("q", LabelSelector(equal: ["code": "200"])) == 5)
        #expect(value("length") == 6)
        #expect(PodReading.values("other", matching: .everything, old: old, new: new, seconds: 10).isEmpty)
    }

    @Test func useIsAveragedBetweenReadings() {
        func reading(_ cpu: Double, at milliseconds: Int64, start: Double) -> NodeReading {
            NodeReading(
                read(
                    """
                    container_cpu_usage_seconds_total{container="c",namespace="ns",pod="p"} \(cpu) \(milliseconds)
                    container_memory_working_set_bytes{container="c",namespace="ns",pod="p"} 2048 \(milliseconds)
                    container_start_time_seconds{container="c",namespace="ns",pod="p"} \(start)
                    node_cpu_usage_seconds_total \(cpu * 2) \(milliseconds)
                    node_memory_working_set_bytes 4096 \(milliseconds)

                    """), now: Timestamp(seconds: 0))
        }
        let name = NodeReading.ContainerName(namespace: "ns", pod: "p", container: "c")
        let (old, new) = (reading(10, at: 100_000, start: 50), reading(14, at: 108_000, start: 50))
        guard let point = new.containers[name], let usage = Usage(old.containers[name], point) else {
            Issue.record("nothing was read")
            return
        }
        #expect(usage.cores == 0.5 && usage.window == 8 && usage.memoryBytes == 2048 && usage.time == Timestamp(seconds: 108))
        #expect(new.node.flatMap { Usage(old.node, $0) }?.cores == 1)
        // A container that began anew is told of once it has run for a while.
        #expect(Usage(old.containers[name], reading(1, at: 108_000, start: 101).containers[name] ?? point) == nil)
        #expect(Usage(old.containers[name], reading(5, at: 120_000, start: 110).containers[name] ?? point)?.cores == 0.5)
    }

    @Test func durationsReadAsGoWritesThem() {
        #expect(ResourceMetricsGroup.goDuration(15.0234) == "15.023s")
        #expect(ResourceMetricsGroup.goDuration(62) == "1m2s")
    }

    @Test func readingsAreTakenOnlyWhenTheyAreNeeded() async throws {
        actor Clock {
            var seconds: Int64 = 1_000
            var reads = 0
            func read() -> Int {
                reads += 1
                return reads
            }
        }
        let clock = Clock()
        let time = TestTime()
        let history = ReadingHistory<String, Int>(now: { time.now }, pause: { time.advance(by: $0) })
        let first = try await history.pair("a") { await clock.read() }
        #expect(first.old == 1 && first.new == 2 && first.seconds == 1)
        let again = try await history.pair("a") { await clock.read() }
        #expect(again.new == 2)
        time.advance(by: 15)
        let later = try await history.pair("a") { await clock.read() }
        #expect(later.old == 2 && later.new == 3 && later.seconds == 15)
        time.advance(by: 100)
        let muchLater = try await history.pair("a") { await clock.read() }
        #expect(muchLater.old == 4 && muchLater.new == 5)
    }
}
