import HTTPServing
import NIOCore
import Testing

@Suite struct ClientTimeoutTests {
    /// Told apart from a server that closes the connection.
    @Test func anAnswerThatDoesNotComeIsTimedOut() async throws {
        let silent = ClosureHandler { _, exchange in exchange.onClose {} }
        let late = await #expect(throws: HTTPServingError.self) {
            try await withServer(silent) { _, port in
                var connection = HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil)
                connection.answerTimeout = .milliseconds(50)
                _ = try await connection.request("GET", "/")
            }
        }
        #expect(late == .timedOut("no answer within 50 ms"))
        let closing = ClosureHandler { _, exchange in exchange.abort() }
        let closed = await #expect(throws: HTTPServingError.self) {
            try await withServer(closing) { _, port in
                _ = try await HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil).request("GET", "/")
            }
        }
        #expect(closed == .connectionClosed)
    }
}
