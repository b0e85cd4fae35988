import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct NodeTests {
    private var object: NodeObject {
        var configuration = KubeletConfiguration(nodeName: "node-1", nodeAddress: "192.0.2.1", rootDirectory: "/r", version: "v1.36.0")
        configuration.reservedMilliCPU = 100
        let facts = NodeFacts(
            milliCPU: 2000, memoryBytes: 8 << 30, ephemeralStorageBytes: 100 << 30, machineID: "m", systemUUID: "u", bootID: "b",
            kernelVersion: "6.1",
            osImage: "Debian", architecture: "amd64")
        return NodeObject(configuration: configuration, facts: facts)
    }

    @Test func theNodeIsRegisteredWithItsStandardLabels() {
        let node = object.registration()
        #expect(node.labels["kubernetes.io/hostname"] == "node-1")
        #expect(node.labels["kubernetes.io/arch"] == "amd64")
        #expect(object.allocatable["cpu"]?.description == "1900m")
        #expect(object.capacity["memory"]?.description == "8Gi")
    }

    @Test func readinessFollowsTheRuntime() {
        let up = RuntimeVersion(name: "containerd", version: "1.6.20", apiVersion: "v1")
        let good = NodeObject.Report(
            runtimeVersion: up, runtimeConditions: [RuntimeCondition(type: "NetworkReady", status: true)], images: [])
        let status = object.status(good, old: [], now: Fixtures.start)
        #expect(status.conditions.isTrue("Ready"))
        #expect(status.nodeInfo.containerRuntimeVersion == "containerd://1.6.20")
        let bad = NodeObject.Report(
            runtimeVersion: up,
            runtimeConditions: [RuntimeCondition(type: "NetworkReady", status: false, reason: "NetworkPluginNotReady", message: "cni")],
            images: [])
        let later = object.status(bad, old: status.conditions, now: Fixtures.start.adding(seconds: 60))
        #expect(later.conditions[type: "Ready"]?.reason == "KubeletNotReady")
        #expect(later.conditions[type: "Ready"]?.lastTransitionTime == Fixtures.start.adding(seconds: 60))
        #expect(later.conditions[type: "DiskPressure"]?.lastTransitionTime == Fixtures.start)
    }

    @Test func refusesWhatDoesNotFit() {
        let admission = NodeAdmission(nodeLabels: ["disk": "ssd"], allocatable: object.allocatable)
        func pod(_ name: String, _ container: JSON, _ spec: JSON = [:]) -> Pod {
            var container = container
            (container["name"], container["image"]) = ("a", "x")
            return Fixtures.pod(name, containers: [container], spec: spec)
        }
        let big = pod("big", ["resources": ["requests": ["cpu": "1500m"]]])
        #expect(admission.refuse(big, others: []) == nil)
        #expect(
            admission.refuse(big, others: [big])
                == .init(
                    reason: "OutOfcpu",
                    message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 1500, used: 1500, capacity: 1900"))
        #expect(admission.refuse(pod("sel", [:], ["nodeSelector": ["disk": "hdd"]]), others: [])?.reason == "NodeAffinity")
        let port = pod("p", ["ports": [["containerPort": 80, "hostPort": 8080]]])
        #expect(admission.refuse(port, others: [port])?.reason == "NodePorts")
        #expect(admission.refuse(port, others: [pod("q", ["ports": [["containerPort": 80, "hostPort": 8080, "protocol": "UDP"]]])]) == nil)
    }

    @Test(arguments: [
        ("/healthz", KubeletPath.health), ("/containerLogs/ns/pod/c", .logs(.init(namespace: "ns", pod: "pod", container: "c"))),
        ("/exec/ns/pod/c", .exec(.init(namespace: "ns", pod: "pod", container: "c"))),
        ("/exec/ns/pod/uid/c", .exec(.init(namespace: "ns", pod: "pod", uid: "uid", container: "c"))),
        ("/portForward/ns/pod", .portForward(.init(namespace: "ns", pod: "pod", container: ""))), ("/stats/summary", .summary),
    ])
    func readsPaths(path: String, expected: KubeletPath) { #expect(KubeletPath(path) == expected) }

    @Test func readsQueries() {
        let items = queryItems("command=sh&command=-c&command=echo+%22a%20b%22&input=1")
        #expect(items.map(\.value) == ["sh", "-c", "echo \"a b\"", "1"])
        #expect(KubeletPath("/nothing") == nil)
    }

    @Test func pullSecretsMatchTheirRegistry() {
        // {"auths":{"localhost:5000":{"auth":"eDp5"},"https://index.docker.io/v1/":{"username":"u","password":"p"}}}
        let text =
            "eyJhdXRocyI6eyJsb2NhbGhvc3Q6NTAwMCI6eyJhdXRoIjoiZURwNSJ9"
            + "LCJodHRwczovL2luZGV4LmRvY2tlci5pby92MS8iOnsidXNlcm5hbWUiOiJ1IiwicGFzc3dvcmQiOiJwIn19fQ=="
        let secret = Secret(["type": "kubernetes.io/dockerconfigjson", "data": [".dockerconfigjson": .string(text)]])
        let local = PullSecrets.credentials(for: "localhost:5000/a:1", from: [secret])
        #expect(local.map { [$0.username, $0.password, $0.serverAddress] } == [["x", "y", ""]])
        #expect(PullSecrets.credentials(for: "busybox:1", from: [secret]).map(\.username) == ["u"])
        #expect(PullSecrets.credentials(for: "quay.io/a/b:1", from: [secret]).isEmpty)
    }

    @Test(arguments: [
        ("localhost:5000", "localhost:5000/a:1", true), ("localhost:5001", "localhost:5000/a:1", false),
        ("https://registry.example/v2/", "registry.example/team/a", true), ("registry.example/team", "registry.example/team/a:1", true),
        ("registry.example/other", "registry.example/team/a:1", false), ("*.example.com", "one.example.com/a", true),
        ("*.example.com", "one.two.example.com/a", false), ("*.example.com:8080", "one.example.com/a", false),
        ("reg*.example.com", "registry.example.com/a", true), ("docker.io/library", "docker.io/library/busybox", true), ("", "a", false),
    ])
    func loginsBelongToServers(server: String, image: String, expected: Bool) { #expect(PullSecrets.matches(server, image) == expected) }

    @Test func theMostSpecificLoginComesFirst() {
        let logins: JSON = ["reg.example": ["username": "wide"], "reg.example/team": ["username": "narrow"]]
        #expect(PullSecrets.credentials(for: "reg.example/team/a", logins: logins).map(\.username) == ["narrow", "wide"])
    }

    @Test(arguments: [
        ("busybox", "busybox:latest", "Always"), ("busybox:1", "busybox:1", "IfNotPresent"),
        ("localhost:5000/a", "localhost:5000/a:latest", "Always"), ("a@sha256:1", "a@sha256:1", "IfNotPresent"),
    ])
    func imageNamesAndPolicies(image: String, full: String, policy: String) {
        #expect(ImageManager.withTag(image) == full)
        #expect(ImageWish(image, policy: "").policy == policy)
        #expect(ImageWish(image, policy: "Never").policy == "Never")
    }
}
