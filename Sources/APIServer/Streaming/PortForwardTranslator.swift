internal import HTTPServing
internal import NIOCore

/// Port-forward over numbered WebSocket channels: for the n-th port, channel 2n carries its data and 2n + 1 its errors, and each begins
/// with the port's number in two bytes, low byte first.
struct PortForwardTranslator: Sendable {
    let socket: ChannelSocket
    let ports: [UInt16]

    func run(_ session: SPDYSession) async {
        socket.socket.onClose { session.close() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await session.run() }
            await converse(session)
            session.close()
            group.cancelAll()
        }
        await socket.socket.close(.normal)
    }

    private func converse(_ session: SPDYSession) async {
        var streams: [(data: SPDYStream, error: SPDYStream)] = []
        do {
            for (index, port) in ports.enumerated() {
                for channel in [UInt8(index * 2), UInt8(index * 2 + 1)] {
                    var announcement = ByteBuffer()
                    announcement.writeInteger(port, endianness: .little)
                    try await socket.send(channel, announcement)
                }
                let common = [SPDYHeader("port", String(port)), SPDYHeader("requestid", String(index))]
                let error = try await session.openStream(headers: [SPDYHeader("streamtype", "error")] + common)
                await error.finish()
                streams.append((try await session.openStream(headers: [SPDYHeader("streamtype", "data")] + common), error))
            }
        } catch {
            return
        }
        let opened = streams
        await withTaskGroup(of: Void.self) { group in
            for (index, pair) in opened.enumerated() {
                group.addTask { await copy(pair.data, to: UInt8(index * 2)) }
                group.addTask { await copy(pair.error, to: UInt8(index * 2 + 1)) }
            }
            let input = Task { await feed(opened.map(\.data)) }
            await group.waitForAll()
            input.cancel()
        }
    }

    private func copy(_ stream: SPDYStream, to channel: UInt8) async {
        while let bytes = try? await stream.inbound.next() {
            do { try await socket.send(channel, bytes) } catch { return }
        }
    }

    private func feed(_ streams: [SPDYStream]) async {
        while let event = await socket.next() {
            guard case .data(let channel, let bytes) = event, channel % 2 == 0, Int(channel / 2) < streams.count else { continue }
            try? await streams[Int(channel / 2)].write(bytes)
        }
        for stream in streams { await stream.finish() }
    }
}
