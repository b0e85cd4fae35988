import Document
import Testing

@Suite struct YAMLTests {
    @Test func manyDocumentsAndEmptyOnes() throws {
        #expect(try YAML.parse("---\na: 1\n---\n---\nb: [x, 'y']\n") == [["a": 1], ["b": ["x", "y"]]])
    }

    @Test(arguments: [
        ("yes", JSON.bool(true)), ("\"yes\"", "yes"), ("0644", 420), ("0x10", 16), ("1.5", 1.5), ("1e3", 1000.0), ("~", .null),
        ("1.2.3", "1.2.3"),
        ("-5", -5), ("10.0.0.1", "10.0.0.1"), ("+7", 7), ("2018-01-01", "2018-01-01"), ("1_000", 1000), ("'012'", "012"), ("100m", "100m"),
    ])
    func scalarsMeanWhatKubernetesTakesThemFor(text: String, value: JSON) throws {
        #expect(try YAML.parseOne("v: \(text)")["v"] == value)
    }

    @Test(arguments: ["a: [", "a: b: c", "\tx: 1", "a: 1\na: 2", "? [x]\n: 1"])
    func refusesWhatIsNoYAML(text: String) {
        #expect(throws: (any Error).self) { try YAML.parse(text) }
    }

    @Test func aliasesCannotExplode() {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 { text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n" }
        #expect(throws: (any Error).self) { try YAML.parse(text) }
    }

    @Test func writesWhatItReads() throws {
        let json: JSON = [
            "metadata": ["name": "x", "labels": ["a": "true", "b": "1", "c": ""]], "list": [["k": "v"], 3, "plain text: odd"],
            "empty": .object(.init()),
            "script": "line one\nline two\n", "nothing": [],
        ]
        #expect(try YAML.parseOne(YAML.write(json)) == json)
    }

    @Test func printsAsKubectlDoes() {
        #expect(
            YAML.write(["kind": "Pod", "apiVersion": "v1", "spec": ["ports": [["port": 80]]]])
                == "apiVersion: v1\nkind: Pod\nspec:\n  ports:\n  - port: 80\n")
    }

    @Test(arguments: ["y", ".inf", "1:20", "1:2:03.5", "2026-11-28", "2026-11-28T02:30:31Z", "true", "12"])
    func quotesTextsThatReadersTakeForSomethingElse(text: String) {
        #expect(YAML.write(["a": .string(text)]) == "a: \"\(text)\"\n")
    }

    @Test(arguments: ["yd", "10.0.0.1:80", "80:8080", "1.2.3", "2026-11", "v1"])
    func leavesOtherTextsPlain(text: String) {
        #expect(YAML.write(["a": .string(text)]) == "a: \(text)\n")
    }
}
