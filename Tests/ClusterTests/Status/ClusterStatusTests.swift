import Logging
import Resources
import Testing

@testable import Cluster

@Suite struct ClusterStatusTests {
    private let process = ProcessFacts(
        startTicks: 12_345, ticksPerSecond: 100, uptime: "7384.00 90.1\n", status: "Name:\tx\nVmRSS:\t   53760 kB\n")

    private func status(_ state: ClusterStatus.State) -> ClusterStatus {
        ClusterStatus(name: "coxswain", apiServerURL: "https://127.0.0.1:6443", registry: "localhost:5000", state: state)
    }

    @Test func aProcessIsReadFromTheKernelsWords() throws {
        let process = try #require(process)
        #expect(process.uptimeSeconds == 7260)
        #expect(process.residentBytes == 53_760 * 1024)
        #expect(ProcessFacts(pid: 0) == nil)
        #expect(try #require(ProcessFacts(pid: 1)).uptimeSeconds > 0)
    }

    @Test func aClusterThatIsUpShowsAllItsParts() throws {
        let cluster = ClusterStatus.Cluster(
            nodes: [
                .init(name: "node-a", isReady: true, message: "", address: "10.243.0.1", version: "v1.36.0+coxswain"),
                .init(name: "node-b", isReady: false, message: "Kubelet stopped posting node status.", address: "", version: ""),
            ], pods: ["Running": 12, "Pending": 1, "Failed": 1])
        let shown = status(.up(pid: 4711, process: try #require(process), answer: .cluster(cluster), registryAnswers: false))
        #expect(!shown.isDown && !shown.hasFailed)
        #expect(
            shown.text == """
                cluster     coxswain
                state       up
                process     4711, up for 2h1m, 52.5 MiB resident
                API server  https://127.0.0.1:6443
                node        node-a  Ready  10.243.0.1  v1.36.0+coxswain
                node        node-b  NotReady  Kubelet stopped posting node status.
                pods        14: 12 Running, 1 Failed, 1 Pending
                registry    localhost:5000 does not answer

                """)
    }

    @Test func aServerThatDoesNotAnswerHasFailed() throws {
        let shown = status(.up(pid: 1, process: try #require(process), answer: .failed("connection refused"), registryAnswers: true))
        #expect(shown.hasFailed && !shown.isDown)
        #expect(shown.text.contains("state       failing\n"))
        #expect(shown.text.contains("https://127.0.0.1:6443 does not answer\n            connection refused\n"))
    }

    @Test func downSaysHowToStart() {
        #expect(status(.down).isDown)
        #expect(status(.down).text == "The cluster coxswain is down; `coxswain up` starts it.\n")
    }

    @Test func anAgentTellsWhereItBelongs() throws {
        let shown = status(.agent(pid: 7, process: try #require(process), server: "https://10.0.0.1:6443"))
        #expect(shown.text.hasPrefix("node of     https://10.0.0.1:6443\nstate       up\n"))
        let down = status(.agentDown(server: "https://10.0.0.1:6443"))
        #expect(down.isDown)
        #expect(down.text.contains("`coxswain agent` starts it again"))
    }

    @Test func withoutAProcessNothingIsAsked() async throws {
        try await withTemporaryDirectory { directory in
            var configuration = ClusterConfiguration(name: "status-test", nodeName: "a")
            configuration.dataDirectory = directory
            #expect(await ClusterStatus.read(configuration, logger: Logger(label: "test")).isDown)
        }
    }
}
