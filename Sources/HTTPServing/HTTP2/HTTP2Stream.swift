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

    struct ParkedPiece {
        let bytes: ByteBuffer
        let promise: EventLoopPromise<Void>?
    }

    let id: HTTP2StreamID
    var incoming: Incoming
    var phase = AnswerPhase.awaited
    var exchange: HTTPExchange?
    /// Body bytes taken from the client's window and not yet given back.
    var unacknowledged = 0
    /// When the last of the request's bytes came.
    var lastProgress = NIODeadline.uptimeNanoseconds(0)
    /// Bytes of the answer's body that wait for the client's window or the socket.
    var bytesInFlight = 0
    /// Pieces of a streamed body that wait for those in flight, and whether the answer ends behind them.
    var parked = CircularBuffer<ParkedPiece>(initialCapacity: 0)
    var endsBehindParked = false

    init(id: HTTP2StreamID, incoming: Incoming) {
        self.id = id
        self.incoming = incoming
    }

    /// Gives up what has not been sent: the stream is over.
    func dropParked() {
        let dropped = parked
        parked.removeAll()
        for piece in dropped { piece.promise?.fail(HTTPServingError.connectionClosed) }
    }

    var isRequestComplete: Bool { if case .complete = incoming { true } else { false } }
    var isAnswered: Bool { if case .done = phase { true } else { false } }
}
