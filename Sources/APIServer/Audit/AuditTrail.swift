internal import Document
internal import NIOCore
internal import Resources
internal import Schema
internal import Synchronization

/// What is recorded of one request, from its arrival to the end of its answer.
package final class AuditTrail: Sendable {
    private struct State {
        var impersonated: UserInfo?
        var reference: JSON
        var requestObject: JSON = .null
        var annotations: [String: String] = [:]
        var hasEnded = false
    }

    let level: AuditLevel
    private let decision: AuditPolicy.Decision
    private let log: AuditLog
    private let now: @Sendable () -> Timestamp
    private let received: Timestamp
    /// The members that all stages have alike.
    private let common: JSON
    private let state: Mutex<State>

    init(
        _ decision: AuditPolicy.Decision, common: JSON, reference: JSON, received: Timestamp, log: AuditLog,
        now: @escaping @Sendable () -> Timestamp
    ) {
        level = decision.level
        self.decision = decision
        self.common = common
        self.received = received
        self.log = log
        self.now = now
        state = Mutex(State(reference: reference))
    }

    // MARK: What becomes known on the way

    func impersonates(_ user: UserInfo) { state.withLock { $0.impersonated = user } }

    func decided(isAllowed: Bool, reason: String) {
        state.withLock { state in
            state.annotations["authorization.k8s.io/decision"] = isAllowed ? "allow" : "forbid"
            state.annotations["authorization.k8s.io/reason"] = reason
        }
    }

    func annotate(_ key: String, _ value: String) { state.withLock { $0.annotations[key] = value } }

    /// The object that the request brought: what it is named completes the reference, and from level Request on it is kept.
    func brought(_ object: JSON) {
        let metadata = object["metadata"]
        let kept = level >= .request ? cleaned(object) : .null
        state.withLock { state in
            if state.reference.object != nil {
                for (member, value) in [
                    ("namespace", metadata["namespace"]), ("name", metadata["name"]), ("uid", metadata["uid"]),
                    ("resourceVersion", metadata["resourceVersion"]),
                ] where state.reference[member].isNull && !value.isEmptyValue { state.reference[member] = value }
            }
            if !kept.isNull { state.requestObject = kept }
        }
    }

    // MARK: Stages

    func arrived() { record(.requestReceived, status: .null, object: .null) }

    /// The answer has begun and will go on for long.
    func began(_ code: Int) { record(.responseStarted, status: ["metadata": [:], "code": JSON(code)], object: .null) }

    /// A long answer is over.
    func ended(_ code: Int) { finish(["metadata": [:], "code": JSON(code)], .null) }

    /// Nobody was known to be the sender, and the request is refused.
    func refused(_ message: String, code: Int) {
        record(.responseStarted, status: ["metadata": [:], "message": .string(message), "code": JSON(code)], object: .null)
    }

    /// A whole answer.
    func answered(_ answer: Answer, isDeletion: Bool) {
        let code = answer.status ?? 0
        var status: JSON = ["metadata": [:], "code": JSON(code)]
        var object = JSON.null
        if level >= .requestResponse || code >= 400 || isDeletion { object = Self.document(answer) }
        if object["kind"] == "Status" {
            status = ["metadata": [:]]
            for member in ["status", "message", "reason", "details"] { status[member] = object[member] }
            status["code"] = JSON(code)
        }
        finish(status, level >= .requestResponse ? cleaned(object) : .null)
    }

    private func finish(_ status: JSON, _ object: JSON) {
        let isFirst = state.withLock { state in
            defer { state.hasEnded = true }
            return !state.hasEnded
        }
        if isFirst { record(.responseComplete, status: status, object: object) }
    }

    private func record(_ stage: AuditStage, status: JSON, object: JSON) {
        if decision.omittedStages.contains(stage) { return }
        let state = state.withLock { $0 }
        var event: JSON = ["kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": .string(level.word)]
        event["auditID"] = common["auditID"]
        event["stage"] = .string(stage.rawValue)
        for member in ["requestURI", "verb", "user"] { event[member] = common[member] }
        if let user = state.impersonated { event["impersonatedUser"] = user.document }
        for member in ["sourceIPs", "userAgent"] { event[member] = common[member] }
        if state.reference.object?.isEmpty == false { event["objectRef"] = state.reference }
        event["responseStatus"] = status
        if stage != .requestReceived { event["requestObject"] = state.requestObject }
        event["responseObject"] = object
        event["requestReceivedTimestamp"] = .string(received.microText)
        event["stageTimestamp"] = .string(now().microText)
        if !state.annotations.isEmpty { event["annotations"] = JSON(state.annotations) }
        log.append(event.encoded() + [UInt8(ascii: "\n")])
    }

    // MARK: Pieces

    private func cleaned(_ object: JSON) -> JSON {
        guard decision.omitsManagedFields else { return object }
        var object = object
        if !object["metadata"]["managedFields"].isNull { object["metadata"]["managedFields"] = .null }
        if let items = object["items"].array {
            object["items"] = .array(
                items.map { item in
                    var item = item
                    if !item["metadata"]["managedFields"].isNull { item["metadata"]["managedFields"] = .null }
                    return item
                })
        }
        return object
    }

    /// The answer's body as a document, in whatever form it goes out; null when it is none.
    private static func document(_ answer: Answer) -> JSON {
        let chunks: [ByteBuffer]
        var type = MediaType.json
        switch answer {
        case .body(_, let contentType, let pieces, _): (chunks, type) = (pieces, MediaType.essence(contentType))
        case .list(let list): chunks = list.pieces()
        case .watch, .taken: return .null
        }
        let bytes = chunks.reduce(into: [UInt8]()) { $0 += $1.readableBytesView }
        switch type {
        case MediaType.json: return (try? JSON.parse(bytes)) ?? .null
        case MediaType.protobuf: return (try? ProtobufDecoder.decode(bytes)) ?? .null
        case MediaType.yaml: return (try? YAML.parseOne(String(decoding: bytes, as: UTF8.self))) ?? .null
        default: return .null
        }
    }
}
