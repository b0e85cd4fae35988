import Document
import Resources
import Testing

@testable import APIServer

@Suite struct StoredPartsTests {
    private static let spec =
        #"{"containers":[{"name":"c","image":"registry.example.com/app:1.0","command":["/bin/app","--port=8080"],"resources":{"limits":{"cpu":"1"}}}]}"#
    private static let owned =
        #"{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:command":{},"f:image":{},"f:name":{},"f:resources":{".":{},"f:limits":{".":{},"f:cpu":{}}}}}}"#

    private static func record(_ name: String, _ spec: String = spec, owned: String = owned) throws -> ObjectRecord {
        let fields = #"{"manager":"m","operation":"Update","fieldsV1":{"f:metadata":{"f:labels":{}},"f:spec":\#(owned)}}"#
        let text = #"{"kind":"Pod","metadata":{"name":"\#(name)","managedFields":[\#(fields)]},"spec":\#(spec),"status":{"spec":{}}}"#
        return try ObjectRecord(parsing: Array(text.utf8))
    }

    private func ownedSpec(_ document: JSON) -> JSON { document["metadata"]["managedFields"][0]["fieldsV1"]["f:spec"] }

    @Test func recordsOfOneTemplateShareTheirParts() throws {
        let parts = StoredParts()
        let (a, b) = (try parts.document(Self.record("a")), try parts.document(Self.record("b")))
        #expect(try a == Self.record("a").document() && b == Self.record("b").document())
        #expect(a["spec"].isIdentical(to: b["spec"]) && ownedSpec(a).isIdentical(to: ownedSpec(b)))
        let other = try parts.document(Self.record("c", Self.spec.replacing("1.0", with: "1.1")))
        #expect(other["spec"]["containers"][0]["image"] == "registry.example.com/app:1.1")
        #expect(ownedSpec(other).isIdentical(to: ownedSpec(a)))
        #expect(try parts.document(Self.record("d"))["spec"].isIdentical(to: a["spec"]))
    }

    @Test func whatIsSharedIsWrittenAsItWas() throws {
        let parts = StoredParts()
        var document = try parts.document(Self.record("a"))
        document["metadata"]["labels"] = ["x": "1"]
        #expect(parts.texts(of: document).map { String(decoding: $0.bytes, as: UTF8.self) } == [Self.spec, Self.owned])
        #expect(ObjectCodec.encode(document, fields: [], known: parts.texts(of: document)) == ObjectCodec.encode(document, fields: []))
        // What was changed is another part, and so is an equal one.
        document["spec"]["nodeName"] = "n"
        #expect(parts.texts(of: document).map { String(decoding: $0.bytes, as: UTF8.self) } == [Self.owned])
        #expect(try parts.texts(of: Self.record("a").document()).isEmpty)
        #expect(ObjectCodec.encode(document, fields: [], known: parts.texts(of: document)) == ObjectCodec.encode(document, fields: []))
    }

    @Test func whatIsNotUsedAndTheSmallAreForgotten() throws {
        let parts = StoredParts()
        let first = try parts.document(Self.record("a"))
        let (read, written) = (Self.spec.replacing("app", with: "read"), Self.spec.replacing("app", with: "written"))
        let (second, third) = (try parts.document(Self.record("r", read)), try parts.document(Self.record("w", written)))
        for number in 0..<20 {
            _ = try parts.document(Self.record("b", Self.spec.replacing("1.0", with: "\(number).\(number)")))
            #expect(try parts.document(Self.record("r", read))["spec"].isIdentical(to: second["spec"]))
            #expect(parts.texts(of: third).contains { $0.value.isIdentical(to: third["spec"]) })
        }
        #expect(try !parts.document(Self.record("a"))["spec"].isIdentical(to: first["spec"]))
        let small = #"{"nodeName":"n"}"#
        let (one, two) = (try parts.document(Self.record("a", small)), try parts.document(Self.record("a", small)))
        #expect(one == two && !one["spec"].isIdentical(to: two["spec"]))
    }

    @Test func partsAreKeptOnce() throws {
        let parts = StoredParts()
        let document = try Self.record("a").document()
        for _ in 1...20 { parts.keep(document["spec"], at: .spec) }
        #expect(parts.texts(of: document).count == 1)
        parts.keep(.null, at: .ownedSpec)
        #expect(parts.texts(of: document).count == 1)
        #expect(try parts.document(Self.record("b"))["spec"].isIdentical(to: document["spec"]))
    }
}
