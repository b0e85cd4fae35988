internal import Document
internal import HTTPServing
internal import Resources

/// Whether the server behind an APIService can be asked (upstream: kube-aggregator's remote availability controller, its order, reasons
/// and messages).
struct AvailabilityCheck: Sendable {
    /// Tries before a server is said not to answer; one that does is enough.
    private static let attempts = 5

    let registry: ResourceRegistry
    let servers: AggregatedServers

    struct Outcome: Sendable {
        var condition: Condition
        /// The APIResourceList that the server answered with; null when it did not.
        var resources: JSON = .null
    }

    /// What this server answers for itself is always there.
    static let local = Condition(
        type: "Available", status: .isTrue, reason: "Local", message: "Local APIServices are always available")

    private static func no(_ reason: String, _ message: String) -> Condition {
        Condition(type: "Available", status: .isFalse, reason: reason, message: message)
    }

    func run(_ api: AggregatedAPI) async -> Outcome {
        if let problem = problem(of: api) { return Outcome(condition: problem) }
        do {
            let list = try await answer(of: api)
            return Outcome(
                condition: Condition(type: "Available", status: .isTrue, reason: "Passed", message: "all checks passed"), resources: list)
        } catch {
            return Outcome(condition: Self.no("FailedDiscoveryCheck", "\(error)"))
        }
    }

    /// What stands in the way of asking at all.
    private func problem(of api: AggregatedAPI) -> Condition? {
        let place = "service/\(api.service.name) in \(api.service.namespace.goQuoted)"
        guard let record = registry[.services, api.service] else { return Self.no("ServiceNotFound", "\(place) is not present") }
        let spec = record.view(Service.self).spec
        guard spec.type == "ClusterIP" else { return nil }
        guard let port = spec.ports.first(where: { $0.port == api.port }) else {
            return Self.no("ServicePortError", "\(place) is not listening on port \(api.port)")
        }
        guard let ready = ServiceTargets(registry: registry).ready(api.service, portName: port.name) else {
            return Self.no("EndpointsNotFound", "cannot find endpointslices for \(place)")
        }
        guard ready.isEmpty else { return nil }
        return Self.no("MissingEndpoints", "endpointslices for \(place) have no addresses with port name \(port.name.goQuoted)")
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }

    /// Once, and if that fails several times at the same moment, for a service has several endpoints of which one may be going.
    private func answer(of api: AggregatedAPI) async throws -> JSON {
        if let list = try? await ask(api) { return list }
        return try await withThrowingTaskGroup(of: Result<JSON, any Error>.self) { group in
            for _ in 1..<Self.attempts {
                group.addTask {
                    do { return .success(try await ask(api)) } catch { return .failure(error) }
                }
            }
            defer { group.cancelAll() }
            var last: any Error = Failure(description: "nobody was asked")
            for try await result in group {
                switch result {
                case .success(let list): return list
                case .failure(let error): last = error
                }
            }
            throw last
        }
    }

    private func ask(_ api: AggregatedAPI) async throws -> JSON {
        let connection: HTTPClientConnection
        do {
            connection = try servers.connection(to: api)
        } catch {
            throw Failure(description: "\(error)")
        }
        let place = "https://\(HTTPClientConnection.authority(connection.host, connection.port))\(api.path)"
        let answer: AggregatedServers.Document
        do {
            answer = try await servers.get(api.path, over: connection)
        } catch {
            throw Failure(description: "failing or missing response from \(place): Get \(place.goQuoted): \(connection.reason(error))")
        }
        guard (200..<300).contains(answer.status) else {
            throw Failure(description: "failing or missing response from \(place): bad status from \(place): \(answer.status)")
        }
        return (try? JSON.parse(answer.bytes)) ?? .null
    }
}
