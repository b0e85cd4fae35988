import Testing

@testable import Cluster

@Suite struct RegistryServerTests {
    @Test func listensOnLoopbackAndKeepsItsImagesWithTheCluster() {
        #expect(
            RegistryServer.render(directory: "/var/lib/coxswain/registry", port: 5000) == """
                version: 0.1
                log:
                  level: warn
                storage:
                  filesystem:
                    rootdirectory: /var/lib/coxswain/registry
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:5000

                """)
    }
}
