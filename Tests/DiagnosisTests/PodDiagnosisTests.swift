import Document
import Resources
import Testing

@testable import Diagnosis

@Suite struct PodDiagnosisTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var pod: String
        var cause: Diagnosis.Cause
        /// A part of the printed answer.
        var says: String
        var lists: [ResourceType: [String]] = [:]
        var testDescription: String { says }
    }

    private static func waiting(_ reason: String, _ message: String) -> String {
        "phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason: \(reason), message: '\(message)'}}}]"
    }

    private static func crashing(_ code: Int, _ reason: String = "Error") -> String {
        "phase: Running, containerStatuses: [{name: c, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, "
            + "lastState: {terminated: {exitCode: \(code), reason: \(reason)}}}]"
    }

    private static func evicted(_ message: String) -> String { "phase: Failed, reason: Evicted, message: '\(message)'" }

    private static func unmounted(_ message: String, _ says: String, reason: String = "FailedMount") -> Case {
        Case(
            pod: Worlds.pod(status: "phase: Pending"), cause: .volumeFailed, says: says,
            lists: [.events: [Worlds.event("Pod", "web", reason, message)]])
    }

    private static func secret(_ data: String) -> String {
        "{metadata: {name: login, namespace: default}, type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: \(data)}}"
    }

    static let images: [Case] = [
        Case(
            pod: Worlds.pod(status: waiting("ImagePullBackOff", "localhost:5000/kubia:1: not found")), cause: .imageMissing,
            says: "coxswain image push"),
        Case(
            pod: Worlds.pod(status: waiting("ErrImagePull", "dial tcp 127.0.0.1:5000: connect: connection refused")), cause: .registryDown,
            says: "localhost:5000 does not answer"),
        Case(
            pod: Worlds.pod(status: waiting("ErrImagePull", "no match for platform in manifest: not found")), cause: .architecture,
            says: "linux/amd64"),
        Case(pod: Worlds.pod(status: waiting("ErrImagePull", "401 Unauthorized")), cause: .pullDenied, says: "names no imagePullSecrets"),
        Case(
            pod: Worlds.pod(spec: ", imagePullSecrets: [{name: login}]", status: waiting("ErrImagePull", "401 Unauthorized")),
            cause: .secretMissing,
            says: "the secret login", lists: [.secrets: []]),
        Case(
            pod: Worlds.pod(spec: ", imagePullSecrets: [{name: login}]", status: waiting("ErrImagePull", "401 Unauthorized")),
            cause: .pullDenied, says: "needs a login for localhost:5000, but login has one for registry.example only",
            // {"auths":{"registry.example":{}}}
            lists: [.secrets: [secret("eyJhdXRocyI6eyJyZWdpc3RyeS5leGFtcGxlIjp7fX19")]]),
        Case(
            pod: Worlds.pod(spec: ", imagePullSecrets: [{name: login}]", status: waiting("ErrImagePull", "401 Unauthorized")),
            cause: .pullDenied, says: "is refused to the login of login",
            // {"auths":{"localhost:5000":{}}}
            lists: [.secrets: [secret("eyJhdXRocyI6eyJsb2NhbGhvc3Q6NTAwMCI6e319fQ==")]]),
        Case(
            pod: Worlds.pod(spec: ", imagePullSecrets: [{name: login}]", status: waiting("ErrImagePull", "401 Unauthorized")),
            cause: .pullDenied, says: "holds none that can be read", lists: [.secrets: [secret("bm9uZQ==")]]),
        Case(
            pod: Worlds.pod(status: waiting("CreateContainerError", "exec /app: exec format error")), cause: .architecture,
            says: "not made for this machine (linux/amd64)"),
        Case(
            pod: Worlds.pod(status: waiting("InvalidImageName", "invalid reference format")), cause: .imageName, says: "REGISTRY/NAME:TAG"),
        Case(
            pod: Worlds.pod(status: waiting("ErrImageNeverPull", "is not present with pull policy of Never")), cause: .imageNever,
            says: "IfNotPresent"),
    ]

    static let ends: [Case] = [
        Case(pod: Worlds.pod(status: crashing(137, "OOMKilled")), cause: .outOfMemory, says: "raise resources.limits.memory"),
        Case(pod: Worlds.pod(status: crashing(137)), cause: .killed, says: "SIGKILL"),
        Case(pod: Worlds.pod(status: crashing(139)), cause: .segmentationFault, says: "SIGSEGV"),
        Case(pod: Worlds.pod(status: crashing(143)), cause: .terminated, says: "SIGTERM"),
        Case(pod: Worlds.pod(status: crashing(126)), cause: .notExecutable, says: "cannot be executed"),
        Case(pod: Worlds.pod(status: crashing(127)), cause: .commandMissing, says: "does not exist in the image"),
        Case(pod: Worlds.pod(status: crashing(7)), cause: .exited, says: "exit code 7"),
        Case(pod: Worlds.pod(status: crashing(0)), cause: .exited, says: "use a Job"),
        Case(
            pod: Worlds.pod(status: crashing(137)), cause: .probeKilled, says: "liveness",
            lists: [.events: [Worlds.event("Pod", "web", "Killing", "Container c failed liveness probe, will be restarted")]]),
        Case(pod: Worlds.pod(status: "phase: Failed, reason: Evicted, message: low on memory"), cause: .evicted, says: "low on memory"),
        Case(
            pod: Worlds.pod(status: evicted("The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi")), cause: .evicted,
            says: "the node ran out of disk"),
        Case(
            pod: Worlds.pod(status: evicted("Usage of EmptyDir volume \"v\" exceeds the limit \"1Mi\". ")), cause: .evicted,
            says: "raise the emptyDir's sizeLimit"),
        Case(
            pod: Worlds.pod(status: evicted("Pod was rejected: The node had condition: [DiskPressure]. ")), cause: .evicted,
            says: "did not take it in"),
        Case(pod: Worlds.pod(status: "phase: Failed, reason: DeadlineExceeded"), cause: .deadline, says: "activeDeadlineSeconds"),
        Case(pod: Worlds.pod(status: "phase: Succeeded"), cause: .finished, says: "ended well"),
    ]

    private static let unready = "phase: Running, containerStatuses: [{name: c, ready: false, started: true, state: {running: {}}}]"
    private static func probed(_ message: String) -> Case {
        let pod = """
            {metadata: {name: web, namespace: default}, spec: {nodeName: n1, containers: [{name: c, ports: [{containerPort: 8080}],
            readinessProbe: {httpGet: {path: /ready, port: 9999}}}]}, status: {\(unready)}}
            """
        return Case(
            pod: pod, cause: .probeFailed, says: message,
            lists: [.events: [Worlds.event("Pod", "web", "Unhealthy", "Readiness probe failed: " + message)]])
    }

    static let others: [Case] = [
        probed("HTTP probe failed with statuscode: 404"), probed("connect: connection refused"), probed("context deadline exceeded"),
        Case(
            pod: Worlds.pod(status: waiting("CreateContainerConfigError", "configmap \"settings\" not found")), cause: .configMissing,
            says: "create configmap settings"),
        Case(
            pod: Worlds.pod(status: "phase: Pending"), cause: .configMissing, says: "create secret generic key",
            lists: [
                .events: [Worlds.event("Pod", "web", "FailedMount", "MountVolume.SetUp failed for volume \"v\" : secret \"key\" not found")]
            ]),
        unmounted("driver name x.example.com not found in the list of registered CSI drivers", "needs a CSI driver, and the node has none"),
        unmounted(
            "MapVolume.SetUpDevice failed for volume \"pv\" : path \"/dev/x\" does not exist", "correct spec.local.path",
            reason: "FailedMapVolume"),
        unmounted("volume v has volumeMode Block, but is specified in volumeMounts", "name it in volumeDevices"),
        Case(
            pod: Worlds.pod(
                spec: ", volumes: [{name: files, image: {reference: \"localhost:5000/files:1\"}}]",
                status: waiting("ErrImagePull", "failed to resolve \"localhost:5000/files:1\": not found")), cause: .imageMissing,
            says: "the image localhost:5000/files:1 of volume files does not exist"),
        Case(
            pod: Worlds.pod(status: "phase: Pending"), cause: .sandboxFailed, says: "sandbox",
            lists: [.events: [Worlds.event("Pod", "web", "FailedCreatePodSandBox", "no address left")]]),
        Case(
            pod: Worlds.pod(spec: ", readinessGates: [{conditionType: example.com/gate}]", status: "phase: Running"), cause: .readinessGate,
            says: "example.com/gate"),
        Case(pod: Worlds.readyPod, cause: .healthy, says: "runs and is ready"),
        Case(pod: Worlds.pod(), cause: .noNodes, says: "its node n1 does not exist", lists: [.nodes: []]),
        Case(
            pod: Worlds.pod(), cause: .nodeSilent, says: "its node is not ready",
            lists: [.nodes: ["{metadata: {name: n1}, status: {conditions: [{type: Ready, status: Unknown}]}}"]]),
    ]

    @Test(arguments: images + ends + others) func aPodHasItsCause(_ row: Case) throws {
        var lists = row.lists
        if lists[.nodes] == nil { lists[.nodes] = [Worlds.node] }
        let found = try Worlds.why(.pods, row.pod, lists)[0]
        #expect(found.cause == row.cause)
        #expect(found.text.contains(row.says), "\(found.text)")
    }

    @Test func aCrashShowsTheLastLinesOfItsLog() throws {
        let found = try Worlds.why(.pods, Worlds.pod(status: Self.crashing(7)), logs: ["web/c": ["about to fail"]])[0]
        #expect(found.evidence == ["restarted 3 times", "log: about to fail"])
        let pod = try Pod(YAML.parseOne(Worlds.pod(status: Self.crashing(7))))
        #expect(PodDiagnosis.wantedLogs(pod).map(\.container) == ["c"])
    }
}
