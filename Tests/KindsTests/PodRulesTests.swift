import Document
import Resources
import Testing

@testable import Kinds

@Suite struct PodRulesTests {
    let pods = Fixture("v1", "Pod")
    static let plain = "{spec: {containers: [{name: a, image: nginx}]}}"

    @Test func defaults() throws {
        let pod = try pods.create(
            """
            spec:
              serviceAccountName: sa
              containers:
              - {name: a, image: nginx, resources: {limits: {cpu: 1000m}}}
              - {name: b, image: "r:5000/x:1.2"}
              - {name: c, image: "x@sha256:0"}
              volumes: [{name: v}]
            """)
        let spec = pod["spec"]
        #expect(spec["containers"][0]["imagePullPolicy"] == "Always")
        #expect(spec["containers"][1]["imagePullPolicy"] == "IfNotPresent")
        #expect(spec["containers"][2]["imagePullPolicy"] == "IfNotPresent")
        #expect(spec["containers"][0]["resources"] == ["limits": ["cpu": "1"], "requests": ["cpu": "1"]])
        #expect(spec["enableServiceLinks"] == true)
        #expect(spec["serviceAccount"] == "sa")
        #expect(spec["volumes"][0]["emptyDir"] == [:])
        #expect(spec["restartPolicy"] == "Always")
        #expect(pod["status"] == ["phase": "Pending", "qosClass": "Burstable"])
        #expect(pod["metadata"]["generation"] == 1)
    }

    /// What a pod as a whole asks for is filled up from its containers, and then from its limits; templates stay as they are.
    @Test func defaultsOfPodsAlone() throws {
        let spec =
            "{hostNetwork: true, resources: {limits: {cpu: 2, memory: 1Gi}}, containers: [{name: a, image: i, "
            + "resources: {requests: {cpu: 100m}}, ports: [{containerPort: 80}]}, {name: b, image: i, resources: {requests: {cpu: 200m}}}]}"
        let pod = try pods.create("{spec: \(spec)}")
        #expect(pod["spec"]["resources"]["requests"] == ["cpu": "300m", "memory": "1Gi"])
        #expect(pod["spec"]["containers"][0]["ports"][0]["hostPort"] == 80)
        let template = try Fixture("apps/v1", "ReplicaSet").create("{spec: {template: {spec: \(spec)}}}")["spec"]["template"]["spec"]
        #expect(template["resources"]["requests"].isNull && template["containers"][0]["ports"][0]["hostPort"].isNull)
    }

