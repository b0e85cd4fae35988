import HTTPServing
import NIOCore
import NIOPosix
import Testing

@testable import Client

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct TransportReasonTests {
    @Test func whatAnAddressDidNotAnswerNamesIt() async throws {
        // A port that was given back: nobody listens.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await listener.close()
        do {
            _ = try await HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil).request("GET", "/")
            Issue.record("nobody answered")
        } catch {
            #expect(TransportReason.text(error, from: "127.0.0.1", port) == "dial tcp 127.0.0.1:\(port): connect: connection refused")
        }
    }

    static let words: [(any Error, String)] = [
        (HTTPServingError.connectionClosed, "EOF"),
        (HTTPServingError.timedOut("no answer"), "net/http: timeout awaiting response headers"),
        (ChannelError.connectTimeout(.seconds(1)), "dial tcp [fd00::7]:443: i/o timeout"),
        (IOError(errnoCode: ECONNREFUSED, reason: "connect"), "dial tcp [fd00::7]:443: connect: connection refused"),
        (IOError(errnoCode: ECONNRESET, reason: "read"), "connection reset by peer"),
    ]

    @Test(arguments: words) func wordsAreGos(error: any Error, text: String) {
        #expect(TransportReason.text(error, from: "fd00::7", 443) == text)
    }
}
