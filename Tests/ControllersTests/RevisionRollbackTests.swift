import Document
import Resources
import Testing

@testable import Controllers

@Suite struct RevisionRollbackTests {
    private func set(_ revision: Int, image: String) -> ReplicaSet {
        var set = ReplicaSet(name: "d-\(revision)", namespace: "default")
        set.metadata.annotations = ["deployment.kubernetes.io/revision": String(revision), "why": image]
        set.json["spec", "template"] = [
            "metadata": ["labels": ["pod-template-hash": .string("h\(revision)"), "a": "b"]],
            "spec": ["containers": [["name": "c", "image": .string(image)]]],
        ]
        return set
    }

    private func deployment(to revision: String?, image: String) -> Deployment {
        var deployment = Deployment(name: "d", namespace: "default")
        deployment.metadata.annotations = ["deployment.kubernetes.io/revision": "3", "why": "now"]
        if let revision { deployment.metadata.annotations["deprecated.deployment.rollback.to"] = revision }
        deployment.json["spec", "template"] = [
            "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c", "image": .string(image)]]],
        ]
        return deployment
    }

    private var sets: [ReplicaSet] { [set(1, image: "one"), set(2, image: "two"), set(3, image: "three")] }

    @Test(arguments: [("0", "two", 2), ("1", "one", 1)]) func goesBack(_ wish: String, _ image: String, _ revision: Int) {
        guard case .back(let changed, revision) = RevisionRollback.decide(deployment(to: wish, image: "three"), sets: sets) else {
            Issue.record("nothing was done")
            return
        }
        #expect(changed.json["spec", "template", "spec"]["containers"][0]["image"].string == image)
        #expect(changed.json["spec", "template", "metadata"]["labels"] == ["a": "b"])
        #expect(changed.annotations == ["deployment.kubernetes.io/revision": "3", "why": image])
    }

    @Test(arguments: [("9", "DeploymentRollbackRevisionNotFound"), ("3", "DeploymentRollbackTemplateUnchanged")])
    func refuses(_ wish: String, _ reason: String) {
        guard case .refused(let changed, reason, _) = RevisionRollback.decide(deployment(to: wish, image: "three"), sets: sets) else {
            Issue.record("it was not refused")
            return
        }
        #expect(changed.annotations["deprecated.deployment.rollback.to"] == nil)
        #expect(changed.json["spec"] == deployment(to: nil, image: "three").json["spec"])
    }

    @Test func onlyOnRequest() {
        if RevisionRollback.decide(deployment(to: nil, image: "three"), sets: sets) != nil { Issue.record("nobody asked") }
    }
}
