import Document
import Resources
import Testing

@testable import Kinds

/// Kinds beyond the everyday ones: what each refuses, and how it is shown.
@Suite struct MoreKindsTests {
    struct Case: Sendable, CustomStringConvertible {
        var apiVersion: String
        var kind: String
        var text: String
        var errors: [String]
        var description: String { kind + " " + text }
    }

    static let cases: [Case] = [
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy",
            text:
                "{spec: {podSelector: {}, ingress: [{ports: [{port: 80, endPort: 70}, {port: web, endPort: 9}, {endPort: 1}], from: [{}]}]}}",
            errors: [
                "spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`",
                "spec.ingress[0].ports[1].endPort: Invalid value: 9: may not be specified when `port` is non-numeric",
                "spec.ingress[0].ports[2].endPort: Invalid value: 1: may not be specified when `port` is not specified",
                "spec.ingress[0].from[0]: Required value: must specify a peer",
            ]),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy",
            text: "{spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}}",
            errors: [#"spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`"#]),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "IngressClass", text: "{spec: {controller: a.b/c}}", errors: []),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "IngressClass", text: "{spec: {controller: abc}}",
            errors: [#"spec.controller: Invalid value: "abc": must be a domain-prefixed path (such as "acme.io/foo")"#]),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "IngressClass",
            text: "{spec: {controller: a.b/c, parameters: {kind: K, name: n}}}", errors: []),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "IPAddress",
            text: "{metadata: {name: \"2001:db8::ffff\"}, spec: {parentRef: {resource: services, name: s, namespace: n}}}", errors: []),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "ServiceCIDR", text: "{spec: {cidrs: [10.0.0.1/8]}}",
            errors: [#"spec.cidrs[0]: Invalid value: "10.0.0.1/8": must be in canonical form ("10.0.0.0/8")"#]),
        Case(
            apiVersion: "networking.k8s.io/v1", kind: "ServiceCIDR", text: "{spec: {cidrs: [\"10.0.0.0/8\", \"2001:db8::/64\"]}}",
            errors: []),
        Case(
            apiVersion: "storage.k8s.io/v1", kind: "CSIDriver",
            text: "{spec: {tokenRequests: [{audience: a, expirationSeconds: 5}, {audience: a}]}}",
            errors: [
                "spec.tokenRequests[0].expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes",
                #"spec.tokenRequests[1].audience: Duplicate value: "a""#,
            ]),
        Case(
            apiVersion: "storage.k8s.io/v1", kind: "CSINode", text: "{spec: {drivers: [{name: d, nodeID: \"\"}]}}",
            errors: ["spec.drivers[0].nodeID: Required value"]),
        Case(
            apiVersion: "storage.k8s.io/v1", kind: "VolumeAttachment", text: "{spec: {attacher: d, nodeName: n, source: {}}}",
            errors: ["spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName"]),
        Case(
            apiVersion: "storage.k8s.io/v1", kind: "VolumeAttributesClass", text: "{driverName: d}",
            errors: ["parameters: Required value: must contain at least one key/value pair"]),
        Case(apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", text: "{}", errors: ["handler: Required value"]),
        Case(
            apiVersion: "flowcontrol.apiserver.k8s.io/v1", kind: "FlowSchema",
            text: "{spec: {matchingPrecedence: 1, priorityLevelConfiguration: {name: p}, rules: [{subjects: []}]}}",
            errors: [
                "spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1",
                "spec.rules[0].subjects: Required value: subjects must contain at least one value",
                "spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty",
            ]),
        Case(
            apiVersion: "flowcontrol.apiserver.k8s.io/v1", kind: "PriorityLevelConfiguration",
            text: "{spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 2, handSize: 3}}}}}",
            errors: ["spec.limited.limitResponse.queuing.handSize: Invalid value: 3: should not be greater than queues (2)"]),
        Case(
            apiVersion: "flowcontrol.apiserver.k8s.io/v1", kind: "PriorityLevelConfiguration",
            text: "{spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 64, handSize: 11}}}}}",
            errors: [
                "spec.limited.limitResponse.queuing.handSize: Invalid value: 11: required entropy bits of deckSize 64 and handSize 11 should "
                    + "not be greater than 60"
            ]),
        Case(
            apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration",
            text: """
                {webhooks: [{name: a.b.c, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: s, path: /A//b}}}]}
                """,
            errors: [
                "webhooks[0].clientConfig.service.name: Required value",
                "webhooks[0].clientConfig.service.path: Invalid value: \"/A//b\": segment[0]: a lowercase RFC 1123 subdomain must consist of "
                    + "lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
                    + "'example.com', regex used for validation is "
                    + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                "webhooks[0].clientConfig.service.path: Invalid value: \"/A//b\": segment[1] may not be empty",
            ]),
        Case(
            apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration",
            text: "{webhooks: [{name: a.b, sideEffects: Some, admissionReviewVersions: [v1], timeoutSeconds: 99, clientConfig: {}}]}",
            errors: [
                #"webhooks[0].name: Invalid value: "a.b": should be a domain with at least three segments separated by dots"#,
                #"webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun""#,
                "webhooks[0].timeoutSeconds: Invalid value: 99: the timeout value must be between 1 and 30 seconds",
                "webhooks[0].clientConfig: Required value: exactly one of url or service is required",
            ]),
        Case(
            apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy", text: "{spec: {}}",
            errors: [
                "spec.matchConstraints: Required value",
                "spec.validations: Required value: validations or auditAnnotations must contain at least one item",
                "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item",
            ]),
        Case(
            apiVersion: "resource.k8s.io/v1", kind: "ResourceClaim",
            text: "{spec: {devices: {requests: [{name: r, exactly: {deviceClassName: c}}, {name: r}]}}}",
            errors: [
                "spec.devices.requests[1]: Required value: exactly one of `exactly` or `firstAvailable` is required",
                #"spec.devices.requests[1]: Duplicate value: "r""#,
            ]),
        Case(
            apiVersion: "resource.k8s.io/v1", kind: "ResourceClaim",
            text: """
                {spec: {devices: {requests: [{name: r, exactly: {deviceClassName: c, tolerations: [{operator: Exists, value: v}]}}],
                constraints: [{requests: [s], matchAttribute: a}, {}], config: [{opaque: {driver: d}}]}}}
                """,
            errors: [
                "spec.devices.requests[0].exactly.tolerations[0].value: Invalid value: \"v\": must be empty for operator `Exists`",
                "spec.devices.constraints[0].requests[0]: Invalid value: \"s\": must be the name of a request in the claim or the name of a "
                    + "request and a subrequest separated by '/'",
                "spec.devices.constraints[0].matchAttribute: Invalid value: \"a\": a fully qualified name must be a domain and a name "
                    + "separated by a slash",
                "spec.devices.constraints[1]: Required value: exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but "
                    + "multiple fields are set",
                "spec.devices.config[0].opaque.parameters: Required value",
            ]),
        Case(
            apiVersion: "resource.k8s.io/v1", kind: "ResourceSlice",
            text: """
                {spec: {driver: d, pool: {name: p, resourceSliceCount: 1}, nodeName: n, allNodes: true, devices: [{name: a, nodeName: n,
                attributes: {v: {version: x}}, capacity: {m: {value: 1, requestPolicy: {validValues: [1]}}}, bindingConditions: [c]}]}}
                """,
            errors: [
                "spec: Invalid value: \"{`nodeName`, `allNodes`}\": exactly one of `nodeName`, `nodeSelector`, `allNodes`, "
                    + "`perDeviceNodeSelection` is required, but multiple fields are set",
                "spec.devices[0].attributes[v].version: Invalid value: \"x\": must be a string compatible with semver.org spec 2.0.0",
                "spec.devices[0].capacity[m].requestPolicy: Forbidden: allowMultipleAllocations must be true",
                "spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is "
                    + "set to true in the ResourceSlice spec",
                "spec.devices[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions",
            ]),
        Case(
            apiVersion: "coordination.k8s.io/v1beta1", kind: "LeaseCandidate",
            text: "{spec: {leaseName: l, binaryVersion: 1.0.0, emulationVersion: 1.1.0, strategy: OldestEmulationVersion}}",
            errors: [#"spec.binaryVersion: Invalid value: "1.0.0": must be greater than or equal to `emulationVersion`"#]),
        Case(
            apiVersion: "certificates.k8s.io/v1beta1", kind: "ClusterTrustBundle",
            text: "{metadata: {name: x}, spec: {signerName: a.b/c, trustBundle: \"-----BEGIN CERTIFICATE-----\"}}",
            errors: [
                #"metadata.name: Invalid value: "x": ClusterTrustBundle for signerName a.b/c must be named with prefix a.b:c:"#
            ]),
    ]

    @Test(arguments: cases) func refuses(_ test: Case) throws {
        #expect(try Fixture(test.apiVersion, test.kind).errors(test.text) == test.errors)
    }

    @Test func startObjectsAreValid() {
        for document in FlowControlDefaults.flowSchemas + FlowControlDefaults.priorityLevels {
            let kind = document["kind"].string ?? ""
            let name = document["metadata"]["name"].string ?? ""
            #expect(throws: Never.self) {
                let errors = try Fixture("flowcontrol.apiserver.k8s.io/v1", kind).errors(document.text)
                #expect(errors == [], "\(kind) \(name)")
            }
        }
        #expect(FlowControlDefaults.flowSchemas.count == 11)
        #expect(FlowControlDefaults.priorityLevels.count == 8)
    }

    @Test func theFixedOnesStayAsTheyAre() throws {
        let schema = try #require(FlowControlDefaults.flowSchemas.last)
        let errors = try Fixture("flowcontrol.apiserver.k8s.io/v1", "FlowSchema").updateErrors(schema.text) {
            $0["spec"]["matchingPrecedence"] = 7
        }
        #expect(errors.count == 1)
        #expect(errors.first?.hasSuffix("spec of 'catch-all' must equal the fixed value") == true)
    }

    @Test func whatIsSettledStaysSettled() throws {
        #expect(
            try Fixture("node.k8s.io/v1", "RuntimeClass").updateErrors("{handler: a}") { $0["handler"] = "b" }
                == [#"handler: Invalid value: "b": field is immutable"#])
        #expect(
            try Fixture("networking.k8s.io/v1", "ServiceCIDR").updateErrors("{spec: {cidrs: [10.0.0.0/8]}}") {
                $0["spec"]["cidrs"] = ["11.0.0.0/8"]
            } == [#"spec.cidrs[0]: Invalid value: "11.0.0.0/8": field is immutable"#])
        #expect(
            try Fixture("storage.k8s.io/v1", "VolumeAttributesClass").updateErrors("{driverName: d, parameters: {a: b}}") {
                $0["parameters"]["a"] = "c"
            } == ["parameters: Forbidden: updates to parameters are forbidden."])
        #expect(
            try Fixture("storage.k8s.io/v1", "StorageClass").updateErrors("{provisioner: p, reclaimPolicy: Delete}") {
                $0["reclaimPolicy"] = "Retain"
            } == [#"reclaimPolicy: Invalid value: "Retain": field is immutable"#])
    }

    @Test func finalizersOfKindsOutsideOfCoreMayBeShort() throws {
        let short = "{metadata: {name: a, finalizers: [x]}}"
        let isToldOf: (Fixture) throws -> Bool = { try $0.errors(short).contains { $0.hasPrefix("metadata.finalizers") } }
        #expect(try !isToldOf(Fixture("coordination.k8s.io/v1", "Lease")))
        #expect(try isToldOf(Fixture("v1", "ConfigMap")))
    }

    @Test func volumesStayWhereTheyAre() throws {
        let volume = """
            {spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}, nodeAffinity: {required: \
            {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/os, operator: In, values: [linux]}]}]}}}}
            """
        let change: (String, String) throws -> [String] = { key, value in
            try Fixture("v1", "PersistentVolume").updateErrors(volume) { new in
                let requirement: JSON = ["key": .string(key), "operator": "In", "values": [.string(value)]]
                new["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"] = [["matchExpressions": [requirement]]]
            }
        }
        #expect(try change("kubernetes.io/os", "linux").isEmpty)
        let told = try change("kubernetes.io/os", "windows")
        #expect(told.count == 1)
        #expect(told.first?.hasSuffix("field is immutable, except for updating from beta label to GA") ?? false)
    }

    @Test func nodesAgreeOnTheirFirstRange() throws {
        let node = try Fixture("v1", "Node").create("{spec: {podCIDR: 10.2.0.0/24, podCIDRs: [10.1.0.0/24, \"fd00::/64\"]}}")
        #expect(node["spec"]["podCIDRs"] == ["10.2.0.0/24"])
        let other = try Fixture("v1", "Node").create("{spec: {podCIDRs: [10.1.0.0/24]}}")
        #expect(other["spec"]["podCIDR"] == "10.1.0.0/24")
    }

    @Test func rows() throws {
        #expect(
            try Fixture("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration").row(FlowControlDefaults.priorityLevels[2].text)
                .first == "system")
        #expect(
            try Fixture("networking.k8s.io/v1", "IPAddress").row(
                "{metadata: {name: 10.0.0.1}, spec: {parentRef: {resource: services, namespace: default, name: kubernetes}}}")
                == ["10.0.0.1", "services/default/kubernetes", "5m"])
        #expect(
            try Fixture("storage.k8s.io/v1", "CSIDriver").row("{spec: {volumeLifecycleModes: [Persistent, Ephemeral]}}")
                == ["it", "true", "false", "false", "<unset>", "false", "Persistent,Ephemeral", "5m"])
        #expect(
            try Fixture("resource.k8s.io/v1", "ResourceClaim").row("{status: {allocation: {devices: {}}, reservedFor: [{}]}}") == [
                "it", "allocated,reserved", "5m",
            ])
    }

    @Test func earlierVersionsHaveTheirDefaults() throws {
        let set = try Fixture("extensions/v1beta1", "DaemonSet").create(
            "{spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}")
        #expect(set["spec"]["updateStrategy"]["type"] == "OnDelete")
        #expect(set["spec"]["selector"]["matchLabels"] == ["a": "b"])
        let request = try Fixture("certificates.k8s.io/v1beta1", "CertificateSigningRequest").create("{spec: {request: eA==}}")
        #expect(request["spec"]["usages"] == ["digital signature", "key encipherment"])
        let webhook = try Fixture("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration").create(
            "{webhooks: [{name: a.b.c, clientConfig: {url: \"https://x\"}}]}")
        #expect(webhook["webhooks"][0]["failurePolicy"] == "Ignore")
        #expect(webhook["webhooks"][0]["timeoutSeconds"] == 30)
        #expect(webhook["webhooks"][0]["admissionReviewVersions"] == ["v1beta1"])
    }
}
