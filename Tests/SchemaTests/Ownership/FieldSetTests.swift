import Document
import Resources
import Testing

@testable import Schema

/// A set written as `FieldsV1`.
func fields(_ text: String) throws -> FieldSet { try #require(FieldSet(json: JSON.parse(text: text))) }

@Suite struct FieldSetTests {
    @Test(arguments: [
        #"{"f:a":{},"f:b":{".":{},"f:c":{}}}"#,
        #"{"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}"#,
        #"{"f:finalizers":{".":{},"v:\"example.com/one\"":{}}}"#,
        #"{"f:list":{"i:0":{},"i:10":{}}}"#,
        #"{}"#,
    ])
    func readsAndWrites(_ text: String) throws { #expect(try fields(text).json.text == text) }

    @Test(arguments: [
        #"{"f:a":1}"#, #"{"a":{}}"#, #"{"x:a":{}}"#, #"{"k:{}":{}}"#, #"{"k:[1]":{}}"#, #"{"i:x":{}}"#, #"{"v:":{}}"#, "[]", #""f:a""#,
        #"{"f":{}}"#, #"{"f:a":{"b":{}}}"#,
    ])
    func refusesWhatIsNoSet(_ text: String) throws { #expect(FieldSet(json: try JSON.parse(text: text)) == nil) }

    @Test func settlesTheOrder() throws {
        let set = try fields(
            #"{"v:\"b\"":{},"v:2":{},"k:{\"port\":443}":{},"f:z":{},"k:{ \"protocol\":\"TCP\", \"port\":80}":{},"k:{\"port\":80}":{},"f:a":{}}"#
        )
        #expect(
            set.json.object?.keys == [
                "f:a", "f:z", #"k:{"port":80}"#, #"k:{"port":80,"protocol":"TCP"}"#, #"k:{"port":443}"#, "v:2", #"v:"b""#,
            ])
    }

    @Test func emptyPartsAreNone() throws {
        #expect(try fields(#"{"f:a":{"f:b":{}},"f:c":{}}"#) == fields(#"{"f:c":{},"f:a":{"f:b":{".":{}}}}"#))
    }

    @Test func algebra() throws {
        let a = try fields(#"{"f:a":{},"f:b":{".":{},"f:x":{},"f:y":{}},"f:c":{"f:z":{}}}"#)
        let b = try fields(#"{"f:b":{".":{},"f:y":{}},"f:d":{}}"#)
        #expect(a.union(b).json.text == #"{"f:a":{},"f:b":{".":{},"f:x":{},"f:y":{}},"f:c":{"f:z":{}},"f:d":{}}"#)
        #expect(a.intersection(b).json.text == #"{"f:b":{".":{},"f:y":{}}}"#)
        #expect(a.subtracting(b).json.text == #"{"f:a":{},"f:b":{"f:x":{}},"f:c":{"f:z":{}}}"#)
        #expect(a.removing(allWithin: b).json.text == #"{"f:a":{},"f:c":{"f:z":{}}}"#)
        #expect(b.subtracting(b).isEmpty)
        #expect(a.subtracting(FieldSet()) == a && FieldSet().union(a) == a)
    }

    /// What is done with sets as they are written comes to the same as reading them first.
    @Test func writtenSetsNeedNotBeRead() throws {
        let texts = [
            "{}", #"{"f:a":{}}"#, #"{"f:a":{"f:b":{}}}"#, #"{"f:a":{".":{},"f:b":{},"f:d":{}}}"#, #"{"f:a":{"f:c":{}},"f:z":{}}"#,
            #"{"f:b":{},"k:{\"port\":443}":{},"v:\"x\"":{}}"#, #"{"f:a":{"k:{\"port\":80}":{".":{},"f:n":{}}},"i:3":{}}"#,
            #"{"k:{\"port\":80}":{"f:n":{}},"k:{\"port\":443}":{".":{}},"v:2":{},"i:10":{}}"#,
        ]
        for first in texts {
            for second in texts {
                let (written, other) = (try fields(first), try fields(second))
                #expect(other.joined(to: written.json).text == written.union(other).json.text)
                #expect(other.meets(written.json) == !written.intersection(other).isEmpty)
            }
        }
    }

    @Test func namesPaths() throws {
        let set = try fields(
            #"{"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{}}},"f:replicas":{}},"f:l":{"v:\"x\"":{},"i:3":{}}}"#
        )
        let paths = set.paths.map { $0.map(\.description).joined() }
        #expect(
            paths == [
                #".l[="x"]"#, ".l[3]", ".spec.replicas", #".spec.ports[port=80,protocol="TCP"]"#,
                #".spec.ports[port=80,protocol="TCP"].name"#,
            ])
        for path in set.paths { #expect(set.contains(path)) }
        #expect(!set.contains([.field("spec")]))
    }

    @Test func manyEntriesAreFound() {
        let set = FieldSet((0..<100).map { [.field("f\($0)"), .key([("name", .string("n\($0)"))])] })
        for index in 0..<100 { #expect(set.contains([.field("f\(index)"), .key([("name", .string("n\(index)"))])])) }
        #expect(!set.contains([.field("f100")]))
    }
}

@Suite struct FieldSetExtractionTests {
    static func type(_ apiVersion: String, _ kind: String) throws -> TypeSchema {
        try #require(Catalogue.builtin.type(GroupVersionKind(apiVersion: apiVersion, kind: kind)))
    }

    @Test func ofADeployment() throws {
        let document = try JSON.parse(
            text: #"""
                {"metadata":{"labels":{"b":"1","a":"2"},"finalizers":["x/y"],"annotations":{}},
                 "spec":{"replicas":2,"selector":{"matchLabels":{"a":"2"}},"strategy":{},
                 "template":{"spec":{"containers":[{"name":"c","image":"i","command":["a","b"],"ports":[{"containerPort":80}],
                   "env":[{"name":"E","value":"1"}]}],"nodeSelector":{"k":"v"}}}}}
                """#)
        let set = FieldSet(of: document, type: try Self.type("apps/v1", "Deployment"))
        #expect(
            set.json.text
                == #"""
                {"f:metadata":{"f:annotations":{},"f:finalizers":{"v:\"x/y\"":{}},"f:labels":{"f:a":{},"f:b":{}}},
                "f:spec":{"f:replicas":{},"f:selector":{},"f:strategy":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},
                "f:command":{},"f:env":{"k:{\"name\":\"E\"}":{".":{},"f:name":{},"f:value":{}}},"f:image":{},"f:name":{},
                "f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}},"f:nodeSelector":{}}}}}
                """#.replacing("\n", with: ""))
    }

    @Test func elementsThatComeTwiceAreOneThing() throws {
        let document = try JSON.parse(
            text:
                #"{"spec":{"containers":[{"name":"c","env":[{"name":"E","value":"1"},{"name":"F","value":"1"},{"name":"E","value":"2"}]}]}}"#
        )
        let set = FieldSet(of: document, type: try Self.type("v1", "Pod"))
        #expect(
            set.json.text
                == #"{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:env":{"k:{\"name\":\"E\"}":{},"k:{\"name\":\"F\"}":{".":{},"f:name":{},"f:value":{}}},"f:name":{}}}}}"#
        )
    }
}
