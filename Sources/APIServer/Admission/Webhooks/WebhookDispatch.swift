internal import Document
internal import Resources
internal import Schema

/// What mutating and validating webhooks have in common: who is asked, how, and what becomes of a failure. Behaviour and words are upstream's.
struct WebhookDispatch: Sendable {
    /// What is never shown to webhooks, so that a broken one can always be removed.
    private static let spared: Set<String> = ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"]

    let list: WebhookList
    let caches: ObjectCaches
    let registry: ResourceRegistry
    let environment: ServerEnvironment
    let caller: WebhookCaller

    /// - Parameter kind: of the configurations that name the webhooks.
    init(configurations kind: String, caches: ObjectCaches, registry: ResourceRegistry, environment: ServerEnvironment) {
        list = WebhookList(caches, plural: kind.lowercased() + "s", kind: kind)
        self.caches = caches
        self.registry = registry
        self.environment = environment
        caller = WebhookCaller(registry: registry)
    }

    /// Whether webhooks may see objects of the type at all, whatever is configured.
    static func concerns(_ type: ResourceType) -> Bool {
        !(type.group == "admissionregistration.k8s.io" && spared.contains(type.plural))
    }

    /// A webhook that wants to see a request, and the version in which it wants the object.
    struct Invocation: Sendable {
        var webhook: Webhook
        var type: ResourceType
        var key: String { webhook.configuration + "/" + webhook.name }
    }

    /// The webhooks that want to see the request, as far as that does not depend on the object.
    func invocations(_ request: AdmissionRequest) -> [Invocation] {
        if list.isEmpty { return [] }
        let types = versions(of: request)
        return list.webhooks.compactMap { webhook in
            webhook.matchingType(request, types: types).map { Invocation(webhook: webhook, type: $0) }
        }
    }

    /// The versions in which the resource is served, that of the request first, then the stored one.
    private func versions(of request: AdmissionRequest) -> [ResourceType] {
        var types: [ResourceType] = []
        if let asked = request.requestedVersion,
            let served = registry.served(group: asked.group, version: asked.version, plural: request.type.plural)
        {
            types.append(served.type)
        }
        guard let store = registry.store(request.type) else { return types.isEmpty ? [request.type] : types }
        types.append(store.type)
        types += registry.versions(of: store)
        var seen: Set<ResourceType> = []
        return types.filter { seen.insert($0).inserted }
    }

    /// Whether the namespace and the object have the labels a webhook asks for.
    func matches(_ webhook: Webhook, _ object: JSON, _ request: AdmissionRequest) -> Bool {
        guard webhook.matchesObject(object, request.oldObject) else { return false }
        let selector = webhook.namespaceSelector
        if selector.isEverything { return true }
        if request.type.isSame(as: .namespaces) {
            let namespace = object.isNull ? request.oldObject : object
            return selector.matches(namespace["metadata"]["labels"].stringMap)
        }
        if request.namespace.isEmpty { return true }
        guard let namespace = caches.record(.namespaces, ObjectKey(name: request.namespace)) else { return false }
        return selector.matches(namespace.labels)
    }

    // MARK: Asking

    /// The verdict of a webhook that allows the request; nil when it could not be asked and lets that pass.
    func ask(_ invocation: Invocation, _ object: JSON, _ request: AdmissionRequest) async throws(APIError) -> WebhookCaller.Verdict? {
        let webhook = invocation.webhook
        if request.dryRun, webhook.hasSideEffects {
            throw .badRequest("admission webhook \"\(webhook.name)\" does not support dry run")
        }
        let verdict: WebhookCaller.Verdict
        do {
            if webhook.hasConditions {
                throw WebhookCaller.CallError(description: "matchConditions need CEL, which this server does not evaluate")
            }
            verdict = try await caller.ask(webhook, try await review(invocation, object, request))
        } catch {
            let why = (error as? APIError)?.message ?? "\(error)"
            if webhook.failsOpen { return nil }
            throw .internalError("failed calling webhook \"\(webhook.name)\": failed to call webhook: \(why)")
        }
        for warning in verdict.warnings { request.warnings.add(warning) }
        guard verdict.isAllowed else { throw Self.denial(webhook.name, verdict.status) }
        return verdict
    }

