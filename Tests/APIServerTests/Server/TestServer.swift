import Client
import Document
import Logging
import Resources
import Storage

@testable import APIServer

/// An API server in memory, without sockets and without rules about who may do what.
struct TestServer {
    struct AllowAll: RequestAuthorizer {
        func authorize(_ user: UserInfo, _ attributes: RequestAttributes) -> AuthorizationDecision { .allow }
    }

    let core: ServerCore
    let storage: MemoryStorage
    let client: InProcessClient
    private let subscription: Subscription

    init(
        authorizer: any RequestAuthorizer = AllowAll(), storage: MemoryStorage = MemoryStorage(),
        environment: ServerEnvironment = ServerEnvironment(), configure: (inout ServerCore.Parts) -> Void = { _ in },
        registryConfigure: (inout ServerCore.Parts, ResourceRegistry) -> Void = { _, _ in }
    ) async throws {
        var parts = ServerCore.Parts(authorizer: authorizer)
        configure(&parts)
        self.storage = storage
        let registry = ResourceRegistry(storage: storage)
        registryConfigure(&parts, registry)
        core = ServerCore(registry: registry, parts: parts, environment: environment)
        subscription = try await core.start(logger: Logger(label: "test"))
        client = core.client(as: UserInfo(name: "tester", groups: [UserInfo.Group.masters]))
    }

    /// Sends a request and returns status and document, for failures too.
    func send(
        _ method: String, _ path: String, _ body: String = "", type: String = "application/json", accept: String? = nil
    ) async throws -> (status: Int, document: JSON, headers: [(name: String, value: String)]) {
        do {
            let response = try await client.send(
                APIRequest(method: method, path: path, contentType: type, accept: accept, body: Array(body.utf8)))
            return (
                response.status, (try? JSON.parse(response.body)) ?? .string(String(decoding: response.body, as: UTF8.self)),
                response.headers
            )
        } catch let error as APIError {
            return (error.code, error.status, [])
        }
    }

    static let configMaps = "/api/v1/namespaces/default/configmaps"
    static let pods = "/api/v1/namespaces/default/pods"

    static func pod(_ name: String, image: String = "busybox", labels: String = "{}") -> String {
        #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"\#(name)","labels":\#(labels)},"spec":{"containers":[{"name":"c","image":"\#(image)"}]}}"#
    }
}
