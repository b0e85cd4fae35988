/// Where the kinds that make pods keep the template of them.
package enum PodTemplatePath {
    /// - Returns: the path of the template, with its metadata and spec; nil for kinds that have none.
    package static func of(group: String, kind: String) -> [String]? {
        switch (group, kind) {
        case ("", "PodTemplate"): ["template"]
        case ("", "ReplicationController"), ("batch", "Job"), ("apps", "StatefulSet"): ["spec", "template"]
        case ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "DaemonSet"): ["spec", "template"]
        case ("extensions", "Deployment"), ("extensions", "ReplicaSet"), ("extensions", "DaemonSet"): ["spec", "template"]
        case ("batch", "CronJob"): ["spec", "jobTemplate", "spec", "template"]
        default: nil
        }
    }

    package static func of(_ type: ResourceType) -> [String]? { of(group: type.group, kind: type.kind) }
}
