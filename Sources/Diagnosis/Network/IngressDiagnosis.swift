internal import Document
internal import Resources

/// Why an Ingress has no address, or leads some of its paths nowhere.
enum IngressDiagnosis {
    static func diagnose(_ ingress: Ingress, _ world: Surroundings) -> [Diagnosis] {
        let subject = "ingress/" + ingress.name
        if let wrong = wrongClass(ingress, world) { return [wrong] }
        var found: [Diagnosis] = []
        var seen: Set<String> = []
        let paths = ingress.spec.rules.flatMap { rule in (rule.http?.paths ?? []).map { (where: rule.host + $0.path, backend: $0.backend) }
        }
        let all = paths + (ingress.spec.defaultBackend.map { [(where: "the default backend", backend: $0)] } ?? [])
        for (place, backend) in all {
            guard let service = backend.service, seen.insert(service.name + ":\(service.port.number)" + service.port.name).inserted else {
                continue
            }
            if let problem = problem(of: service, at: place, subject, ingress.namespace, world) { found.append(problem) }
        }
        for tls in ingress.spec.tls where !tls.secretName.isEmpty && world.lacks(Secret.self, tls.secretName) {
            found.append(
                Diagnosis(
                    .secretMissing, subject, "the secret \(tls.secretName) with the certificate for \(tls.hosts.few()) does not exist",
                    fix: "kubectl -n \(ingress.namespace) create secret tls \(tls.secretName) --cert=… --key=…"))
        }
        if ingress.status.loadBalancer.ingress.isEmpty {
            found.append(
                Diagnosis(
                    .noAddress, subject, "it has no address: the ingress controller has not taken it up",
                    evidence: world.events(of: ingress, kind: "Ingress").prefix(3).map(\.message),
                    fix: "see the controller's log: kubectl -n kube-system logs -l \(Pod.builtInLabel) --prefix"))
        }
        if !found.isEmpty { return found }
        let warnings = world.events(of: ingress, kind: "Ingress").filter { $0.json["type"].string == "Warning" }.prefix(3).map(\.message)
        let addresses = ingress.status.loadBalancer.ingress.map { $0.ip.isEmpty ? $0.hostname : $0.ip }
        return [
            Diagnosis(
                .healthy, subject, "it is served at \(addresses.few()), and its backends have ready endpoints", evidence: Array(warnings))
        ]
    }

    private static func wrongClass(_ ingress: Ingress, _ world: Surroundings) -> Diagnosis? {
        let classes = world.all(IngressClass.self)
        let subject = "ingress/" + ingress.name
        let fix = "kubectl get ingressclasses; set spec.ingressClassName to one of: \(classes.map(\.name).sorted().few())"
        if let name = ingress.spec.ingressClassName {
            guard world.lacks(IngressClass.self, name) else { return nil }
            return Diagnosis(.ingressClass, subject, "its class \(name) does not exist, so no controller takes it", fix: fix)
        }
        if ingress.annotations[Ingress.classAnnotation] != nil || classes.contains(where: \.isDefault)
            || world.lists["ingressclasses"] == nil
        {
            return nil
        }
        return Diagnosis(.ingressClass, subject, "it names no class, and none is the default", fix: fix)
    }

    private static func problem(
        of backend: IngressServiceBackend, at place: String, _ subject: String, _ namespace: String, _ world: Surroundings
    ) -> Diagnosis? {
        guard let service = world.find(Service.self, backend.name) else {
            return Diagnosis(
                .backendMissing, subject, "the service \(backend.name) behind \(place) does not exist",
                fix: "create the service, or correct the backend's name; what there is: kubectl -n \(namespace) get services")
        }
        let has = service.spec.ports.contains { backend.port.name.isEmpty ? $0.port == backend.port.number : $0.name == backend.port.name }
        guard has else {
            let wanted = backend.port.name.isEmpty ? String(backend.port.number) : backend.port.name
            return Diagnosis(
                .backendPort, subject, "the service \(backend.name) behind \(place) has no port \(wanted)",
                evidence: ["its ports: " + service.spec.ports.map { ($0.name.isEmpty ? "" : $0.name + " ") + String($0.port) }.few(5)],
                fix: "name one of the service's ports (not the container's) in the backend")
        }
        let why = ServiceDiagnosis.diagnose(service, world)
        if why.isHealthy || why.cause == .noAddress { return nil }
        return Diagnosis(
            .backendEmpty, subject, "the service \(backend.name) behind \(place) has no endpoints: \(why.reason)", evidence: why.evidence,
            fix: why.fix)
    }
}
