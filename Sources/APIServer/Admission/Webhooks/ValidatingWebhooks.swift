package import Document
package import Resources

/// Lets the webhooks of ValidatingWebhookConfigurations refuse what is written; all are asked at the same time.
package struct ValidatingWebhooks: OutsidePlugin {
    package let name = "ValidatingAdmissionWebhook"
    private let dispatch: WebhookDispatch

    package init(caches: ObjectCaches, registry: ResourceRegistry, environment: ServerEnvironment) {
        dispatch = WebhookDispatch(
            configurations: "ValidatingWebhookConfiguration", caches: caches, registry: registry, environment: environment)
    }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        WebhookDispatch.concerns(type)
    }

    package func asks(_ request: AdmissionRequest) -> Bool { !dispatch.list.isEmpty }

    package func judge(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {
        let invocations = dispatch.invocations(request).filter { dispatch.matches($0.webhook, object, request) }
        if invocations.isEmpty { return }
        let failures = await withTaskGroup(of: (Int, APIError?).self) { group in
            for (index, invocation) in invocations.enumerated() {
                group.addTask { [dispatch] in
                    do throws(APIError) {
                        _ = try await dispatch.ask(invocation, object, request)
                        return (index, nil)
                    } catch {
                        return (index, error)
                    }
                }
            }
            return await group.reduce(into: [(Int, APIError)]()) { list, result in
                if let error = result.1 { list.append((result.0, error)) }
            }
        }
        // Of several refusals that of the first webhook is told.
        if let first = failures.min(by: { $0.0 < $1.0 }) { throw first.1 }
    }
}
