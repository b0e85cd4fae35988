import Testing

@testable import Document

@Suite struct YAMLLenientTests {
    private func parse(_ text: String) throws -> YAML.Lenient { try YAML.parseLeniently(Array(text.utf8)) }

    @Test func readsBothForms() throws {
        #expect(try parse("a: 1\nb: [x]\n") == YAML.Lenient(document: ["a": 1, "b": ["x"]], duplicates: []))
        #expect(try parse(#" {"a":1,"b":["x"]}"#) == YAML.Lenient(document: ["a": 1, "b": ["x"]], duplicates: []))
        #expect(try parse("").document.isNull)
        #expect(try parse("{a: 1, b: 2}").document == ["a": 1, "b": 2])
        #expect(throws: (any Error).self) { try parse("a: [") }
        #expect(throws: (any Error).self) { try parse(#"{"a":"#) }
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", #"{"b":2,"a":3}"#, [#"line 3: key "a" already set in map"#]),
        (
            "x:\n  - n: 1\n    n: 2\n  - n: 3\ny:\n  \"q r\": 1\n  \"q r\": 2\n  \"q r\": 3\n", #"{"x":[{"n":2},{"n":3}],"y":{"q r":3}}"#,
            [
                #"line 3: key "n" already set in map"#, #"line 7: key "q r" already set in map"#,
                #"line 8: key "q r" already set in map"#,
            ]
        ),
        (#"{"a":1,"a":2}"#, #"{"a":2}"#, [#"line 1: key "a" already set in map"#]),
        ("é: 1\n'é': 2", #"{"é":2}"#, [#"line 2: key "é" already set in map"#]),
    ])
    func theLastOfAKeyCounts(_ text: String, _ document: String, _ duplicates: [String]) throws {
        let parsed = try parse(text)
        #expect(parsed.document.text == document)
        #expect(parsed.duplicates == duplicates)
    }

    @Test func tooManyAreRefused() {
        let text = (0..<150).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        #expect(throws: (any Error).self) { try parse(text) }
    }
}
