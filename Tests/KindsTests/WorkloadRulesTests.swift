import Document
import Resources
import Testing

@testable import Kinds

@Suite struct WorkloadRulesTests {
    static let template = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i}]}}"
    static let selector = "selector: {matchLabels: {app: a}}"

    @Test func controllersSelectByTheirTemplate() throws {
        let rc = try Fixture("v1", "ReplicationController").create("{spec: {\(Self.template)}}")
        #expect(rc["spec"]["selector"] == ["app": "a"])
        #expect(rc["metadata"]["labels"] == ["app": "a"])
        #expect(rc["spec"]["replicas"] == 1)
        #expect(rc["spec", "template", "spec"]["enableServiceLinks"].isNull)
        #expect(rc["status"] == ["replicas": 0])
    }

    @Test func deploymentDefaults() throws {
        let deployment = try Fixture("apps/v1", "Deployment").create("{spec: {\(Self.selector), \(Self.template)}}")
        #expect(
            deployment["spec"]["strategy"] == ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"]])
        #expect(deployment["spec"]["progressDeadlineSeconds"] == 600)
        #expect(deployment["spec"]["revisionHistoryLimit"] == 10)
        #expect(deployment["status"] == [:])
    }

    @Test(arguments: [
        ("v1", "ReplicationController", "{spec: {}}", ["spec.selector: Required value", "spec.template: Required value"]),
        (
            "v1", "ReplicationController", "{spec: {replicas: -1, \(template)}}",
            ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"]
        ),
        ("apps/v1", "Deployment", "{spec: {\(selector), \(template)}}", []),
        (
            "apps/v1", "Deployment", "{spec: {\(template)}}",
            [
                "spec.selector: Required value",
                "spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`",
            ]
        ),
        (
            "apps/v1", "Deployment", "{spec: {selector: {matchLabels: {app: b}}, \(template)}}",
            ["spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`"]
        ),
        (
            "apps/v1", "Deployment", "{spec: {\(selector), \(template), strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 0}}}}",
            ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"]
        ),
        (
            "apps/v1", "Deployment", "{spec: {\(selector), \(template), strategy: {type: Recreate, rollingUpdate: {}}}}",
            ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"]
        ),
        ("apps/v1", "ReplicaSet", "{spec: {\(selector), \(template)}}", []),
        ("apps/v1", "DaemonSet", "{spec: {\(selector), \(template)}}", []),
        ("apps/v1", "StatefulSet", "{spec: {\(selector), \(template)}}", []),
        (
            "batch/v1", "Job", "{spec: {\(selector), \(template)}}",
            ["spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""]
        ),
    ])
    func checks(apiVersion: String, kind: String, text: String, messages: [String]) throws {
        #expect(try Fixture(apiVersion, kind).errors(text) == messages)
    }

    @Test(arguments: ["ReplicaSet", "Deployment", "DaemonSet"])
    func selectorsAreSettled(kind: String) throws {
        let errors = try Fixture("apps/v1", kind).updateErrors("{spec: {\(Self.selector), \(Self.template)}}") {
            $0["spec"]["selector"] = ["matchLabels": ["app": "b"]]
            $0["spec"]["template"]["metadata"]["labels"] = ["app": "b"]
        }
        #expect(errors == ["spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"b\"}}: field is immutable"])
    }

    @Test func rows() throws {
        let text = "{spec: {replicas: 3, \(Self.selector), \(Self.template)}, status: {replicas: 2, readyReplicas: 1, updatedReplicas: 2}}"
        #expect(try Fixture("apps/v1", "Deployment").row(text) == ["it", "1/3", "2", "0", "5m", "c", "i", "app=a"])
        #expect(try Fixture("apps/v1", "ReplicaSet").row(text) == ["it", "3", "2", "1", "5m", "c", "i", "app=a"])
        #expect(try Fixture("apps/v1", "StatefulSet").row(text) == ["it", "1/3", "5m", "c", "i"])
        let rc = "{spec: {replicas: 3, selector: {app: a}, \(Self.template)}, status: {replicas: 2}}"
        #expect(try Fixture("v1", "ReplicationController").row(rc) == ["it", "3", "2", "0", "5m", "c", "i", "app=a"])
    }
}
