internal import AsyncHTTPClient
internal import NIOCore

/// The bytes of an answer as they arrive. No more is read from the connection than the reader takes.
package struct ByteStream: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    private let body: HTTPClientResponse.Body

    init(_ body: HTTPClientResponse.Body) { self.body = body }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private var inner: HTTPClientResponse.Body.AsyncIterator

        init(_ inner: HTTPClientResponse.Body.AsyncIterator) { self.inner = inner }

        package mutating func next() async throws -> [UInt8]? { try await inner.next().map { Array($0.readableBytesView) } }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body.makeAsyncIterator()) }
}
