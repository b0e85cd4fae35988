import Document
import Resources
import Testing

@Suite struct LabelSelectorTests {
    static let labels = ["app": "web", "tier": "front", "n": "5"]

    @Test(arguments: [
        ("", true), ("app=web", true), ("app==web", true), ("app!=web", false), ("app=db", false), ("x!=web", true), ("app", true),
        ("!app", false),
        ("!x", true), ("app in (web,db)", true), ("app in (db)", false), ("app notin (db)", true), ("x notin (db)", true),
        ("x in (,db)", false),
        ("app=web,tier=front", true), ("app=web,tier=back", false), ("n>4", true), ("n<5", false), ("n > 4 , n < 6", true),
        ("app>1", false),
        ("in in (in,notin)", false), ("x=", false), ("x!=", true),
    ])
    func matches(text: String, expected: Bool) throws {
        let selector = try LabelSelector.parse(text)
        #expect(selector.matches(Self.labels) == expected)
        #expect(selector.matches(Self.labels.map { (key: $0.key, value: $0.value) }) == expected)
    }

    @Test(arguments: [
        ("b=1,a", "a,b=1"), ("x in (c, b,a)", "x in (a,b,c)"), ("x notin ()", "x notin ()"), ("!a , b==2", "!a,b==2"),
        ("x in (,)", "x in ()"),
        ("a>1", "a>1"), ("x in (a,,b)", "x in (,a,b)"),
    ])
    func canonicalText(text: String, canonical: String) throws {
        #expect(try LabelSelector.parse(text).description == canonical)
    }

    @Test(arguments: [
        ("a=b=c", "found '=', expected: ',' or 'end of string'"),
        ("=b", "found '=', expected: !, identifier, or 'end of string'"),
        ("a,", "found '', expected: identifier after ','"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a=!", "unable to parse requirement: found '!', expected: identifier"),
        (
            "a_=b",
            "unable to parse requirement: <nil>: Invalid value: \"a_\": name part must consist of alphanumeric characters, '-', '_' or "
                + "'.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "
                + "for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
        ),
        ("a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"),
    ])
    func refusals(text: String, message: String) {
        #expect(throws: SelectorError(message)) { try LabelSelector.parse(text) }
    }

    @Test func readsDocuments() throws {
        let selector = try LabelSelector(json: [
            "matchLabels": ["app": "web"],
            "matchExpressions": [
                ["key": "tier", "operator": "In", "values": ["front", "back"]], ["key": "x", "operator": "DoesNotExist"],
            ],
        ])
        #expect(selector.description == "app=web,tier in (back,front),!x")
        #expect(selector.matches(Self.labels))
        #expect(selector.requiredValue(of: "app") == "web")
        #expect(selector.requiredValue(of: "tier") == nil)
    }

    @Test func absentMatchesNothingAndEmptyEverything() throws {
        #expect(try !LabelSelector(json: .null).matches(Self.labels))
        #expect(try LabelSelector(json: [:]).matches(Self.labels))
        #expect(throws: SelectorError("\"Near\" is not a valid label selector operator")) {
            try LabelSelector(json: ["matchExpressions": [["key": "a", "operator": "Near"]]])
        }
    }
}

@Suite struct FieldSelectorTests {
    let record = ObjectRecord(
        key: ObjectKey(namespace: "ns", name: "web"), uid: "u", revision: 1, bytes: [], labels: [], fields: [("spec.nodeName", "node-1")])

    @Test(arguments: [
        ("", true), ("metadata.name=web", true), ("metadata.name!=web", false), ("metadata.namespace==ns", true),
        ("spec.nodeName=node-1", true),
        ("spec.nodeName!=", true), ("spec.nodeName=", false), ("metadata.name=web,spec.nodeName=node-2", false), ("unknown=", true),
    ])
    func matches(text: String, expected: Bool) throws {
        #expect(try FieldSelector.parse(text).matches(record) == expected)
    }

    @Test func escapes() throws {
        let selector = try FieldSelector.parse(#"a=b\,c\=d\\"#)
        #expect(selector.requirements == [.init(field: "a", value: #"b,c=d\"#)])
        #expect(selector.description == #"a=b\,c\=d\\"#)
    }

    @Test(arguments: [
        ("name", "invalid selector: 'name'; can't understand 'name'"),
        (#"a=b\c"#, #"invalid field selector: invalid escape sequence: \c"#),
        ("a=b=c", "invalid field selector: unescaped character in value: 61"),
    ])
    func refusals(text: String, message: String) {
        #expect(throws: SelectorError(message)) { try FieldSelector.parse(text) }
    }
}
