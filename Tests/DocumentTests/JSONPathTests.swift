import Testing

@testable import Document

@Suite struct JSONPathTests {
    static let document: JSON = [
        "kind": "List",
        "items": [
            ["metadata": ["name": "a", "labels": ["app.kubernetes.io/name": "x"]], "status": ["n": 1, "ok": true]],
            ["metadata": ["name": "b"], "status": ["n": 2]], ["metadata": ["name": "c"], "status": ["n": 3]],
        ],
    ]

    @Test(arguments: [
        ("{.kind}", "List"), ("{.items[*].metadata.name}", "a b c"), ("{.items[0].metadata.name}-{.items[-1].metadata.name}", "a-c"),
        ("{.items[0:2].metadata.name}", "a b"), ("{.items[0,2].metadata.name}", "a c"), ("{.missing.member}", ""),
        ("{range .items[*]}{.metadata.name}={.status.n}{\"\\n\"}{end}", "a=1\nb=2\nc=3\n"),
        ("{.items[?(@.status.n>1)].metadata.name}", "b c"), ("{.items[?(@.metadata.name==\"b\")].status.n}", "2"),
        ("{.items[?(@.status.ok)].metadata.name}", "a"), ("{.items[?(@.status.ok==true)].metadata.name}", "a"),
        ("{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x"),
        ("{.items[0].metadata.labels['app.kubernetes.io/name']}", "x"), ("{..name}", "a b c"),
        ("{.items[0].status}", "{\"n\":1,\"ok\":true}"),
        ("plain {'text'}", "plain text"), ("{$.kind}", "List"), ("{.items[*]['metadata','status'].name}", "a b c"),
    ])
    func renders(template: String, text: String) throws {
        #expect(try JSONPath(template).render(Self.document) == text)
    }

    @Test(arguments: [".metadata.name", "metadata.name", "{.metadata.name}", "{metadata.name}"])
    func relaxedForms(text: String) throws {
        #expect(try JSONPath(relaxed: text).find(["metadata": ["name": "a"]]) == [["a"]])
    }

    @Test(arguments: [("{.a", "unclosed action"), ("{.items[0}", "unterminated array"), ("{.a}{end}", "not in range, nothing to end")])
    func refusals(template: String, message: String) {
        let error = #expect(throws: JSONPath.SyntaxError.self) { try JSONPath(template) }
        #expect(error?.description == message)
    }
}
