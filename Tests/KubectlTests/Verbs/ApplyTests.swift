import Document
import Testing

@testable import Kubectl

@Suite struct ApplyTests {
    static func deployment(_ containers: JSON, replicas: JSON = .null, labels: JSON = .null) -> JSON {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "x", "labels": labels],
            "spec": ["replicas": replicas, "template": ["spec": ["containers": containers]]],
        ]
    }

    private func merge(_ original: JSON, _ modified: JSON, _ current: JSON) -> JSON {
        ThreeWayMerge.merge(original: original, modified: modified, current: current, schema: LocalPatch.schema(of: current))
    }

    @Test func whatOthersSetStays() {
        let original = Self.deployment([["name": "a", "image": "1"]])
        let current = Self.deployment([["name": "a", "image": "1", "imagePullPolicy": "Always"]], replicas: 3)
        let modified = Self.deployment([["name": "a", "image": "2"]])
        #expect(
            merge(original, modified, current)
                == Self.deployment([["name": "a", "image": "2", "imagePullPolicy": "Always"]], replicas: 3))
    }

    @Test func whatTheAuthorTookAwayGoes() {
        let original = Self.deployment([["name": "a", "image": "1"], ["name": "b", "image": "1"]], labels: ["t": "1", "u": "2"])
        let current = Self.deployment(
            [["name": "a", "image": "1"], ["name": "b", "image": "1"], ["name": "sidecar", "image": "s"]],
            labels: ["t": "1", "u": "2", "v": "3"])
        let modified = Self.deployment([["name": "a", "image": "1"]], labels: ["t": "1"])
        #expect(
            merge(original, modified, current)
                == Self.deployment([["name": "a", "image": "1"], ["name": "sidecar", "image": "s"]], labels: ["t": "1", "v": "3"]))
    }

    @Test func nothingToDoIsNoPatch() {
        let object = Self.deployment([["name": "a", "image": "1"]])
        #expect(MergeDiff.patch(from: object, to: merge(object, object, object)).isNull)
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
