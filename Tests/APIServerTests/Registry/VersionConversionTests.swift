import Document
import Resources
import Storage
import Testing

@testable import APIServer

/// Each version's shape of an object, there and back.
@Suite struct VersionConversionTests {
    struct Case: Sendable, CustomStringConvertible {
        var apiVersion: String
        var plural: String
        var stored: String
        var served: String
        var description: String { "\(plural).\(apiVersion)" }
    }

    static let cases: [Case] = [
        Case(
            apiVersion: "extensions/v1beta1", plural: "deployments",
            stored: "{metadata: {annotations: {deprecated.deployment.rollback.to: \"3\", a: b}}, spec: {}}",
            served: "{metadata: {annotations: {a: b}}, spec: {rollbackTo: {revision: 3}}}"),
        Case(
            apiVersion: "extensions/v1beta1", plural: "daemonsets",
            stored: "{metadata: {annotations: {deprecated.daemonset.template.generation: \"2\"}}, spec: {}}",
            served: "{metadata: {}, spec: {templateGeneration: 2}}"),
        Case(
            apiVersion: "networking.k8s.io/v1beta1", plural: "ingresses",
            stored: """
                {spec: {defaultBackend: {service: {name: d, port: {number: 80}}}, rules: [{http: {paths: [{path: /, backend: {service: \
                {name: s, port: {name: web}}}}, {backend: {resource: {kind: K, name: n}}}]}}]}}
                """,
            served: """
                {spec: {backend: {serviceName: d, servicePort: 80}, rules: [{http: {paths: [{path: /, backend: {serviceName: s, \
                servicePort: web}}, {backend: {resource: {kind: K, name: n}}}]}}]}}
                """),
        Case(
            apiVersion: "policy/v1beta1", plural: "poddisruptionbudgets", stored: "{spec: {selector: {}}}",
            served: """
                {spec: {selector: {matchExpressions: [{key: pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match, \
                operator: DoesNotExist}]}}}
                """),
        Case(
            apiVersion: "policy/v1beta1", plural: "poddisruptionbudgets",
            stored:
                "{spec: {selector: {matchExpressions: [{key: pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match, operator: Exists}]}}}",
            served: "{spec: {selector: {}}}"),
        Case(
            apiVersion: "discovery.k8s.io/v1beta1", plural: "endpointslices",
            stored: "{endpoints: [{addresses: [10.0.0.1], nodeName: n, zone: z, deprecatedTopology: {a: b}}]}",
            served: """
                {endpoints: [{addresses: [10.0.0.1], nodeName: n, topology: {a: b, topology.kubernetes.io/zone: z, \
                kubernetes.io/hostname: n}}]}
                """),
        Case(
            apiVersion: "autoscaling/v2beta1", plural: "horizontalpodautoscalers",
            stored: """
                {spec: {metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}, \
                {type: Pods, pods: {metric: {name: qps}, target: {type: AverageValue, averageValue: "20"}}}, \
                {type: Object, object: {describedObject: {kind: I, name: i}, metric: {name: hits}, target: {type: Value, value: "2k"}}}, \
                {type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: "30"}}}]}}
                """,
            served: """
                {spec: {metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 50}}, \
                {type: Pods, pods: {metricName: qps, targetAverageValue: "20"}}, \
                {type: Object, object: {target: {kind: I, name: i}, metricName: hits, targetValue: "2k"}}, \
                {type: External, external: {metricName: q, targetAverageValue: "30"}}]}}
                """),
        Case(
            apiVersion: "autoscaling/v1", plural: "horizontalpodautoscalers",
            stored: """
                {metadata: {}, spec: {maxReplicas: 3, metrics: [{type: Pods, pods: {metric: {name: qps}, target: {type: AverageValue, \
                averageValue: "20"}}}, {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}}
                """,
            served: """
                {metadata: {annotations: {autoscaling.alpha.kubernetes.io/metrics: \
                '[{"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"20"}}]'}}, \
                spec: {maxReplicas: 3, targetCPUUtilizationPercentage: 50}}
                """),
        Case(
            apiVersion: "apiextensions.k8s.io/v1beta1", plural: "customresourcedefinitions",
            stored: """
                {spec: {versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}, \
                additionalPrinterColumns: [{name: A, type: string, jsonPath: .a}]}], conversion: {strategy: Webhook, \
                webhook: {clientConfig: {url: u}, conversionReviewVersions: [v1]}}}}
                """,
            served: """
                {spec: {version: v1, versions: [{name: v1, served: true, storage: true}], validation: {openAPIV3Schema: {type: object}}, \
                additionalPrinterColumns: [{name: A, type: string, JSONPath: .a}], conversion: {strategy: Webhook, \
                webhookClientConfig: {url: u}, conversionReviewVersions: [v1]}}}
                """),
        Case(
            apiVersion: "rbac.authorization.k8s.io/v1alpha1", plural: "rolebindings",
            stored: """
                {subjects: [{kind: User, name: u, apiGroup: rbac.authorization.k8s.io}, {kind: ServiceAccount, name: s, namespace: n}]}
                """,
            served: """
                {subjects: [{kind: User, name: u, apiVersion: rbac.authorization.k8s.io/v1alpha1}, \
                {kind: ServiceAccount, name: s, namespace: n, apiVersion: v1}]}
                """),
        Case(
            apiVersion: "resource.k8s.io/v1beta1", plural: "resourceclaims",
            stored: "{spec: {devices: {requests: [{name: r, exactly: {deviceClassName: c, count: 2}}]}}}",
            served: "{spec: {devices: {requests: [{name: r, deviceClassName: c, count: 2}]}}}"),
        Case(
            apiVersion: "resource.k8s.io/v1beta1", plural: "resourceslices", stored: "{spec: {devices: [{name: d, allNodes: true}]}}",
            served: "{spec: {devices: [{name: d, basic: {allNodes: true}}]}}"),
    ]

    private func conversion(_ test: Case) throws -> VersionConversion {
        let registry = ResourceRegistry(storage: MemoryStorage())
        let version = GroupVersionKind(apiVersion: test.apiVersion, kind: "")
        let served = try #require(registry.served(group: version.group, version: version.version, plural: test.plural))
        return try #require(VersionConversion.between(stored: served.store.type, served: served.type))
    }

    @Test(arguments: cases) func thereAndBack(_ test: Case) throws {
        let conversion = try conversion(test)
        let (stored, served) = (try YAML.parseOne(test.stored), try YAML.parseOne(test.served))
        #expect(conversion.toServed(stored) == served)
        #expect(conversion.toStored(served) == stored)
    }
}
