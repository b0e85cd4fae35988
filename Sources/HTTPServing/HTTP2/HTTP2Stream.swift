import NIOCore
import NIOHTTP1
import NIOHTTP2

/// One request and its answer on an HTTP/2 connection. Confined to the connection's event loop.
final class HTTP2Stream {
    enum Incoming {
        case collecting(HTTPRequest, limit: Int)
        case streaming(ByteStream)
        /// The request was answered without its body, which may still be arriving.
        case discarding
        case complete
    }

    enum AnswerPhase {
        case awaited
        case sending(ChunkFeeder)
        case streaming
        case done
    }

    let id: HTTP2StreamID
    var incoming: Incoming
    var phase = AnswerPhase.awaited
    var exchange: HTTPExchange?
    /// Body bytes taken from the client's window and not yet given back.
    var unacknowledged = 0
    /// When the last of the request's bytes came.
    var lastProgress = NIODeadline.uptimeNanoseconds(0)
    /// Portions of a large answer that wait for the client's window or the socket.
    var portionsInFlight = 0

    init(id: HTTP2StreamID, incoming: Incoming) {
        self.id = id
        self.incoming = incoming
    }

    var isRequestComplete: Bool { if case .complete = incoming { true } else { false } }
    var isAnswered: Bool { if case .done = phase { true } else { false } }
}
