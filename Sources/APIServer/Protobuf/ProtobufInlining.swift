internal import Schema

/// Where protobuf nests what JSON writes side by side: embedded structs of upstream's Go types have a message of their own
/// inside the outer one. Facts from upstream's `generated.proto` files.
struct ProtobufInlining {
    /// By the number of the nested message: its fields' names by their numbers.
    var messages: [Int: [Int: String]] = [:]
    /// Fields of the message itself whose numbers the schema does not give.
    var numbers: [Int: String] = [:]

    static func of(_ type: TypeSchema) -> ProtobufInlining { table[type.name] ?? none }

    private static let none = ProtobufInlining()
    private static let name = ProtobufInlining(messages: [1: [1: "name"]])
    private static let rule: [Int: String] = [1: "apiGroups", 2: "apiVersions", 3: "resources", 4: "scope"]
    private static let probe: [Int: String] = [1: "exec", 2: "httpGet", 3: "tcpSocket", 4: "grpc"]

    private static let table: [String: ProtobufInlining] = [
        "core.v1.Volume": ProtobufInlining(messages: [2: volumeSource]),
        "core.v1.PersistentVolumeSpec": ProtobufInlining(messages: [2: persistentVolumeSource]),
        "core.v1.Probe": ProtobufInlining(messages: [1: probe]),
        "core.v1.EphemeralContainer": ProtobufInlining(messages: [1: container]),
        "core.v1.ConfigMapEnvSource": name, "core.v1.ConfigMapKeySelector": name, "core.v1.ConfigMapProjection": name,
        "core.v1.ConfigMapVolumeSource": name, "core.v1.SecretEnvSource": name, "core.v1.SecretKeySelector": name,
        "core.v1.SecretProjection": name, "networking.v1.IngressRule": ProtobufInlining(messages: [2: [1: "http"]]),
        "networking.v1.IngressClassParametersReference": ProtobufInlining(numbers: [1: "apiGroup"]),
        "authentication.v1.BoundObjectReference": ProtobufInlining(numbers: [4: "uid"]),
        "admissionregistration.v1.RuleWithOperations": ProtobufInlining(messages: [2: rule]),
        "admissionregistration.v1.MutatingWebhookConfiguration": ProtobufInlining(numbers: [2: "webhooks"]),
        "admissionregistration.v1.ValidatingWebhookConfiguration": ProtobufInlining(numbers: [2: "webhooks"]),
    ]

    private static let volumeSource: [Int: String] = [
        1: "hostPath", 2: "emptyDir", 3: "gcePersistentDisk", 4: "awsElasticBlockStore", 5: "gitRepo", 6: "secret", 7: "nfs", 8: "iscsi",
        9: "glusterfs", 10: "persistentVolumeClaim", 11: "rbd", 12: "flexVolume", 13: "cinder", 14: "cephfs", 15: "flocker", 16: "downwardAPI",
        17: "fc", 18: "azureFile", 19: "configMap", 20: "vsphereVolume", 21: "quobyte", 22: "azureDisk", 23: "photonPersistentDisk",
        24: "portworxVolume", 25: "scaleIO", 26: "projected", 27: "storageos", 28: "csi", 29: "ephemeral", 30: "image",
    ]

    private static let persistentVolumeSource: [Int: String] = [
        1: "gcePersistentDisk", 2: "awsElasticBlockStore", 3: "hostPath", 4: "glusterfs", 5: "nfs", 6: "rbd", 7: "iscsi", 8: "cinder",
        9: "cephfs", 10: "fc", 11: "flocker", 12: "flexVolume", 13: "azureFile", 14: "vsphereVolume", 15: "quobyte", 16: "azureDisk",
        17: "photonPersistentDisk", 18: "portworxVolume", 19: "scaleIO", 20: "local", 21: "storageos", 22: "csi",
    ]

    private static let container: [Int: String] = [
        1: "name", 2: "image", 3: "command", 4: "args", 5: "workingDir", 6: "ports", 7: "env", 8: "resources", 9: "volumeMounts",
        10: "livenessProbe", 11: "readinessProbe", 12: "lifecycle", 13: "terminationMessagePath", 14: "imagePullPolicy", 15: "securityContext",
        16: "stdin", 17: "stdinOnce", 18: "tty", 19: "envFrom", 20: "terminationMessagePolicy", 21: "volumeDevices", 22: "startupProbe",
        23: "resizePolicy", 24: "restartPolicy", 25: "restartPolicyRules",
    ]
}
