import Document
import Resources
import Testing

@testable import Schema

@Suite struct ApplyMergeTests {
    private func merge(_ live: String, _ config: String, _ kind: String = "Pod") throws -> String {
        try ApplyMerge.merge(
            JSON.parse(text: config), over: JSON.parse(text: live), type: FieldSetExtractionTests.type("v1", kind)
        ).text
    }

    @Test(arguments: [
        (#"{"spec":{"nodeName":"a","hostname":"h"}}"#, #"{"spec":{"nodeName":"b"}}"#, #"{"spec":{"nodeName":"b","hostname":"h"}}"#),
        (#"{"metadata":{"labels":{"a":"1"}}}"#, #"{"metadata":{"labels":{"b":"2"}}}"#, #"{"metadata":{"labels":{"a":"1","b":"2"}}}"#),
        (#"{"spec":{"nodeSelector":{"a":"1"}}}"#, #"{"spec":{"nodeSelector":{"b":"2"}}}"#, #"{"spec":{"nodeSelector":{"b":"2"}}}"#),
        (#"{"metadata":{"finalizers":["a"]}}"#, #"{"metadata":{"finalizers":["b","a"]}}"#, #"{"metadata":{"finalizers":["b","a"]}}"#),
        // The live list's own elements stay where they stand.
        (
            #"{"spec":{"containers":[{"name":"x"},{"name":"a","image":"1"},{"name":"y"}]}}"#,
            #"{"spec":{"containers":[{"name":"a","image":"2"},{"name":"b"}]}}"#,
            #"{"spec":{"containers":[{"name":"x"},{"name":"a","image":"2"},{"name":"y"},{"name":"b"}]}}"#
        ),
        // The order of the one who applies wins.
        (
            #"{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"z"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}"#, #"{"spec":{"containers":[{"name":"b"},{"name":"z"},{"name":"a"}]}}"#
        ),
        (#"{"spec":{"containers":[{"name":"a"}]}}"#, #"{"spec":{"containers":[]}}"#, #"{"spec":{"containers":[{"name":"a"}]}}"#),
        (#"{"spec":{}}"#, #"{"spec":{"containers":[{"name":"a"}]}}"#, #"{"spec":{"containers":[{"name":"a"}]}}"#),
    ])
    func merges(_ live: String, _ config: String, _ merged: String) throws { #expect(try merge(live, config) == merged) }

    @Test func keysHaveTheirDefaults() throws {
        #expect(
            try merge(
                #"{"spec":{"ports":[{"port":80,"protocol":"TCP","nodePort":1},{"port":80,"protocol":"UDP"}]}}"#,
                #"{"spec":{"ports":[{"port":80,"name":"web"}]}}"#, "Service")
                == #"{"spec":{"ports":[{"port":80,"protocol":"TCP","nodePort":1,"name":"web"},{"port":80,"protocol":"UDP"}]}}"#)
    }

    @Test(arguments: [
        // What was applied and is nobody's goes.
        (
            #"{"spec":{"nodeName":"a","hostname":"h"}}"#, #"{"f:spec":{"f:nodeName":{}}}"#, #"{"f:spec":{"f:hostname":{}}}"#,
            #"{"spec":{"hostname":"h"}}"#
        ),
        (#"{"spec":{"nodeName":"a"}}"#, #"{"f:spec":{"f:nodeName":{}}}"#, #"{"f:spec":{"f:nodeName":{}}}"#, #"{"spec":{"nodeName":"a"}}"#),
        (
            #"{"metadata":{"labels":{"a":"1","b":"2"},"name":"x"}}"#, #"{"f:metadata":{"f:labels":{"f:a":{}}}}"#,
            #"{"f:metadata":{"f:name":{}}}"#, #"{"metadata":{"name":"x"}}"#
        ),
        (
            #"{"metadata":{"labels":{"a":"1","b":"2"}}}"#, #"{"f:metadata":{"f:labels":{"f:a":{}}}}"#,
            #"{"f:metadata":{"f:labels":{"f:b":{}}}}"#, #"{"metadata":{"labels":{"b":"2"}}}"#
        ),
        // A structure goes with all that nobody owns in it, but not while somebody owns a part.
        (
            #"{"spec":{"securityContext":{"runAsUser":1,"fsGroup":2},"hostname":"h"}}"#,
            #"{"f:spec":{"f:securityContext":{"f:runAsUser":{}}}}"#,
            #"{"f:spec":{"f:hostname":{}}}"#, #"{"spec":{"hostname":"h"}}"#
        ),
        (
            #"{"spec":{"securityContext":{"runAsUser":1,"fsGroup":2,"runAsGroup":3}}}"#,
            #"{"f:spec":{"f:securityContext":{"f:runAsUser":{}}}}"#, #"{"f:spec":{"f:securityContext":{"f:fsGroup":{}}}}"#,
            #"{"spec":{"securityContext":{"fsGroup":2,"runAsGroup":3}}}"#
        ),
        // An element goes with what others set in it, unless one of them applied the element.
        (
            #"{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:name":{}}}}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{"f:image":{}}}}}"#, #"{"spec":{"containers":[{"name":"b","image":"2"}]}}"#
        ),
        (
            #"{"spec":{"containers":[{"name":"a","image":"1","tty":true}]}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:name":{},"f:tty":{}}}}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:name":{},"f:image":{}}}}}"#,
            #"{"spec":{"containers":[{"name":"a","image":"1"}]}}"#
        ),
        (
            #"{"metadata":{"finalizers":["a","b"]}}"#, #"{"f:metadata":{"f:finalizers":{"v:\"a\"":{}}}}"#,
            #"{"f:metadata":{"f:finalizers":{"v:\"b\"":{}}}}"#, #"{"metadata":{"finalizers":["b"]}}"#
        ),
    ])
    func prunes(_ merged: String, _ last: String, _ owned: String, _ left: String) throws {
        let pruned = ApplyMerge.prune(
            try JSON.parse(text: merged), last: try fields(last), owned: try fields(owned),
            type: try FieldSetExtractionTests.type("v1", "Pod"))
        #expect(try Self.withoutNulls(pruned) == JSON.parse(text: left))
    }

    private static func withoutNulls(_ value: JSON) -> JSON {
        guard let members = value.object else { return value }
        var result = JSONObject()
        for (key, member) in members where !member.isNull { result.append(key, withoutNulls(member)) }
        return .object(result)
    }
}

@Suite struct ApplyValidationTests {
    @Test(arguments: [
        (#"{"spec":{"replicas":1}}"#, nil),
        (#"{"spec":{"unknownField":1}}"#, ".spec.unknownField: field not declared in schema"),
        (#"{"unknownField":1}"#, ".unknownField: field not declared in schema"),
        (
            #"{"spec":{"replicas":"x","paused":"y"}}"#,
            "errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.paused: expected boolean, got &{y}"
        ),
        (#"{"metadata":{"labels":[]}}"#, ".metadata.labels: expected map, got &{[]}"),
        (#"{"metadata":{"labels":{"a":1}}}"#, ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:1}"),
        (
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"X"},{"name":"X"}]}]}}}}"#,
            #".spec.template.spec.containers[name="a"].env: duplicate entries for key [name="X"]"#
        ),
        (
            #"{"spec":{"template":{"spec":{"containers":[{"image":"a"}]}}}}"#,
            ".spec.template.spec.containers: element 0: associative list with keys has an element that omits all key fields [\"name\"] "
                + "(and doesn't have default values for any key fields)"
        ),
        (
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a","foo":1}]}}}}"#,
            #".spec.template.spec.containers[name="a"].foo: field not declared in schema"#
        ),
        (
            #"{"spec":{"template":{"spec":{"tolerations":[{"kee":"a"}]}}}}"#,
            ".spec.template.spec.tolerations[0].kee: field not declared in schema"
        ),
        (#"{"spec":{"selector":{"matchLabels":{"a":"b"},"x":1}}}"#, ".spec.selector.x: field not declared in schema"),
        (#"{"spec":null}"#, nil),
    ])
    func says(_ config: String, _ problem: String?) throws {
        let found = ApplyValidation(try JSON.parse(text: config), type: try FieldSetExtractionTests.type("apps/v1", "Deployment"))
        #expect(found.message == problem)
    }
}
