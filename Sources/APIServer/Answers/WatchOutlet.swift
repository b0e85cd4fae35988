package import HTTPServing
package import NIOCore

/// Where a watch's events go: the body of an answer, or the messages of a WebSocket.
package protocol WatchOutlet: Sendable {
    var eventLoop: any EventLoop { get }
    /// Bytes given here that have not reached the socket yet.
    var pendingBytes: Int { get }
    /// Whether one write may hold several events.
    var joinsEvents: Bool { get }
    /// Queues an event for the client; false when the stream is over or the client too slow.
    @discardableResult func write(_ buffer: ByteBuffer) -> Bool
    /// Queues several events together.
    @discardableResult func write(_ buffers: [ByteBuffer]) -> Bool
    /// Waits until little is pending; throws once the stream is over.
    func ready() async throws
    /// Sends what is queued and then ends the stream properly.
    func finish()
    /// Calls back once when the stream is over, whoever ended it.
    func onClose(_ callback: @escaping @Sendable () -> Void)
}

extension HTTPStreamWriter: WatchOutlet {
    package var joinsEvents: Bool { true }
}
