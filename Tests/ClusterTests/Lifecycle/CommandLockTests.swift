import FoundationEssentials
import Testing

@testable import Cluster

@Suite struct CommandLockTests {
    @Test func aSecondCommandWaitsForTheFirst() async throws {
        var configuration = ClusterConfiguration(name: "lock-\(UInt32.random(in: 0 ... .max))", nodeName: "a")
        configuration.dataDirectory = "/tmp/none"
        let path = configuration.paths.commandLock
        guard FileManager.default.isWritableFile(atPath: "/run") else { return }
        let first = try CommandLock.take(configuration) { Issue.record("nobody holds it") }
        let (told, tell) = AsyncStream<Void>.makeStream()
        let second = Task.init { [configuration] in try CommandLock.take(configuration) { tell.yield() } }
        var iterator = told.makeAsyncIterator()
        await iterator.next()
        first.release(forgetting: true)
        // The file it waited for is gone; it holds a new one.
        let lock = try await second.value
        #expect(FileManager.default.fileExists(atPath: path))
        lock.release(forgetting: true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
