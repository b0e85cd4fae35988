internal import Document
internal import Kinds
internal import Resources
internal import Synchronization

/// API Priority and Fairness (KEP-1040): sorts requests into flows by the FlowSchemas, and gives each a seat of its priority level or a
/// place in a queue. Until the objects are there, and when one of them is deleted, the built-in mandatory ones count.
package final class FlowControl: Sendable {
    /// How long a request may wait for its seat (upstream: a quarter of the request's minute).
    static let waitLimit: Duration = .seconds(15)
    /// Seats are lent anew so often, in seconds.
    static let adjustmentSeconds: Int64 = 10
    /// Objects of a list that count as one seat, and the most seats a list takes.
    private static let objectsPerSeat = 100
    private static let mostSeats = 10

    static let priorityLevels = ResourceType(
        group: "flowcontrol.apiserver.k8s.io", plural: "prioritylevelconfigurations", kind: "PriorityLevelConfiguration", namespaced: false)
    static let flowSchemas = ResourceType(
        group: "flowcontrol.apiserver.k8s.io", plural: "flowschemas", kind: "FlowSchema", namespaced: false)

    private struct Sources {
        var schemas: [String: JSON] = [:]
        var levelDocuments: [String: JSON] = [:]
        var flows: [String: Flow] = [:]
        var levels: [String: PriorityLevel] = [:]
        var bounds: [String: ConcurrencyPlan.Bounds] = [:]
    }

    /// Seats of the whole server.
    private let total: Int
    private let sources: Mutex<Sources>
    private let table: Mutex<FlowTable>
    let waits = FlowWaits()
    let rejections = FlowRejections()

    package init(_ limits: RequestLimits) {
        total = limits.seats
        var sources = Sources()
        for document in FlowControlDefaults.priorityLevels where Self.isMandatory(document) {
            sources.levelDocuments[document["metadata"]["name"].string ?? ""] = document
        }
        for document in FlowControlDefaults.flowSchemas where Self.isMandatory(document) {
            sources.schemas[document["metadata"]["name"].string ?? ""] = document
        }
        let first = Self.rebuild(&sources, total: total)
        self.sources = Mutex(sources)
        table = Mutex(first)
    }

    private static func isMandatory(_ document: JSON) -> Bool {
        let name = document["metadata"]["name"].string ?? ""
        return FlowControlDefaults.isMandatory(name)
    }

    /// Follows the objects; once this returns those present count.
    package func follow(_ caches: ObjectCaches) {
        caches.follow(Self.priorityLevels) { [weak self] key, record in
            self?.change {
                $0.levelDocuments[key.name] = (try? record?.document()) ?? Self.mandatory(FlowControlDefaults.priorityLevels, key)
            }
        }
        caches.follow(Self.flowSchemas) { [weak self] key, record in
            self?.change { $0.schemas[key.name] = (try? record?.document()) ?? Self.mandatory(FlowControlDefaults.flowSchemas, key) }
        }
    }

    private static func mandatory(_ documents: [JSON], _ key: ObjectKey) -> JSON? {
        FlowControlDefaults.isMandatory(key.name) ? documents.first { $0["metadata"]["name"].string == key.name } : nil
    }

    private func change(_ body: (inout Sources) -> Void) {
        sources.withLock { sources in
            body(&sources)
            let new = Self.rebuild(&sources, total: total)
            table.withLock { $0 = new }
        }
    }

    /// Levels and counts outlive changes of their objects; a level that is gone lets its requests finish.
    private static func rebuild(_ sources: inout Sources, total: Int) -> FlowTable {
        var configurations: [String: PriorityLevel.Configuration] = [:]
        for (name, document) in sources.levelDocuments { configurations[name] = .init(document) }
        sources.bounds = ConcurrencyPlan.bounds(
            configurations.map {
                .init(
                    name: $0.key, shares: $0.value.shares, lendablePercent: $0.value.lendablePercent,
                    borrowingPercent: $0.value.borrowingPercent)
            }, total: total)
        var levels: [String: PriorityLevel] = [:]
        for (name, configuration) in configurations {
            let nominal = sources.bounds[name]?.nominal ?? 0
            if let present = sources.levels[name] {
                if present.configuration != configuration { present.configure(configuration) }
                present.setLimit(nominal)
                levels[name] = present
            } else {
                levels[name] = PriorityLevel(name: name, configuration, limit: nominal)
            }
        }
        for (name, gone) in sources.levels where levels[name] == nil { gone.setLimit(total) }
        sources.levels = levels
        sources.flows = sources.schemas.mapValues { document in
            let name = document["metadata"]["name"].string ?? ""
            return Flow(document, dispatched: sources.flows[name]?.dispatched.load(ordering: .relaxed) ?? 0)
        }
        return FlowTable(Array(sources.flows.values), levels)
    }

    /// Lends seats from levels that have no use for them to those that have.
    func adjust() {
        sources.withLock { sources in
            let demands = sources.levels.mapValues { $0.takePeak() }
            for (name, limit) in ConcurrencyPlan.limits(sources.bounds, demands: demands) { sources.levels[name]?.setLimit(limit) }
        }
    }

    // MARK: Requests

    /// The flow a request belongs to; nil for what lasts (exec, logs, proxied streams): it has no seat.
    func entry(_ user: UserInfo, _ info: RequestInfo) -> FlowTable.Entry? {
        if info.isLongRunning, info.verb != "watch" { return nil }
        return table.withLock { $0.entry(user, info) }
    }

    /// Seats a request takes: a list as many as it is long.
    static func seats(_ info: RequestInfo, limit: Int, count: () -> Int) -> Int {
        guard info.verb == "list" else { return 1 }
        let objects = limit > 0 ? min(limit, count()) : count()
        return min(max(1, (objects + objectsPerSeat - 1) / objectsPerSeat), mostSeats)
    }

    // MARK: Figures

    /// Flows with their levels' names, and levels with their bounds, by name.
    func figures() -> (flows: [Flow], levels: [(level: PriorityLevel, bounds: ConcurrencyPlan.Bounds)]) {
        sources.withLock { sources in
            let levels = sources.levels.values.sorted { $0.name < $1.name }
            return (
                sources.flows.values.sorted { $0.name < $1.name },
                levels.map { ($0, sources.bounds[$0.name] ?? .init(nominal: 0, lowest: 0, highest: 0)) }
            )
        }
    }
}