    @Test func whileGatedAPodMayBeNarrowed() throws {
        func terms(_ expressions: String) throws -> JSON {
            try YAML.parseOne(
                "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [\(expressions)]}]}}}"
            )
        }
        let (one, two) = ("{key: a, operator: Exists}", "{key: b, operator: Exists}")
        var text = try YAML.parseOne("{spec: {schedulingGates: [{name: g}], containers: [{name: a, image: i}]}}")
        text["spec"]["affinity"] = try terms(one)
        func errors(_ change: (inout JSON) -> Void) throws -> [String] {
            let old = try pods.create(text)
            var new = old
            change(&new)
            return pods.rules.validateUpdate(new, old: old, subresource: nil).map { String($0.description.prefix { $0 != ":" }) }
        }
        let (narrowed, other) = (try terms(one + ", " + two), try terms(two))
        #expect(try errors { $0["spec"]["affinity"] = narrowed } == [])
        let place = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
        #expect(try errors { $0["spec"]["affinity"] = other } == [place])
        #expect(try errors { $0["spec"]["schedulingGates"] = [["name": "h"]] } == ["spec.schedulingGates[0].name"])
        #expect(
            try errors { $0["metadata"]["annotations"] = ["kubernetes.io/config.mirror": "x"] }
                == ["metadata.annotations[kubernetes.io/config.mirror]"])
    }

    @Test func initContainersRulesNeedAPolicy() throws {
        let rule = "restartPolicyRules: [{action: Odd}]"
        let text = { (list: String) in "{spec: {containers: [{name: a, image: i}], initContainers: [{name: b, image: i, \(list)}]}}" }
        #expect(
            try pods.errors(text(rule)) == [
                "spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used"
            ])
        #expect(try pods.errors(text(rule + ", restartPolicy: Never")).count == 2)
    }

    @Test(arguments: [
        ("{}", "BestEffort"), ("{limits: {cpu: 1, memory: 1Gi}}", "Guaranteed"), ("{limits: {cpu: 1}}", "Burstable"),
        ("{requests: {memory: 1Gi}}", "Burstable"), ("{limits: {cpu: 2, memory: 1Gi}, requests: {cpu: 1}}", "Burstable"),
    ])
    func qualityOfService(resources: String, qos: String) throws {
        let pod = try pods.create("{spec: {containers: [{name: a, image: i, resources: \(resources)}]}}")
        #expect(pod["status"]["qosClass"] == .string(qos))
    }

    @Test(arguments: [
        ("{spec: {}}", ["spec.containers: Required value"]),
        ("{spec: {containers: [{}]}}", ["spec.containers[0].name: Required value", "spec.containers[0].image: Required value"]),
        (
            "{spec: {containers: [{name: a, image: i}, {name: a, image: i}]}}",
            ["spec.containers[1].name: Duplicate value: \"a\""]
        ),
        (
            "{spec: {containers: [{name: a, image: i, ports: [{containerPort: 70000}]}]}}",
            ["spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"]
        ),
        (
            "{spec: {containers: [{name: a, image: i, volumeMounts: [{name: v, mountPath: /x}]}]}}",
            ["spec.containers[0].volumeMounts[0].name: Not found: \"v\""]
        ),
        (
            "{spec: {restartPolicy: Sometimes, containers: [{name: a, image: i}]}}",
            ["spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\""]
        ),
        (
            "{spec: {containers: [{name: a, image: i, resources: {limits: {cpu: 1}, requests: {cpu: 2}}}]}}",
            ["spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"]
        ),
        (
            "{spec: {containers: [{name: a, image: i, livenessProbe: {}}]}}",
            ["spec.containers[0].livenessProbe: Required value: must specify a handler type"]
        ),
        (
            "{spec: {containers: [{name: a, image: i, livenessProbe: {successThreshold: 2, tcpSocket: {port: 80}}}]}}",
            ["spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"]
        ),
        (
            "{spec: {volumes: [{name: v, emptyDir: {}, hostPath: {path: /x}}], containers: [{name: a, image: i}]}}",
            ["spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"]
        ),
        (
            "{spec: {containers: [{name: a, image: i, env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.foo}}}]}]}}",
            [
                "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.foo\": error converting fieldPath: field label not supported: spec.foo"
            ]
        ),
        (
            "{spec: {hostNetwork: true, containers: [{name: a, image: i, ports: [{containerPort: 80, hostPort: 81}]}]}}",
            ["spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true"]
        ),
        (
            "{spec: {activeDeadlineSeconds: 0, containers: [{name: a, image: i}]}}",
            ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"]
        ),
    ])
    func rejects(text: String, messages: [String]) throws { #expect(try pods.errors(text) == messages) }

    @Test func acceptsAFullPod() throws {
        let errors = try pods.errors(
            """
            metadata: {labels: {app: x}}
            spec:
              serviceAccountName: sa
              initContainers: [{name: init, image: i}, {name: side, image: i, restartPolicy: Always, startupProbe: {exec: {command: [a]}}}]
              tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}]
              affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a/b, labelSelector: {matchLabels: {a: b}}}]}}
              volumes:
              - {name: t, projected: {sources: [{serviceAccountToken: {path: token}}, {configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}},
                  {downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}}]}}
              containers:
              - name: a
                image: i
                env: [{name: A, value: b}, {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}},
                  {name: M, valueFrom: {resourceFieldRef: {resource: limits.memory}}}, {name: L, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}]
                volumeMounts: [{name: t, mountPath: /t}]
                readinessProbe: {httpGet: {port: http}, successThreshold: 2}
            """)
        #expect(errors == [])
    }

    @Test func onlyImagesAndSomeFieldsMayChange() throws {
        #expect(try pods.updateErrors(Self.plain) { $0["spec"]["containers"][0]["image"] = "other" } == [])
        #expect(try pods.updateErrors(Self.plain) { $0["spec"]["activeDeadlineSeconds"] = 10 } == [])
        #expect(try pods.updateErrors(Self.plain) { $0["spec"]["tolerations"] = [["key": "a", "operator": "Exists"]] } == [])
        let errors = try pods.updateErrors(Self.plain) { $0["spec"]["nodeName"] = "n" }
        #expect(errors.count == 1)
        #expect(errors[0].hasPrefix("spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"))
        #expect(
            try pods.updateErrors(Self.plain) { $0["spec"]["containers"] = [] } == [
                "spec.containers: Forbidden: pod updates may not add or remove containers", "spec.containers: Required value",
            ])
    }

    @Test func changesOfTheSpecCountTheGeneration() throws {
        let old = try pods.create(Self.plain)
        var new = old
        new["spec"]["containers"][0]["image"] = "x"
        new["status"]["phase"] = "Running"
        pods.rules.prepareForUpdate(&new, old: old, subresource: nil)
        #expect(new["metadata"]["generation"] == 2)
        #expect(new["status"]["phase"] == "Pending")
    }

    @Test(arguments: [
        ("{name: foo-, value: a}", ["Invalid value: \"foo-\": must have at most 253 characters and match regex"]),
        ("{name: bar.., value: a}", ["Invalid value: \"bar..\": must have at most 253 characters and match regex"]),
        ("{value: a}", ["Required value"]), ("{name: kernel.shm_rmid_forced, value: a}", []),
        ("{name: net/ipv4/tcp_syncookies, value: a}", ["may not be specified when 'hostNetwork' is true"]),
        ("{name: a.b, value: a}, {name: a.b, value: c}", ["Duplicate value: \"a.b\""]),
    ])
    func sysctls(entries: String, problems: [String]) throws {
        let errors = try pods.errors(
            "{spec: {hostNetwork: true, securityContext: {sysctls: [\(entries)]}, containers: [{name: a, image: i}]}}")
        #expect(errors.count == problems.count)
        for (error, problem) in zip(errors, problems) { #expect(error.contains(problem)) }
    }
}
