internal import HTTPServing
internal import NIOCore

/// Copies bytes between connections of different kinds until either has ended.
enum BytePump {
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
