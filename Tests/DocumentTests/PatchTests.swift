import Document
import Testing

@Suite struct JSONPatchTests {
    /// Document, patch, result (nil: does not apply). After RFC 6902 appendix A.
    @Test(arguments: [
        (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
        (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
        (#"{"foo":[1]}"#, #"[{"op":"add","path":"/foo/-","value":2}]"#, #"{"foo":[1,2]}"#),
        (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
        (#"{"foo":["a","b"]}"#, #"[{"op":"remove","path":"/foo/0"}]"#, #"{"foo":["b"]}"#),
        (#"{"a":{"b":1}}"#, #"[{"op":"replace","path":"/a/b","value":2}]"#, #"{"a":{"b":2}}"#),
        (#"{"a":{"x":1},"b":{}}"#, #"[{"op":"move","from":"/a/x","path":"/b/y"}]"#, #"{"a":{},"b":{"y":1}}"#),
        (#"{"a":{"x":1}}"#, #"[{"op":"copy","from":"/a","path":"/b"}]"#, #"{"a":{"x":1},"b":{"x":1}}"#),
        (
            #"{"a/b":1,"m~n":2}"#, #"[{"op":"test","path":"/a~1b","value":1},{"op":"replace","path":"/m~0n","value":3}]"#,
            #"{"a/b":1,"m~n":3}"#
        ),
        (#"{"a":1}"#, #"[{"op":"replace","path":"","value":[]}]"#, "[]"),
        // As upstream does it, which asks for no member to be there.
        (#"{"a":1}"#, #"[{"op":"replace","path":"/b","value":1}]"#, #"{"a":1,"b":1}"#),
    ])
    func applies(document: String, patch: String, result: String) throws {
        #expect(try JSONPatch.apply(JSON.parse(text: patch), to: JSON.parse(text: document)) == JSON.parse(text: result))
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"[{"op":"remove","path":"/b"}]"#),
        (#"{"a":[1]}"#, #"[{"op":"add","path":"/a/5","value":1}]"#), (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":2}]"#),
        (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#), (#"{"a":1}"#, #"[{"op":"add","path":"/x/y","value":1}]"#),
        (#"{"a":1}"#, #"{"op":"add"}"#), (#"{"a":1}"#, #"[{"op":"frob","path":"/a"}]"#),
        (#"{"a":1}"#, #"[{"op":"add","path":"a","value":1}]"#),
        (#"{"a":[1,2]}"#, #"[{"op":"remove","path":"/a/01"}]"#), (#"{"a":[1,2]}"#, #"[{"op":"remove","path":"/a/-1"}]"#),
    ])
    func refuses(document: String, patch: String) throws {
        let (document, patch) = (try JSON.parse(text: document), try JSON.parse(text: patch))
        #expect(throws: JSONPatch.Failure.self) { try JSONPatch.apply(patch, to: document) }
    }

    @Test func refusesTooManyOperations() {
        let one: JSON = ["op": "test", "path": "/a", "value": 1]
        #expect(throws: JSONPatch.Failure.self) {
            try JSONPatch.apply(.array(Array(repeating: one, count: JSONPatch.maximumOperations + 1)), to: ["a": 1])
        }
    }
}

@Suite struct MergePatchTests {
    /// Target, patch, result: RFC 7386 appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#), ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func applies(target: String, patch: String, result: String) throws {
        #expect(MergePatch.apply(try JSON.parse(text: patch), to: try JSON.parse(text: target)) == (try JSON.parse(text: result)))
    }
}
