import Resources
import Testing

@testable import Diagnosis

/// Services, Ingresses, claims, workloads, nodes and what is being deleted: a row a cause.
@Suite struct ObjectDiagnosisTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var type: ResourceType
        var object: String
        var causes: [Diagnosis.Cause]
        var says: String
        var lists: [ResourceType: [String]] = [:]
        var testDescription: String { "\(type.kind) \(causes.map(\.rawValue))" }
    }

    private static let service =
        "{metadata: {name: s, namespace: default}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}}"
    private static let slice =
        "{metadata: {name: s-1, namespace: default, labels: {kubernetes.io/service-name: s}}, "
        + "endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}]}"

    static let services: [Case] = [
        Case(
            type: .services, object: service, causes: [.healthy], says: "1 ready endpoint",
            lists: [.pods: [Worlds.readyPod], .endpointSlices: [slice]]),
        Case(
            type: .services, object: service, causes: [.selectorMatchesNothing], says: "label app is \"webb\"",
            lists: [.pods: [Worlds.pod(labels: "{app: webb}")]]),
        Case(
            type: .services, object: service.replacing("http", with: "web"), causes: [.portMismatch], says: "http 8080",
            lists: [.pods: [Worlds.readyPod]]),
        Case(type: .services, object: service, causes: [.podsNotReady], says: "none of the 1 pod", lists: [.pods: [Worlds.pod()]]),
        Case(type: .services, object: service, causes: [.noEndpoints], says: "do not have them yet", lists: [.pods: [Worlds.readyPod]]),
        Case(type: .services, object: "{metadata: {name: s}, spec: {ports: [{port: 80}]}}", causes: [.noSelector], says: "no selector"),
        Case(
            type: .services, object: "{metadata: {name: s}, spec: {type: ExternalName, externalName: a.example}}", causes: [.externalName],
            says: "a.example"),
        Case(
            type: .services, object: service.replacing("selector:", with: "type: LoadBalancer, selector:"), causes: [.noAddress],
            says: "load balancer",
            lists: [.pods: [Worlds.readyPod], .endpointSlices: [slice]]),
    ]

    private static func ingress(_ spec: String, address: Bool = true) -> String {
        "{metadata: {name: i, namespace: default}, spec: {ingressClassName: coxswain, "
            + "rules: [{host: a.example, http: {paths: [{path: /, backend: {service: "
            + "{name: s, port: {number: 80}}}}]}}]\(spec)}, status: {loadBalancer: {ingress: [\(address ? "{ip: 10.0.0.9}" : "")]}}}"
    }
    private static let served: [ResourceType: [String]] = [
        .services: [service], .pods: [Worlds.readyPod], .endpointSlices: [slice], .ingressClasses: ["{metadata: {name: coxswain}}"],
        .secrets: [],
    ]

    private static func changed(_ type: ResourceType, _ objects: [String]) -> [ResourceType: [String]] {
        var lists = served
        lists[type] = objects
        return lists
    }

    static let ingresses: [Case] = [
        Case(type: .ingresses, object: ingress(""), causes: [.healthy], says: "served at 10.0.0.9", lists: served),
        Case(type: .ingresses, object: ingress(""), causes: [.backendMissing], says: "behind a.example/", lists: changed(.services, [])),
        Case(
            type: .ingresses, object: ingress(""), causes: [.backendPort], says: "has no port 80",
            lists: changed(.services, [service.replacing("port: 80", with: "port: 81")])),
        Case(type: .ingresses, object: ingress(""), causes: [.backendEmpty], says: "no endpoints", lists: changed(.pods, [])),
        Case(
            type: .ingresses, object: ingress(", tls: [{hosts: [a.example], secretName: cert}]"), causes: [.secretMissing],
            says: "create secret tls cert", lists: served),
        Case(type: .ingresses, object: ingress("", address: false), causes: [.noAddress], says: "has no address", lists: served),
        Case(
            type: .ingresses, object: ingress(""), causes: [.ingressClass], says: "class coxswain does not exist",
            lists: changed(.ingressClasses, [])),
    ]

    private static func claim(_ spec: String, _ phase: String = "Pending") -> String {
        "{metadata: {name: d, namespace: default}, spec: {accessModes: [ReadWriteOnce], "
            + "resources: {requests: {storage: 2Gi}}\(spec)}, status: {phase: \(phase)}}"
    }
    private static let waits = "{metadata: {name: standard}, provisioner: coxswain.io/local, volumeBindingMode: WaitForFirstConsumer}"

    static let claims: [Case] = [
        Case(type: .persistentVolumeClaims, object: claim(", volumeName: v", "Bound"), causes: [.healthy], says: "volume v"),
        Case(type: .persistentVolumeClaims, object: claim(", volumeName: v", "Lost"), causes: [.volumeFailed], says: "gone"),
        Case(
            type: .persistentVolumeClaims, object: claim(""), causes: [.classMissing], says: "none is the default",
            lists: [.storageClasses: [waits]]),
        Case(
            type: .persistentVolumeClaims, object: claim(", storageClassName: fast"), causes: [.classMissing], says: "fast does not exist",
            lists: [.storageClasses: [waits]]),
        Case(
            type: .persistentVolumeClaims, object: claim(", storageClassName: standard"), causes: [.starting], says: "first pod",
            lists: [.storageClasses: [waits]]),
        Case(
            type: .persistentVolumeClaims, object: claim(", storageClassName: ''"), causes: [.claimUnbound],
            says: "volume v: it has 1Gi, wanted is 2Gi",
            lists: [.persistentVolumes: ["{metadata: {name: v}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]}}"]]),
        Case(type: .persistentVolumeClaims, object: claim(", volumeName: v"), causes: [.claimUnbound], says: "does not exist"),
    ]

    private static func set(_ status: String, _ conditions: String = "") -> String {
        "{metadata: {name: r, namespace: default, uid: u-r, ownerReferences: [{uid: u-d, controller: true}]}, spec: {replicas: 2}, "
            + "status: {readyReplicas: \(status), conditions: [\(conditions)]}}"
    }
    private static let owned = Worlds.pod(metadata: ", ownerReferences: [{kind: ReplicaSet, name: r, uid: u-r, controller: true}]")
    private static func deployment(_ spec: String = "", _ status: String = "") -> String {
        "{metadata: {name: d, namespace: default, uid: u-d}, spec: {replicas: 2\(spec)}, "
            + "status: {replicas: 2, updatedReplicas: 2, availableReplicas: 1\(status)}}"
    }

    static let workloads: [Case] = [
        Case(type: .replicaSets, object: set("2"), causes: [.healthy], says: "2 of 2"),
        Case(type: .replicaSets, object: set("1"), causes: [.progress, .notReady], says: "pod/web", lists: [.pods: [owned]]),
        Case(
            type: .replicaSets,
            object: set("0", "{type: ReplicaFailure, status: \"True\", message: 'forbidden: exceeded quota: q, requested: pods=1'}"),
            causes: [.quota], says: "describe resourcequota"),
        Case(
            type: .replicaSets, object: set("0", "{type: ReplicaFailure, status: \"True\", message: 'violates PodSecurity'}"),
            causes: [.refused], says: "violates"),
        Case(type: .replicaSets, object: set("0"), causes: [.noController], says: "none of its 2 pods"),
        Case(
            type: .deployments, object: deployment(), causes: [.progress, .notReady], says: "the ReplicaSet r should have 2",
            lists: [.replicaSets: [set("1")], .pods: [owned]]),
        Case(type: .deployments, object: deployment(", paused: true"), causes: [.paused], says: "rollout resume"),
        Case(
            type: .deployments,
            object: deployment("", ", conditions: [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]"),
            causes: [.progress], says: "no progress for 600 seconds"),
        Case(
            type: .deployments, object: deployment().replacing("availableReplicas: 1", with: "availableReplicas: 2"), causes: [.healthy],
            says: "up to date"),
        Case(
            type: .jobs,
            object:
                "{metadata: {name: j}, status: {failed: 3, conditions: [{type: Failed, status: \"True\", reason: BackoffLimitExceeded}]}}",
            causes: [.backoffLimit], says: "failed 3 times"),
        Case(
            type: .jobs,
            object: "{metadata: {name: j}, status: {conditions: [{type: Failed, status: \"True\", reason: DeadlineExceeded}]}}",
            causes: [.deadline],
            says: "activeDeadlineSeconds"),
        Case(type: .jobs, object: "{metadata: {name: j}, spec: {suspend: true}}", causes: [.suspended], says: "suspended"),
        Case(type: .cronJobs, object: "{metadata: {name: j}, spec: {suspend: true}}", causes: [.suspended], says: "patch cronjob j"),
        Case(
            type: .daemonSets, object: "{metadata: {name: d}, status: {desiredNumberScheduled: 0}}", causes: [.selector],
            says: "no node matches"),
    ]

    private static let going = "deletionTimestamp: '2026-01-01T00:00:00Z'"
    static let others: [Case] = [
        Case(type: .nodes, object: Worlds.node, causes: [.healthy], says: "ready"),
        Case(
            type: .nodes, object: "{metadata: {name: n}, status: {conditions: [{type: Ready, status: Unknown}]}}", causes: [.nodeSilent],
            says: "stopped to report"),
        Case(
            type: .nodes,
            object: "{metadata: {name: n}, status: {conditions: [{type: Ready, status: \"False\", message: container runtime is down}]}}",
            causes: [.nodeNotReady], says: "containerd does not answer"),
        Case(
            type: .nodes,
            object:
                "{metadata: {name: n}, spec: {unschedulable: true}, "
                + "status: {conditions: [{type: Ready, status: \"True\"}, {type: DiskPressure, status: \"True\"}]}}",
            causes: [.nodePressure, .cordoned], says: "disk space"),
        Case(
            type: .namespaces,
            object:
                "{metadata: {name: n, \(going)}, status: {conditions: ["
                + "{type: NamespaceFinalizersRemaining, status: \"True\", message: 'a/b in 1 resource instances'}]}}",
            causes: [.namespaceContent], says: "a/b in 1"),
        Case(
            type: .configMaps, object: "{metadata: {name: m, namespace: x, \(going), finalizers: [a/b]}}", causes: [.finalizer],
            says: "kubectl patch configmap/m -n x"),
        Case(
            type: .persistentVolumeClaims,
            object: "{metadata: {name: d, namespace: default, \(going), finalizers: [kubernetes.io/pvc-protection]}}", causes: [.finalizer],
            says: "used by pod/web", lists: [.pods: [Worlds.pod(spec: ", volumes: [{name: v, persistentVolumeClaim: {claimName: d}}]")]]),
        Case(
            type: .horizontalPodAutoscalers,
            object:
                "{metadata: {name: h}, status: {conditions: [{type: ScalingActive, status: \"False\", reason: FailedGetResourceMetric}]}}",
            causes: [.notReady], says: "FailedGetResourceMetric"),
        Case(type: .configMaps, object: "{metadata: {name: m}}", causes: [.healthy], says: "nothing in its status"),
    ]

    @Test(arguments: services + ingresses + claims + workloads + others) func anObjectHasItsCauses(_ row: Case) throws {
        let found = try Worlds.why(row.type, row.object, row.lists)
        #expect(found.map(\.cause) == row.causes)
        let text = found.map(\.text).joined()
        #expect(text.contains(row.says), "\(text)")
    }
}
