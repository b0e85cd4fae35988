import Document
import Resources
import Testing

@testable import Schema

@Suite struct DecoderTests {
    static let pod = GroupVersionKind(apiVersion: "v1", kind: "Pod")

    func decode(
        _ text: String, as gvk: GroupVersionKind = pod, validation: FieldValidation = .warn
    ) throws -> (json: JSON, warnings: [String]) {
        var duplicates: [String] = []
        var json = try JSON.parse(Array(text.utf8), duplicates: &duplicates)
        let type = try #require(Catalogue.builtin.type(gvk))
        let warnings = try type.decode(&json, as: gvk, duplicates: duplicates, validation: validation)
        return (json, warnings)
    }

    @Test func dropsUnknownFieldsAndNamesThem() throws {
        let (json, warnings) = try decode(
            #"{"kind":"Pod","spec":{"foo":1,"nodeName":"n","containers":[{"name":"a","bar":{"x":1}}]},"metadata":{"labels":{"a":"b"}},"zap":true}"#
        )
        #expect(warnings == [#"unknown field "spec.foo""#, #"unknown field "spec.containers[0].bar""#, #"unknown field "zap""#])
        #expect(json["spec"]["foo"].isNull)
        #expect(json["spec", "containers"][0]["bar"].isNull)
        #expect(json["zap"].isNull)
        #expect(json["spec"]["nodeName"] == "n")
        #expect(json["metadata", "labels", "a"] == "b")
    }

