internal import HTTPServing
internal import NIOCore

/// Copies bytes between two connections until both directions have ended.
enum BytePump {
    static func join(_ left: RawConnection, _ right: RawConnection) async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await copy(left.inbound, to: right) }
            group.addTask { await copy(right.inbound, to: left) }
            // An end in one direction is passed on as such; a broken connection ends both.
            while let endedWell = await group.next() {
                if !endedWell { group.cancelAll() }
            }
        }
        left.close()
        right.close()
    }

    private static func copy(_ from: ByteStream, to: RawConnection) async -> Bool {
        do {
            while let bytes = try await from.next() { try await to.write(bytes) }
            to.finishWriting()
            return true
        } catch {
            to.close()
            return false
        }
    }

    /// SPDY bytes of a raw connection as binary messages of a WebSocket, and back.
    static func tunnel(_ socket: WebSocketConnection, _ raw: RawConnection) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while let message = try? await socket.messages.next() {
                    do { try await raw.write(message.bytes) } catch { break }
                }
            }
            group.addTask {
                while let bytes = try? await raw.inbound.next() {
                    do { try await socket.send(.binary(bytes)) } catch { break }
                }
            }
            await group.next()
            group.cancelAll()
        }
        await socket.close(.normal)
        raw.close()
    }
}