    private static func denial(_ name: String, _ status: JSON) -> APIError {
        let denied = "admission webhook \"\(name)\" denied the request"
        let (message, reason) = (status["message"].string ?? "", status["reason"].string ?? "")
        let text = !message.isEmpty ? "\(denied): \(message)" : !reason.isEmpty ? "\(denied): \(reason)" : "\(denied) without explanation"
        let code = status["code"].int ?? 0
        // A refusal is never told as a success.
        return APIError(code: (400..<600).contains(code) ? code : 400, reason: APIError.Reason(rawValue: reason), message: text)
    }

    /// The AdmissionReview that a webhook is sent (admission.k8s.io/v1, v1beta1).
    private func review(_ invocation: Invocation, _ object: JSON, _ request: AdmissionRequest) async throws(APIError) -> JSON {
        func kind(_ type: ResourceType) -> JSON {
            ["group": .string(type.group), "version": .string(type.version), "kind": .string(type.kind)]
        }
        func resource(_ type: ResourceType) -> JSON {
            ["group": .string(type.group), "version": .string(type.version), "resource": .string(type.plural)]
        }
        let asked = versions(of: request).first ?? request.type
        var user: JSON = ["username": .string(request.user.name)]
        if !request.user.uid.isEmpty { user["uid"] = .string(request.user.uid) }
        if !request.user.groups.isEmpty { user["groups"] = JSON(request.user.groups) }
        for (key, values) in request.user.extra.sorted(by: { $0.key < $1.key }) { user["extra"][key] = JSON(values) }
        var body: JSON = [
            "uid": .string(environment.makeUID()), "kind": kind(invocation.type), "resource": resource(invocation.type),
        ]
        if !request.subresource.isEmpty { body["subResource"] = .string(request.subresource) }
        body["requestKind"] = kind(asked)
        body["requestResource"] = resource(asked)
        if !request.subresource.isEmpty { body["requestSubResource"] = .string(request.subresource) }
        if !request.name.isEmpty { body["name"] = .string(request.name) }
        if !request.namespace.isEmpty { body["namespace"] = .string(request.namespace) }
        body["operation"] = .string(request.operation.rawValue)
        body["userInfo"] = user
        let shown = try await present(object, invocation.type)
        let old = try await present(request.oldObject, invocation.type)
        if !shown.isNull { body["object"] = shown }
        if !old.isNull { body["oldObject"] = old }
        body["dryRun"] = .bool(request.dryRun)
        var options: JSON = ["kind": .string(Self.optionKinds[request.operation] ?? ""), "apiVersion": "meta.k8s.io/v1"]
        if request.dryRun { options["dryRun"] = ["All"] }
        body["options"] = options
        let version = invocation.webhook.reviewVersion ?? "v1"
        return ["kind": "AdmissionReview", "apiVersion": .string("admission.k8s.io/" + version), "request": body]
    }

    private static let optionKinds: [AdmissionRequest.Operation: String] = [
        .create: "CreateOptions", .update: "UpdateOptions", .delete: "DeleteOptions",
    ]

    // MARK: Versions

    private func present(_ object: JSON, _ type: ResourceType) async throws(APIError) -> JSON {
        if object.isNull { return .null }
        var document = object
        if let served = registry.served(type) { document = try await served.converted(object) }
        if document["kind"].isNull { document["kind"] = .string(type.kind) }
        if document["apiVersion"].isNull { document["apiVersion"] = .string(type.apiVersion) }
        return document
    }

    /// The object after a webhook's patch, decoded and defaulted again.
    func patched(
        _ object: JSON, _ patch: JSON, _ invocation: Invocation, _ request: AdmissionRequest
    ) async throws(APIError) -> JSON {
        let shown = try await present(object, invocation.type)
        let result: JSON
        do {
            result = try JSONPatch.apply(patch, to: shown)
        } catch {
            throw .internalError("admission webhook \"\(invocation.webhook.name)\" returned a patch that cannot be applied: \(error)")
        }
        guard let served = registry.served(invocation.type) else { return result }
        let decoded = try ObjectReader(served, request.warnings).decoded(result, duplicates: [], WriteQuery())
        // Custom resources are written in the version of the request, whatever version the webhook was shown.
        if served.custom != nil, let asked = registry.served(request.type) { return try await asked.converted(decoded) }
        return served.stored(decoded)
    }
}
