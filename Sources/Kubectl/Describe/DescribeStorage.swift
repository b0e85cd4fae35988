internal import Document
internal import Resources

enum StorageText {
    private static let oldClassAnnotation = "volume.beta.kubernetes.io/storage-class"

    /// The class of a volume or a claim; the annotation of old has precedence.
    static func className(_ object: JSON) -> String {
        object["metadata"]["annotations"][oldClassAnnotation].string ?? object["spec"]["storageClassName"].words
    }

    static func accessModes(_ modes: JSON) -> String {
        let given = modes.strings
        return [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")]
            .filter { given.contains($0.0) }.map(\.1).joined(separator: ",")
    }
}

extension DescribePage {
    private func phase(_ object: JSON) -> String {
        let deleted = object["metadata"]["deletionTimestamp"]
        return deleted.isPresent ? "Terminating (lasts \(deleted.age(now)))" : object["status"]["phase"].words
    }

    private func finalizers(_ object: JSON) -> String { "[" + object["metadata"]["finalizers"].strings.joined(separator: " ") + "]" }

    mutating func persistentVolume(_ volume: JSON) {
        let spec = volume["spec"]
        field("Name", volume["metadata"]["name"].words)
        labelsAndAnnotations(volume)
        field("Finalizers", finalizers(volume))
        field("StorageClass", StorageText.className(volume))
        field("Status", phase(volume))
        let claim = spec["claimRef"]
        field("Claim", claim.isPresent ? claim["namespace"].words + "/" + claim["name"].words : "")
        field("Reclaim Policy", spec["persistentVolumeReclaimPolicy"].words)
        field("Access Modes", StorageText.accessModes(spec["accessModes"]))
        if spec["volumeMode"].isPresent { field("VolumeMode", spec["volumeMode"].words) }
        field("Capacity", spec["capacity"]["storage"].quantityText)
        nodeAffinity(spec["nodeAffinity"]["required"])
        field("Message", volume["status"]["message"].words)
        line("Source:")
        volumeSource(spec, ofCluster: true)
    }

    private mutating func nodeAffinity(_ required: JSON) {
        if required.isNull { return field("Node Affinity", "<none>") }
        field("Node Affinity", "")
        let terms = required["nodeSelectorTerms"].items
        field(1, "Required Terms", terms.isEmpty ? "<none>" : "")
        for (index, term) in terms.enumerated() {
            let requirements = term["matchExpressions"].items.map { requirement in
                let values = requirement["values"].strings
                return requirement["key"].words + " " + requirement["operator"].words.lowercased()
                    + (values.isEmpty ? "" : " [" + values.joined(separator: ", ") + "]")
            }
            self.terms(2, "Term \(index)", requirements)
        }
    }

    /// Like `list`, but with the levels of what selects by topology: lines after the first are not moved in.
    private mutating func terms(_ level: Int, _ title: String, _ requirements: [String]) {
        write(level, title + ":\t")
        if requirements.isEmpty { return write(0, "<none>\n") }
        for (index, requirement) in requirements.enumerated() {
            if index > 0 { write(level, "\t") }
            line(requirement)
        }
    }

    mutating func persistentVolumeClaim(_ claim: JSON, pods: [JSON]) {
        claimFacts(claim, isTemplate: false)
        list(0, "Used By", pods.map { $0["metadata"]["name"].words }.sorted())
        let conditions = claim["status"]["conditions"].items
        if conditions.isEmpty { return }
        line("Conditions:")
        head(
            1, ["Type", "Status", "LastProbeTime", "LastTransitionTime", "Reason", "Message"], dashes: [4, 6, 17, 18, 6, 7])
        for condition in conditions {
            let cells = [
                condition["type"].words, condition["status"].words, condition["lastProbeTime"].localTime,
                condition["lastTransitionTime"].localTime, condition["reason"].words, condition["message"].words,
            ]
            line(1, cells.joined(separator: " \t"))
        }
    }

