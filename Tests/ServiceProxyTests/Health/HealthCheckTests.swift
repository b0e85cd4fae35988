import CommandRunner
import Document
import Logging
import Resources
import Testing

@testable import ServiceProxy

@Suite struct HealthCheckTests {
    private typealias F = Fixtures

    private func service(_ policy: JSON = "Local") -> Resources.Service {
        F.service(
            "web",
            [
                "type": "LoadBalancer", "clusterIP": "10.96.0.20", "externalTrafficPolicy": policy, "healthCheckNodePort": 31999,
                "ports": [["port": 80], ["port": 81, "name": "b"]],
            ])
    }

    @Test func onlyReadyEndpointsOfThisNodeCount() {
        var state = ProxyState(nodeName: F.node)
        #expect(state.healthChecks.isEmpty)
        state.serviceChanged(F.key("web"), service())
        #expect(state.healthChecks[31999]?.status == 503)
        let endpoints = [
            F.ready("10.244.0.2"), F.ready("10.244.0.3"), F.ready("10.244.1.2", on: "node-2"),
            ("10.244.0.4", F.node, ["ready": false] as JSON),
        ]
        let slice = F.slice("web", port: 8080, endpoints)
        state.sliceChanged(slice.key, slice)
        #expect(state.healthChecks == [31999: HealthCheck(service: F.key("web"), localEndpoints: 2)])
        state.serviceChanged(F.key("web"), service("Cluster"))
        #expect(state.healthChecks.isEmpty)
    }

    @Test func portsComeGoAndAnswer() async throws {
        let servers = HealthCheckServers(host: "127.77.0.9", logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        func ask() async throws -> String {
            let output = try await CommandRunner.run(
                "curl", ["--noproxy", "*", "-s", "--max-time", "2", "-w", " %{http_code}", "http://127.77.0.9:31999/"], timeout: .seconds(5)
            )
            return output.standardOutput
        }
        func eventually(_ part: String) async throws -> Bool {
            for _ in 0..<300 {
                if try await ask().contains(part) { return true }
                try await Task.sleep(for: .milliseconds(10))
            }
            return false
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await servers.run() }
            defer { group.cancelAll() }
            servers.update([31999: HealthCheck(service: F.key("web"), localEndpoints: 2)])
            let welcome = try await eventually("\"localEndpoints\": 2,")
            #expect(welcome)
            servers.update([31999: HealthCheck(service: F.key("web"), localEndpoints: 0)])
            let refused = try await eventually("} 503")
            #expect(refused)
            servers.update([:])
            let gone = try await eventually(" 000")
            #expect(gone)
        }
    }
}
