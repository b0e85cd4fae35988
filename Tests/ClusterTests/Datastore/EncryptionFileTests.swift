import Document
import FoundationEssentials
import Logging
import Storage
import Testing

@testable import Cluster

@Suite struct EncryptionFileTests {
    private static let key = "MDEyMzQ1Njc4OWFiY2RlZg=="

    private func configuration(_ providers: String, resources: String = "[secrets]") throws -> EncryptionPlan {
        let text = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: \(resources)
              providers: \(providers)
            """
        return try EncryptionConfiguration(YAML.parseOne(text)).plan
    }

    @Test func readsWhatUpstreamReads() throws {
        let plan = try configuration(
            "[{aesgcm: {keys: [{name: b, secret: \(Self.key)}, {name: a, secret: \(Self.key)}]}}, {identity: {}}]",
            resources: "[secrets, configmaps, deployments.apps, '*.batch', '*.*']")
        let rule = try #require(plan.rules.first)
        #expect(rule.resources == ["secrets", "configmaps", "deployments.apps", "*.batch", "*.*"])
        #expect(rule.providers.map(\.kind) == [.aesgcm, .identity])
        #expect(rule.providers[0].keys.map(\.name) == ["b", "a"])
        #expect(rule.providers[0].keys[0].secret == Array("0123456789abcdef".utf8))
        #expect(plan.firstKey == "b")
    }

    @Test(arguments: [
        ("[{secretbox: {keys: []}}]", "secretbox: Unsupported value"), ("[{kms: {}}]", "kms: Unsupported value"),
        ("[{rot13: {}}]", "rot13"), ("[]", "at least one provider"), ("[{aesgcm: {keys: []}}]", "at least one key"),
        ("[{aesgcm: {keys: [{name: a, secret: '%'}]}}]", "must be base64 encoded"),
        ("[{aesgcm: {keys: [{name: a, secret: aGVsbG8=}]}}]", "got 5, expected one of [16 24 32]"),
        ("[{aesgcm: {keys: [{name: 'a:b', secret: aGVsbG8=}]}}]", "without a colon"),
        (
            "[{aescbc: {keys: [{name: a, secret: MDEyMzQ1Njc4OWFiY2RlZg==}, {name: a, secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}}]",
            "Duplicate value"
        ),
    ])
    func refusesWhatMakesNoSense(_ providers: String, _ why: String) {
        let error = #expect(throws: ClusterError.self) { try configuration(providers) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(why))
    }

    @Test func aClusterMakesItsOwnAndAddsKeys() async throws {
        try await withTemporaryDirectory { directory in
            let file = EncryptionFile(path: directory + "/pki/encryption.yaml")
            #expect(throws: ClusterError.self) { try file.load(creates: false) }
            let first = try file.load(creates: true)
            #expect(try permissions(of: file.path) == 0o600)
            #expect(first.rules.map(\.resources) == [["secrets"]])
            #expect(first.rules[0].providers.map(\.kind) == [.aesgcm, .identity])
            #expect(try file.load(creates: true) == first, "a key once made stays")
            let stamp = file.stamp
            let name = try file.addKey()
            let second = try file.load(creates: false)
            #expect(second.firstKey == name && second.rules[0].providers[0].keys.dropFirst() == first.rules[0].providers[0].keys[...])
            #expect(file.stamp != stamp)
            #expect(try permissions(of: file.path) == 0o600)
        }
    }

    @Test func keysAreRotatedWhileNoServerRuns() async throws {
        try await withTemporaryDirectory { directory in
            var configuration = ClusterConfiguration(name: "rotated-\(UInt32.random(in: 0 ... .max))", nodeName: "a")
            configuration.dataDirectory = directory + "/data"
            let store = Datastore(configuration: configuration, logger: Logger(label: "test"))
            let key = "/registry/core/secrets/default/a"
            let before = try await store.open()
            _ = try await before.commit(.create(key: key, value: Array("hidden".utf8)))
            await before.close()
            let state = try await KeyRotation(configuration: configuration, logger: Logger(label: "test")).run()
            #expect(state.written == 1 && state.unreadable == 0)
            let plain = try await store.openPlain()
            let stored = try await plain.get(key)?.value ?? []
            #expect(stored.starts(with: Array("k8s:enc:aesgcm:v1:\(state.key):".utf8)))
            await plain.close()
            let after = try await store.open()
            #expect(try await after.get(key)?.value == Array("hidden".utf8))
            await after.close()
        }
    }

    @Test func theConfigurationKeepsTheStore() throws {
        var configuration = ClusterConfiguration(name: "a", nodeName: "a")
        #expect(configuration.databasePath == configuration.paths.database && !configuration.hasSharedDatastore)
        configuration.datastore = "https://etcd-1:2379,etcd-2/root"
        configuration.datastoreAuthority = "/ca"
        configuration.sharedKeys = "/keys"
        #expect(ClusterConfiguration(json: configuration.json) == configuration)
        #expect(configuration.hasSharedDatastore && configuration.problems.isEmpty)
        #expect(EncryptionFile(configuration: configuration).path == "/keys/encryption.yaml")
        configuration.datastore = "mysql://a"
        #expect(configuration.problems.contains { $0.contains("--datastore mysql://a") })
    }
}