    @Test func leavesAloneWhatWasDecodedBefore() throws {
        let type = try #require(Catalogue.builtin.type(Self.pod))
        var (known, _) = try decode(
            #"{"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a"},{"name":"b"}],"volumes":[{"name":"v"}]}}"#)
        Defaulter.apply(&known, type: type)
        var json = known
        json["metadata"]["labels"] = ["a": "b"]
        json["metadata"]["foo"] = 1
        json["spec"]["containers"].mutateArray { $0[1]["image"] = "i" }
        json["spec"]["containers"].mutateArray { $0[1]["bar"] = 1 }
        json["spec"]["containers"].mutateArray { $0[1]["imagePullPolicy"] = .null }
        let warnings = try type.decode(&json, as: Self.pod, beside: known)
        Defaulter.apply(&json, type: type, beside: known)
        #expect(warnings == [#"unknown field "metadata.foo""#, #"unknown field "spec.containers[1].bar""#])
        #expect(json["metadata"]["labels"] == ["a": "b"])
        #expect(json["spec"]["volumes"].isIdentical(to: known["spec"]["volumes"]))
        #expect(json["spec"]["containers"][0].isIdentical(to: known["spec"]["containers"][0]))
        var again = json
        _ = try type.decode(&again, as: Self.pod)
        Defaulter.apply(&again, type: type)
        #expect(again == json)
    }

    @Test(arguments: [
        ("[]", #""""#), ("[104,105,null]", #""aGkA""#), (#""aGk=""#, #""aGk=""#),
    ])
    func bytesMayBeAListOfNumbers(value: String, expected: String) throws {
        let map = GroupVersionKind(apiVersion: "v1", kind: "ConfigMap")
        let (json, _) = try decode(#"{"binaryData":{"k":\#(value)}}"#, as: map)
        #expect(json["binaryData"]["k"].text == expected)
    }

    @Test(arguments: [
        ("[256]", "number 256", "uint8"), ("[-1]", "number -1", "uint8"), (#"["x"]"#, "string", "uint8"), ("{}", "object", "[]uint8"),
    ])
    func otherListsAreNoBytes(value: String, noun: String, type: String) {
        #expect(
            throws: APIError.badRequest(
                #"ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal \#(noun) into Go struct field "#
                    + "ConfigMap.binaryData of type \(type)")
        ) {
            try decode(#"{"binaryData":{"k":\#(value)}}"#, as: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"))
        }
    }

    @Test func whatNobodyLooksIntoMayBeAnything() throws {
        let revision = GroupVersionKind(apiVersion: "apps/v1", kind: "ControllerRevision")
        for value in [#""x""#, "[1]", #"{"a":{}}"#, "5"] {
            #expect(try decode(#"{"data":\#(value),"revision":1}"#, as: revision).json["data"].text == value)
        }
    }

    @Test func amountsThatAreAlwaysWritten() throws {
        let slice = GroupVersionKind(apiVersion: "resource.k8s.io/v1", kind: "ResourceSlice")
        let (json, _) = try decode(#"{"spec":{"devices":[{"name":"d","capacity":{"m":{}}}]}}"#, as: slice)
        #expect(json["spec"]["devices"][0]["capacity"]["m"]["value"] == "0")
    }

    @Test func strictnessDecidesWhatBecomesOfThem() throws {
        let text = #"{"kind":"Pod","spec":{"foo":1,"nodeName":"n","nodeName":"m"}}"#
        #expect(
            throws: APIError.badRequest(
                #"Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.foo", duplicate field "spec.nodeName""#
            )
        ) { try decode(text, validation: .strict) }
        #expect(try decode(text).warnings == [#"unknown field "spec.foo""#, #"duplicate field "spec.nodeName""#])
        #expect(try decode(text, validation: .ignore).warnings == [])
        #expect(try decode(text).json["spec"]["nodeName"] == "m")
    }

    @Test(arguments: [
        (
            #"{"spec":{"containers":"x"}}"#,
            "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container"
        ),
        (
            #"{"spec":{"containers":[{"image":1}]}}"#,
            "json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string"
        ),
        (
            #"{"spec":{"containers":[{"env":[{"name":"A","value":true}]}]}}"#,
            "json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string"
        ),
        (
            #"{"metadata":{"labels":{"a":1}}}"#,
            "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string"
        ),
        (
            #"{"spec":{"restartPolicy":[]}}"#,
            "json: cannot unmarshal array into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy"
        ),
        (#"{"spec":[]}"#, "json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec"),
        (
            #"{"spec":{"priority":5000000000}}"#,
            "json: cannot unmarshal number 5000000000 into Go struct field PodSpec.spec.priority of type int32"
        ),
        (
            #"{"spec":{"terminationGracePeriodSeconds":1.5}}"#,
            "json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64"
        ),
        (
            #"{"spec":{"containers":[{"resources":{"limits":{"cpu":"1x"}}}]}}"#,
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        ),
        (
            #"{"metadata":{"creationTimestamp":"yesterday"}}"#,
            #"parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006""#
        ),
        (#"[]"#, "json: cannot unmarshal array into Go value of type v1.Pod"),
    ])
    func rejectsWrongTypes(text: String, why: String) throws {
        #expect(throws: APIError.badRequest("Pod in version \"v1\" cannot be handled as a Pod: " + why)) { try decode(text) }
    }

    @Test func leavesOutWhatSaysNothingAndKeepsPointers() throws {
        let (json, _) = try decode(
            #"{"spec":{"nodeName":"","hostNetwork":false,"hostUsers":false,"priority":0,"tolerations":[],"nodeSelector":{},"securityContext":{},"overhead":null,"containers":[]}}"#
        )
        #expect(json["spec"] == ["hostUsers": false, "priority": 0, "securityContext": [:], "containers": []])
    }

    @Test func writesWhatIsAlwaysWritten() throws {
        let (json, _) = try decode(#"{"kind":"Pod"}"#)
        #expect(json.text == #"{"kind":"Pod","metadata":{},"spec":{"containers":null},"status":{}}"#)
        let (status, _) = try decode(#"{"status":{"containerStatuses":[{"name":"a"}]}}"#)
        let container = status["status", "containerStatuses"][0]
        #expect(container["restartCount"] == 0)
        #expect(container["ready"] == false)
        #expect(container["image"] == "")
        let service = try decode("{}", as: GroupVersionKind(apiVersion: "v1", kind: "Service"))
        #expect(service.json["status"] == ["loadBalancer": [:]])
    }

    @Test(arguments: [
        ("\"1000m\"", "1"), ("\"1024Mi\"", "1Gi"), ("0.5", "500m"), ("2", "2"), ("\"100m\"", "100m"), ("\"64Mi\"", "64Mi"),
        ("\" 1 \"", "1"),
    ])
    func bringsQuantitiesToCanonicalForm(written: String, stored: String) throws {
        let (json, _) = try decode(#"{"spec":{"containers":[{"resources":{"limits":{"cpu":\#(written)}}}]}}"#)
        #expect(json["spec", "containers"][0]["resources", "limits", "cpu"] == .string(stored))
    }

    @Test func bringsTimesToCanonicalForm() throws {
        let (json, _) = try decode(#"{"metadata":{"creationTimestamp":"2024-01-02T03:04:05.678+01:00"}}"#)
        #expect(json["metadata"]["creationTimestamp"] == "2024-01-02T02:04:05Z")
        let lease = GroupVersionKind(apiVersion: "coordination.k8s.io/v1", kind: "Lease")
        let (renewed, _) = try decode(#"{"spec":{"renewTime":"2024-01-02T04:04:05.600000+01:00"}}"#, as: lease)
        #expect(renewed["spec"]["renewTime"] == "2024-01-02T03:04:05.600000Z")
    }

    @Test func portsAreNumbersOrNames() throws {
        let service = GroupVersionKind(apiVersion: "v1", kind: "Service")
        let (json, _) = try decode(#"{"spec":{"ports":[{"port":80,"targetPort":"http"},{"port":81,"targetPort":8081}]}}"#, as: service)
        #expect(json["spec", "ports"][0]["targetPort"] == "http")
        #expect(json["spec", "ports"][1]["targetPort"] == 8081)
        #expect(throws: APIError.self) { try decode(#"{"spec":{"ports":[{"targetPort":true}]}}"#, as: service) }
    }

    @Test(arguments: [("aGk=", true), ("aGk", false), ("a===", false), ("!!!!", false), ("", true)])
    func secretsHoldBase64(text: String, good: Bool) throws {
        let secret = GroupVersionKind(apiVersion: "v1", kind: "Secret")
        let body = #"{"data":{"a":"\#(text)"}}"#
        if good {
            #expect(try decode(body, as: secret).json["data"]["a"] == .string(text))
        } else {
            #expect(throws: APIError.self) { try decode(body, as: secret) }
        }
    }

    @Test func nullsInListsAndMapsAreZeroValues() throws {
        let (json, _) = try decode(#"{"metadata":{"labels":{"a":null},"finalizers":[null]},"spec":{"containers":[null]}}"#)
        #expect(json["metadata", "labels", "a"] == "")
        #expect(json["metadata"]["finalizers"] == [""])
        #expect(json["spec", "containers"][0] == ["name": "", "resources": [:]])
    }
}
