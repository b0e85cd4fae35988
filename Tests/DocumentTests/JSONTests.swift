import Document
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "1e+30", "\"\"", "\"a\\nb\"", "[]", "{}",
        "{\"a\":[1,{\"b\":null}],\"c\":\"é\u{1F600}\"}", "\"\\u0001\"",
    ])
    func writesWhatItReads(text: String) throws {
        #expect(try JSON.parse(text: text).text == text)
    }

    @Test(arguments: [
        "", "{", "[1,", "{\"a\"}", "{\"a\":1,}", "[1 2]", "nul", "01", "1.", "-", "\"abc", "\"\\x\"", "\"\\u12\"", "{a:1}", "1 2",
        "\"a\u{1}\"", "1e999",
    ])
    func refusesWhatIsNoJSON(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(text: text) }
    }

    @Test func refusesDeepNesting() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(text: deep) }
        let allowed = String(repeating: "[", count: JSON.maximumDepth) + String(repeating: "]", count: JSON.maximumDepth)
        #expect(throws: Never.self) { try JSON.parse(text: allowed) }
    }

    @Test func surrogatePairsBecomeOneScalar() throws {
        #expect(try JSON.parse(text: "\"\\ud83d\\ude00\"").string == "\u{1F600}")
        #expect(try JSON.parse(text: "\"\\ud83dx\"").string == "\u{FFFD}x")
    }

    @Test func reportsThePathOfEveryDuplicateKeyAndKeepsTheLast() throws {
        var duplicates: [String] = []
        let json = try JSON.parse(
            Array(#"{"spec":{"replicas":1,"replicas":2,"containers":[{"name":"a"},{"image":"x","image":"y"}]},"spec2":1,"spec2":2}"#.utf8),
            duplicates: &duplicates)
        #expect(duplicates == ["spec.replicas", "spec.containers[1].image", "spec2"])
        #expect(json["spec", "replicas"].int == 2)
    }

    @Test func duplicatesAreFoundInLargeObjects() throws {
        let members = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k7\":-1"]
        var duplicates: [String] = []
        let json = try JSON.parse(Array("{\(members.joined(separator: ","))}".utf8), duplicates: &duplicates)
        #expect(duplicates == ["k7"])
        #expect(json["k7"].int == -1)
        #expect(json.object?.count == 100)
    }

    @Test func pathsAreReadAndWritten() {
        var json: JSON = ["spec": ["nodeName": "a"]]
        json["spec", "nodeName"] = "b"
        json["status", "phase"] = "Running"
        json["spec"]["missing"] = .null
        #expect(json == ["spec": ["nodeName": "b"], "status": ["phase": "Running"]])
        #expect(json["spec", "none", "deeper"].isNull)
    }

    @Test func objectsAreEqualInAnyOrder() {
        let a: JSON = ["x": 1, "y": 2]
        let b: JSON = ["y": 2, "x": 1]
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
    }
}
