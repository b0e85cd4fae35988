internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// One exec or attach of a WebSocket client, spoken to the kubelet in SPDY with the remote command protocol v4: a stream each for
/// errors, input, outputs and terminal sizes.
struct RemoteCommandTranslator: Sendable {
    /// The channels' numbers (upstream's remotecommand constants).
    enum Channel {
        static let stdin: UInt8 = 0
        static let stdout: UInt8 = 1
        static let stderr: UInt8 = 2
        static let error: UInt8 = 3
        static let resize: UInt8 = 4
    }

    /// Bytes of the status that ends a command.
    private static let statusLimit = 64 * 1024

    let socket: ChannelSocket
    let options: RemoteCommandOptions

    func run(backend: HTTPClientConnection, target: String) async {
        // An empty message tells the client that the connection stands.
        let first = options.stdout ? Channel.stdout : options.stderr ? Channel.stderr : Channel.error
        try? await socket.send(first, ByteBuffer())
        do throws(APIError) {
            let headers: HTTPHeaders = [
                "Connection": "Upgrade", "Upgrade": "SPDY/3.1", "X-Stream-Protocol-Version": "v4.channel.k8s.io",
            ]
            let answer = try await backend.ask("POST", target, headers: headers)
            guard let raw = answer.upgraded else { throw await refusal(answer) }
            let session = SPDYSession(connection: raw, role: .client)
            socket.socket.onClose { raw.close() }
            let status = await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await session.run() }
                let status = await converse(session)
                session.close()
                group.cancelAll()
                return status
            }
            await report(status)
        } catch {
            await report(ByteBuffer(bytes: error.status.encoded()))
        }
        await socket.socket.close(.normal)
    }

    private func refusal(_ answer: HTTPClientAnswer) async -> APIError {
        let body = (try? await answer.body.collect(upTo: Self.statusLimit)) ?? ByteBuffer()
        answer.close()
        let text = String(buffer: body)
        return answer.status == 400 ? .badRequest(text) : .internalError("unable to upgrade connection: \(text)")
    }

    /// Runs all streams until the command has ended.
    /// - Returns: the status that ends the command, a Status object.
    private func converse(_ session: SPDYSession) async -> ByteBuffer {
        do {
            let errors = try await open(session, "error")
            let stdin = options.stdin ? try await open(session, "stdin") : nil
            let stdout = options.stdout ? try await open(session, "stdout") : nil
            let stderr = options.stderr && !options.tty ? try await open(session, "stderr") : nil
            let resize = options.tty ? try await open(session, "resize") : nil
            let input = Task { await feed(stdin: stdin, resize: resize) }
            defer { input.cancel() }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await copy(stdout, to: Channel.stdout) }
                group.addTask { await copy(stderr, to: Channel.stderr) }
                await group.waitForAll()
            }
            return await status(errors)
        } catch {
            return ByteBuffer(bytes: APIError.internalError("\(error)").status.encoded())
        }
    }

    /// What the kubelet says on the error stream. Runtimes reset all streams once they are done, so a reset is an end like any other;
    /// but a command that ends without a word has lost its connection.
    private func status(_ errors: SPDYStream) async -> ByteBuffer {
        var status = ByteBuffer()
        while status.readableBytes < Self.statusLimit, let part = try? await errors.inbound.next() { status.writeImmutableBuffer(part) }
        if status.readableBytes > 0 { return status }
        return ByteBuffer(bytes: APIError.internalError("the connection to the kubelet was lost").status.encoded())
    }

    private func open(_ session: SPDYSession, _ type: String) async throws -> SPDYStream {
        try await session.openStream(headers: [SPDYHeader("streamtype", type)])
    }

    private func copy(_ stream: SPDYStream?, to channel: UInt8) async {
        guard let stream else { return }
        while let bytes = try? await stream.inbound.next() {
            do { try await socket.send(channel, bytes) } catch { return }
        }
    }

    private func feed(stdin: SPDYStream?, resize: SPDYStream?) async {
        while let event = await socket.next() {
            switch event {
            case .data(Channel.stdin, let bytes): try? await stdin?.write(bytes)
            case .data(Channel.resize, let bytes): try? await resize?.write(bytes)
            case .closed(Channel.stdin): await stdin?.finish()
            default: break
            }
        }
        await stdin?.finish()
    }

    /// Tells the client how the command ended.
    private func report(_ status: ByteBuffer) async {
        if socket.proto.reportsStatus {
            try? await socket.send(Channel.error, status)
        } else if let document = try? JSON.parse(Array(status.readableBytesView)), document["status"].string != "Success" {
            try? await socket.send(Channel.error, ByteBuffer(string: document["message"].string ?? ""))
        }
    }
}
