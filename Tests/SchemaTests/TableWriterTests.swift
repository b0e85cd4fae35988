import Document
import Resources
import Testing

@testable import Schema

@Suite struct TableWriterTests {
    static let record = ObjectRecord(
        key: ObjectKey(namespace: "ns", name: "a"), uid: "u1", revision: 7,
        bytes: Array(
            #"{"kind":"Pod","apiVersion":"v1","spec":{"metadata":{"x":"}\""}},"metadata":{"name":"a","namespace":"ns","resourceVersion":"7"}}"#
                .utf8),
        labels: [])
    static let columns = [TableColumn.name, TableColumn("Ready", type: "integer", priority: 1)]

    private func table(_ include: TableWriter.IncludeObject) throws -> JSON {
        var bytes: [UInt8] = []
        TableWriter(columns: Self.columns, includeObject: include).write(
            [Self.record, Self.record], header: ListHeader(resourceVersion: "9", continueToken: "t", remainingItemCount: 3), into: &bytes
        ) { _ in TableWriter.Row(cells: ["a", 1]) }
        return try JSON.parse(bytes)
    }

    @Test func metadataIsWhatRowsCarryByDefault() throws {
        let table = try table(.metadata)
        #expect(table["kind"] == "Table")
        #expect(table["apiVersion"] == "meta.k8s.io/v1")
        #expect(table["metadata"] == ["resourceVersion": "9", "continue": "t", "remainingItemCount": 3])
        #expect(table["columnDefinitions"].array?.count == 2)
        #expect(
            table["columnDefinitions"][1]
                == ["name": "Ready", "type": "integer", "format": "", "description": "", "priority": 1])
        #expect(table["rows"].array?.count == 2)
        #expect(table["rows"][0]["cells"] == ["a", 1])
        #expect(
            table["rows"][1]["object"]
                == [
                    "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                    "metadata": ["name": "a", "namespace": "ns", "resourceVersion": "7"],
                ])
    }

    @Test func objectAndNone() throws {
        #expect(try table(.object)["rows"][0]["object"]["spec"]["metadata"]["x"] == "}\"")
        #expect(try table(.none)["rows"][0]["object"] == .null)
    }

    @Test func watchEventsCarryColumnsOnlyOnce() throws {
        let writer = TableWriter(columns: Self.columns)
        var bytes: [UInt8] = []
        writer.writeEvent(Self.record, .init(cells: ["a", 1]), withColumns: false, into: &bytes)
        let event = try JSON.parse(bytes)
        #expect(event["columnDefinitions"] == [])
        #expect(event["metadata"]["resourceVersion"] == "7")
        #expect(event["rows"][0]["object"]["metadata"]["name"] == "a")
    }

    @Test func partialMetadataList() throws {
        var bytes: [UInt8] = []
        PartialMetadataWriter().write([Self.record], header: ListHeader(resourceVersion: "9"), into: &bytes)
        let list = try JSON.parse(bytes)
        #expect(list["kind"] == "PartialObjectMetadataList")
        #expect(list["items"][0]["kind"] == "PartialObjectMetadata")
        #expect(list["items"][0]["metadata"]["namespace"] == "ns")
    }

    @Test(arguments: [
        (#"{"metadata":{"a":1}}"#, #"{"a":1}"#), (#" { "a" : [1,{"metadata":2}] , "metadata" : "x" } "#, #""x""#),
        (#"{"a":"\\\"","metadata":12,"b":1}"#, "12"), (#"{"metadata":null}"#, "null"), (#"{}"#, nil), (#"{"a":{"metadata":1}}"#, nil),
    ])
    func topLevelMember(document: String, expected: String?) {
        let bytes = Array(document.utf8)
        let found = bytes.withUnsafeBufferPointer { buffer in
            TopLevelMember.range(of: "metadata", in: buffer).map { String(decoding: buffer[$0], as: UTF8.self) }
        }
        #expect(found == expected)
    }
}
