internal import Document

/// `matchLabelKeys` and `mismatchLabelKeys`: the pod's own values of these labels become part of the selectors when it is created.
enum LabelKeyMerge {
    static func apply(_ pod: inout JSON) {
        let labels = pod["metadata"]["labels"]
        for kind in ["podAffinity", "podAntiAffinity"] where !pod["spec"]["affinity"][kind].isNull {
            let lists = ["requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"]
            for list in lists where !pod["spec"]["affinity"][kind][list].isNull {
                pod["spec"]["affinity"][kind][list].mutateArray { terms in
                    for index in terms.indices {
                        if terms[index]["podAffinityTerm"].isNull {
                            merge(&terms[index], labels)
                        } else {
                            merge(&terms[index]["podAffinityTerm"], labels)
                        }
                    }
                }
            }
        }
        guard !pod["spec"]["topologySpreadConstraints"].isNull else { return }
        pod["spec"]["topologySpreadConstraints"].mutateArray { constraints in
            for index in constraints.indices { merge(&constraints[index], labels) }
        }
    }

    private static func merge(_ term: inout JSON, _ labels: JSON) {
        guard !term["labelSelector"].isNull else { return }
        for (list, op) in [("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")] {
            for key in term[list].strings {
                guard let value = labels[key].string else { continue }
                let expressions = term["labelSelector"]["matchExpressions"].array ?? []
                term["labelSelector"]["matchExpressions"] = .array(
                    expressions + [["key": .string(key), "operator": .string(op), "values": [.string(value)]]])
            }
        }
    }
}
