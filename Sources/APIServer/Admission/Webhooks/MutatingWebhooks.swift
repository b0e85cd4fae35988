package import Document
package import Resources

/// Lets the webhooks of MutatingWebhookConfigurations change what is written, one after the other.
package struct MutatingWebhooks: OutsidePlugin {
    package let name = "MutatingAdmissionWebhook"
    private let dispatch: WebhookDispatch

    package init(caches: ObjectCaches, registry: ResourceRegistry, environment: ServerEnvironment) {
        dispatch = WebhookDispatch(
            configurations: "MutatingWebhookConfiguration", caches: caches, registry: registry, environment: environment)
    }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        WebhookDispatch.concerns(type)
    }

    package func asks(_ request: AdmissionRequest) -> Bool { !dispatch.list.isEmpty }

    package func change(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) -> [String: JSON]? {
        var left: [String: JSON] = [:]
        var isChanged = false
        for invocation in dispatch.invocations(request) where dispatch.matches(invocation.webhook, object, request) {
            if try await apply(invocation, &object, request) { isChanged = true }
            left[invocation.key] = object
        }
        return isChanged ? left : nil
    }

    /// Those who wish it are asked again when somebody after them has changed what they saw.
    package func changeAgain(
        _ object: inout JSON, _ request: AdmissionRequest, after left: [String: JSON]
    ) async throws(APIError) {
        for invocation in dispatch.invocations(request) where invocation.webhook.isReinvoked {
            guard let seen = left[invocation.key], seen != object, dispatch.matches(invocation.webhook, object, request) else { continue }
            _ = try await apply(invocation, &object, request)
        }
    }

    /// - Returns: whether the webhook changed anything.
    private func apply(
        _ invocation: WebhookDispatch.Invocation, _ object: inout JSON, _ request: AdmissionRequest
    ) async throws(APIError) -> Bool {
        guard let patch = try await dispatch.ask(invocation, object, request)?.patch, !(patch.array?.isEmpty ?? true) else { return false }
        if object.isNull {
            throw .internalError(
                "admission webhook \"\(invocation.webhook.name)\" attempted to modify the object, which is not supported for this operation"
            )
        }
        let changed = try await dispatch.patched(object, patch, invocation, request)
        defer { object = changed }
        return changed != object
    }
}
