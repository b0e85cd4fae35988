internal import Client
internal import Document
internal import HTTPServing
internal import NIOCore
internal import Resources

/// Lists and watches of what another server answers for.
extension InProcessClient {
    func listRemote(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        let answer = try await send(APIRequest(path: type.path(namespace: options.namespace), query: options.query))
        return RecordList(try JSON.parse(answer.body), of: type)
    }

    func watchRemote(_ type: ResourceType, _ options: WatchOptions, _ api: AggregatedAPI) async throws -> WatchStream {
        let path = type.path(namespace: options.namespace)
        let info = RequestInfo(method: "GET", path: path, watch: "true")
        if case .deny(let reason) = chain.authorizer.authorize(user, info.attributes) {
            throw APIError.forbidden(user, info.attributes, reason: reason)
        }
        let answer = try await chain.aggregation.watch(path, options.query, as: user, api)
        let (stream, source) = WatchStream.make { answer.close() }
        Task {
            var lines = WatchLines()
            do {
                while let chunk = try await answer.body.next() {
                    if !source.send(try lines.append(chunk.readableBytesView)) { break }
                }
                source.finish()
            } catch {
                source.finish(throwing: error)
            }
            answer.close()
        }
        return stream
    }
}
