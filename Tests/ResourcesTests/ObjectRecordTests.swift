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

    @Test func partsAreWhatTheWholeHolds() throws {
        let document: JSON = [
            "metadata": ["name": "a\"b", "labels": ["x": "}", "y": "\\"]], "spec": ["list": [1, ["k": "]"]], "n": -1.5],
            "status": ["phase": "Running", "empty": [:], "last": true], "end": 7,
        ]
        let record = ObjectRecord(document: document)
        #expect(record.part("metadata") == document["metadata"])
        #expect(record.part("metadata", "labels", "y") == "\\")
        #expect(record.part("spec", "n") == -1.5)
        #expect(record.part("status", "phase") == "Running")
        #expect(record.part("status", "last") == true)
        #expect(record.part("end") == 7)
        for missing in [record.part("x"), record.part("status", "x"), record.part("end", "x"), record.part("status", "empty", "x")] {
            #expect(missing.isNull)
        }
        let spaced = ObjectRecord(
            key: ObjectKey(name: "a"), uid: "", revision: 1, bytes: Array(#" { "a" : [ 1 , 2 ] , "b" : { "c" : 3 } } "#.utf8), labels: [])
        #expect(spaced.part("b", "c") == 3)
        for end in 0..<record.bytes.count {
            let cut = ObjectRecord(key: record.key, uid: "", revision: 1, bytes: Array(record.bytes[..<end]), labels: [])
            #expect(cut.part("end").isNull || end == record.bytes.count - 1)
        }
    }

    @Test func typesKnowTheirPaths() {
        #expect(ResourceType.pods.path(namespace: "ns", name: "web", subresource: "status") == "/api/v1/namespaces/ns/pods/web/status")
        #expect(ResourceType.nodes.path(namespace: "", name: "n") == "/api/v1/nodes/n")
        #expect(ResourceType.deployments.path(namespace: nil) == "/apis/apps/v1/deployments")
    }
}
