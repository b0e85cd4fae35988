import Document
import Resources
import Testing

@testable import Kinds

@Suite struct ClusterRulesTests {
    @Test func roleBindings() throws {
        let bindings = Fixture("rbac.authorization.k8s.io/v1", "RoleBinding")
        let text = "{roleRef: {kind: Role, name: r}, subjects: [{kind: User, name: u}, {kind: ServiceAccount, name: s, namespace: n}]}"
        let created = try bindings.create(text)
        #expect(created["roleRef"]["apiGroup"] == "rbac.authorization.k8s.io")
        #expect(created["subjects"][0]["apiGroup"] == "rbac.authorization.k8s.io")
        #expect(try bindings.errors(text) == [])
        #expect(try bindings.row(text) == ["it", "Role/r", "5m", "u", "", "n/s"])
        #expect(
            try bindings.updateErrors(text) { $0["roleRef"]["name"] = "x" }
                == [
                    "roleRef: Invalid value: {\"kind\":\"Role\",\"name\":\"x\",\"apiGroup\":\"rbac.authorization.k8s.io\"}: cannot change roleRef"
                ])
    }

    @Test func roles() throws {
        let roles = Fixture("rbac.authorization.k8s.io/v1", "Role")
        #expect(try roles.errors("{metadata: {name: \"system:x\"}, rules: [{verbs: [get], apiGroups: [\"\"], resources: [pods]}]}") == [])
        #expect(
            try roles.errors("{rules: [{verbs: [get], nonResourceURLs: [/x]}]}")
                == ["rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to non-resource URLs"])
        #expect(try Fixture("rbac.authorization.k8s.io/v1", "ClusterRole").row("{}") == ["it", "2024-05-01T11:55:00Z"])
    }

    @Test func priorityClasses() throws {
        let classes = Fixture("scheduling.k8s.io/v1", "PriorityClass")
        #expect(try classes.row("{value: 7, preemptionPolicy: Never}") == ["it", "7", "false", "5m", "Never"])
        #expect(
            try classes.errors("{value: 1000000001}") == [
                "value: Forbidden: maximum allowed value of a user defined priority is 1000000000"
            ])
        #expect(try classes.errors("{metadata: {name: system-node-critical}, value: 2000001000}") == [])
    }

    /// A block of the right kind; what is in it is not for the rules.
    private static let request =
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUFBPQotLS0t"
        + "LUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K"

    @Test func certificateSigningRequests() throws {
        let requests = Fixture("certificates.k8s.io/v1", "CertificateSigningRequest")
        let text =
            "{spec: {signerName: a.b/c, request: \(Self.request), usages: [client auth], username: u}, "
            + "status: {conditions: [{type: Approved}]}}"
        #expect(try requests.row(text) == ["it", "5m", "a.b/c", "u", "<none>", "Approved"])
        #expect(try requests.errors(text) == [])
        let old = try requests.create(text)
        var new = old
        new["status"] = ["conditions": [["type": "Approved", "status": "True"]], "certificate": "eA=="]
        requests.rules.prepareForUpdate(&new, old: old, subresource: "approval")
        #expect(new["status"]["certificate"].isNull)
        #expect(new["status"]["conditions"][0]["type"] == "Approved")
    }

    @Test(
        arguments: [
            ("", nil), ("x", nil), ("-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n", nil),
            ("-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----", "CERTIFICATE REQUEST"),
            ("words\r\n-----BEGIN KEY----- \r\nMAA=\r\n-----END KEY-----\r\n", "KEY"),
            ("-----BEGIN A-----\n-----END B-----\n-----BEGIN B-----\n-----END B-----\n", "B"), ("-----BEGIN -----\n-----END -----", ""),
        ] as [(String, String?)])
    func firstBlocksOfText(text: String, label: String?) { #expect(PEMText.firstBlock(Array(text.utf8)) == label) }

    @Test(arguments: ["", "eA==", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1BQT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="])
    func requestsForCertificatesAreBlocks(request: String) throws {
        let errors = try Fixture("certificates.k8s.io/v1", "CertificateSigningRequest").errors(
            "{spec: {signerName: a.b/c, request: '\(request)', usages: [client auth]}}")
        #expect(errors.count == 1 && errors[0].hasSuffix("PEM block type must be CERTIFICATE REQUEST"))
    }

    @Test func volumes() throws {
        #expect(
            try Fixture("v1", "PersistentVolumeClaim").errors("{spec: {resources: {requests: {storage: 1Gi}}}}")
                == ["spec.accessModes: Required value: at least 1 access mode is required"])
        #expect(
            try Fixture("v1", "PersistentVolume").errors(
                "{spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /x}}}") == [])
        let row = try Fixture("v1", "PersistentVolumeClaim").row(
            "{spec: {volumeName: v, storageClassName: s, volumeMode: Filesystem}, status: {phase: Bound, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]}}"
        )
        #expect(row == ["it", "Bound", "v", "1Gi", "RWO", "s", "<unset>", "5m", "Filesystem"])
    }

    @Test func jobs() throws {
        let row = try Fixture("batch/v1", "Job").row(
            "{spec: {completions: 2, template: {spec: {containers: [{name: c, image: i}]}}, selector: {matchLabels: {a: b}}}, status: {succeeded: 1, startTime: \"2024-05-01T11:59:00Z\"}}"
        )
        #expect(row == ["it", "Running", "1/2", "60s", "5m", "c", "i", "a=b"])
    }

    @Test func ingresses() throws {
        let ingresses = Fixture("networking.k8s.io/v1", "Ingress")
        let text =
            "{spec: {rules: [{host: a.b, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}}"
        #expect(try ingresses.errors(text) == [])
        #expect(try ingresses.row(text) == ["it", "<none>", "a.b", "", "80", "5m"])
        #expect(try ingresses.errors("{spec: {}}") == ["spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"])
    }

    @Test func autoscalers() throws {
        let text = "{spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}, maxReplicas: 3}}"
        let scalers = Fixture("autoscaling/v2", "HorizontalPodAutoscaler")
        let created = try scalers.create(text)
        #expect(created["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"] == 80)
        #expect(scalers.rules.cells(created, now: Fixture.now)[2] == "cpu: <unknown>/80%")
        #expect(try scalers.errors(text) == [])
    }
}
