import NIOCore

/// Holds back what came with the head of an upgrade's answer until HTTP has left the pipeline: whoever reads it may write at once, such as
/// the answer to a WebSocket's close, and HTTP's decoder takes whatever passes it for a request.
final class LeftoverHolder: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny

    private var held: [NIOAny] = []
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { held.append(data) }

    func channelReadComplete(context: ChannelHandlerContext) {
        if held.isEmpty { context.fireChannelReadComplete() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        handOn(context)
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        handOn(context)
        context.fireChannelInactive()
    }

    /// Hands everything on and leaves the pipeline. On the event loop.
    func release() {
        guard let context else { return }
        handOn(context)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    private func handOn(_ context: ChannelHandlerContext) {
        if held.isEmpty { return }
        let data = held
        held = []
        for piece in data { context.fireChannelRead(piece) }
        context.fireChannelReadComplete()
    }
}
