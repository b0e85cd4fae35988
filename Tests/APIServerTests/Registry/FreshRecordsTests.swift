import Document
import Resources
import Testing

@testable import APIServer

@Suite struct FreshRecordsTests {
    private func isKept(_ record: ObjectRecord) throws -> Bool {
        try record.document()["metadata"].isIdentical(to: record.document()["metadata"])
    }

    /// What is kept of a new record is what its bytes say.
    @Test func writtenRecordsKeepTheirDocuments() async throws {
        let server = try await TestServer()
        let pods = try #require(server.core.registry.served(.pods)).store
        let path = TestServer.pods + "/a"
        func check(_ what: Comment) throws {
            let record = try #require(pods[ObjectKey(namespace: "default", name: "a")])
            #expect(try isKept(record), what)
            #expect(try record.document() == JSON.parse(record.bytes), what)
        }
        #expect(try await server.send("POST", TestServer.pods, TestServer.pod("a", labels: #"{"b":"1","a":null}"#)).status == 201)
        try check("created")
        let merge = "application/merge-patch+json"
        #expect(try await server.send("PATCH", path, #"{"metadata":{"labels":{"b":null,"c":"2"}}}"#, type: merge).status == 200)
        try check("patched")
        let status = #"{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}"#
        #expect(try await server.send("PATCH", path + "/status", status, type: merge).status == 200)
        try check("reported")
        let strategic = "application/strategic-merge-patch+json"
        let image = #"{"spec":{"containers":[{"name":"c","image":"other"}]}}"#
        #expect(try await server.send("PATCH", path, image, type: strategic).status == 200)
        try check("changed")
        var object = try await server.send("GET", path).document
        object["metadata"]["annotations"] = ["note": "x"]
        #expect(try await server.send("PUT", path, object.text).status == 200)
        try check("replaced")
    }

    @Test func onlyTheLastFewDo() throws {
        let fresh = FreshRecords()
        let records = (0..<100).map { index in
            ObjectRecord(
                key: ObjectKey(name: "\(index)"), uid: "", revision: 1,
                bytes: Array(#"{"metadata":{"name":"\#(index)"}}"#.utf8)
                    + [UInt8](repeating: 0x20, count: 10_000), labels: [])
        }
        for record in records {
            record.keep(try JSON.parse(record.bytes))
            fresh.add(record)
        }
        #expect(try isKept(records[0]))
        fresh.trim()
        #expect(try !isKept(records[0]))
        #expect(try isKept(records[99]))
        #expect(try records.filter { try isKept($0) }.count == 13)
        #expect(try records[0].document()["metadata"]["name"] == "0")
    }
}
