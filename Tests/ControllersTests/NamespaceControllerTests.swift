import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct NamespaceControllerTests {
    private let cluster = TestCluster()

    private func namespace(isBeingDeleted: Bool) -> Namespace {
        var namespace = Namespace(name: "ns")
        namespace.json["spec", "finalizers"] = ["kubernetes"]
        // Keeps the object in the test's server so that what was written can be seen.
        namespace.metadata.finalizers = ["test/keep"]
        if isBeingDeleted { namespace.metadata.deletionTimestamp = Timestamp(seconds: 1) }
        return namespace
    }

    private var current: Namespace? { cluster.server.object(Namespace.self, name: "ns") }

    @Test func isEmptiedAndThenLetGo() async throws {
        var held = ConfigMap(name: "held", namespace: "ns")
        held.metadata.finalizers = ["test/held"]
        cluster.server.add(held)
        cluster.server.add(makePod("a"))
        cluster.server.add(ConfigMap(name: "elsewhere", namespace: "other"))
        cluster.server.add(namespace(isBeingDeleted: true))
        try await cluster.run({ [NamespaceController($0)] }, client: CollectedClient(server: cluster.server)) {
            #expect(await eventually { cluster.pods.isEmpty && !(current?.json["status", "conditions"].isNull ?? true) })
            let conditions = (current?.json["status", "conditions"].array ?? []).map { Condition($0) }
            #expect(
                conditions[type: "NamespaceContentRemaining"]?.message
                    == "Some resources are remaining: configmaps. has 1 resource instances")
            #expect(
                conditions[type: "NamespaceFinalizersRemaining"]?.message
                    == "Some content in the namespace has finalizers remaining: test/held in 1 resource instances")
            #expect(current?.json["spec", "finalizers"].strings == ["kubernetes"])
            cluster.server.remove(.configMaps, namespace: "ns", name: "held")
            #expect(await eventually { current?.json["spec", "finalizers"].strings == [] })
            #expect(cluster.server.objects(ConfigMap.self).map(\.name) == ["elsewhere"])
        }
    }

    @Test func isFurnished() async throws {
        cluster.server.add(namespace(isBeingDeleted: false))
        try await cluster.run({ [NamespaceFurnisher($0, authorityPEM: "PEM")] }) {
            let account = { cluster.server.object(ServiceAccount.self, namespace: "ns", name: "default") }
            let certificate = {
                cluster.server.object(ConfigMap.self, namespace: "ns", name: "kube-root-ca.crt")?.json["data", "ca.crt"].string
            }
            #expect(await eventually { account() != nil && certificate() == "PEM" })
            try await cluster.server.delete(ServiceAccount.self, namespace: "ns", name: "default")
            try await cluster.server.patch(
                ConfigMap.self, namespace: "ns", name: "kube-root-ca.crt", .merge(["data": ["ca.crt": "forged"]]))
            #expect(await eventually { account() != nil && certificate() == "PEM" })
        }
    }
}
