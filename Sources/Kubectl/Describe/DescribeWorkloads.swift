internal import Document
internal import Resources
internal import Schema

/// How many pods of a controller are in which phase.
struct PodPhaseCounts: Sendable, Equatable {
    var running = 0
    var waiting = 0
    var succeeded = 0
    var failed = 0

    init() {}

    /// - Parameter uid: that of the controller: others' pods with fitting labels do not count.
    init(_ pods: [JSON], uid: String) {
        for pod in pods {
            let owner = pod["metadata"]["ownerReferences"].items.first { $0["controller"].bool == true }
            guard owner?["uid"].words == uid else { continue }
            switch pod["status"]["phase"].words {
            case "Running": running += 1
            case "Pending": waiting += 1
            case "Succeeded": succeeded += 1
            case "Failed": failed += 1
            default: break
            }
        }
    }

    var text: String { "\(running) Running / \(waiting) Waiting / \(succeeded) Succeeded / \(failed) Failed" }
}

extension DescribePage {
    mutating func replicationController(_ object: JSON, pods: PodPhaseCounts) {
        nameAndNamespace(object)
        field("Selector", object["spec"]["selector"].labelsText)
        labelsAndAnnotations(object)
        field("Replicas", "\(object["status"]["replicas"].count) current / \(object["spec"]["replicas"].count) desired")
        field("Pods Status", pods.text)
        podTemplate(object["spec"]["template"])
        reasons(object["status"]["conditions"].items)
    }

    /// - Parameter pods: nil with the reason when they could not be listed.
    mutating func replicaSet(_ object: JSON, pods: Result<PodPhaseCounts, any Error>) {
        nameAndNamespace(object)
        field("Selector", object["spec"]["selector"].selectorOrNone)
        labelsAndAnnotations(object)
        controller(object)
        field("Replicas", "\(object["status"]["replicas"].count) current / \(object["spec"]["replicas"].count) desired")
        switch pods {
        case .success(let counts): field("Pods Status", counts.text)
        case .failure(let error): field("Pods Status", "error in fetching pods: \(error)")
        }
        podTemplate(object["spec"]["template"])
        reasons(object["status"]["conditions"].items)
    }

    private mutating func reasons(_ conditions: [JSON]) {
        if conditions.isEmpty { return }
        line("Conditions:\n  Type\tStatus\tReason")
        line(1, "----\t------\t------")
        for condition in conditions {
            line(1, "\(condition["type"].words) \t\(condition["status"].words)\t\(condition["reason"].words)")
        }
    }

    mutating func deployment(_ object: JSON, replicaSets: [JSON]) {
        let spec = object["spec"]
        let status = object["status"]
        nameAndNamespace(object)
        created(object)
        labelsAndAnnotations(object)
        field("Selector", spec["selector"].selectorText)
        field(
            "Replicas",
            "\(spec["replicas"].count) desired | \(status["updatedReplicas"].count) updated | \(status["replicas"].count) total | "
                + "\(status["availableReplicas"].count) available | \(status["unavailableReplicas"].count) unavailable")
        field("StrategyType", spec["strategy"]["type"].words)
        field("MinReadySeconds", String(spec["minReadySeconds"].count))
        let rolling = spec["strategy"]["rollingUpdate"]
        if rolling.isPresent {
            field(
                "RollingUpdateStrategy",
                "\(rolling["maxUnavailable"].intOrString) max unavailable, \(rolling["maxSurge"].intOrString) max surge")
        }
        podTemplate(spec["template"])
        reasons(status["conditions"].items)
        let sets = DeploymentReplicaSets(object, replicaSets)
        if !sets.old.isEmpty || sets.new != nil {
            field("OldReplicaSets", Self.replicaSetsText(sets.old))
            field("NewReplicaSet", Self.replicaSetsText(sets.new.map { [$0] } ?? []))
        }
    }

    private static func replicaSetsText(_ sets: [JSON]) -> String {
        sets.map { set in
            "\(set["metadata"]["name"].words) (\(set["status"]["replicas"].count)/\(set["spec"]["replicas"].count) replicas created)"
        }.joined(separator: ", ").orNone
    }

    mutating func daemonSet(_ object: JSON, pods: PodPhaseCounts) {
        let status = object["status"]
        nameAndNamespace(object)
        field("Selector", object["spec"]["selector"].selectorText)
        field("Node-Selector", object["spec"]["template"]["spec"]["nodeSelector"].labelsText)
        labelsAndAnnotations(object)
        for (title, member) in [
            ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
            ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
            ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
            ("Number of Nodes Scheduled with Available Pods", "numberAvailable"), ("Number of Nodes Misscheduled", "numberMisscheduled"),
        ] { line("\(title): \(status[member].count)") }
        field("Pods Status", pods.text)
        podTemplate(object["spec"]["template"])
    }

    mutating func statefulSet(_ object: JSON, pods: PodPhaseCounts) {
        let spec = object["spec"]
        nameAndNamespace(object)
        created(object)
        field("Selector", spec["selector"].selectorText)
        labelsAndAnnotations(object)
        field("Replicas", "\(spec["replicas"].count) desired | \(object["status"]["replicas"].count) total")
        field("Update Strategy", spec["updateStrategy"]["type"].words)
        let rolling = spec["updateStrategy"]["rollingUpdate"]
        if let partition = rolling["partition"].int {
            field(1, "Partition", String(partition))
            if rolling["maxUnavailable"].isPresent { field(1, "MaxUnavailable", rolling["maxUnavailable"].intOrString) }
        }
        field("Pods Status", pods.text)
        podTemplate(spec["template"])
        claimTemplates(spec["volumeClaimTemplates"].items)
    }

    private mutating func claimTemplates(_ templates: [JSON]) {
        if templates.isEmpty { return field("Volume Claims", "<none>") }
        line("Volume Claims:")
        for claim in templates {
            field(1, "Name", claim["metadata"]["name"].words)
            field(1, "StorageClass", StorageText.className(claim))
            labels("Labels", claim["metadata"]["labels"], prefix: "  ")
            labels("Annotations", claim["metadata"]["annotations"], prefix: "  ")
            let capacity = claim["spec"]["resources"]["requests"]["storage"]
            field(1, "Capacity", capacity.isPresent ? capacity.quantityText : "<default>")
            field(1, "Access Modes", claim["spec"]["accessModes"].goText)
        }
    }
}

/// Which ReplicaSet of a deployment runs its present template, and which are from before.
struct DeploymentReplicaSets {
    var new: JSON?
    var old: [JSON] = []

    init(_ deployment: JSON, _ replicaSets: [JSON]) {
        let uid = deployment["metadata"]["uid"].words
        let wanted = Self.comparable(deployment["spec"]["template"])
        let owned = replicaSets.filter { set in
            set["metadata"]["ownerReferences"].items.contains { $0["controller"].bool == true && $0["uid"].words == uid }
        }
        for set in owned.sorted(by: { Self.order($0) < Self.order($1) }) {
            if new == nil, Self.comparable(set["spec"]["template"]) == wanted { new = set } else { old.append(set) }
        }
    }

    private static func order(_ set: JSON) -> (String, String) {
        (set["metadata"]["creationTimestamp"].words, set["metadata"]["name"].words)
    }

    /// A template without the hash that the deployment's controller adds.
    private static func comparable(_ template: JSON) -> JSON {
        var template = template
        template["metadata"]["labels"]["pod-template-hash"] = .null
        if template["metadata"]["labels"].object?.isEmpty == true { template["metadata"]["labels"] = .null }
        template["metadata"]["creationTimestamp"] = .null
        return template
    }
}
