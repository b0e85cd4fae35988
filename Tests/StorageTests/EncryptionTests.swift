import FoundationEssentials
import Testing

@testable import Storage

@Suite struct EncryptionTests {
    private static let one = EncryptionKey.random(name: "one")
    private static let two = EncryptionKey.random(name: "two")
    private static let secret = "/registry/core/secrets/default/a"

    private func plan(_ providers: EncryptionProvider..., resources: [String] = ["secrets"]) -> EncryptionPlan {
        EncryptionPlan(rules: [.init(resources: resources, providers: providers)])
    }

    @Test(arguments: [EncryptionProvider.Kind.aesgcm, .aescbc], [0, 1, 15, 16, 17, 5_000])
    func whatIsSealedOpensAgain(_ kind: EncryptionProvider.Kind, _ length: Int) throws {
        let provider = EncryptionProvider(kind, keys: [Self.one])
        let value = [UInt8](repeating: 7, count: length)
        let stored = try provider.seal(value, under: Self.secret)
        #expect(stored.starts(with: Array("k8s:enc:\(kind.rawValue):v1:one:".utf8)))
        #expect(provider.open(stored, under: Self.secret) == .value(value, isCurrent: true))
        #expect(try provider.seal(value, under: Self.secret) != stored, "the same value never looks the same")
        #expect(EncryptionProvider(kind, keys: [Self.two, Self.one]).open(stored, under: Self.secret) == .value(value, isCurrent: false))
        #expect(EncryptionProvider(kind, keys: [Self.two]).open(stored, under: Self.secret) == .foreign)
    }

