import Document
import Resources
import Testing

@testable import Schema

@Suite struct StrategicMergeDiffTests {
    private static let original =
        #"{"metadata":{"labels":{"a":"1","b":"2"},"finalizers":["x","y"]},"spec":{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}},"template":{"spec":{"containers":[{"name":"c","image":"1","args":["a"]},{"name":"d","image":"1"}],"volumes":[{"name":"v","emptyDir":{}}]}}}}"#

    private func patch(_ original: String, _ modified: String, _ current: String) throws -> JSON {
        StrategicMergeDiff.patch(
            original: try JSON.parse(text: original), modified: try JSON.parse(text: modified), current: try JSON.parse(text: current),
            type: try FieldSetExtractionTests.type("apps/v1", "Deployment"))
    }

    @Test(arguments: [
        ("{}", "{}", "{}", "{}"),
        (#"{"spec":{"replicas":1}}"#, #"{"spec":{"replicas":2}}"#, #"{"spec":{"replicas":1,"paused":true}}"#, #"{"spec":{"replicas":2}}"#),
        (#"{"spec":{"replicas":1}}"#, #"{"spec":{}}"#, #"{"spec":{"replicas":1}}"#, #"{"spec":{"replicas":null}}"#),
        (#"{"spec":{"replicas":1}}"#, #"{"spec":{}}"#, #"{"spec":{}}"#, "{}"),
        (
            #"{"metadata":{"labels":{"a":"1"}}}"#, #"{"metadata":{"labels":{"b":"1"}}}"#, #"{"metadata":{"labels":{"a":"1","z":"1"}}}"#,
            #"{"metadata":{"labels":{"b":"1","a":null}}}"#
        ),
        (
            #"{"metadata":{"finalizers":["x"]}}"#, #"{"metadata":{"finalizers":["y"]}}"#, #"{"metadata":{"finalizers":["x","z"]}}"#,
            #"{"metadata":{"finalizers":["y"],"$deleteFromPrimitiveList/finalizers":["x"],"$setElementOrder/finalizers":["y"]}}"#
        ),
        (
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}}}"#,
            #"{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"2"}]}}}}"#,
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"b","image":"1"},{"name":"s"}]}}}}"#,
            #"{"spec":{"template":{"spec":{"containers":[{"image":"2","name":"b"},{"$patch":"delete","name":"a"}],"$setElementOrder/containers":[{"name":"b"}]}}}}"#
        ),
        (
            #"{"spec":{"strategy":{"type":"RollingUpdate"}}}"#, #"{"spec":{"strategy":{"type":"Recreate"}}}"#,
            #"{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}"#,
            #"{"spec":{"strategy":{"type":"Recreate","$retainKeys":["type"]}}}"#
        ),
    ])
    func says(_ original: String, _ modified: String, _ current: String, _ expected: String) throws {
        #expect(try patch(original, modified, current).text == expected)
    }

    /// Whatever the documents, the patch makes of the one the other.
    @Test(arguments: [
        #"{"metadata":{"labels":{"b":"3"}},"spec":{"replicas":4}}"#,
        #"{"metadata":{"finalizers":["y","w"]},"spec":{"template":{"spec":{"containers":[{"name":"d","image":"2"},{"name":"e"},{"name":"c","args":["b"]}]}}}}"#,
        #"{"spec":{"strategy":{"type":"Recreate"},"template":{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","emptyDir":{}}]}}}}"#,
        #"{"spec":{"template":{"spec":{"containers":[],"volumes":[]}}}}"#, original,
    ])
    func leadsThere(_ modified: String) throws {
        let type = try FieldSetExtractionTests.type("apps/v1", "Deployment")
        let (old, new) = (try JSON.parse(text: Self.original), try JSON.parse(text: modified))
        let patch = StrategicMergeDiff.patch(from: old, to: new, type: type)
        #expect(try StrategicMergePatch.apply(patch: patch, to: old, type: type) == new)
        let back = StrategicMergeDiff.patch(from: new, to: old, type: type)
        #expect(try StrategicMergePatch.apply(patch: back, to: new, type: type) == old)
    }
}
