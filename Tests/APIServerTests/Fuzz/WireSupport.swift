import Logging
import NIOCore
import Synchronization

/// Counts what a connection receives.
final class Counter: Sendable {
    final class Value<Wrapped: Sendable>: Sendable {
        private let value: Mutex<Wrapped>
        init(_ value: Wrapped) { self.value = Mutex(value) }
        func store(_ new: Wrapped) { value.withLock { $0 = new } }
        func load() -> Wrapped { value.withLock { $0 } }
    }

    let received = Value(0)
    let stayedOpen = Value(false)

    func handler() -> Handler { Handler(self) }

    final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let counter: Counter

        init(_ counter: Counter) { self.counter = counter }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            counter.received.store(counter.received.load() + unwrapInboundIn(data).readableBytes)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

/// Says nothing.
struct Silent: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.critical
    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {}
}
