import Document
import Resources
import Testing

@testable import Schema

@Suite struct DefaulterTests {
    @Test func setsConstantsAtEveryDepth() throws {
        let deployment = try #require(Catalogue.builtin.type(GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")))
        var json: JSON = [
            "spec": [
                "replicas": 0,
                "template": [
                    "spec": ["containers": [["name": "a", "ports": [["containerPort": 80]], "livenessProbe": ["httpGet": ["port": 80]]]]]
                ],
            ]
        ]
        Defaulter.apply(&json, type: deployment)
        #expect(json["spec"]["replicas"] == 0)
        #expect(json["spec"]["revisionHistoryLimit"] == 10)
        let spec = json["spec", "template", "spec"]
        #expect(spec["restartPolicy"] == "Always")
        #expect(spec["terminationGracePeriodSeconds"] == 30)
        #expect(spec["securityContext"] == [:])
        let container = spec["containers"][0]
        #expect(container["terminationMessagePath"] == "/dev/termination-log")
        #expect(container["ports"][0]["protocol"] == "TCP")
        #expect(
            container["livenessProbe"]
                == [
                    "httpGet": ["port": 80, "path": "/", "scheme": "HTTP"], "timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1,
                    "failureThreshold": 3,
                ])
    }

    @Test func touchesNothingTwice() throws {
        let pod = try #require(Catalogue.builtin.type(GroupVersionKind(apiVersion: "v1", kind: "Pod")))
        var json: JSON = ["spec": ["containers": [["name": "a"]], "dnsPolicy": "None"]]
        Defaulter.apply(&json, type: pod)
        let once = json
        Defaulter.apply(&json, type: pod)
        #expect(json == once)
        #expect(json["spec"]["dnsPolicy"] == "None")
    }
}