    @Test func aBrokenSealIsToldNotRead() throws {
        let provider = EncryptionProvider(.aesgcm, keys: [Self.one])
        var stored = try provider.seal([1, 2, 3], under: Self.secret)
        let moved = provider.open(stored, under: Self.secret + "b")
        guard case .damaged = moved else { return #expect(Bool(false), "a value in another place opens: \(moved)") }
        stored[stored.count - 1] ^= 1
        guard case .damaged = provider.open(stored, under: Self.secret) else { return #expect(Bool(false)) }
        for length in [24, 25, 30] {
            guard case .damaged = provider.open(Array(stored.prefix(length)), under: Self.secret) else { return #expect(Bool(false)) }
        }
        let error = #expect(throws: StorageError.self) {
            try plan(EncryptionProvider(.aesgcm, keys: [Self.two])).open(stored, under: Self.secret)
        }
        #expect(error?.description.contains("no key for k8s:enc:aesgcm:v1:one") == true)
    }

    @Test(arguments: [
        ("secrets", "/registry/core/secrets/a/b", true), ("secrets", "/registry/core/configmaps/a/b", false),
        ("deployments.apps", "/registry/apps/deployments/a/b", true), ("deployments", "/registry/apps/deployments/a/b", false),
        ("*.apps", "/registry/apps/deployments/a/b", true), ("*.", "/registry/core/pods/a/b", true),
        ("*.", "/registry/apps/deployments/a/b", false), ("*.*", "/registry/core/nodes/a", true), ("*.*", "/elsewhere", false),
        ("widgets.example.com", "/registry/example.com/widgets/a/b", true),
    ])
    func rulesNameResources(_ pattern: String, _ key: String, _ isNamed: Bool) {
        let plan = plan(EncryptionProvider(.aesgcm, keys: [Self.one]), resources: [pattern])
        #expect((plan.rule(for: key) != nil) == isNamed)
        if isNamed { #expect(plan.prefixes.contains { key.hasPrefix($0) }) }
    }

    @Test func prefixesAreListedOnce() {
        let plan = plan(EncryptionProvider(.identity), resources: ["secrets", "*.", "jobs.batch"])
        #expect(plan.prefixes == ["/registry/batch/jobs/", "/registry/core/"])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func readersSeePlainValuesAndTheStoreNone(_ kind: StoreUnderTest) async throws {
        try await kind.with { base in
            try await base.create(Self.secret, "plain before")
            let store = EncryptingStorage(base, plan: plan(EncryptionProvider(.aesgcm, keys: [Self.one]), EncryptionProvider(.identity)))
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: store.currentRevision, log.append)
            #expect(try await store.text(Self.secret) == "plain before", "what is not encrypted yet is read")
            try await store.update(Self.secret, "hidden 1")
            try await store.create("/registry/core/secrets/default/b", "hidden 2")
            try await store.create("/registry/core/configmaps/default/c", "open")
            #expect(log.events.map { $0.value?.text } == ["hidden 1", "hidden 2", "open"])
            #expect(log.events.first?.previous?.text == "plain before")
            #expect(try await store.list(prefix: "/registry/").values.map(\.text) == ["open", "hidden 1", "hidden 2"])
            for value in try await base.list(prefix: "/registry/core/secrets/").values {
                #expect(value.value.starts(with: Array("k8s:enc:aesgcm:v1:one:".utf8)) && !contains(value.value, "hidden"))
            }
            #expect(try await base.text("/registry/core/configmaps/default/c") == "open")
            let current = try #require(await store.get(Self.secret))
            await #expect(throws: StorageError.keyExists(current)) { try await store.create(Self.secret, "x") }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func anotherKeyIsPutToUseWhileOthersWrite(_ kind: StoreUnderTest) async throws {
        try await kind.with { base in
            try await base.create("/registry/core/secrets/default/plain", "p")
            let old = EncryptionProvider(.aesgcm, keys: [Self.one])
            let store = EncryptingStorage(base, plan: plan(old, EncryptionProvider(.identity)))
            #expect(try await store.rewriteStale().written == 1, "what was plain is encrypted")
            for index in 0..<40 { try await store.create("/registry/core/secrets/default/\(index)", "v\(index)") }
            #expect(try await store.rewriteStale().written == 0)
            store.use(plan(EncryptionProvider(.aesgcm, keys: [Self.two, Self.one]), EncryptionProvider(.identity)))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for index in 0..<40 { try await store.update("/registry/core/secrets/default/\(index)", "w\(index)") } }
                group.addTask { _ = try await store.rewriteStale() }
                try await group.waitForAll()
            }
            for value in try await base.list(prefix: "/registry/core/secrets/").values {
                #expect(value.value.starts(with: Array("k8s:enc:aesgcm:v1:two:".utf8)), "\(value.key)")
            }
            let alone = EncryptingStorage(base, plan: plan(EncryptionProvider(.aesgcm, keys: [Self.two])))
            #expect(try await alone.text("/registry/core/secrets/default/7") == "w7")
            #expect(try await alone.text("/registry/core/secrets/default/plain") == "p")
            store.use(plan(EncryptionProvider(.identity), EncryptionProvider(.aesgcm, keys: [Self.two])))
            #expect(try await store.rewriteStale().written == 41)
            #expect(try await base.text("/registry/core/secrets/default/7") == "w7")
        }
    }

    @Test func theFilesHoldNoSecret() async throws {
        try await ScratchFolder.with { folder in
            let base = try SQLiteStorage(path: folder + "/state.db", logger: quiet)
            let store = EncryptingStorage(base, plan: plan(EncryptionProvider(.aesgcm, keys: [Self.one])))
            try await store.create(Self.secret, "correct horse battery staple")
            try await store.create("/registry/core/configmaps/default/c", "tr0ub4dor")
            for closes in [false, true] {
                if closes { await store.close() }
                var bytes: [UInt8] = []
                for name in ["state.db", "state.db-wal", "state.db-shm"] {
                    bytes += (try? Data(contentsOf: URL(filePath: folder + "/" + name))) ?? Data()
                }
                #expect(contains(bytes, "tr0ub4dor"), "the test looks in the right place")
                #expect(!contains(bytes, "correct horse"))
            }
        }
    }

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool { Data(bytes).firstRange(of: Data(text.utf8)) != nil }
}
