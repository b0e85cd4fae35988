import Document
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct ServiceTargetsTests {
    private func slice(_ service: String, type: String = "IPv4", ready: [String] = [], others: [String] = []) -> JSON {
        var endpoints: [JSON] = ready.map { ["addresses": [.string($0), "10.9.9.9"]] }
        endpoints += others.map { ["addresses": [.string($0)], "conditions": ["ready": false]] }
        return [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": ["labels": ["kubernetes.io/service-name": .string(service)]],
            "addressType": .string(type), "endpoints": .array(endpoints), "ports": [["name": "web", "port": 8080], ["port": 9090]],
        ]
    }

    private func put(_ registry: ResourceRegistry, _ type: ResourceType, _ namespace: String, _ name: String, _ object: JSON) async throws {
        var object = object
        object["metadata"]["name"] = .string(name)
        object["metadata"]["namespace"] = .string(namespace)
        let written = try await registry.store(type)?.create(object, key: ObjectKey(namespace: namespace, name: name))
        #expect(written != nil)
    }

    @Test func readyEndpointsOfTheServicesOwnSlices() async throws {
        let server = try await TestServer()
        let registry = server.core.registry
        try await put(registry, .endpointSlices, "a", "shop-1", slice("shop", ready: ["10.0.0.1"], others: ["10.0.0.2"]))
        try await put(registry, .endpointSlices, "a", "shop-2", slice("shop", ready: ["10.0.0.3"]))
        try await put(registry, .endpointSlices, "a", "shop-names", slice("shop", type: "FQDN", ready: ["shop.example"]))
        try await put(registry, .endpointSlices, "a", "other-1", slice("other", others: ["10.0.0.4"]))
        try await put(registry, .endpointSlices, "b", "shop-1", slice("shop", ready: ["10.0.1.1"]))
        let targets = ServiceTargets(registry: registry)
        func hosts(_ namespace: String, _ name: String, port: String) -> [String]? {
            targets.ready(ObjectKey(namespace: namespace, name: name), portName: port)?.map { "\($0.host):\($0.port)" }.sorted()
        }
        #expect(hosts("a", "shop", port: "web") == ["10.0.0.1:8080", "10.0.0.3:8080"])
        #expect(hosts("a", "shop", port: "") == ["10.0.0.1:9090", "10.0.0.3:9090"])
        #expect(hosts("b", "shop", port: "web") == ["10.0.1.1:8080"])
        #expect(hosts("a", "shop", port: "none") == [])
        #expect(hosts("a", "other", port: "web") == [])
        #expect(hosts("b", "other", port: "web") == nil, "nothing says where its pods are")
    }
}
