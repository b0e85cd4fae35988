import APIServer
import FoundationEssentials
import PKI
import Storage
import Testing

@testable import Cluster

@Suite struct APISettingsTests {
    /// A folder with files, for the time of `body`.
    private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/coxswain-settings-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)")) }
        try body(path)
    }

    private func server() throws -> APIServerConfiguration {
        let authority = try CertificateAuthority.create(commonName: "ca")
        return APIServerConfiguration(
            storage: MemoryStorage(), servingIdentity: try authority.issue(commonName: "a", usages: [.server]),
            clientAuthorityPEM: authority.certificatePEM, serviceAccountSigner: try TokenSigner.create())
    }

    @Test func areKeptWithTheCluster() {
        var configuration = ClusterConfiguration(name: "x", nodeName: "n")
        configuration.api[.oidcRequiredClaim] = ["a=b", "c=d"]
        configuration.api[.anonymousAuth] = ["false"]
        let again = ClusterConfiguration(json: configuration.json)
        #expect(again.api == configuration.api)
        #expect(again.api.list(.oidcRequiredClaim) == ["a=b", "c=d"])
    }

    @Test func becomeTheServersConfiguration() throws {
        let (next, other) = (try TokenSigner.create(), try TokenSigner.create())
        let files = [
            "policy": "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: Metadata}]}", "tokens": "t,jane,1\n",
            "next.key": next.privateKeyPEM, "other.key": other.privateKeyPEM,
        ]
        try withFiles(files) { path in
            var (settings, server) = (APISettings(), try server())
            let (first, issuer) = (server.serviceAccountSigner.keyID, server.issuer)
            settings[.auditPolicyFile] = ["\(path)/policy"]
            settings[.auditLogPath] = ["\(path)/audit.log"]
            settings[.auditLogMaxsize] = ["5"]
            settings[.tokenAuthFile] = ["\(path)/tokens"]
            settings[.anonymousAuth] = ["false"]
            settings[.oidcIssuerURL] = ["https://issuer"]
            settings[.oidcClientID] = ["me"]
            settings[.oidcSigningAlgs] = ["RS256,ES256"]
            settings[.oidcRequiredClaim] = ["team=blue"]
            settings[.serviceAccountSigningKeyFile] = ["\(path)/next.key"]
            settings[.serviceAccountKeyFile] = ["\(path)/other.key"]
            settings[.serviceAccountIssuer] = ["https://new"]
            try settings.apply(to: &server)
            #expect(server.audit?.bounds.megabytes == 5 && server.audit?.mode == .blocking)
            #expect(server.tokenFile == "t,jane,1\n")
            #expect(!server.anonymous.isEnabled)
            #expect(server.tokenIssuers.first?.user == .init(claim: "sub", prefix: "https://issuer#"))
            #expect(server.tokenIssuers.first?.algorithms == [.rs256, .es256])
            #expect(server.tokenIssuers.first?.required == ["team": "blue"])
            #expect(server.serviceAccountSigner.keyID == next.keyID)
            #expect(Set(server.serviceAccountKeys.map(\.id)) == [first, other.keyID])
            #expect(server.issuer == "https://new" && server.formerIssuers == [issuer])
        }
    }

    @Test(
        arguments: [
            ([(.auditLogPath, "/x")], "nothing is recorded without"), ([(.auditPolicyFile, "/nowhere/policy")], "there is no such file"),
            ([(.oidcIssuerURL, "https://x")], "must be specified together"),
            ([(.oidcIssuerURL, "http://x"), (.oidcClientID, "a")], "scheme must be https"),
            ([(.anonymousAuth, "perhaps")], "neither true nor false"), ([(.maxRequestsInflight, "-1")], "not a number"),
            ([(.oidcIssuerURL, "https://x"), (.oidcClientID, "a"), (.oidcSigningAlgs, "HS256")], "none of RS256"),
        ] as [([(APISettings.Flag, String)], String)]) func mistakesAreNamed(_ given: [(APISettings.Flag, String)], _ problem: String)
        throws
    {
        var settings = APISettings()
        for (flag, value) in given { settings[flag] = [value] }
        var server = try server()
        let error = #expect(throws: ClusterError.self) { try settings.apply(to: &server) }
        #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
    }
}
