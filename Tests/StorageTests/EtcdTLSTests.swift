import EtcdSupport
import Testing

@testable import Storage

@Suite(.enabled(if: EtcdProcess.isInstalled), .timeLimit(.minutes(3))) struct EtcdTLSTests {
    @Test func bothSidesShowCertificates() async throws {
        try await ScratchFolder.with { folder in
            try TestCertificates.write(to: folder)
            func file(_ name: String) -> String { "\(folder)/\(name).pem" }
            let flags = [
                "--cert-file", file("server"), "--key-file", file("serverKey"), "--client-cert-auth", "--trusted-ca-file",
                file("authority"),
            ]
            try await EtcdProcess.with(flags) { etcd in
                var address = etcd.address
                address.usesTLS = true
                let known = EtcdTLSFiles(authority: file("authority"), certificate: file("client"), privateKey: file("clientKey"))
                let store = try await EtcdStorage.open(address, tls: known, compaction: nil, logger: quiet)
                let revision = try await store.create("/a", "1")
                #expect(store.currentRevision == revision)
                #expect(try await store.text("/a") == "1")
                await store.close()

                var named = address
                named.endpoints[0].host = "localhost"
                let byName = try await EtcdStorage.open(named, tls: known, compaction: nil, logger: quiet)
                #expect(try await byName.text("/a") == "1")
                await byName.close()

                for stranger in [
                    EtcdTLSFiles(authority: file("authority")),
                    EtcdTLSFiles(authority: file("strangers"), certificate: file("client"), privateKey: file("clientKey")),
                ] {
                    let client = try EtcdClient(address, tls: stranger, logger: quiet)
                    await #expect(throws: StorageError.self) { try await client.call(EtcdRange(key: [0]), timeout: .seconds(2)) }
                    client.close()
                }
            }
        }
    }

    @Test func halfAConfigurationIsRefused() async throws {
        let address = EtcdAddress(endpoints: [.init(host: "127.0.0.1", port: 1)], usesTLS: true)
        #expect(throws: StorageError.self) { try EtcdClient(address, tls: EtcdTLSFiles(certificate: "/a"), logger: quiet) }
        var plain = address
        plain.usesTLS = false
        #expect(throws: StorageError.self) { try EtcdClient(plain, tls: EtcdTLSFiles(authority: "/a"), logger: quiet) }
        #expect(throws: StorageError.self) { try EtcdClient(address, tls: EtcdTLSFiles(authority: "/none"), logger: quiet) }
    }

    @Test func anotherMemberAnswersWhenOneIsGone() async throws {
        try await EtcdProcess.with { etcd in
            var address = etcd.address
            address.endpoints.insert(.init(host: "127.0.0.1", port: 1), at: 0)
            let store = try await EtcdStorage.open(address, compaction: nil, logger: quiet)
            let revision = try await store.create("/a", "1")
            #expect(store.currentRevision == revision)
            await store.close()
        }
    }
}
