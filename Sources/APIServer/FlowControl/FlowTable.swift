internal import Document
internal import Kinds
internal import Resources
internal import Synchronization

/// A FlowSchema in force.
final class Flow: Sendable {
    enum Distinguisher: Sendable { case none, user, namespace }

    let name: String
    let uid: String
    let precedence: Int
    let levelName: String
    let distinguisher: Distinguisher
    let matcher: FlowSchemaMatcher
    /// Requests that got a seat.
    let dispatched: Atomic<Int>

    /// - Parameter dispatched: the count so far, when another version of the schema takes over.
    init(_ document: JSON, dispatched: Int = 0) {
        let spec = document["spec"]
        name = document["metadata"]["name"].string ?? ""
        uid = document["metadata"]["uid"].string ?? ""
        precedence = spec["matchingPrecedence"].int ?? 1_000
        levelName = spec["priorityLevelConfiguration"]["name"].string ?? ""
        distinguisher =
            switch spec["distinguisherMethod"]["type"].string {
            case "ByUser": .user
            case "ByNamespace": .namespace
            default: .none
            }
        matcher = FlowSchemaMatcher(spec)
        self.dispatched = Atomic(dispatched)
    }

    /// Tells flows apart; requests of one flow share their queues.
    func hash(_ user: UserInfo, _ info: RequestInfo) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(name)
        switch distinguisher {
        case .none: break
        case .user: hasher.combine(user.name)
        case .namespace: hasher.combine(info.namespace)
        }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

/// All flows in the order in which they are tried, with their levels. A value that is replaced whole when an object changes.
struct FlowTable: Sendable {
    struct Entry: Sendable {
        var flow: Flow
        var level: PriorityLevel
        /// What answers tell of it: the level's UID.
        var levelUID: String
    }

    /// The flows that speak of a user at all, with what they ask of the request.
    private struct Candidates {
        var groups: [String]
        var flows: [(matcher: FlowSchemaMatcher, entry: Entry)]
    }

    /// Users whose flows are remembered; more make room by forgetting.
    private static let rememberedUsers = 1_024

    private let entries: [Entry]
    private var remembered: [String: Candidates] = [:]

    /// Flows whose level does not exist are left out.
    init(_ flows: [Flow], _ levels: [String: PriorityLevel]) {
        let sorted = flows.sorted { ($0.precedence, $0.name) < ($1.precedence, $1.name) }
        entries = sorted.compactMap { flow in
            levels[flow.levelName].map { Entry(flow: flow, level: $0, levelUID: $0.configuration.uid) }
        }
    }

    /// The first flow that takes the request in. The schema catch-all takes everything; it is always there.
    mutating func entry(_ user: UserInfo, _ info: RequestInfo) -> Entry? {
        if let known = remembered[user.name], known.groups == user.groups { return Self.first(known, info) ?? entries.last }
        let candidates = Candidates(
            groups: user.groups, flows: entries.compactMap { entry in entry.flow.matcher.narrowed(to: user).map { ($0, entry) } })
        if remembered.count >= Self.rememberedUsers { remembered.removeAll(keepingCapacity: true) }
        remembered[user.name] = candidates
        return Self.first(candidates, info) ?? entries.last
    }

    private static func first(_ candidates: Candidates, _ info: RequestInfo) -> Entry? {
        for flow in candidates.flows where flow.matcher.matches(info) { return flow.entry }
        return nil
    }
}

extension PriorityLevel.Configuration {
    /// From a PriorityLevelConfiguration.
    init(_ document: JSON) {
        let spec = document["spec"]
        uid = document["metadata"]["uid"].string ?? ""
        isExempt = spec["type"] == "Exempt"
        let part = isExempt ? spec["exempt"] : spec["limited"]
        shares = part["nominalConcurrencyShares"].int ?? (isExempt ? 0 : 30)
        lendablePercent = part["lendablePercent"].int ?? 0
        borrowingPercent = part["borrowingLimitPercent"].int
        let queuing = part["limitResponse"]["queuing"]
        if part["limitResponse"]["type"] == "Queue" {
            response = .queue(
                .init(
                    queues: queuing["queues"].int ?? 64, handSize: queuing["handSize"].int ?? 8,
                    lengthLimit: queuing["queueLengthLimit"].int ?? 50))
        }
    }
}
