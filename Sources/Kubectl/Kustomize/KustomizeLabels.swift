internal import Document

/// `labels`, `commonLabels`, and where `commonAnnotations` go.
enum KustomizeLabels {
    private static let workloads = ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"]
    private static let terms = [
        "podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
        "podAffinity/requiredDuringSchedulingIgnoredDuringExecution",
        "podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
        "podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution",
    ]

    private static let own = [FieldSpec("metadata/labels")]

    /// The templates of pods and claims.
    private static let templates: [FieldSpec] =
        podTemplates("labels") + [
            FieldSpec("spec/volumeClaimTemplates[]/metadata/labels", kind: "StatefulSet", group: "apps")
        ]

    static let annotations: [FieldSpec] = [FieldSpec("metadata/annotations")] + podTemplates("annotations")

    private static func podTemplates(_ member: String) -> [FieldSpec] {
        var specs: [FieldSpec] = []
        for kind in workloads + ["ReplicationController", "Job"] { specs.append(FieldSpec("spec/template/metadata/\(member)", kind: kind)) }
        specs.append(FieldSpec("spec/jobTemplate/metadata/\(member)", kind: "CronJob", group: "batch"))
        specs.append(FieldSpec("spec/jobTemplate/spec/template/metadata/\(member)", kind: "CronJob", group: "batch"))
        return specs
    }

    /// Selectors: those that must fit the templates are made, those that choose among others' pods are only added to.
    private static let selectors: [FieldSpec] = {
        var specs = [
            FieldSpec("spec/selector", kind: "Service", version: "v1"),
            FieldSpec("spec/selector", kind: "ReplicationController", version: "v1"),
            FieldSpec("spec/selector/matchLabels", kind: "Job", group: "batch", creates: false),
            FieldSpec("spec/jobTemplate/spec/selector/matchLabels", kind: "CronJob", group: "batch", creates: false),
            FieldSpec("spec/selector/matchLabels", kind: "PodDisruptionBudget", group: "policy", creates: false),
        ]
        for path in ["podSelector", "ingress/from/podSelector", "egress/to/podSelector"] {
            specs.append(FieldSpec("spec/\(path)/matchLabels", kind: "NetworkPolicy", group: "networking.k8s.io", creates: false))
        }
        for kind in workloads { specs.append(FieldSpec("spec/selector/matchLabels", kind: kind)) }
        let placing = terms.map { "affinity/" + $0 } + ["topologySpreadConstraints"]
        for kind in ["Deployment", "StatefulSet"] {
            for path in placing {
                let place = "spec/template/spec/\(path)/labelSelector/matchLabels"
                specs.append(FieldSpec(place, kind: kind, group: "apps", creates: false))
            }
        }
        return specs
    }()

    static func apply(_ kustomization: Kustomization, _ resources: inout [KustomizeResource]) throws {
        for entry in try kustomization.objects("labels") {
            let pairs = try Kustomization.map(entry["pairs"], "pairs")
            var specs = own + (entry["fields"].array ?? []).map { FieldSpec($0) }
            if entry["includeSelectors"].bool == true {
                specs += templates + selectors
            } else if entry["includeTemplates"].bool == true {
                specs += templates
            }
            for index in resources.indices where !pairs.isEmpty { FieldSpec.put(pairs, specs, &resources[index].object) }
        }
        let common = try Kustomization.map(kustomization.document["commonLabels"], "commonLabels")
        for index in resources.indices where !common.isEmpty {
            FieldSpec.put(common, own + templates + selectors, &resources[index].object)
        }
    }
}

/// `namespace`: everything that can be in one goes there, and references to what is moved by it follow.
enum KustomizeNamespace {
    private static let references: [FieldSpec] = [
        FieldSpec("spec/service/namespace", kind: "APIService", group: "apiregistration.k8s.io", creates: false),
        FieldSpec("webhooks/clientConfig/service/namespace", kind: "ValidatingWebhookConfiguration", creates: false),
        FieldSpec("webhooks/clientConfig/service/namespace", kind: "MutatingWebhookConfiguration", creates: false),
        FieldSpec("spec/conversion/webhook/clientConfig/service/namespace", kind: "CustomResourceDefinition", creates: false),
    ]

    static func set(_ namespace: String, _ resources: inout [KustomizeResource]) {
        for index in resources.indices {
            let kind = resources[index].kind
            if kind == "Namespace" {
                resources[index].rename(namespace)
            } else if resources[index].isNamespaced {
                resources[index].change { $0["metadata"]["namespace"] = .string(namespace) }
            }
            for spec in references where spec.applies(to: resources[index].object) {
                spec.visit(&resources[index].object) { $0 = .string(namespace) }
            }
            guard kind == "RoleBinding" || kind == "ClusterRoleBinding" else { continue }
            // The account `default` of a namespace is nobody's manifest.
            resources[index].object["subjects"].mutateArrayIfThere { subjects in
                for place in subjects.indices
                where subjects[place]["kind"].string == "ServiceAccount" && subjects[place]["name"].string == "default" {
                    subjects[place]["namespace"] = .string(namespace)
                }
            }
        }
    }
}

extension JSON {
    /// Changes the elements of an array; leaves every other value alone.
    mutating func mutateArrayIfThere(_ body: (inout [JSON]) -> Void) {
        guard case .array(var elements) = self else { return }
        body(&elements)
        self = .array(elements)
    }
}
