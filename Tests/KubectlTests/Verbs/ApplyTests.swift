import Client
import Document
import Schema
import Testing

@testable import Kubectl

@Suite struct ApplyTests {
    static func deployment(_ containers: JSON, replicas: JSON = .null, labels: JSON = .null) -> JSON {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "x", "labels": labels],
            "spec": ["replicas": replicas, "template": ["spec": ["containers": containers]]],
        ]
    }

    private func merge(_ original: JSON, _ modified: JSON, _ current: JSON) throws -> JSON {
        let type = try #require(LocalPatch.schema(of: current))
        let patch = StrategicMergeDiff.patch(original: original, modified: modified, current: current, type: type)
        return try LocalPatch.strategic(patch, to: current)
    }

    @Test func whatOthersSetStays() throws {
        let original = Self.deployment([["name": "a", "image": "1"]])
        let current = Self.deployment([["name": "a", "image": "1", "imagePullPolicy": "Always"]], replicas: 3)
        let modified = Self.deployment([["name": "a", "image": "2"]])
        #expect(
            try merge(original, modified, current)
                == Self.deployment([["name": "a", "image": "2", "imagePullPolicy": "Always"]], replicas: 3))
    }

    @Test func whatTheAuthorTookAwayGoes() throws {
        let original = Self.deployment([["name": "a", "image": "1"], ["name": "b", "image": "1"]], labels: ["t": "1", "u": "2"])
        let current = Self.deployment(
            [["name": "a", "image": "1"], ["name": "b", "image": "1"], ["name": "sidecar", "image": "s"]],
            labels: ["t": "1", "u": "2", "v": "3"])
        let modified = Self.deployment([["name": "a", "image": "1"]], labels: ["t": "1"])
        #expect(
            try merge(original, modified, current)
                == Self.deployment([["name": "a", "image": "1"], ["name": "sidecar", "image": "s"]], labels: ["t": "1", "v": "3"]))
    }

    @Test func kindsWithoutSchemaMergeByTheirMembers() {
        let merged = ThreeWayMerge.merge(
            original: ["a": 1, "b": ["c": 1, "d": 1], "l": [1]], modified: ["b": ["c": 2], "l": [2]],
            current: ["a": 1, "b": ["c": 1, "d": 1, "e": 1], "l": [1, 3], "x": 1])
        #expect(merged == ["b": ["c": 2, "e": 1], "l": [2], "x": 1])
    }

    /// The record of managers of an object that was applied from both sides.
    @Test func theServersManagerTakesOver() throws {
        let object = try JSON.parse(
            text: #"""
                {"metadata":{"resourceVersion":"7","managedFields":[
                {"manager":"kubectl","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}}},
                {"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":
                  {"f:data":{"f:b":{}},"f:metadata":{"f:annotations":{"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}},
                {"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:c":{}}}}]}}
                """#)
        let patch = try #require(ManagerTakeover.record(of: object, by: "kubectl"))
        #expect(patch.document[0]["value"].array?.count == 2)
        #expect(patch.document[0]["value"][0]["fieldsV1"].text == #"{"f:data":{"f:a":{},"f:b":{}}}"#)
        #expect(patch.document[1]["value"] == "7")
        #expect(ManagerTakeover.record(of: object, by: "other") == nil)
    }

    @Test func mergeDiffRemovesWithNull() {
        #expect(
            MergeDiff.patch(from: ["a": 1, "b": ["c": 2, "d": 3]], to: ["a": 1, "b": ["c": 4]]).text == "{\"b\":{\"c\":4,\"d\":null}}")
    }

    @Test func configurationIsKeptInOrder() {
        #expect(
            LastApplied.configuration(of: ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"], "data": ["x": "<1>"]])
                == "{\"apiVersion\":\"v1\",\"data\":{\"x\":\"\\u003c1\\u003e\"},\"kind\":\"ConfigMap\",\"metadata\":{\"annotations\":{},\"name\":\"a\"}}\n"
        )
    }
}

@Suite struct RolloutProgressTests {
    private func deployment(updated: Int, all: Int, available: Int, observed: Int = 2) -> JSON {
        [
            "kind": "Deployment", "metadata": ["name": "x", "generation": 2], "spec": ["replicas": 3],
            "status": [
                "observedGeneration": .int(Int64(observed)), "updatedReplicas": .int(Int64(updated)), "replicas": .int(Int64(all)),
                "availableReplicas": .int(Int64(available)),
            ],
        ]
    }

    @Test func words() throws {
        #expect(
            try RolloutProgress.of(deployment(updated: 0, all: 0, available: 0, observed: 1)).text
                == "Waiting for deployment spec update to be observed...\n")
        #expect(
            try RolloutProgress.of(deployment(updated: 1, all: 4, available: 3)).text
                == "Waiting for deployment \"x\" rollout to finish: 1 out of 3 new replicas have been updated...\n")
        #expect(
            try RolloutProgress.of(deployment(updated: 3, all: 4, available: 3)).text
                == "Waiting for deployment \"x\" rollout to finish: 1 old replicas are pending termination...\n")
        #expect(
            try RolloutProgress.of(deployment(updated: 3, all: 3, available: 2)).text
                == "Waiting for deployment \"x\" rollout to finish: 2 of 3 updated replicas are available...\n")
        #expect(
            try RolloutProgress.of(deployment(updated: 3, all: 3, available: 3))
                == RolloutProgress(text: "deployment \"x\" successfully rolled out\n", isDone: true))
    }
}
