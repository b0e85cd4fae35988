import Document
import Testing

@testable import Schema

/// Behaviour that upstream's clients rely on, one row per rule. Documents are written as YAML flow text.
@Suite struct StrategicMergePatchTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var type = "core.v1.Pod"
        var original: String
        var patch: String
        var expected: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "maps merge, null removes, new members are added", original: "{metadata: {labels: {a: '1', b: '2'}}}",
            patch: "{metadata: {labels: {b: null, c: '3'}, name: x}}", expected: "{metadata: {labels: {a: '1', c: '3'}, name: x}}"),
        Case(
            name: "null for what is not there is ignored, also deep inside what is added", original: "{metadata: {name: x}}",
            patch: "{metadata: {uid: null}, spec: {nodeName: null, hostname: h}}", expected: "{metadata: {name: x}, spec: {hostname: h}}"),
        Case(
            name: "a list with merge key merges by it, keeping what the patch does not name",
            original: "{spec: {containers: [{name: a, image: i1}, {name: b, image: i2}]}}",
            patch: "{spec: {containers: [{name: b, image: i3}]}}",
            expected: "{spec: {containers: [{name: a, image: i1}, {name: b, image: i3}]}}"),
        Case(
            name: "new elements come before the others", original: "{spec: {containers: [{name: a}, {name: b}]}}",
            patch: "{spec: {containers: [{name: c, image: i}]}}",
            expected: "{spec: {containers: [{name: c, image: i}, {name: a}, {name: b}]}}"),
        Case(
            name: "$setElementOrder puts them where its sender has them", original: "{spec: {containers: [{name: a}, {name: b}]}}",
            patch: "{spec: {$setElementOrder/containers: [{name: b}, {name: c}, {name: a}], containers: [{name: c, image: i}]}}",
            expected: "{spec: {containers: [{name: b}, {name: c, image: i}, {name: a}]}}"),
        Case(
            name: "$setElementOrder alone reorders", original: "{spec: {containers: [{name: a}, {name: b}, {name: s}]}}",
            patch: "{spec: {$setElementOrder/containers: [{name: b}, {name: a}]}}",
            expected: "{spec: {containers: [{name: b}, {name: a}, {name: s}]}}"),
        Case(
            name: "$setElementOrder leaves what the server added in its place",
            original: "{spec: {containers: [{name: s}, {name: a}, {name: b}]}}",
            patch: "{spec: {$setElementOrder/containers: [{name: a}, {name: b}], containers: [{name: a, image: i}]}}",
            expected: "{spec: {containers: [{name: s}, {name: a, image: i}, {name: b}]}}"),
        Case(
            name: "$setElementOrder for a list that is new", original: "{spec: {}}",
            patch: "{spec: {$setElementOrder/containers: [{name: a}], containers: [{name: a}, {name: z, $patch: delete}]}}",
            expected: "{spec: {containers: [{name: a}]}}"),
        Case(
            name: "$setElementOrder for lists that are nowhere", original: "{spec: {hostname: h}}",
            patch: "{spec: {$setElementOrder/containers: [{name: a}]}}", expected: "{spec: {hostname: h}}"),
        Case(
            name: "$patch delete removes an element", original: "{spec: {containers: [{name: a}, {name: b}]}}",
            patch: "{spec: {containers: [{name: a, $patch: delete}]}}", expected: "{spec: {containers: [{name: b}]}}"),
        Case(
            name: "$patch delete of an element that is not there", original: "{spec: {containers: [{name: b}]}}",
            patch: "{spec: {containers: [{name: a, $patch: delete}]}}", expected: "{spec: {containers: [{name: b}]}}"),
        Case(
            name: "$patch replace in a list throws the old one away", original: "{spec: {containers: [{name: a}, {name: b}]}}",
            patch: "{spec: {containers: [{name: c}, {$patch: replace}]}}", expected: "{spec: {containers: [{name: c}]}}"),
        Case(
            name: "$patch replace in a map", original: "{metadata: {labels: {a: '1'}}}",
            patch: "{metadata: {labels: {$patch: replace, b: '2'}}}", expected: "{metadata: {labels: {b: '2'}}}"),
        Case(
            name: "$patch delete in a map empties it", original: "{metadata: {labels: {a: '1'}}}",
            patch: "{metadata: {labels: {$patch: delete}}}", expected: "{metadata: {labels: {}}}"),
        Case(
            name: "$patch delete for a map that is not there", original: "{metadata: {name: x}}",
            patch: "{metadata: {labels: {$patch: delete}}}", expected: "{metadata: {name: x}}"),
        Case(
            name: "lists within merged elements merge too",
            original: "{spec: {containers: [{name: a, env: [{name: A, value: '1'}], ports: [{containerPort: 80}]}]}}",
            patch: "{spec: {containers: [{name: a, env: [{name: B, value: '2'}], ports: [{containerPort: 80, name: http}]}]}}",
            expected:
                "{spec: {containers: [{name: a, env: [{name: B, value: '2'}, {name: A, value: '1'}], "
                + "ports: [{containerPort: 80, name: http}]}]}}"
        ),
        Case(
            name: "lists without strategy are replaced", original: "{spec: {containers: [{name: a, args: [x, y]}]}}",
            patch: "{spec: {containers: [{name: a, args: [z]}]}}", expected: "{spec: {containers: [{name: a, args: [z]}]}}"),
        Case(
            name: "an atomic list of objects is replaced", original: "{spec: {tolerations: [{key: a}]}}",
            patch: "{spec: {tolerations: [{key: b}]}}", expected: "{spec: {tolerations: [{key: b}]}}"),
        Case(
            name: "primitive lists with strategy merge are sets", original: "{metadata: {finalizers: [a, b]}}",
            patch: "{metadata: {finalizers: [b, c]}}", expected: "{metadata: {finalizers: [a, b, c]}}"),
        Case(
            name: "$deleteFromPrimitiveList removes from a set", original: "{metadata: {finalizers: [a, b, c]}}",
            patch: "{metadata: {$deleteFromPrimitiveList/finalizers: [b]}}", expected: "{metadata: {finalizers: [a, c]}}"),
        Case(
            name: "$deleteFromPrimitiveList without a list", original: "{metadata: {name: x}}",
            patch: "{metadata: {$deleteFromPrimitiveList/finalizers: [b]}}", expected: "{metadata: {name: x}}"),
        Case(
            name: "delete, add and order a set at once", original: "{metadata: {finalizers: [a, b]}}",
            patch: "{metadata: {$setElementOrder/finalizers: [c, a], $deleteFromPrimitiveList/finalizers: [b], finalizers: [c]}}",
            expected: "{metadata: {finalizers: [c, a]}}"),
        Case(
            name: "$retainKeys clears the other members", type: "apps.v1.Deployment",
            original: "{spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}",
            patch: "{spec: {strategy: {$retainKeys: [type], type: Recreate}}}", expected: "{spec: {strategy: {type: Recreate}}}"),
        Case(
            name: "$retainKeys with strategy merge in list elements",
            original: "{spec: {volumes: [{name: v, emptyDir: {medium: Memory}}]}}",
            patch: "{spec: {volumes: [{name: v, $retainKeys: [name, hostPath], hostPath: {path: /x}}]}}",
            expected: "{spec: {volumes: [{name: v, hostPath: {path: /x}}]}}"),
        Case(
            name: "a value of another type takes the place", original: "{spec: {containers: [{name: a, args: [x]}]}, status: {phase: p}}",
            patch: "{status: [1]}", expected: "{spec: {containers: [{name: a, args: [x]}]}, status: [1]}"),
        Case(
            name: "service ports merge by port", type: "core.v1.Service",
            original: "{spec: {ports: [{port: 80, nodePort: 30000}, {port: 443}]}}", patch: "{spec: {ports: [{port: 443, name: tls}]}}",
            expected: "{spec: {ports: [{port: 80, nodePort: 30000}, {port: 443, name: tls}]}}"),
        Case(
            name: "two elements with one key: the first is meant", type: "core.v1.Service",
            original: "{spec: {ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}}",
            patch: "{spec: {ports: [{port: 53, name: dns}]}}",
            expected: "{spec: {ports: [{port: 53, protocol: UDP, name: dns}, {port: 53, protocol: TCP}]}}"),
        Case(
            name: "conditions merge by type",
            original: "{status: {conditions: [{type: Ready, status: 'False'}, {type: X, status: 'True'}]}}",
            patch: "{status: {$setElementOrder/conditions: [{type: Ready}], conditions: [{type: Ready, status: 'True'}]}}",
            expected: "{status: {conditions: [{type: Ready, status: 'True'}, {type: X, status: 'True'}]}}"),
        Case(
            name: "owner references merge by uid", original: "{metadata: {ownerReferences: [{uid: u1, name: a}, {uid: u2, name: b}]}}",
            patch: "{metadata: {ownerReferences: [{uid: u1, $patch: delete}]}}",
            expected: "{metadata: {ownerReferences: [{uid: u2, name: b}]}}"),
        Case(
            name: "$patch delete of the whole document", original: "{metadata: {name: x}}", patch: "{$patch: delete}", expected: "{}"),
        Case(
            name: "an empty list replaces nothing in a merged one", original: "{spec: {containers: [{name: a}]}}",
            patch: "{spec: {containers: []}}", expected: "{spec: {containers: [{name: a}]}}"),
    ]

    @Test(arguments: cases)
    func apply(_ row: Case) throws {
        let type = try #require(Catalogue.builtin.type(named: row.type))
        let result = try StrategicMergePatch.apply(
            patch: YAML.parseOne(row.patch), to: YAML.parseOne(row.original), type: type)
        #expect(result == (try YAML.parseOne(row.expected)), "\(result.text)")
    }

    static let failures: [(patch: String, status: Int, message: String)] = [
        ("{spec: {containers: [{image: x}]}}", 500, "map: map[image:x] does not contain declared merge key: name"),
        ("{spec: {containers: [{$patch: delete}]}}", 500, "map: map[$patch:delete] does not contain declared merge key: name"),
        ("{spec: {containers: [{name: a, $patch: merge}]}}", 500, "merging lists cannot yet be specified in the patch"),
        ("{spec: {containers: [{name: a, $patch: x}]}}", 500, "unknown patch type: x in map: map[$patch:x name:a]"),
        ("{spec: {$patch: merge, hostname: h}}", 500, "unknown patch type: merge in map: map[$patch:merge hostname:h]"),
        ("{spec: {containers: [[1]]}}", 500, "list element types are not identical: [[map[image:i name:a]] [[1]]]"),
        ("{spec: {containers: [a]}}", 500, "list element types are not identical: [[map[image:i name:a]] [a]]"),
        ("{spec: {$deleteFromPrimitiveList: [a]}}", 400, "invalid patch format of primitive list"),
        ("{spec: {$setElementOrder: [a]}}", 400, "invalid patch format of setElementOrder list"),
        ("{spec: {$setElementOrder/containers: a}}", 500, "expected a []interface {}, but received a string"),
        ("{spec: {$retainKeys: a}}", 400, "invalid patch format of retainKeys"),
        ("{spec: {$retainKeys: [nodeName], hostname: h}}", 400, "invalid patch format of retainKeys"),
        (
            "{spec: {$setElementOrder/containers: [{name: b}, {name: a}], containers: [{name: a}, {name: b}]}}", 500,
            "The order in patch list:\n[map[name:a] map[name:b]]\n doesn't match $setElementOrder list:\n[map[name:b] map[name:a]]\n"
        ),
        (
            "{spec: {$setElementOrder/nothing: [{name: b}]}}", 500,
            "unable to find api field in struct PodSpec for the json field \"nothing\""
        ),
        ("[]", 400, "invalid JSON document"),
    ]

    @Test(arguments: failures)
    func failure(patch: String, status: Int, message: String) throws {
        let type = try #require(Catalogue.builtin.type(named: "core.v1.Pod"))
        let original = try YAML.parseOne("{spec: {containers: [{name: a, image: i}]}}")
        let patch = try YAML.parseOne(patch)
        #expect(throws: StrategicMergeError(status: status, message: message)) {
            try StrategicMergePatch.apply(patch: patch, to: original, type: type)
        }
    }

    @Test func messagesPrintValuesAsUpstream() {
        #expect(StrategicMergeError.goText(["b": [1, true, .null], "a": ["x": 1.5]]) == "map[a:map[x:1.5] b:[1 true <nil>]]")
    }
}
