import Document
import Resources
import Testing

@testable import APIServer

@Suite struct ObjectCodecTests {
    private let pod: JSON = [
        "apiVersion": "v1", "kind": "Pod",
        "metadata": [
            "labels": ["b": "2", "a": "1"], "name": "web", "namespace": "default", "uid": "u-1", "annotations": ["x": "\"quoted\""],
        ],
        "spec": ["nodeName": "n1"],
    ]

    @Test func splicesTheRevisionIntoTheBytes() throws {
        let value = ObjectCodec.encode(pod, fields: [("spec.nodeName", "n1")])
        let record = try ObjectCodec.record(key: ObjectKey(namespace: "default", name: "web"), value: value, revision: 1234)
        #expect(record.uid == "u-1")
        #expect(record.revision == 1234)
        #expect(record.labels.map(\.key) == ["a", "b"])
        #expect(record.field("spec.nodeName") == "n1")
        var expected = pod
        expected["metadata"]["resourceVersion"] = "1234"
        #expect(try record.document() == expected)
        #expect(
            String(decoding: record.bytes, as: UTF8.self).hasPrefix(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"web\""))
    }

    @Test func givesADeletedObjectItsLastRevision() throws {
        let record = try ObjectCodec.record(of: pod, key: ObjectKey(namespace: "default", name: "web"), fields: [], revision: 9)
        let last = ObjectCodec.record(record, at: 1_000_000)
        #expect(last.revision == 1_000_000)
        #expect(try last.document()["metadata"]["resourceVersion"] == "1000000")
        #expect(try last.document()["spec"] == pod["spec"])
    }

    @Test func refusesDamagedValues() {
        let key = ObjectKey(name: "x")
        let value = ObjectCodec.encode(pod, fields: [("spec.nodeName", "n1")])
        #expect(throws: CorruptValue.self) { try ObjectCodec.record(key: key, value: [], revision: 1) }
        #expect(throws: CorruptValue.self) { try ObjectCodec.record(key: key, value: [9] + value.dropFirst(), revision: 1) }
        #expect(throws: CorruptValue.self) { try ObjectCodec.record(key: key, value: Array(value.prefix(30)), revision: 1) }
    }

    @Test func keysTellResourceNamespaceAndName() {
        let pods = StorageKeys(.pods)
        #expect(pods.storageKey(ObjectKey(namespace: "a", name: "b")) == "/registry/core/pods/a/b")
        #expect(pods.objectKey("/registry/core/pods/a/b") == ObjectKey(namespace: "a", name: "b"))
        #expect(StorageKeys(.nodes).objectKey("/registry/core/nodes/n") == ObjectKey(name: "n"))
        #expect(StorageKeys.resourcePrefix(of: "/registry/core/pods/a/b") == "/registry/core/pods/")
        #expect(StorageKeys.resourcePrefix(of: "/else") == nil)
    }
}
