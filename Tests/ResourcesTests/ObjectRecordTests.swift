import Document
import Resources
import Testing

@Suite struct ObjectRecordTests {
    @Test func keepsWhatListsLookAt() throws {
        var pod = Pod(name: "web", namespace: "ns")
        pod.metadata.labels = ["b": "2", "a": "1"]
        pod.metadata.resourceVersion = "42"
        pod.metadata.uid = "u"
        let record = ObjectRecord(document: pod.json, fields: [("spec.nodeName", "n")])
        #expect(record.key.description == "ns/web")
        #expect(record.revision == 42)
        #expect(record.labels.map(\.key) == ["a", "b"])
        #expect(record.label("b") == "2")
        #expect(record.field("metadata.name") == "web")
        #expect(record.field("spec.nodeName") == "n")
        #expect(record.field("status.phase") == nil)
        #expect(record.view(Pod.self) == pod)
        #expect(try ObjectRecord(parsing: record.bytes).uid == "u")
    }

    @Test func typesKnowTheirPaths() {
        #expect(ResourceType.pods.path(namespace: "ns", name: "web", subresource: "status") == "/api/v1/namespaces/ns/pods/web/status")
        #expect(ResourceType.nodes.path(namespace: "", name: "n") == "/api/v1/nodes/n")
        #expect(ResourceType.deployments.path(namespace: nil) == "/apis/apps/v1/deployments")
    }
}
