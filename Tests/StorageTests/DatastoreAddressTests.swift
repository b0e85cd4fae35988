import Testing

@testable import Storage

@Suite struct DatastoreAddressTests {
    @Test func readsFilesAndEndpoints() throws {
        #expect(try DatastoreAddress("sqlite:///var/lib/c/store.db") == .sqlite(path: "/var/lib/c/store.db"))
        let two = EtcdAddress(endpoints: [.init(host: "a", port: 2379), .init(host: "10.0.0.2", port: 2380)])
        #expect(try DatastoreAddress("etcd://a,10.0.0.2:2380") == .etcd(two))
        #expect(try DatastoreAddress("http://a:2379,http://10.0.0.2:2380") == .etcd(two))
        let rooted = EtcdAddress(endpoints: [.init(host: "::1", port: 2379)], usesTLS: true, keyRoot: "/one")
        #expect(try DatastoreAddress("https://[::1]:2379/one/") == .etcd(rooted))
    }

    @Test(arguments: [
        "", "store.db", "sqlite://store.db", "mysql://a", "etcd://", "etcd://a,,b", "etcd://a:0", "etcd://a:b", "etcd://a:1:2",
        "https://a,http://b",
    ])
    func refusesWhatIsNone(_ text: String) {
        #expect(throws: StorageError.self) { try DatastoreAddress(text) }
    }
}
