import Client
import Document
import Logging
import Resources
import Storage
import Testing

@testable import APIServer

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ClusterBootstrapTests {
    private func bootstrap(_ client: any APIClient, addresses: [String] = ["10.0.0.1"]) -> ClusterBootstrap {
        ClusterBootstrap(
            client: client,
            configuration: .init(serviceAddress: IPv4Address(10, 96, 0, 1), serverAddresses: addresses, serverPort: 6443),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func makesEverythingOnceAndRepairsWhatWasChanged() async throws {
        let server = try await TestServer()
        try await bootstrap(server.client).run()
        let revision = server.storage.currentRevision
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            #expect(try await server.client.find(Namespace.self, name: name) != nil)
        }
        let service = try await server.client.get(Service.self, namespace: "default", name: "kubernetes")
        #expect(service.json["spec"]["clusterIP"].string == "10.96.0.1")
        let critical = try await server.client.get(PriorityClass.self, name: "system-node-critical")
        #expect(critical.value == 2_000_001_000)

        try await bootstrap(server.client).run()
        #expect(server.storage.currentRevision == revision, "a second start writes nothing")

        try await server.client.delete(ClusterRole.self, name: "view")
        var discovery = try await server.client.get(ClusterRole.self, name: "system:discovery")
        discovery.rules = []
        try await server.client.update(discovery)
        try await bootstrap(server.client, addresses: ["10.0.0.2"]).run()
        #expect(try await !server.client.get(ClusterRole.self, name: "view").rules.isEmpty)
        #expect(try await !server.client.get(ClusterRole.self, name: "system:discovery").rules.isEmpty)
        let endpoints = try await server.client.get(Endpoints.self, namespace: "default", name: "kubernetes")
        #expect(endpoints.json["subsets"][0]["addresses"][0]["ip"].string == "10.0.0.2")
    }

    @Test func theDefaultRolesHoldOnAServer() async throws {
        let storage = try await TestServer()
        try await bootstrap(storage.client).run()
        let rbac = RBACAuthorizer()
        rbac.follow(ObjectCaches(storage.core.registry))
        let user = UserInfo(name: "joe", groups: ["system:authenticated"])
        #expect(rbac.authorize(user, .nonResource(verb: "get", path: "/api")) == .allow)
        #expect(rbac.authorize(user, .init(verb: "list", resource: "secrets", namespace: "kube-system")) == .deny(reason: ""))
    }

    /// The policy is read back from the file before the first request is answered.
    @Test func theDefaultRolesHoldAfterARestart() async throws {
        let path = "/tmp/coxswain-bootstrap-\(UInt64.random(in: .min ... .max)).db"
        defer { for suffix in ["", "-wal", "-shm", ".lock"] { remove(path + suffix) } }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        for start in 1...2 {
            let storage = try SQLiteStorage(path: path, logger: logger)
            let registry = ResourceRegistry(storage: storage)
            let rbac = RBACAuthorizer()
            rbac.follow(ObjectCaches(registry))
            let core = ServerCore(registry: registry, parts: .init(authorizer: AuthorizerChain([rbac])))
            let subscription = try await core.start(logger: logger)
            let reader = UserInfo(name: "joe", groups: ["system:authenticated"])
            #expect((rbac.authorize(reader, .nonResource(verb: "get", path: "/api")) == .allow) == (start == 2))
            try await bootstrap(core.client(as: UserInfo(name: "root", groups: ["system:masters"]))).run()
            #expect(rbac.authorize(reader, .nonResource(verb: "get", path: "/api")) == .allow)
            subscription.cancel()
            await storage.close()
        }
    }
}
