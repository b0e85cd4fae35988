import Document
import Resources
import Testing

@testable import Schema

@Suite struct FieldComparisonTests {
    private func compare(_ old: String, _ new: String, _ apiVersion: String = "v1", _ kind: String = "Pod") throws -> (String, String) {
        let found = FieldComparison.between(
            try JSON.parse(text: old), try JSON.parse(text: new), type: try FieldSetExtractionTests.type(apiVersion, kind))
        return (found.touched.json.text, found.removed.json.text)
    }

    @Test(arguments: [
        // What is the same is not told.
        (#"{"spec":{"nodeName":"a"}}"#, #"{"spec":{"nodeName":"a"}}"#, "{}", "{}"),
        (#"{"spec":{"nodeName":"a"}}"#, #"{"spec":{"nodeName":"b"}}"#, #"{"f:spec":{"f:nodeName":{}}}"#, "{}"),
        (#"{"spec":{"nodeName":"a"}}"#, #"{"spec":{}}"#, "{}", #"{"f:spec":{"f:nodeName":{}}}"#),
        // A new structure is told with all that is in it.
        (#"{}"#, #"{"spec":{"nodeName":"a"}}"#, #"{"f:spec":{".":{},"f:nodeName":{}}}"#, "{}"),
        (#"{"spec":null}"#, #"{"spec":{"nodeName":"a"}}"#, #"{"f:spec":{"f:nodeName":{}}}"#, "{}"),
        // Lists that go as a whole, and maps that do.
        (
            #"{"spec":{"containers":[{"name":"a","args":["1"]}],"nodeSelector":{"a":"1"}}}"#,
            #"{"spec":{"containers":[{"name":"a","args":["2"]}],"nodeSelector":{"a":"2"}}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{"f:args":{}}},"f:nodeSelector":{}}}"#, "{}"
        ),
        // Elements by their key, wherever they stand.
        (
            #"{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b"}]}}"#,
            #"{"spec":{"containers":[{"name":"c"},{"name":"a","image":"2"}]}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{"f:image":{}},"k:{\"name\":\"c\"}":{".":{},"f:name":{}}}}}"#,
            #"{"f:spec":{"f:containers":{"k:{\"name\":\"b\"}":{".":{},"f:name":{}}}}}"#
        ),
        (
            #"{"metadata":{"finalizers":["a","b"]}}"#, #"{"metadata":{"finalizers":["b","c"]}}"#,
            #"{"f:metadata":{"f:finalizers":{"v:\"c\"":{}}}}"#, #"{"f:metadata":{"f:finalizers":{"v:\"a\"":{}}}}"#
        ),
        (#"{"metadata":{"labels":{"a":"1"}}}"#, #"{"metadata":{}}"#, "{}", #"{"f:metadata":{"f:labels":{".":{},"f:a":{}}}}"#),
        // An empty value is a value.
        (#"{"spec":{}}"#, #"{"spec":{"securityContext":{}}}"#, #"{"f:spec":{"f:securityContext":{}}}"#, "{}"),
        // Elements that come twice, after they did not, and no more.
        (
            #"{"spec":{"hostAliases":[{"ip":"1"}]}}"#, #"{"spec":{"hostAliases":[{"ip":"1"},{"ip":"1"}]}}"#,
            #"{"f:spec":{"f:hostAliases":{"k:{\"ip\":\"1\"}":{}}}}"#,
            #"{"f:spec":{"f:hostAliases":{"k:{\"ip\":\"1\"}":{".":{},"f:ip":{}}}}}"#
        ),
        (
            #"{"spec":{"hostAliases":[{"ip":"1"},{"ip":"1"}]}}"#, #"{"spec":{"hostAliases":[{"ip":"1"},{"ip":"1"}]}}"#, "{}", "{}"
        ),
    ])
    func tells(_ old: String, _ new: String, _ touched: String, _ removed: String) throws {
        let found = try compare(old, new)
        #expect(found.0 == touched)
        #expect(found.1 == removed)
    }

    @Test func aNewObjectIsComparedWithAnEmptyOne() throws {
        let type = try FieldSetExtractionTests.type("apps/v1", "Deployment")
        #expect(type.emptyObject["spec"]["template"]["spec"].object?.contains("containers") ?? false)
        #expect(type.emptyObject["spec"]["replicas"].isNull && !(type.emptyObject["spec"].object?.contains("replicas") ?? true))
        let new = try JSON.parse(
            text:
                #"{"spec":{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}},"template":{"metadata":{"labels":{"a":"1"}},"spec":{"containers":[{"name":"c"}]}}}}"#
        )
        #expect(
            FieldComparison.between(type.emptyObject, new, type: type).touched.json["f:spec"].text
                == #"{"f:replicas":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:name":{}}}}}}"#
        )
    }
}
