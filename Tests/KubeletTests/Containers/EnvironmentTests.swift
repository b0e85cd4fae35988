import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct EnvironmentTests {
    @Test(arguments: [
        ("plain", "plain"), ("$(A)", "1"), ("x$(A)y$(B)z", "x1y2z"), ("$$(A)", "$(A)"), ("$$$(A)", "$1"), ("$(MISSING)", "$(MISSING)"),
        ("$(A", "$(A"),
        ("$A", "$A"), ("100%$", "100%$"), ("$()", "$()"),
    ])
    func expandsReferences(text: String, expected: String) {
        #expect(expand(text) { ["A": "1", "B": "2"][$0] } == expected)
    }

    private func builder(_ pod: Pod, _ references: PodReferences = PodReferences()) -> EnvironmentBuilder {
        EnvironmentBuilder(
            pod: pod, references: references,
            downward: DownwardAPI(
                pod: pod, podAddresses: ["10.244.0.5"], nodeName: "node-1", nodeAddress: "192.0.2.1", nodeMilliCPU: 4000,
                nodeMemory: 1 << 30))
    }

    private func values(_ env: JSON, from: JSON = [], references: PodReferences = PodReferences(), container extra: JSON = [:]) throws
        -> [String: String]
    {
        var container = extra
        (container["name"], container["image"], container["env"], container["envFrom"]) = ("main", "x", env, from)
        let pod = Fixtures.pod(containers: [container])
        let built = try builder(pod, references).environment(of: pod.spec.containers[0])
        return Dictionary(built.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    @Test func laterVariablesMayUseEarlierOnes() throws {
        let found = try values([["name": "A", "value": "1"], ["name": "B", "value": "$(A)2"], ["name": "C", "value": "$(D)"]])
        #expect(found == ["A": "1", "B": "12", "C": "$(D)"])
    }

    @Test func readsFieldsAndResources() throws {
        func field(_ name: String, _ path: String) -> JSON {
            ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": .string(path)]]]
        }
        func resource(_ name: String, _ what: String, _ divisor: String = "0") -> JSON {
            ["name": .string(name), "valueFrom": ["resourceFieldRef": ["resource": .string(what), "divisor": .string(divisor)]]]
        }
        let found = try values(
            [
                field("IP", "status.podIP"), field("NODE", "spec.nodeName"), field("NAME", "metadata.name"), resource("CPU", "limits.cpu"),
                resource("MILLI", "limits.cpu", "1m"), resource("MEM", "requests.memory", "1Mi"), resource("ALL", "limits.memory"),
            ], container: ["resources": ["limits": ["cpu": "1500m"], "requests": ["memory": "64Mi"]]])
        #expect(
            found == [
                "IP": "10.244.0.5", "NODE": "node-1", "NAME": "web", "CPU": "2", "MILLI": "1500", "MEM": "64", "ALL": String(1 << 30),
            ])
    }

    @Test func readsConfigMapsAndSecrets() throws {
        var references = PodReferences()
        references.configMaps["c"] = ConfigMap(["metadata": ["name": "c"], "data": ["k": "v", "other": "o"]])
        references.secrets["s"] = Secret(["metadata": ["name": "s"], "data": ["p": "aGVsbG8="]])
        let found = try values(
            [["name": "S", "valueFrom": ["secretKeyRef": ["name": "s", "key": "p"]]], ["name": "X_k", "value": "mine"]],
            from: [["prefix": "X_", "configMapRef": ["name": "c"]]], references: references)
        #expect(found == ["S": "hello", "X_k": "mine", "X_other": "o"])
    }

    @Test func saysWhatIsMissing() {
        #expect(throws: ConfigurationError("configmap \"nope\" not found")) { try values([], from: [["configMapRef": ["name": "nope"]]]) }
        #expect(throws: ConfigurationError("secret \"nope\" not found")) {
            try values([["name": "A", "valueFrom": ["secretKeyRef": ["name": "nope", "key": "k"]]]])
        }
        #expect(throws: Never.self) { try values([], from: [["configMapRef": ["name": "nope", "optional": true]]]) }
    }

    @Test func tellsOfServices() throws {
        var references = PodReferences()
        references.services = [
            Service([
                "metadata": ["name": "my-db", "namespace": "default"],
                "spec": ["clusterIP": "10.96.0.9", "ports": [["name": "sql-port", "port": 5432, "protocol": "TCP"]]],
            ]),
            Service(["metadata": ["name": "none", "namespace": "default"], "spec": ["clusterIP": "None", "ports": [["port": 1]]]]),
        ]
        let found = try values([], references: references)
        #expect(
            found == [
                "MY_DB_SERVICE_HOST": "10.96.0.9", "MY_DB_SERVICE_PORT": "5432", "MY_DB_SERVICE_PORT_SQL_PORT": "5432",
                "MY_DB_PORT": "tcp://10.96.0.9:5432", "MY_DB_PORT_5432_TCP": "tcp://10.96.0.9:5432", "MY_DB_PORT_5432_TCP_PROTO": "tcp",
                "MY_DB_PORT_5432_TCP_PORT": "5432", "MY_DB_PORT_5432_TCP_ADDR": "10.96.0.9",
            ])
    }
}
