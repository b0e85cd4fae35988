import Document
import Resources
import Testing

@testable import Kinds

@Suite struct CoreRulesTests {
    @Test func nodes() throws {
        let text = """
            metadata: {labels: {node-role.kubernetes.io/control-plane: "", node-role.kubernetes.io/worker: ""}}
            spec: {unschedulable: true}
            status:
              conditions: [{type: Ready, status: "True"}]
              addresses: [{type: InternalIP, address: 10.0.0.1}]
              nodeInfo: {kubeletVersion: v1.36.0, osImage: Debian, kernelVersion: "6.1", architecture: amd64, containerRuntimeVersion: "containerd://1.6"}
            """
        let nodes = Fixture("v1", "Node")
        #expect(
            try nodes.row(text) == [
                "it", "Ready,SchedulingDisabled", "control-plane,worker", "5m", "v1.36.0", "10.0.0.1", "<none>", "Debian", "6.1 (amd64)",
                "containerd://1.6",
            ])
        let created = try nodes.create("{status: {capacity: {cpu: 2}}}")
        #expect(created["status"]["allocatable"] == ["cpu": "2"])
        #expect(
            try nodes.updateErrors("{spec: {podCIDRs: [10.244.0.0/24]}}") { $0["spec"]["podCIDRs"] = ["10.244.1.0/24"] }
                == ["spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid"])
        #expect(try nodes.errors("{spec: {taints: [{key: a, effect: NoSchedule}]}}") == [])
    }

    @Test(arguments: [
        (
            "{spec: {taints: [{key: a, effect: Sometimes}]}}",
            [
                "metadata.taints[0].effect: Unsupported value: \"Sometimes\": supported values: \"NoSchedule\", \"PreferNoSchedule\", "
                    + "\"NoExecute\""
            ]
        ),
        (
            "{spec: {podCIDRs: [10.1.0.1/24]}}",
            ["spec.podCIDRs[0]: Invalid value: \"10.1.0.1/24\": must not have bits set beyond the prefix length"]
        ),
        (
            "{spec: {podCIDRs: [10.1.0.0/24, 10.2.0.0/24]}}",
            ["spec.podCIDRs: Invalid value: [\"10.1.0.0/24\",\"10.2.0.0/24\"]: may specify no more than one CIDR for each IP family"]
        ),
        ("{spec: {podCIDRs: [10.1.0.0/24, \"fd00::/64\"]}}", []),
        (
            "{status: {capacity: {cpu: -1}, allocatable: {cpu: 1}}}",
            ["status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0"]
        ),
        ("{status: {declaredFeatures: [B, A]}}", ["status.declaredFeatures[1]: Invalid value: \"A\": list must be sorted alphabetically"]),
    ])
    func nodesAreRefused(text: String, errors: [String]) throws { #expect(try Fixture("v1", "Node").errors(text) == errors) }

    @Test func eventsOfTheNewGroupAreComplete() throws {
        let regarding = "regarding: {kind: Pod, namespace: default, name: p}"
        let told = "eventTime: \"2024-01-01T00:00:00.000000Z\", reportingController: a.b/c, reportingInstance: i, action: a, reason: r"
        let events = Fixture("events.k8s.io/v1", "Event")
        #expect(try events.errors("{\(regarding), \(told), type: Normal}") == [])
        #expect(
            try events.errors("{\(regarding), \(told), type: Odd, deprecatedCount: 1, series: {count: 1}}") == [
                "series.count: Invalid value: \"\": should be at least 2", "series.lastObservedTime: Required value",
                "type: Invalid value: \"\": has invalid value: Odd", "count: Invalid value: \"\": needs to be unset",
            ])
        #expect(
            try events.updateErrors("{\(regarding), \(told), type: Normal}") { $0["note"] = "other" }
                == ["message: Invalid value: \"other\": field is immutable"])
        #expect(try Fixture("v1", "Event").errors("{involvedObject: {namespace: default}, type: Odd}") == [])
    }

    @Test func namespaces() throws {
        let namespaces = Fixture("v1", "Namespace")
        let created = try namespaces.create("{metadata: {name: n}}")
        #expect(created["metadata"]["labels"] == ["kubernetes.io/metadata.name": "n"])
        #expect(created["spec"]["finalizers"] == ["kubernetes"])
        #expect(created["status"]["phase"] == "Active")
        var update = created
        update["spec"]["finalizers"] = .null
        namespaces.rules.prepareForUpdate(&update, old: created, subresource: nil)
        #expect(update["spec"]["finalizers"] == ["kubernetes"])
        var finalize = created
        finalize["spec"]["finalizers"] = .null
        namespaces.rules.prepareForUpdate(&finalize, old: created, subresource: "finalize")
        #expect(finalize["spec"]["finalizers"].isNull)
    }

    @Test func configMaps() throws {
        let maps = Fixture("v1", "ConfigMap")
        #expect(
            try maps.errors("{data: {\"a/b\": c}}") == [
                "data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
            ])
        #expect(
            try maps.updateErrors("{immutable: true, data: {a: b}}") { $0["data"]["a"] = "c" }
                == ["data: Forbidden: field is immutable when `immutable` is set"])
        #expect(try maps.row("{data: {a: b}, binaryData: {c: ZA==}}") == ["it", "2", "5m"])
    }

    @Test func secrets() throws {
        let secrets = Fixture("v1", "Secret")
        let created = try secrets.create("{stringData: {a: hello}, data: {b: Yg==}}")
        #expect(created["data"] == ["b": "Yg==", "a": "aGVsbG8="])
        #expect(created["stringData"].isNull)
        #expect(created["type"] == "Opaque")
        #expect(
            try secrets.errors("{type: kubernetes.io/tls}") == ["data[tls.crt]: Required value", "data[tls.key]: Required value"])
        let registry = { (data: String) in "{type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: \(data)}}" }
        #expect(try secrets.errors(registry("e30=")) == [])
        #expect(
            try secrets.errors(registry("W10=")) == [
                "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": json: cannot unmarshal array into Go value of type "
                    + "map[string]interface {}"
            ])
        #expect(try secrets.errors(registry("YWJj")).count == 1)
        #expect(
            try secrets.errors("{type: kubernetes.io/ssh-auth, data: {ssh-privatekey: \"\"}}") == ["data[ssh-privatekey]: Required value"])
        #expect(try secrets.updateErrors("{}") { $0["type"] = "x" } == ["type: Invalid value: \"x\": field is immutable"])
    }

    @Test func events() throws {
        let row = try Fixture("v1", "Event").row(
            """
            involvedObject: {kind: Pod, name: p, fieldPath: "spec.containers{a}"}
            type: Normal
            reason: Pulled
            message: " done "
            count: 4
            firstTimestamp: "2024-05-01T11:00:00Z"
            lastTimestamp: "2024-05-01T11:59:30Z"
            source: {component: kubelet, host: n1}
            """)
        #expect(row == ["30s", "Normal", "Pulled", "pod/p", "spec.containers{a}", "kubelet, n1", "done", "60m", "4", "it"])
        let paths = Fixture("v1", "Event").rules.selectableFields(.null).map(\.0)
        #expect(paths.contains("involvedObject.name"))
        #expect(paths.contains("reason"))
    }

    @Test func endpoints() throws {
        let ports = "ports: [{port: 80}]"
        #expect(
            try Fixture("v1", "Endpoints").row("{subsets: [{addresses: [{ip: 1.1.1.1}, {ip: 1.1.1.2}], \(ports)}]}")[1]
                == "1.1.1.1:80,1.1.1.2:80")
        let many = (1...5).map { "{ip: 1.1.1.\($0)}" }.joined(separator: ",")
        #expect(
            try Fixture("v1", "Endpoints").row("{subsets: [{addresses: [\(many)], \(ports)}]}")[1]
                == "1.1.1.1:80,1.1.1.2:80,1.1.1.3:80 + 2 more...")
        #expect(
            try Fixture("v1", "Endpoints").errors("{subsets: [{addresses: [{ip: x}], ports: [{port: 80}]}]}")
                == [
                    "subsets[0].addresses[0].ip: Invalid value: \"x\": " + AddressChecks.message,
                    "subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address",
                ])
        #expect(
            try Fixture("v1", "Endpoints").errors(
                "{subsets: [{addresses: [{ip: 127.0.0.1, hostname: A}], ports: [{port: 80, appProtocol: \"a b\"}]}]}"
            ).map { String($0.prefix { $0 != " " }) }
                == ["subsets[0].addresses[0].ip:", "subsets[0].addresses[0].hostname:", "subsets[0].ports[0].appProtocol:"])
        // What was taken once may stay.
        #expect(
            try Fixture("v1", "Endpoints").updateErrors("{subsets: [{addresses: [{ip: 127.0.0.1}]}]}") {
                $0["metadata"]["labels"] = ["a": "b"]
            } == [])
        #expect(
            try Fixture("discovery.k8s.io/v1", "EndpointSlice").row(
                "{addressType: IPv4, ports: [{port: 80}], endpoints: [{addresses: [1.1.1.1]}]}") == ["it", "IPv4", "80", "1.1.1.1", "5m"])
    }

    @Test(arguments: [
        ("::1", true), ("2001:db8::ffff", true), ("1:2:3:4:5:6:7:8", true), ("::ffff:1.2.3.4", true), (":::", false), ("1:2", false),
        ("g::", false),
    ])
    func sixthVersionAddresses(text: String, good: Bool) { #expect(AddressChecks.isIPv6(text) == good) }

    /// Upstream: an event without a source is selected by the controller that reports it.
    @Test(arguments: [("{source: {component: a}, reportingComponent: b}", "a"), ("{reportingComponent: b}", "b"), ("{}", "")])
    func sourceOfAnEvent(text: String, source: String) throws {
        let rules = Fixture("v1", "Event").rules
        let fields = try rules.selectableFields(YAML.parseOne(text))
        #expect(fields.first { $0.0 == "source" }?.1 == source)
    }

    /// Writes to `status` carry annotations with them for most kinds.
    @Test(arguments: [("v1", "Namespace", "b"), ("v1", "Service", "b"), ("storage.k8s.io/v1", "VolumeAttachment", "a")])
    func metadataWithStatus(apiVersion: String, kind: String, annotation: String) throws {
        let fixture = Fixture(apiVersion, kind)
        let old = try YAML.parseOne("{metadata: {name: it, annotations: {key: a}}, spec: {x: 1}}")
        var new = try YAML.parseOne("{metadata: {name: it, annotations: {key: b}}, spec: {x: 2}}")
        fixture.rules.prepareForUpdate(&new, old: old, subresource: "status")
        #expect(new["metadata"]["annotations"]["key"] == .string(annotation))
        #expect(new["spec"]["x"] == 1)
    }
}
