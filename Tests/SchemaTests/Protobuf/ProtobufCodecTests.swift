import Document
import Resources
import Testing

@testable import Schema

@Suite struct ProtobufCodecTests {
    private func json(_ text: String) throws -> JSON { try JSON.parse(Array(text.utf8)) }

    /// The document as strict decoding leaves it, which is what both ways must agree on.
    private func decoded(_ document: JSON) throws -> JSON {
        var document = document
        let kind = GroupVersionKind(apiVersion: document["apiVersion"].string ?? "", kind: document["kind"].string ?? "")
        let type = try #require(Catalogue.builtin.type(kind) ?? Catalogue.builtin.type(named: "meta.v1." + kind.kind))
        var decoder = Decoder()
        try decoder.decode(&document, as: type)
        #expect(decoder.unknownFields.isEmpty)
        return document
    }

    @Test(arguments: ProtobufGolden.all) func writesWhatUpstreamWrites(golden: ProtobufGolden) throws {
        #expect(try ProtobufEncoder().encode(json(golden.json)) == ProtobufBase64.decode(golden.base64))
    }

    @Test(arguments: ProtobufGolden.all) func readsWhatUpstreamWrites(golden: ProtobufGolden) throws {
        let read = try ProtobufDecoder.decode(ProtobufBase64.decode(golden.base64))
        #expect(try decoded(read) == decoded(json(golden.json)))
    }

    @Test func zeroesBehindPointersStay() throws {
        let text = #"{"kind":"Deployment","apiVersion":"apps/v1","metadata":{},"spec":{"replicas":0,"paused":false}}"#
        let read = try ProtobufDecoder.decode(ProtobufEncoder().encode(json(text)))
        #expect(read["spec"]["replicas"] == 0)
        #expect(read["spec"]["paused"].isNull, "no pointer: absent and false are the same")
        #expect(read["metadata"]["creationTimestamp"].isNull)
    }

    @Test func listsAreWrittenItemByItem() throws {
        let text = """
            {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"}},{"metadata":{}}]}
            """
        let list = try json(text)
        let kind = GroupVersionKind(group: "", version: "v1", kind: "ConfigMapList")
        let bytes = try ProtobufEncoder().encodeList(kind, metadata: list["metadata"], count: 2) { list["items"][$0] }
        #expect(try bytes == ProtobufEncoder().encode(list))
    }

    @Test func packedNumbersAreRead() throws {
        var writer = ProtobufWriter()
        try writer.message(2) { spec throws(ProtobufError) in
            try spec.message(14) { context in
                context.bytes(4, [1, 0x80, 1])
                context.integer(4, 7)
            }
        }
        let read = try ProtobufDecoder.decode(ProtobufEnvelope.write("v1", "Pod") { $0.raw(writer.bytes) })
        #expect(read["spec"]["securityContext"]["supplementalGroups"] == [1, 128, 7])
    }

    @Test func laterEntriesOfAMapCount() throws {
        let labels = try ProtobufEnvelope.write("v1", "ConfigMap") { writer throws(ProtobufError) in
            for (key, value) in [("b", "1"), ("a", "2"), ("b", "3")] {
                try writer.message(2) { entry in
                    entry.text(1, key)
                    entry.text(2, value)
                }
            }
        }
        #expect(try ProtobufDecoder.decode(labels)["data"].text == #"{"a":"2","b":"3"}"#)
    }

    @Test func partialMetadataHasAForm() throws {
        let text = #"{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"a"}}"#
        #expect(try ProtobufDecoder.decode(ProtobufEncoder().encode(json(text)))["metadata"]["name"] == "a")
    }

    @Test func framesOfAWatchCarryTheirLength() throws {
        let frame = try ProtobufEncoder.frame("ADDED", [1, 2, 3])
        #expect(frame == [0, 0, 0, 14, 0x0A, 5, 0x41, 0x44, 0x44, 0x45, 0x44, 0x12, 5, 0x0A, 3, 1, 2, 3])
    }

    @Test func kindsWithoutAFormAreRefused() {
        let custom = GroupVersionKind(group: "example.com", version: "v1", kind: "Widget")
        #expect(!ProtobufLayout.builtin.contains(custom))
        #expect(throws: ProtobufError(#"no kind "Widget" is registered for version "example.com/v1""#)) {
            try ProtobufEncoder().encode(["kind": "Widget", "apiVersion": "example.com/v1"])
        }
        #expect(throws: ProtobufError.self) { try ProtobufEncoder().encode(["kind": "Pod", "apiVersion": "v1", "spec": "text"]) }
    }

    /// Every field of every built-in type lies somewhere, and no two in the same place.
    @Test func everyFieldHasItsNumber() throws {
        let layout = ProtobufLayout.builtin
        for message in layout.messages {
            #expect(Set(message.fields.map(\.number)).count == message.fields.count, "\(message.name)")
            for field in message.fields { #expect(message.position(of: field.number) != nil) }
        }
        for type in Catalogue.builtin.types.values where type.shape == .object && type.name != "version.Info" {
            let message = try #require(layout.messages.first { $0.name == type.name })
            let missing = Set(type.fields.map(\.name)).subtracting(names(message, layout)).subtracting(["kind", "apiVersion"])
            #expect(missing.isEmpty, "\(type.name)")
        }
    }

    private func names(_ message: ProtobufLayout.Message, _ layout: ProtobufLayout) -> Set<String> {
        message.fields.reduce(into: []) { names, field in
            if case .inlined(let inner) = field.value {
                names.formUnion(self.names(layout.messages[inner], layout))
            } else {
                names.insert(field.name)
            }
        }
    }
}
