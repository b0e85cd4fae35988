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

    @Test func aRememberedMemberIsTakenAsItWas() throws {
        let known = KnownText(bytes: Array(#"{"a":[1,{}]}"#.utf8), value: "known")
        func read(_ text: String) throws -> (JSON, RememberedMember.Finding?, [String]) {
            var duplicates: [String] = []
            let read = try Array(text.utf8).withUnsafeBytes {
                try JSON.parse($0, duplicates: &duplicates, remembering: [RememberedMember("spec", texts: [known])])
            }
            return (read.document, read.found[0], duplicates)
        }
        let (document, found, _) = try read(#"{"x":{"spec":{"a":[1,{}]}},"spec": {"a":[1,{}]} ,"y":2}"#)
        #expect(document == ["x": ["spec": ["a": [1, [:]]]], "spec": "known", "y": 2])
        guard case .known(0) = found else { throw Unexpected() }
        let text = #"{"spec":{"a":[1, {}]}}"#
        guard case .new(let value, let range) = try read(text).1 else { throw Unexpected() }
        #expect(value == ["a": [1, [:]]])
        #expect(Array(text.utf8)[range].elementsEqual(#"{"a":[1, {}]}"#.utf8))
        guard case nil = try read(#"{"spec":[]}"#).1, case nil = try read("{}").1 else { throw Unexpected() }
        #expect(try read(#"{"spec":{},"spec":{"a":[1,{}]}}"#).2 == ["spec"])
        #expect(throws: JSONSyntaxError.self) { try read(#"{"spec":{"a":[1,{}]"#) }
        #expect(throws: JSONSyntaxError.self) { try read(#"{"spec":{"a":[1,{}]}}}"#) }
    }
    private struct Unexpected: Error {}

    @Test func rememberedMembersStandAtTheirDepth() throws {
        let known = KnownText(bytes: Array(#"{"a":1}"#.utf8), value: "known")
        let members = [RememberedMember("spec", texts: []), RememberedMember("f", depth: 3, texts: [known])]
        let text = #"{"f":{"a":1},"list":[{"f":{"a":1}},{"f":{"a":2}},{"spec":{"f":{"a":1}}}],"spec":{"f":{"a":1}}}"#
        var duplicates: [String] = []
        let (document, found) = try Array(text.utf8).withUnsafeBytes {
            try JSON.parse($0, duplicates: &duplicates, remembering: members)
        }
        let one: JSON = ["f": ["a": 1]]
        #expect(document == ["f": ["a": 1], "list": [["f": "known"], ["f": ["a": 2]], ["spec": one]], "spec": one])
        guard case .new(one, _) = found[0], case .new(["a": 2], let range) = found[1] else { throw Unexpected() }
        #expect(Array(text.utf8)[range].elementsEqual(#"{"a":2}"#.utf8))
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

    @Test(arguments: 0..<26)
    func everyByteOfAStringIsLookedAt(length: Int) throws {
        for special in ["\"", "\\", "\n", "\u{1}", "\u{1F}", "é"] {
            for position in 0...length {
                let text = String(repeating: "x", count: position) + special + String(repeating: "~", count: length - position)
                let json: JSON = ["k": .string(text), text: 1]
                #expect(try JSON.parse(text: json.text) == json)
                let raw = "{\"\(text)\":1}"
                let isPlain = special == "é"
                #expect((try? JSON.parse(text: raw)) == (isPlain ? [text: 1] : nil) || special == "\\")
            }
        }
    }

    @Test func knownKeysAreToldFromThoseThatLookLikeThem() throws {
        let names = ["metadata", "metadatb", "metbdata", "terminationMessagePath", "terminationMessagePolicy", "kind", "king", "k", ""]
        let json = try JSON.parse(text: "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}")
        #expect(json.object?.keys == names)
    }

    @Test func duplicatesAreFoundHoweverTheyAreWritten() throws {
        var duplicates: [String] = []
        let json = try JSON.parse(Array(#"{"kind":1,"a":2,"\u006bind":3,"a":4,"\u0061":5}"#.utf8), duplicates: &duplicates)
        #expect(duplicates == ["kind", "a", "a"])
        #expect(json.text == #"{"kind":3,"a":5}"#)
    }

    @Test func largeObjectsWithinEachOtherKeepTheirKeysApart() throws {
        let inner = "{" + (0..<60).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        let outer = "{" + (0..<60).map { "\"k\($0)\":\($0 % 7 == 0 ? inner : "0")" }.joined(separator: ",") + ",\"k3\":[\(inner)]}"
        var duplicates: [String] = []
        let json = try JSON.parse(Array(outer.utf8), duplicates: &duplicates)
        #expect(duplicates == ["k3"])
        #expect(json.object?.count == 60)
        #expect(json["k7"].object?.count == 60)
        #expect(json["k3"][0].text == inner)
    }

    @Test func pathsAreReadAndWritten() {
        var json: JSON = ["spec": ["nodeName": "a"]]
        json["spec", "nodeName"] = "b"
        json["status", "phase"] = "Running"
        json["spec"]["missing"] = .null
        #expect(json == ["spec": ["nodeName": "b"], "status": ["phase": "Running"]])
        #expect(json["spec", "none", "deeper"].isNull)
    }

    @Test func membersAreChangedInPlace() throws {
        struct Refused: Error {}
        var json: JSON = ["a": ["b": 1, "c": 2], "d": "text"]
        let copy = json
        json["a"]["b"] = 5
        json["a"]["e"]["f"] = true
        json["a"]["c"] = .null
        json["d"]["g"] = 1
        #expect(json == ["a": ["b": 5, "e": ["f": true]], "d": ["g": 1]])
        #expect(copy == ["a": ["b": 1, "c": 2], "d": "text"], "a copy is not touched")

        func refuse(_ json: inout JSON) throws {
            json = "half"
            throw Refused()
        }
        #expect(throws: Refused.self) { try refuse(&json["a"]["b"]) }
        #expect(throws: Refused.self) { try refuse(&json["new"]) }
        #expect(json == ["a": ["b": "half", "e": ["f": true]], "d": ["g": 1], "new": "half"], "an error leaves what was done until then")
        func empty(_ json: inout JSON) { json = .null }
        empty(&json["a"])
        empty(&json["not there"])
        #expect(json == ["d": ["g": 1], "new": "half"])
        var scalar: JSON = 3
        scalar["x"] = "y"
        #expect(scalar == ["x": "y"])
    }

    @Test func objectsAreEqualInAnyOrder() {
        let a: JSON = ["x": 1, "y": 2]
        let b: JSON = ["y": 2, "x": 1]
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
    }
}
