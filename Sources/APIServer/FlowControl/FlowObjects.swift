internal import Client
internal import Document
internal import Kinds
internal import Logging
internal import Resources

/// Keeps the objects of flow control in order: the mandatory ones are there, the suggested ones are as this version has them unless an
/// administrator took them over, and every FlowSchema tells whether its level exists.
struct FlowObjects: Sendable {
    private static let updateAnnotation = "apf.kubernetes.io/autoupdate-spec"

    let client: any APIClient
    let registry: ResourceRegistry
    let now: @Sendable () -> Timestamp
    let logger: Logger

    /// Works whenever an object changes, until the task is cancelled.
    func run() async {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        for type in [FlowControl.priorityLevels, FlowControl.flowSchemas] {
            _ = registry.store(type)?.cache.observe { _ in continuation.yield() }
        }
        continuation.yield()
        for await _ in changes { await settle() }
    }

    func settle() async {
        let levels = documents(FlowControl.priorityLevels)
        let schemas = documents(FlowControl.flowSchemas)
        for wanted in FlowControlDefaults.priorityLevels { await keep(wanted, among: levels, FlowControl.priorityLevels) }
        for wanted in FlowControlDefaults.flowSchemas { await keep(wanted, among: schemas, FlowControl.flowSchemas) }
        for (name, schema) in schemas {
            guard let status = Self.status(of: schema, levels: Set(levels.keys), now: now()) else { continue }
            var changed = schema
            changed["status"] = status
            await tryTo("tell of flow schema \(name) whether its level exists") {
                try await client.updateDocument(changed, FlowControl.flowSchemas, namespace: "", name: name, subresource: "status")
            }
        }
    }

    private func documents(_ type: ResourceType) -> [String: JSON] {
        var result: [String: JSON] = [:]
        for record in registry.store(type)?.cache.snapshot().records.all ?? [] { result[record.key.name] = try? record.document() }
        return result
    }

    private func keep(_ wanted: JSON, among present: [String: JSON], _ type: ResourceType) async {
        let name = wanted["metadata"]["name"].string ?? ""
        guard let found = present[name] else {
            guard FlowControlDefaults.isMandatory(name) else { return }
            return await tryTo("make \(type.plural) \(name) again") { try await client.createDocument(wanted, type, namespace: "") }
        }
        guard found["metadata"]["annotations"][Self.updateAnnotation] == "true", !Self.holds(found["spec"], wanted["spec"]) else { return }
        var changed = found
        changed["spec"] = wanted["spec"]
        await tryTo("bring \(type.plural) \(name) up to date") {
            try await client.updateDocument(changed, type, namespace: "", name: name)
        }
    }

    /// Whether `found` says all that `wanted` says; defaults may have been filled in.
    private static func holds(_ found: JSON, _ wanted: JSON) -> Bool {
        if let object = wanted.object { return object.allSatisfy { holds(found[$0.key], $0.value) } }
        if let array = wanted.array {
            let other = found.array ?? []
            return array.count == other.count && zip(other, array).allSatisfy { holds($0, $1) }
        }
        return found == wanted
    }

    /// The status that a schema has to have; nil when it has it.
    static func status(of schema: JSON, levels: Set<String>, now: Timestamp) -> JSON? {
        let level = schema["spec"]["priorityLevelConfiguration"]["name"].string ?? ""
        let exists = levels.contains(level)
        let subject = "This FlowSchema references the PriorityLevelConfiguration object named \(level.goQuoted)"
        let wanted: JSON = [
            "type": "Dangling", "status": exists ? "False" : "True", "reason": exists ? "Found" : "NotFound",
            "message": .string(subject + (exists ? " and it exists" : " but there is no such object")),
        ]
        var conditions = schema["status"]["conditions"].array ?? []
        let index = conditions.firstIndex { $0["type"] == "Dangling" }
        if let index, ["status", "reason", "message"].allSatisfy({ conditions[index][$0] == wanted[$0] }) { return nil }
        var condition = wanted
        let isChange = index.map { conditions[$0]["status"] != wanted["status"] } ?? true
        condition["lastTransitionTime"] =
            isChange ? .string(now.wholeSeconds.description) : conditions[index ?? 0]["lastTransitionTime"]
        if let index { conditions[index] = condition } else { conditions.append(condition) }
        return ["conditions": .array(conditions)]
    }

    /// What fails is tried again with the next change; another server may have been quicker.
    private func tryTo(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch let error as APIError where error.isConflict || error.isAlreadyExists || error.isNotFound {
            logger.debug("somebody else was quicker", metadata: ["attempt": "\(what)"])
        } catch {
            logger.warning("flow control", metadata: ["attempt": "\(what)", "error": "\(error)"])
        }
    }
}
