internal import Document
internal import Resources

extension VersionConversion {
    /// apps/v1 keeps what the older deployments had in `rollbackTo` in an annotation.
    private static let rollback = "deprecated.deployment.rollback.to"
    private static let templateGeneration = "deprecated.daemonset.template.generation"

    static let deploymentWithRollback = VersionConversion(
        toServed: { object in
            var served = object
            if let revision = annotation(rollback, of: object) {
                served["spec"]["rollbackTo"] = revision == 0 ? [:] : ["revision": JSON(revision)]
                remove(rollback, from: &served)
            }
            return served
        },
        toStored: { object in
            var stored = object
            remove(rollback, from: &stored)
            let wanted = object["spec"]["rollbackTo"]
            if !wanted.isNull {
                stored["metadata"]["annotations"][rollback] = .string(String(wanted["revision"].int ?? 0))
                stored["spec"]["rollbackTo"] = .null
            }
            return stored
        })

    /// The generation of a daemon set's template, an annotation in apps/v1.
    static let daemonSetWithGeneration = VersionConversion(
        toServed: { object in
            var served = object
            if let generation = annotation(templateGeneration, of: object) {
                served["spec"]["templateGeneration"] = JSON(generation)
                remove(templateGeneration, from: &served)
            }
            return served
        },
        toStored: { object in
            var stored = object
            if let generation = object["spec"]["templateGeneration"].int {
                stored["metadata"]["annotations"][templateGeneration] = .string(String(generation))
                stored["spec"]["templateGeneration"] = .null
            }
            return stored
        })

    private static func annotation(_ key: String, of object: JSON) -> Int? {
        object["metadata"]["annotations"][key].string.flatMap { Int($0) }
    }

    private static func remove(_ annotation: String, from object: inout JSON) {
        guard !object["metadata"]["annotations"][annotation].isNull else { return }
        object["metadata"]["annotations"][annotation] = .null
        if object["metadata"]["annotations"].isEmptyValue { object["metadata"]["annotations"] = .null }
    }

    /// In policy/v1beta1 an empty selector chooses no pods, in policy/v1 all. A label that no pod has lets each say what the
    /// other means.
    private static let marker = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"
    private static let nothingInV1: JSON = ["matchExpressions": [["key": .string(marker), "operator": "Exists"]]]
    private static let everythingInV1beta1: JSON = ["matchExpressions": [["key": .string(marker), "operator": "DoesNotExist"]]]

    static let disruptionBudgetV1beta1 = VersionConversion(
        toServed: { object in
            var served = object
            let selector = object["spec"]["selector"]
            if selector == nothingInV1 {
                served["spec"]["selector"] = [:]
            } else if isEmptySelector(selector) {
                served["spec"]["selector"] = everythingInV1beta1
            }
            return served
        },
        toStored: { object in
            var stored = object
            let selector = object["spec"]["selector"]
            if isEmptySelector(selector) {
                stored["spec"]["selector"] = nothingInV1
            } else if selector == everythingInV1beta1 {
                stored["spec"]["selector"] = [:]
            } else if !selector.isNull {
                stripMarker(&stored["spec"]["selector"])
            }
            return stored
        })

    /// There, but without requirements.
    private static func isEmptySelector(_ selector: JSON) -> Bool {
        !selector.isNull && selector["matchLabels"].isEmptyValue && selector["matchExpressions"].isEmptyValue
    }

    private static func stripMarker(_ selector: inout JSON) {
        if !selector["matchLabels"][marker].isNull { selector["matchLabels"][marker] = .null }
        guard let expressions = selector["matchExpressions"].array else { return }
        let kept = expressions.filter { $0["key"].string != marker }
        if kept.count < expressions.count { selector["matchExpressions"] = .array(kept) }
    }
}
