import Resources
import Testing

@testable import Client

@Suite struct WatchLinesTests {
    private let stream = """
        {"type":"ADDED","object":{"metadata":{"name":"a","namespace":"ns","resourceVersion":"5"}}}
        {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}

        {"type":"DELETED","object":{"metadata":{"name":"a","namespace":"ns","resourceVersion":"10"}}}

        """

    @Test(arguments: [1, 7, 64, 4096])
    func eventsDoNotDependOnHowBytesArrive(chunk: Int) throws {
        var lines = WatchLines()
        var revisions: [UInt64] = []
        let bytes = Array(stream.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            revisions += try lines.append(bytes[start..<min(start + chunk, bytes.count)]).map(\.revision)
        }
        #expect(revisions == [5, 9, 10])
    }

    @Test func errorsAreThrown() throws {
        let line = #"{"type":"ERROR","object":{"kind":"Status","status":"Failure","code":410,"reason":"Expired","message":"too old"}}"#
        #expect(throws: APIError.expired("too old")) { try WatchLines.event(Array(line.utf8)) }
    }

    @Test func queriesArePercentEncoded() {
        #expect(HTTPSClient.queryText([]) == "")
        #expect(
            HTTPSClient.queryText([("labelSelector", "a in (b,ü)"), ("limit", "5")]) == "?labelSelector=a%20in%20%28b%2C%C3%BC%29&limit=5")
    }
}
