import Client
import Resources
import Synchronization
import Testing

@Suite struct WatchStreamTests {
    @Test func batchesGatherWhatHasArrived() async throws {
        let (stream, source) = WatchStream.make()
        source.send([.bookmark(1), .bookmark(2)])
        source.send(.bookmark(3))
        #expect(try await stream.nextBatch()?.map(\.revision) == [1, 2, 3])
        source.finish()
        #expect(try await stream.nextBatch() == nil)
        #expect(!source.send(.bookmark(4)))
    }

    @Test func eventsComeOneByOneToo() async throws {
        let (stream, source) = WatchStream.make()
        source.send([.bookmark(1), .bookmark(2)])
        source.finish()
        var seen: [UInt64] = []
        for try await event in stream { seen.append(event.revision) }
        #expect(seen == [1, 2])
    }

    @Test func slowConsumersAreCutOffWith410() async throws {
        let (stream, source) = WatchStream.make(limit: 2)
        #expect(source.send([.bookmark(1), .bookmark(2)]))
        #expect(!source.send(.bookmark(3)))
        #expect(try await stream.nextBatch()?.count == 2)
        await #expect {
            try await stream.nextBatch()
        } throws: {
            ($0 as? APIError)?.isExpired == true
        }
    }

    @Test func cancellingTheConsumerTellsTheSource() async throws {
        let ended = Mutex(0)
        let (stream, source) = WatchStream.make { ended.withLock { $0 += 1 } }
        let reader = Task { try await stream.nextBatch() }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        #expect(!source.send(.bookmark(1)))
        source.finish()
        #expect(ended.withLock { $0 } == 1)
    }

    @Test func droppingTheConsumerEndsTheWatch() async {
        var pair: (stream: WatchStream, source: WatchSource)? = WatchStream.make()
        let source = pair?.source
        pair = nil
        #expect(source?.send(.bookmark(1)) == false)
    }
}
