internal import Document
internal import Resources

extension VersionConversion {
    /// What apiextensions.k8s.io/v1beta1 tells once when all versions of a definition agree in it, by its name there and in v1.
    private static let common = [
        ("subresources", "subresources"), ("validation", "schema"), ("additionalPrinterColumns", "additionalPrinterColumns"),
        ("selectableFields", "selectableFields"),
    ]

    static let customResourceDefinitionV1beta1 = VersionConversion(
        toServed: { object in
            var served = object
            let webhook = object["spec"]["conversion"]["webhook"]
            if !webhook.isNull {
                served["spec"]["conversion"]["webhook"] = .null
                served["spec"]["conversion"]["webhookClientConfig"] = webhook["clientConfig"]
                served["spec"]["conversion"]["conversionReviewVersions"] = webhook["conversionReviewVersions"]
            }
            let versions = object["spec"]["versions"].array ?? []
            guard let first = versions.first else { return served }
            served["spec"]["version"] = first["name"]
            for (name, versionName) in common where versions.allSatisfy({ $0[versionName] == first[versionName] }) {
                served["spec"][name] = first[versionName]
                served["spec"].changeElements("versions") { $0[versionName] = .null }
            }
            renameJSONPaths(&served["spec"], "jsonPath", "JSONPath")
            return served
        },
        toStored: { object in
            var stored = object
            let spec = object["spec"]
            renameJSONPaths(&stored["spec"], "JSONPath", "jsonPath")
            if spec["versions"].isEmptyValue, let version = spec["version"].string, !version.isEmpty {
                stored["spec"]["versions"] = [["name": .string(version), "served": true, "storage": true]]
            }
            stored["spec"]["version"] = .null
            for (name, versionName) in common {
                let value = stored["spec"][name]
                stored["spec"][name] = .null
                if !value.isNull { stored["spec"].changeElements("versions") { $0[versionName] = value } }
            }
            let conversion = spec["conversion"]
            if !conversion["webhookClientConfig"].isNull || !conversion["conversionReviewVersions"].isNull {
                stored["spec"]["conversion"]["webhookClientConfig"] = .null
                stored["spec"]["conversion"]["conversionReviewVersions"] = .null
                stored["spec"]["conversion"]["webhook"] = [
                    "clientConfig": conversion["webhookClientConfig"], "conversionReviewVersions": conversion["conversionReviewVersions"],
                ]
            }
            return stored
        })

    private static func renameJSONPaths(_ spec: inout JSON, _ old: String, _ new: String) {
        spec.changeElements("additionalPrinterColumns") { $0.rename(old, new) }
        spec.changeElements("versions") { version in version.changeElements("additionalPrinterColumns") { $0.rename(old, new) } }
    }
}
