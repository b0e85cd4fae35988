internal import Document
internal import Resources

/// The objects that a pod's node has to read for it, by name within the pod's namespace.
struct PodReferences: Sendable, Hashable {
    var serviceAccount = ""
    var secrets: Set<String> = []
    var configMaps: Set<String> = []
    var claims: Set<String> = []

    init(_ pod: JSON) {
        let spec = pod["spec"]
        serviceAccount = spec["serviceAccountName"].string ?? "default"
        for reference in spec["imagePullSecrets"].array ?? [] { add(reference["name"], to: \.secrets) }
        for list in ["containers", "initContainers", "ephemeralContainers"] {
            for container in spec[list].array ?? [] { addEnvironment(of: container) }
        }
        for volume in spec["volumes"].array ?? [] { addVolume(volume, podName: pod["metadata"]["name"].string ?? "") }
    }

    private mutating func add(_ name: JSON, to set: WritableKeyPath<PodReferences, Set<String>>) {
        if let name = name.string, !name.isEmpty { self[keyPath: set].insert(name) }
    }

    private mutating func addEnvironment(of container: JSON) {
        for source in container["envFrom"].array ?? [] {
            add(source["secretRef"]["name"], to: \.secrets)
            add(source["configMapRef"]["name"], to: \.configMaps)
        }
        for variable in container["env"].array ?? [] {
            add(variable["valueFrom"]["secretKeyRef"]["name"], to: \.secrets)
            add(variable["valueFrom"]["configMapKeyRef"]["name"], to: \.configMaps)
        }
    }

    private mutating func addVolume(_ volume: JSON, podName: String) {
        add(volume["secret"]["secretName"], to: \.secrets)
        add(volume["configMap"]["name"], to: \.configMaps)
        add(volume["persistentVolumeClaim"]["claimName"], to: \.claims)
        if !volume["ephemeral"].isNull, let name = volume["name"].string { claims.insert("\(podName)-\(name)") }
        for source in volume["projected"]["sources"].array ?? [] {
            add(source["secret"]["name"], to: \.secrets)
            add(source["configMap"]["name"], to: \.configMaps)
        }
        // CSI, CephFS, iSCSI, FlexVolume and others name the secret of their driver.
        for (_, source) in volume.object ?? JSONObject() {
            add(source["secretRef"]["name"], to: \.secrets)
            add(source["nodePublishSecretRef"]["name"], to: \.secrets)
        }
    }
}