    mutating func claimFacts(_ claim: JSON, isTemplate: Bool) {
        let spec = claim["spec"]
        if !isTemplate { nameAndNamespace(claim) }
        field("StorageClass", StorageText.className(claim))
        if !isTemplate { field("Status", phase(claim)) }
        field("Volume", spec["volumeName"].words)
        labelsAndAnnotations(claim)
        if !isTemplate { field("Finalizers", finalizers(claim)) }
        let isBound = !spec["volumeName"].words.isEmpty
        field("Capacity", isBound ? claim["status"]["capacity"]["storage"].quantityText : "")
        field("Access Modes", isBound ? StorageText.accessModes(claim["status"]["accessModes"]) : "")
        if spec["volumeMode"].isPresent { field("VolumeMode", spec["volumeMode"].words) }
        let source = spec["dataSource"]
        if source.isNull { return }
        line("DataSource:")
        if source["apiGroup"].isPresent { field(1, "APIGroup", source["apiGroup"].words) }
        field(1, "Kind", source["kind"].words)
        field(1, "Name", source["name"].words)
    }

    /// The pods of a namespace that use a claim, or own it.
    static func users(of claim: JSON, among pods: [JSON]) -> [JSON] {
        let name = claim["metadata"]["name"].words
        var users: [JSON] = []
        for pod in pods {
            for volume in pod["spec"]["volumes"].items where volume["persistentVolumeClaim"]["claimName"].string == name {
                users.append(pod)
            }
        }
        for owner in claim["metadata"]["ownerReferences"].items where owner["kind"].words == "Pod" {
            let uid = owner["uid"].words
            guard let pod = pods.first(where: { $0["metadata"]["uid"].words == uid }) else { continue }
            if !users.contains(where: { $0["metadata"]["uid"].words == uid }) { users.append(pod) }
        }
        return users
    }

    mutating func storageClass(_ object: JSON) {
        let annotations = object["metadata"]["annotations"]
        let isDefault = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"]
            .contains { annotations[$0].string == "true" }
        field("Name", object["metadata"]["name"].words)
        field("IsDefaultClass", isDefault ? "Yes" : "No")
        field("Annotations", annotations.labelsText)
        field("Provisioner", object["provisioner"].words)
        field("Parameters", object["parameters"].labelsText)
        field("AllowVolumeExpansion", object["allowVolumeExpansion"].trueOrFalse)
        let options = object["mountOptions"].strings
        field("MountOptions", options.isEmpty ? "<none>" : "", isBare: !options.isEmpty)
        for option in options { line(1, option) }
        if object["reclaimPolicy"].isPresent { field("ReclaimPolicy", object["reclaimPolicy"].words) }
        if object["volumeBindingMode"].isPresent { field("VolumeBindingMode", object["volumeBindingMode"].words) }
        guard let topologies = object["allowedTopologies"].array else { return }
        field("AllowedTopologies", topologies.isEmpty ? "<none>" : "")
        for (index, term) in topologies.enumerated() {
            let requirements = term["matchLabelExpressions"].items.map { requirement in
                let values = requirement["values"].strings
                return requirement["key"].words + " in" + (values.isEmpty ? "" : " [" + values.joined(separator: ", ") + "]")
            }
            self.terms(1, "Term \(index)", requirements)
        }
    }

    /// A title on a line of its own, without the next column, when `isBare`.
    private mutating func field(_ name: String, _ value: String, isBare: Bool) {
        if isBare { line(name + ":") } else { field(name, value) }
    }

    mutating func volumeAttributesClass(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        field("Annotations", object["metadata"]["annotations"].labelsText)
        field("DriverName", object["driverName"].words)
        field("Parameters", object["parameters"].labelsText)
    }

    mutating func csiNode(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        labelsAndAnnotations(object)
        created(object)
        line("Spec:")
        guard let drivers = object["spec"]["drivers"].array else { return }
        line(1, "Drivers:")
        for driver in drivers {
            line(2, driver["name"].words + ":")
            field(3, "Node ID", driver["nodeID"].words)
            if let count = driver["allocatable"]["count"].int {
                line(3, "Allocatables:")
                field(4, "Count", String(count))
            }
            if driver["topologyKeys"].isPresent { field(3, "Topology Keys", driver["topologyKeys"].goText) }
        }
    }
}
