internal import Document
internal import Resources

/// What versions that came before today's leave open differently. Everything else about them is the business of the version in
/// which objects are stored: they are converted before any rule is asked.
enum EarlierVersions {
    static let behaviours: [(String, String, any KindBehaviour)] = [
        ("apps/v1beta1", "Deployment", EarlierDefaults(deployment)),
        ("apps/v1beta1", "StatefulSet", EarlierDefaults(statefulSet)),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", EarlierDefaults(autoscaler)),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", HorizontalPodAutoscalerRules(isV2: true)),
        ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", EarlierDefaults(signingRequest)),
        ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", EarlierDefaults(customResourceDefinition)),
        ("events.k8s.io/v1beta1", "Event", EventRules(isNew: true)),
        ("extensions/v1beta1", "DaemonSet", EarlierDefaults(daemonSet)),
        ("extensions/v1beta1", "Deployment", EarlierDefaults(firstDeployment)),
        ("extensions/v1beta1", "Ingress", EarlierDefaults { _ in }),
        ("extensions/v1beta1", "ReplicaSet", EarlierDefaults(replicaSet)),
        ("networking.k8s.io/v1beta1", "Ingress", EarlierDefaults { _ in }),
        ("rbac.authorization.k8s.io/v1alpha1", "ClusterRoleBinding", EarlierDefaults(binding)),
        ("rbac.authorization.k8s.io/v1alpha1", "RoleBinding", EarlierDefaults(binding)),
        ("resource.k8s.io/v1beta1", "ResourceClaim", EarlierDefaults { deviceRequests(&$0["spec"]) }),
        ("resource.k8s.io/v1beta1", "ResourceClaimTemplate", EarlierDefaults { deviceRequests(&$0["spec"]["spec"]) }),
    ]

    // MARK: Workloads

    /// Selector and labels of the template's labels, where they are left out.
    private static func labelsOfTemplate(_ object: inout JSON) {
        let labels = object["spec"]["template"]["metadata"]["labels"]
        if labels.isEmptyValue { return }
        if object["spec"]["selector"].isNull { object["spec"]["selector"] = ["matchLabels": labels] }
        if object["metadata"]["labels"].isEmptyValue { object["metadata"]["labels"] = labels }
    }

    /// apps/v1beta1; what remains is apps/v1's.
    private static func deployment(_ object: inout JSON) {
        labelsOfTemplate(&object)
        DeploymentRules().applyDefaults(&object)
    }

    /// extensions/v1beta1 replaces one pod at a time and knows no limits.
    private static func firstDeployment(_ object: inout JSON) {
        labelsOfTemplate(&object)
        if object["spec"]["strategy"]["type"].isNull { object["spec"]["strategy"]["type"] = "RollingUpdate" }
        if object["spec"]["strategy"]["type"].string == "RollingUpdate" || !object["spec"]["strategy"]["rollingUpdate"].isNull {
            for key in ["maxUnavailable", "maxSurge"] where object["spec"]["strategy"]["rollingUpdate"][key].isNull {
                object["spec"]["strategy"]["rollingUpdate"][key] = 1
            }
        }
        for key in ["progressDeadlineSeconds", "revisionHistoryLimit"] where object["spec"][key].isNull {
            object["spec"][key] = .int(Int64(Int32.max))
        }
        DeploymentRules().applyDefaults(&object)
    }

    private static func replicaSet(_ object: inout JSON) {
        labelsOfTemplate(&object)
        ReplicaSetRules().applyDefaults(&object)
    }

    /// extensions/v1beta1 leaves old pods alone until somebody deletes them.
    private static func daemonSet(_ object: inout JSON) {
        labelsOfTemplate(&object)
        if object["spec"]["updateStrategy"]["type"].isNull { object["spec"]["updateStrategy"]["type"] = "OnDelete" }
        DaemonSetRules().applyDefaults(&object)
    }

    private static func statefulSet(_ object: inout JSON) {
        labelsOfTemplate(&object)
        if object["spec"]["updateStrategy"]["type"].isNull { object["spec"]["updateStrategy"]["type"] = "OnDelete" }
        StatefulSetRules().applyDefaults(&object)
    }

    /// Without metrics: 80 % of the requested CPU, as in all versions.
    private static func autoscaler(_ object: inout JSON) {
        guard object["spec"]["metrics"].isEmptyValue else { return }
        object["spec"]["metrics"] = [["type": "Resource", "resource": ["name": "cpu", "targetAverageUtilization": 80]]]
    }

    // MARK: Others

    private static func signingRequest(_ object: inout JSON) {
        if object["spec"]["usages"].isNull { object["spec"]["usages"] = ["digital signature", "key encipherment"] }
    }

    private static func customResourceDefinition(_ object: inout JSON) {
        if object["spec"]["versions"].isEmptyValue, let version = object["spec"]["version"].string, !version.isEmpty {
            object["spec"]["versions"] = [["name": .string(version), "served": true, "storage": true]]
        }
        if object["spec"]["version"].isEmptyValue { object["spec"]["version"] = object["spec"]["versions"][0]["name"] }
        if object["spec"]["scope"].isEmptyValue { object["spec"]["scope"] = "Namespaced" }
        let conversion = object["spec"]["conversion"]
        if conversion["strategy"].string == "Webhook", conversion["conversionReviewVersions"].isEmptyValue {
            object["spec"]["conversion"]["conversionReviewVersions"] = ["v1beta1"]
        }
    }

    private static func binding(_ object: inout JSON) {
        if object["roleRef"]["apiGroup"].isEmptyValue { object["roleRef"]["apiGroup"] = "rbac.authorization.k8s.io" }
    }

    /// resource.k8s.io/v1beta1 counts devices in the request itself.
    private static func deviceRequests(_ spec: inout JSON) {
        guard spec["devices"]["requests"].array != nil else { return }
        spec["devices"]["requests"].mutateArray { requests in
            for index in requests.indices where requests[index]["firstAvailable"].isEmptyValue {
                if requests[index]["allocationMode"].isNull { requests[index]["allocationMode"] = "ExactCount" }
                if requests[index]["allocationMode"].string == "ExactCount", requests[index]["count"].isEmptyValue {
                    requests[index]["count"] = 1
                }
            }
        }
    }
}

/// A version that is asked for nothing but its defaults.
struct EarlierDefaults: KindBehaviour {
    private let fill: @Sendable (inout JSON) -> Void

    init(_ fill: @escaping @Sendable (inout JSON) -> Void) { self.fill = fill }

    func applyDefaults(_ object: inout JSON) { fill(&object) }
}
