import Client
import Document
import FoundationEssentials
import PKI
import Resources
import Testing

@testable import Cluster

/// A machine's way into a cluster, over real connections to a server in this process.
@Suite struct NodeEnrolmentTests {
    @Test func aTokenBecomesANodeThatMayBeItselfAndNobodyElse() async throws {
        try await JoinableServer.with { server in
            try await withTemporaryDirectory { directory in
                let credentials = try await server.enrolment(directory, token: try await server.token(), hash: try server.authorityHash)
                    .credentials()
                let subject = try CertificateSubject(pem: credentials.client.certificatePEM)
                #expect(subject.commonName == "system:node:node-b" && subject.organizations == ["system:nodes"])
                #expect(credentials.authorityPEM == server.authority.certificatePEM)
                for file in ["kubelet-client.pem", "kubelet-server.pem"] { #expect(try permissions(of: "\(directory)/\(file)") == 0o600) }
                try await server.asNode(credentials) { client in
                    try await client.create(Node(name: "node-b"))
                    #expect(try await client.get(Node.self, name: "node-b").name == "node-b")
                    await #expect(throws: APIError.self) { _ = try await client.create(Node(name: "node-c")) }
                    await #expect(throws: APIError.self) { _ = try await client.list(Secret.self, ListOptions(namespace: "kube-system")) }
                    #expect(
                        try await ClusterSettings.read(client)
                            == ClusterSettings(ClusterConfiguration(nodeName: "x", nodeAddress: "127.0.0.1")))
                    // What the service proxy follows.
                    _ = try await client.list(.endpointSlices, ListOptions())
                    _ = try await client.list(.services, ListOptions())
                }
            }
        }
    }

    @Test func aSecondStartNeedsNoTokenAndAsksForNothingNew() async throws {
        try await JoinableServer.with { server in
            try await withTemporaryDirectory { directory in
                let first = try await server.enrolment(directory, token: try await server.token()).credentials()
                let second = try await server.enrolment(directory, token: nil).credentials()
                let facts = { (identity: Identity) in try CertificateFacts(pem: identity.certificatePEM) }
                #expect(try facts(second.client) == facts(first.client))
                #expect(try facts(second.serving) == facts(first.serving))
                #expect(try await server.administrator.list(CertificateSigningRequest.self).count == 2)
            }
        }
    }

    @Test func aNodeRenewsItsCertificateWithTheOneItHas() async throws {
        try await JoinableServer.with { server in
            try await withTemporaryDirectory { directory in
                let credentials = try await server.enrolment(directory, token: try await server.token()).credentials()
                try await server.asNode(credentials) { client in
                    let next = try await CertificateRequest(purpose: .client, nodeName: "node-b", nodeAddress: "10.0.0.2").obtain(client)
                    #expect(next.privateKeyPEM != credentials.client.privateKeyPEM)
                    try client.use(next)
                    try await client.create(Node(name: "node-b"))
                }
            }
        }
    }

    @Test func aWrongHashStopsBeforeTheTokenIsShown() async throws {
        try await JoinableServer.with { server in
            try await withTemporaryDirectory { directory in
                let enrolment = server.enrolment(
                    directory, token: try await server.token(), hash: "sha256:" + String(repeating: "0", count: 64))
                _ = await #expect { _ = try await enrolment.credentials() } throws: { "\($0)".contains("not sha256:000") }
                #expect(try await server.administrator.list(CertificateSigningRequest.self).isEmpty)
                #expect(AtomicFile.read(directory + "/ca.crt") == nil)
            }
        }
    }

    @Test func aTokenThatIsWrongOrOverIsNamedAsSuch() async throws {
        try await JoinableServer.with { server in
            let store = BootstrapTokenStore(client: server.administrator, now: { Timestamp.now().adding(seconds: -7200) })
            let over = "\(try await store.create(lifetimeSeconds: 3600, description: "over"))"
            for token in ["abcdef.0123456789abcdef", over] {
                try await withTemporaryDirectory { directory in
                    _ = await #expect { _ = try await server.enrolment(directory, token: token).credentials() } throws: {
                        "\($0)".contains("does not accept the token")
                    }
                }
            }
        }
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        try await JoinableServer.with { server in
            try await withTemporaryDirectory { directory in
                let enrolment = server.enrolment(directory, token: "abcdef.0123456789abcdef", url: "https://127.0.0.1:1")
                _ = await #expect { _ = try await enrolment.credentials() } throws: {
                    "\($0)".hasPrefix("https://127.0.0.1:1 cannot be reached")
                }
            }
        }
    }

    @Test func withoutATokenANewMachineIsToldWhatItNeeds() async throws {
        try await JoinableServer.with { server in
            try await withTemporaryDirectory { directory in
                _ = await #expect { _ = try await server.enrolment(directory, token: nil).credentials() } throws: {
                    "\($0)".contains("coxswain token create")
                }
            }
        }
    }

    @Test func aJoiningMachineMayDoNothingButJoin() async throws {
        try await JoinableServer.with { server in
            let client = try HTTPSClient(
                ClientConfiguration(
                    server: server.url, authorityPEM: server.authority.certificatePEM, bearerToken: try await server.token()),
                logger: server.logger)
            await #expect(throws: APIError.self) { _ = try await client.list(.nodes, ListOptions()) }
            await #expect(throws: APIError.self) { _ = try await client.create(Node(name: "node-b")) }
            // The serving certificate is for nodes; a token alone gets none.
            let made = try SigningRequest.create(commonName: "system:node:node-b", organizations: ["system:nodes"], dnsNames: ["node-b"])
            let request = CertificateRequest(purpose: .serving, nodeName: "node-b", nodeAddress: "10.0.0.2").object(
                requestPEM: made.requestPEM)
            let name = try await client.create(request).name
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await server.administrator.get(CertificateSigningRequest.self, name: name).status.conditions.isEmpty)
            try await client.shutdown()
        }
    }

    @Test func publishingAgainChangesNothing() async throws {
        try await JoinableServer.with { server in
            var configuration = ClusterConfiguration(nodeName: "server", nodeAddress: "127.0.0.1")
            configuration.apiPort = LocalAddress.split(server.url)?.port ?? 0
            let before = try await server.administrator.get(ConfigMap.self, namespace: "kube-public", name: "cluster-info").resourceVersion
            try await JoiningPoint(configuration: configuration, authorityPEM: server.authority.certificatePEM).publish(
                server.administrator)
            #expect(
                try await server.administrator.get(ConfigMap.self, namespace: "kube-public", name: "cluster-info").resourceVersion == before
            )
        }
    }

    @Test func tokensAreListedAndDeleted() async throws {
        try await JoinableServer.with { server in
            let store = BootstrapTokenStore(client: server.administrator)
            let token = try await store.create(lifetimeSeconds: 0, description: "rack 7")
            let listed = try await store.list()
            #expect(listed.map(\.token) == [token] && listed.map(\.description) == ["rack 7"] && listed[0].expiration == nil)
            try await store.delete(token.id)
            #expect(try await store.list().isEmpty)
            await #expect(throws: ClusterError.self) { try await store.delete(token.id) }
            await #expect(throws: ClusterError.self) { try await store.delete("nonsense") }
        }
    }
}
