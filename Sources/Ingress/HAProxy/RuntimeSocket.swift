internal import NIOCore
internal import NIOPosix

/// The running proxy's own socket: a line of commands in, their answers out, one connection each (HAProxy's management guide, §9.3).
struct RuntimeSocket: Sendable {
    let path: String

    /// An answer that is longer is none of ours.
    static let answerLimit = 1024 * 1024
    static let timeout: Duration = .seconds(5)
    /// Commands in one line; a line must fit the proxy's buffer of 16 kB.
    static let commandsPerLine = 40

    enum Failure: Error, CustomStringConvertible {
        case timedOut
        case answerTooLong
        case refused(String)

        var description: String {
            switch self {
            case .timedOut: "the proxy does not answer"
            case .answerTooLong: "the proxy's answer has no end"
            case .refused(let words): "the proxy refuses: \(words)"
            }
        }
    }

    func ask(_ text: String) async throws -> String {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await talk(text) }
            group.addTask {
                try await Task.sleep(for: Self.timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else { throw Failure.timedOut }
            return answer
        }
    }

    private func talk(_ text: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text + "\n"))
            var answer = ByteBuffer()
            for try await part in inbound {
                answer.writeImmutableBuffer(part)
                if answer.readableBytes > Self.answerLimit { throw Failure.answerTooLong }
            }
            return String(buffer: answer)
        }
    }

    /// Runs commands that change servers.
    func run(_ commands: [String]) async throws {
        for start in stride(from: 0, to: commands.count, by: Self.commandsPerLine) {
            let answer = try await ask(commands[start..<min(start + Self.commandsPerLine, commands.count)].joined(separator: ";"))
            if let complaint = Self.complaint(in: answer) { throw Failure.refused(complaint) }
        }
    }

    /// Puts another certificate in the place of a file's, for connections from now on.
    func replaceCertificate(file: String, pem: String) async throws {
        let begun = try await ask("set ssl cert \(file) <<\n\(pem)")
        guard begun.contains("Transaction") else { throw Failure.refused(begun) }
        let ended = try await ask("commit ssl cert \(file)")
        guard ended.contains("Success") else { throw Failure.refused(ended) }
    }

    /// The generation of the configuration that the proxy behind the socket runs; nil when nobody answers.
    func generation() async -> Int? {
        guard let answer = try? await ask("show info") else { return nil }
        return answer.split(separator: "\n").lazy.compactMap { line -> Int? in
            line.hasPrefix("description: generation-") ? Int(line.drop { !$0.isNumber }) : nil
        }.first
    }

    /// Changes of addresses are answered by a sentence of what changed, other successes by nothing.
    static func complaint(in answer: String) -> String? {
        answer.split(separator: "\n").first { line in
            !line.contains("by 'stats socket command'") && !line.contains("no need to change")
        }.map(String.init)
    }
}
