import Client
import Resources

/// Fetches the config maps and secrets a pod refers to.
struct ReferenceFetcher {
    let client: any APIClient

    static func configMapNames(_ pod: Pod) -> Set<String> {
        var names: Set<String> = []
        for container in pod.spec.containers + pod.spec.initContainers + pod.spec.ephemeralContainers {
            for source in container.envFrom { if let reference = source.configMapRef { names.insert(reference.name) } }
            for variable in container.env { if let key = variable.valueFrom?.configMapKeyRef { names.insert(key.name) } }
        }
        for volume in pod.spec.volumes {
            if let source = volume.configMap { names.insert(source.name) }
            for source in volume.projected?.sources ?? [] { if let part = source.configMap { names.insert(part.name) } }
        }
        return names
    }

    static func secretNames(_ pod: Pod) -> Set<String> {
        var names: Set<String> = Set(pod.spec.imagePullSecrets.map(\.name))
        for container in pod.spec.containers + pod.spec.initContainers + pod.spec.ephemeralContainers {
            for source in container.envFrom { if let reference = source.secretRef { names.insert(reference.name) } }
            for variable in container.env { if let key = variable.valueFrom?.secretKeyRef { names.insert(key.name) } }
        }
        for volume in pod.spec.volumes {
            if let source = volume.secret { names.insert(source.secretName) }
            for source in volume.projected?.sources ?? [] { if let part = source.secret { names.insert(part.name) } }
        }
        return names
    }

    /// Whether any file in the pod's volumes follows objects of the API.
    static func hasLiveVolumes(_ pod: Pod) -> Bool {
        pod.spec.volumes.contains { $0.configMap != nil || $0.secret != nil || $0.projected != nil || $0.downwardAPI != nil }
    }

    /// What exists of them; what does not is missing from the answer, and complained of where it is needed.
    func fetch(_ pod: Pod, services: [Service], apiServerNamespace: String) async throws -> PodReferences {
        var references = PodReferences()
        references.services = services
        references.apiServerNamespace = apiServerNamespace
        let namespace = pod.namespace
        let (configMapNames, secretNames) = (Self.configMapNames(pod), Self.secretNames(pod))
        if configMapNames.isEmpty, secretNames.isEmpty { return references }
        let client = client
        try await withThrowingTaskGroup(of: (ConfigMap?, Secret?).self) { group in
            for name in configMapNames { group.addTask { (try await client.find(ConfigMap.self, namespace: namespace, name: name), nil) } }
            for name in secretNames { group.addTask { (nil, try await client.find(Secret.self, namespace: namespace, name: name)) } }
            for try await (configMap, secret) in group {
                if let configMap { references.configMaps[configMap.name] = configMap }
                if let secret { references.secrets[secret.name] = secret }
            }
        }
        return references
    }
}
