import CRI
import Client
import Document
import Logging
import Resources
import Testing

@testable import Kubelet

/// A kubelet on a directory of its own, with a server in memory; stopped and cleared away after the body.
struct KubeletFixture {
    let api: FakeAPI
    let directory: String

    static func with(
        runtime: any ContainerRuntime, serving: Kubelet.Serving? = nil, change: (inout KubeletConfiguration) -> Void = { _ in },
        supply: @escaping @Sendable (KubeletConfiguration) -> NodeSupply? = NodeSupply.read,
        _ body: (KubeletFixture) async throws -> Void
    ) async throws {
        let directory = "/tmp/coxswain-kubelet-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
        defer {
            for mount in FileSystem.mounts(below: directory) { try? FileSystem.unmount(mount) }
            try? FileSystem.removeTree(directory)
        }
        var configuration = KubeletConfiguration(
            nodeName: "node-1", nodeAddress: "192.0.2.1", rootDirectory: directory + "/root", version: "v1.36.0")
        configuration.podLogsDirectory = directory + "/logs"
        configuration.cgroupRoot = "/coxswain-test-" + String(UInt32.random(in: 0 ... .max), radix: 36)
        change(&configuration)
        let api = FakeAPI()
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let kubelet = Kubelet(
            configuration: configuration, client: api, runtime: runtime, serving: serving, logger: logger, now: Timestamp.now,
            supply: supply)
        let task = Task { try await kubelet.run() }
        let result: Result<Void, any Error>
        do {
            try await body(KubeletFixture(api: api, directory: directory))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        task.cancel()
        _ = try? await task.value
        Cgroups(configuration: configuration).removeRoot()
        try result.get()
    }

    /// Waits until the pod is as wished; fails the test with what it is instead after `seconds`.
    @discardableResult
    func eventually(
        _ name: String, within seconds: Double = 10, _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: (Pod?) -> Bool
    ) async throws -> Pod? {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let pod = api.pod(name)
            if condition(pod) { return pod }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("\(what): \(api.pod(name)?.json["status"].prettyText ?? "gone"), events \(api.events)", sourceLocation: sourceLocation)
        return nil
    }
}
