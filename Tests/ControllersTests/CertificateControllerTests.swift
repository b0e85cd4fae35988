import Client
import Document
import PKI
import Resources
import Testing

@testable import Controllers

@Suite struct CertificateControllerTests {
    private func request(_ name: String, _ organizations: [String] = ["system:nodes"], dns: [String] = []) throws -> SigningRequest {
        try SigningRequest(pem: SigningRequest.create(commonName: name, organizations: organizations, dnsNames: dns).requestPEM)
    }

    private let clientUsages = ["client auth", "digital signature"]
    private let serverUsages = ["server auth", "digital signature"]

    @Test func onlyNodesAreApprovedByThemselves() throws {
        func approves(_ signer: CertificateSigner, _ request: SigningRequest, _ user: String, _ groups: [String], _ usages: [String]? = nil)
            -> Bool
        {
            signer.approvesItself(
                request, usages: usages ?? (signer == .nodeServer ? serverUsages : clientUsages), user: user, groups: groups)
        }
        let node = try request("system:node:n1")
        let server = try request("system:node:n1", dns: ["n1"])
        #expect(approves(.nodeClient, node, "system:bootstrap:abc", ["system:bootstrappers"]))
        #expect(approves(.nodeClient, node, "system:node:n1", ["system:nodes"]))
        #expect(!approves(.nodeClient, node, "system:node:n2", ["system:nodes"]))
        #expect(!approves(.nodeClient, node, "alice", []))
        #expect(!approves(.nodeClient, node, "system:node:n1", [], serverUsages))
        #expect(try !approves(.nodeClient, request("alice", []), "alice", ["system:bootstrappers"]))
        #expect(!approves(.client, node, "system:node:n1", []))
        #expect(!approves(.unknown, node, "system:node:n1", ["system:bootstrappers"]))
        #expect(approves(.nodeServer, server, "system:node:n1", []))
        #expect(!approves(.nodeServer, server, "x", ["system:bootstrappers"]))
    }

    @Test func requestsAreHeldAgainstTheirSigner() throws {
        #expect(try CertificateSigner.client.problem(with: request("alice", ["dev"]), usages: clientUsages) == nil)
        #expect(try CertificateSigner.client.problem(with: request("alice", ["system:masters"]), usages: clientUsages) != nil)
        #expect(try CertificateSigner.client.problem(with: request("alice", []), usages: ["server auth"]) != nil)
        // What the API's first version asked for when it knew of no signers.
        #expect(try CertificateSigner.unknown.problem(with: request("web", []), usages: ["code signing"]) == nil)
        #expect(try CertificateSigner.nodeClient.problem(with: request("alice", []), usages: clientUsages) != nil)
        #expect(try CertificateSigner.nodeClient.problem(with: request("system:node:n1", dns: ["n1"]), usages: clientUsages) != nil)
        #expect(try CertificateSigner.nodeServer.problem(with: request("system:node:n1", dns: ["n1"]), usages: serverUsages) == nil)
        #expect(try CertificateSigner.nodeServer.problem(with: request("system:node:n1"), usages: serverUsages) != nil)
    }

    private func add(
        _ cluster: TestCluster, _ name: String, signer: CertificateSigner, commonName: String, user: String, dns: [String] = [],
        addresses: [String] = []
    ) throws {
        var object = CertificateSigningRequest(name: name)
        let pem = try SigningRequest.create(commonName: commonName, organizations: ["system:nodes"], dnsNames: dns, addresses: addresses)
            .requestPEM
        object.json["spec"] = [
            "request": .string(base64(Array(pem.utf8))), "signerName": .string(signer.rawValue),
            "usages": JSON(signer == .nodeServer ? serverUsages : clientUsages), "username": .string(user), "groups": [],
        ]
        cluster.server.add(object)
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            text += (0..<4).map { $0 <= group.count ? String(alphabet[value >> (18 - 6 * $0) & 63]) : "=" }.joined()
        }
        return text
    }

    @Test func signsWhatHasBeenApproved() async throws {
        let cluster = TestCluster()
        let authority = try CertificateAuthority.create(commonName: "test")
        try add(cluster, "manual", signer: .client, commonName: "alice", user: "alice")
        try await cluster.run({ [CertificateController($0, authority: authority)] }) {
            let certificate = { cluster.server.object(CertificateSigningRequest.self, name: "manual")?.status.certificate }
            try await Task.sleep(for: .milliseconds(50))
            #expect(certificate() == nil)
            var approved = try await cluster.server.get(CertificateSigningRequest.self, name: "manual")
            approved.status.conditions = [Condition(type: "Approved", status: .isTrue)]
            try await cluster.server.updateStatus(approved)
            #expect(await eventually { certificate() != nil })
        }
    }

    @Test(arguments: [
        (["n1"], ["10.0.0.1"], true), (["n1"], ["10.0.0.2"], false), (["n1"], ["10.96.0.1"], false),
        (["kubernetes.default.svc"], [], false),
    ])
    func aNodeServesOnlyUnderWhatIsItsOwn(dns: [String], addresses: [String], isApproved: Bool) async throws {
        let cluster = TestCluster()
        var other = Node(name: "n2")
        other.status.addresses = [NodeAddress(type: "InternalIP", address: "10.0.0.2")]
        var service = Resources.Service(name: "kubernetes", namespace: "default")
        service.json["spec", "clusterIP"] = "10.96.0.1"
        cluster.server.add(other)
        cluster.server.add(service)
        try add(cluster, "mine", signer: .nodeServer, commonName: "system:node:n1", user: "system:node:n1", dns: dns, addresses: addresses)
        let approvals = { cluster.server.writes.filter { $0.hasSuffix("/approval") }.count }
        try await cluster.run({ [CertificateController($0, authority: try .create(commonName: "test"))] }) {
            if isApproved {
                #expect(await eventually { approvals() > 0 })
            } else {
                try await Task.sleep(for: .milliseconds(100))
                #expect(approvals() == 0)
            }
        }
    }
}
