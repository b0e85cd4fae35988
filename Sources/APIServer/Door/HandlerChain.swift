internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Synchronization

/// The one way every request takes once its sender is known: authorization, a seat, then the handler of its path.
/// Reads of stored objects are answered on the calling thread.
package struct HandlerChain: Sendable {
    package let authorizer: any RequestAuthorizer
    let flowControl: FlowControl
    let inFlight: RequestsInFlight
    package let resources: ResourceHandler
    package let endpoints: EndpointHandler
    let aggregation: Aggregation

    package func outcome(_ call: Call) -> Outcome {
        do throws(APIError) {
            if let problem = call.info.problem { throw .badRequest(problem) }
            if call.info.isResourceRequest || !EndpointHandler.isAlwaysAllowed(call.info.path) { try authorize(call) }
            guard let entry = call.flow else { return try work(call) }
            let seats = seats(call)
            switch entry.level.enter(seats: seats, hash: { entry.flow.hash(call.user, call.info) }) {
            case .seated:
                entry.flow.dispatched.wrappingAdd(1, ordering: .relaxed)
                return try seated(call, entry.level, seats)
            case .waiting(let waiter): return .later { await waited(call, entry, waiter) }
            case .rejected(let why):
                flowControl.rejections.record(.init(entry, why))
                return .now(.tooManyRequests)
            }
        } catch {
            return .now(.failure(error))
        }
    }

    private func authorize(_ call: Call) throws(APIError) {
        let attributes = call.info.attributes
        switch authorizer.authorize(call.user, attributes) {
        case .allow:
            guard let audit = call.audit else { return }
            audit.decided(isAllowed: true, reason: authorizer.explanation(call.user, attributes))
        case .deny(let reason):
            call.audit?.decided(isAllowed: false, reason: reason)
            throw APIError.forbidden(call.user, attributes, reason: reason)
        }
    }

    private func work(_ call: Call) throws(APIError) -> Outcome {
        if let api = aggregation.api(for: call.info) { return aggregation.outcome(call, api) }
        guard call.info.isResourceRequest else { return endpoints.outcome(call) }
        let need = resources.registry.freshness.need(call)
        return need == .nothing ? try resources.outcome(call) : later(call, after: need)
    }

    /// Answers once the caches have seen what the request has to see.
    private func later(_ call: Call, after need: Freshness.Need) -> Outcome {
        .later { [resources] in
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

    private func seats(_ call: Call) -> Int {
        guard call.info.verb == "list" else { return 1 }
        return FlowControl.seats(call.info, limit: call.query["limit"].flatMap { Int($0) } ?? 0) {
            let info = call.info
            return resources.registry.served(group: info.group, version: info.version, plural: info.resource)?.store.cache.count ?? 0
        }
    }

    private func seated(_ call: Call, _ level: PriorityLevel, _ seats: Int) throws(APIError) -> Outcome {
        inFlight.enter(call.info)
        do throws(APIError) {
            switch try work(call) {
            case .now(let answer):
                inFlight.leave(call.info)
                level.leave(seats: seats)
                return .now(answer)
            case .later(let work):
                let inFlight = inFlight
                return .later {
                    let answer = await work()
                    inFlight.leave(call.info)
                    level.leave(seats: seats)
                    return answer
                }
            }
        } catch {
            inFlight.leave(call.info)
            level.leave(seats: seats)
            throw error
        }
    }

    /// Waits in the level's queue, but no longer than the client does.
    private func waited(_ call: Call, _ entry: FlowTable.Entry, _ waiter: PriorityLevel.Waiter) async -> Answer {
        let level = entry.level
        call.exchange?.onClose { level.giveUp(waiter, .cancelled) }
        let result = await withTaskGroup(of: PriorityLevel.Waiter.Result?.self) { group in
            group.addTask { await waiter.result() }
            group.addTask {
                if (try? await Task.sleep(for: FlowControl.waitLimit)) != nil { level.giveUp(waiter, .timeOut) }
                return nil
            }
            var result = PriorityLevel.Waiter.Result.rejected(.cancelled)
            while let next = await group.next() {
                guard let next else { continue }
                result = next
                group.cancelAll()
            }
            return result
        }
        let waited = waiter.arrival.duration(to: .now).inSeconds
        let ticket: FairQueues<PriorityLevel.Waiter>.Ticket
        switch result {
        case .rejected(let why):
            flowControl.rejections.record(.init(entry, why))
            flowControl.waits.record(.init(flow: entry.flow.name, level: level.name, wasExecuted: false), seconds: waited)
            return .tooManyRequests
        case .seated(let taken): ticket = taken
        }
        flowControl.waits.record(.init(flow: entry.flow.name, level: level.name, wasExecuted: true), seconds: waited)
        entry.flow.dispatched.wrappingAdd(1, ordering: .relaxed)
        let start = ContinuousClock.now
        inFlight.enter(call.info)
        let answer: Answer
        do throws(APIError) {
            switch try work(call) {
            case .now(let done): answer = done
            case .later(let work): answer = await work()
            }
        } catch {
            answer = .failure(error)
        }
        inFlight.leave(call.info)
        level.leave(ticket, seconds: start.duration(to: .now).inSeconds)
        return answer
    }
}

extension Answer {
    /// What a request gets for which there is no seat: no Status but plain text, as upstream has it.
    static var tooManyRequests: Answer {
        .body(
            status: 429, contentType: "text/plain; charset=utf-8",
            chunks: [.init(string: "Too many requests, please try again later.\n")],
            headers: [("Retry-After", "1"), ("X-Content-Type-Options", "nosniff")])
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
