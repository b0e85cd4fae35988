import Testing

@testable import Cluster

@Suite struct StartMessageTests {
    @Test(arguments: [
        StartMessage.progress("API server ready at https://127.0.0.1:6443"), .progress(""), .ready,
        .failed("port 6443 is taken\nstop the other"), .failed(""),
    ]) func comesBackFromItsLine(_ message: StartMessage) {
        #expect(message.line.hasSuffix("\n"))
        #expect(message.line.dropLast().contains("\n") == false)
        #expect(StartMessage(line: message.line.dropLast()) == message)
    }

    @Test func otherLinesSayNothing() {
        for line in ["", "readyish", "2026 info: something", "Error x"] { #expect(StartMessage(line: line) == nil, "\(line)") }
    }
}
