internal import Document
import FoundationEssentials
internal import Resources

/// Why an image cannot be had, from the words of the runtime and the registries.
enum ImageDiagnosis {
    /// - Parameter user: what asks for the image, such as `container main`.
    static func diagnose(_ pod: Pod, of user: String, image: String, reason: String, message: String, _ world: Surroundings) -> Diagnosis {
        let subject = "pod/" + pod.name
        let text = message.lowercased()
        let secrets = pod.spec.imagePullSecrets.map(\.name)
        let missing = secrets.filter { world.lacks(Secret.self, $0) }
        func answer(_ cause: Diagnosis.Cause, _ why: String, _ fix: String) -> Diagnosis {
            Diagnosis(cause, subject, "the image \(image) of \(user) \(why)", evidence: [message], fix: fix)
        }
        if reason == "InvalidImageName" || text.contains("invalid reference format") {
            return answer(.imageName, "has a name that is none", "correct the image's name: lower case, REGISTRY/NAME:TAG")
        }
        if reason == "ErrImageNeverPull" {
            return answer(
                .imageNever, "is not on the node, and imagePullPolicy Never forbids to pull it",
                "set imagePullPolicy: IfNotPresent, or bring the image to the node first")
        }
        if text.contains("no match for platform") || text.contains("no matching manifest") || text.contains("exec format error") {
            let node = world.find(Node.self, pod.spec.nodeName)
            let machine = node.map { " (\($0.status.nodeInfo.operatingSystem)/\($0.status.nodeInfo.architecture))" } ?? ""
            return answer(.architecture, "is not made for this machine\(machine)", "build or choose an image for it")
        }
        for sign in ["connection refused", "no such host", "i/o timeout", "no route to host", "network is unreachable", "tls handshake"]
        where text.contains(sign) {
            return answer(
                .registryDown, "cannot be pulled because the registry \(registry(of: image)) does not answer (\(sign))",
                registry(of: image).hasPrefix("localhost:")
                    ? "see whether the cluster's registry is up: coxswain status"
                    : "see whether this machine reaches \(registry(of: image))")
        }
        let denied = ["unauthorized", "403 forbidden", "401", "access denied", "authentication required", "authorization failed"]
        if denied.contains(where: text.contains) {
            if let name = missing.first { return secret(answer, name, pod) }
            if let unfit = logins(secrets, for: image, world) { return answer(.pullDenied, unfit.why, unfit.fix) }
            return answer(
                .pullDenied,
                secrets.isEmpty ? "needs a login, and the pod names no imagePullSecrets" : "is refused to the login of \(secrets.few())",
                "kubectl -n \(pod.namespace) create secret docker-registry NAME --docker-server=\(registry(of: image)) …, "
                    + "and name it in spec.imagePullSecrets"
            )
        }
        if let name = missing.first { return secret(answer, name, pod) }
        if text.contains("not found") || text.contains("manifest unknown") || text.contains("does not exist") {
            return answer(
                .imageMissing, "does not exist in the registry \(registry(of: image))",
                registry(of: image).hasPrefix("localhost:")
                    ? "correct the name or tag, or bring it there: coxswain image push" : "correct the name or tag")
        }
        return answer(.pullFailed, "cannot be pulled", "")
    }

    /// What is wrong with the secrets a pod names; nil when one of them has a login for the image's registry, or none can be read.
    private static func logins(_ names: [String], for image: String, _ world: Surroundings) -> (why: String, fix: String)? {
        let secrets = names.compactMap { world.find(Secret.self, $0) }
        guard !secrets.isEmpty else { return nil }
        let registry = registry(of: image)
        let make = "kubectl -n \(secrets[0].namespace) create secret docker-registry NAME --docker-server=\(registry) …"
        let servers = secrets.flatMap(servers)
        if servers.isEmpty {
            return (
                "needs a login, and \(names.few()) (of type \(secrets[0].type)) holds none that can be read", "make it anew: \(make)"
            )
        }
        let hosts = servers.map { $0.replacing("https://", with: "").replacing("http://", with: "").prefix { $0 != "/" } }
        if hosts.contains(where: { $0 == registry || $0.contains("*") || $0.hasSuffix("docker.io") }) { return nil }
        return ("needs a login for \(registry), but \(names.few()) has one for \(servers.few()) only", make)
    }

    /// The servers that a secret has logins for.
    private static func servers(_ secret: Secret) -> [String] {
        let isOld = secret.type == "kubernetes.io/dockercfg"
        guard let text = secret.data[isOld ? ".dockercfg" : ".dockerconfigjson"], let bytes = Data(base64Encoded: text),
            let document = try? JSON.parse(Array(bytes))
        else { return [] }
        return (isOld ? document : document["auths"]).object?.keys ?? []
    }

    private static func secret(_ answer: (Diagnosis.Cause, String, String) -> Diagnosis, _ name: String, _ pod: Pod) -> Diagnosis {
        answer(
            .secretMissing, "cannot be pulled, and the secret \(name) that should hold the login does not exist",
            "kubectl -n \(pod.namespace) create secret docker-registry \(name) --docker-server=… --docker-username=… …")
    }

    /// The host an image comes from: the first part when it looks like a host, Docker Hub otherwise.
    static func registry(of image: String) -> String {
        let parts = image.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return "docker.io" }
        let host = String(parts[0])
        return host.contains(".") || host.contains(":") || host == "localhost" ? host : "docker.io"
    }
}
