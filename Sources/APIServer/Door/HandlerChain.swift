internal import HTTPServing
internal import NIOHTTP1
internal import Resources

/// The one way every request takes once its sender is known: authorization, limits, then the handler of its path.
/// Reads of stored objects are answered on the calling thread.
package struct HandlerChain: Sendable {
    package let authorizer: any RequestAuthorizer
    package let limits: RequestLimits
    package let resources: ResourceHandler
    package let endpoints: EndpointHandler

    package func outcome(_ call: Call) -> Outcome {
        do throws(APIError) {
            if let problem = call.info.problem { throw .badRequest(problem) }
            let attributes = call.info.attributes
            if !call.info.isResourceRequest, EndpointHandler.isAlwaysAllowed(call.info.path) { return endpoints.outcome(call) }
            if case .deny(let reason) = authorizer.authorize(call.user, attributes) {
                throw APIError.forbidden(call.user, attributes, reason: reason)
            }
            guard call.info.isResourceRequest else { return endpoints.outcome(call) }
            return try limited(call)
        } catch {
            return .now(.failure(error))
        }
    }

    private func limited(_ call: Call) throws(APIError) -> Outcome {
        let kind = limits.classify(call)
        try limits.enter(kind)
        let need = resources.registry.freshness.need(call)
        if need != .nothing { return later(call, kind, after: need) }
        do throws(APIError) {
            switch try resources.outcome(call) {
            case .now(let answer):
                limits.leave(kind)
                return .now(answer)
            case .later(let work):
                let limits = limits
                return .later {
                    let answer = await work()
                    limits.leave(kind)
                    return answer
                }
            }
        } catch {
            limits.leave(kind)
            throw error
        }
    }

    /// Answers once the caches have seen what the request has to see.
    private func later(_ call: Call, _ kind: RequestLimits.Class, after need: Freshness.Need) -> Outcome {
        .later { [self] in
            defer { limits.leave(kind) }
            do throws(APIError) {
                try await resources.registry.freshness.ensure(need)
                switch try resources.outcome(call) {
                case .now(let answer): return answer
                case .later(let work): return await work()
                }
            } catch {
                return .failure(error)
            }
        }
    }
}
