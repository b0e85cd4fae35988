internal import Resources

/// Why a service leads nowhere: its labels, its port, or the readiness of its pods.
enum ServiceDiagnosis {
    static func diagnose(_ service: Service, _ world: Surroundings) -> Diagnosis {
        let subject = "service/" + service.name
        if service.spec.type == "ExternalName" {
            return Diagnosis(.externalName, subject, "it is only another name for \(service.spec.externalName), and has no endpoints")
        }
        let slices = world.all(EndpointSlice.self).filter { $0.serviceName == service.name && $0.namespace == service.namespace }
        let ready = slices.flatMap(\.endpoints).filter { $0.conditions.ready ?? true }.count
        if service.spec.selector.isEmpty {
            if ready > 0 { return served(service, ready) }
            return Diagnosis(
                .noSelector, subject, "it has no selector, and nobody has written endpoints for it",
                fix: "give it spec.selector, or create an EndpointSlice with the label \(EndpointSlice.serviceNameLabel)=\(service.name)")
        }
        let pods = world.pods(in: service.namespace).filter {
            LabelSelector(equal: service.spec.selector).matches($0.labels) && $0.isActive
        }
        guard !pods.isEmpty else { return nothingSelected(service, world) }
        if let mismatch = port(service, pods) { return mismatch }
        if ready > 0 { return served(service, ready) }
        let waiting = pods.filter { !$0.isReady }
        guard let pod = waiting.first else {
            return Diagnosis(
                .noEndpoints, subject, "its \(counted(pods.count, "pod")) are ready, but its EndpointSlices do not have them yet",
                fix:
                    "wait a moment; if it stays so, see the controllers' log: kubectl -n kube-system logs -l \(Pod.builtInLabel)"
            )
        }
        let why = PodDiagnosis(pod, world).diagnosis
        return Diagnosis(
            .podsNotReady, subject, "none of the \(counted(pods.count, "pod")) that it selects is ready",
            evidence: ["\(why.subject): \(why.reason)"] + why.evidence, fix: why.fix)
    }

    private static func served(_ service: Service, _ ready: Int) -> Diagnosis {
        let subject = "service/" + service.name
        if service.spec.type == "LoadBalancer", service.status.loadBalancer.ingress.isEmpty {
            let foreign = service.spec.loadBalancerClass.map { "its loadBalancerClass \($0) is nobody's here" }
            return Diagnosis(
                .noAddress, subject, "it has endpoints, but no load balancer's address yet" + (foreign.map { ": " + $0 } ?? ""),
                fix: "see its events: kubectl -n \(service.namespace) describe service \(service.name)")
        }
        return Diagnosis(.healthy, subject, "it has \(counted(ready, "ready endpoint"))")
    }

    private static func nothingSelected(_ service: Service, _ world: Surroundings) -> Diagnosis {
        let selector = service.spec.selector
        let near = world.pods(in: service.namespace).filter(\.isActive)
            .map { pod in
                (
                    pod: pod, same: selector.filter { pod.labels[$0.key] == $0.value }.count,
                    keys: selector.keys.filter { pod.labels[$0] != nil }.count,
                    // A slip leaves most of a word as it was.
                    letters: selector.reduce(0) { $0 + zip(pod.labels[$1.key] ?? "", $1.value).prefix { $0 == $1 }.count }
                )
            }
            .filter { $0.keys > 0 }
            .sorted { ($0.same, $0.keys, $0.letters, $1.pod.name) > ($1.same, $1.keys, $1.letters, $0.pod.name) }
        var fix = "create pods with these labels, or correct spec.selector"
        var evidence: [String] = []
        if let pod = near.first?.pod {
            for (key, wanted) in selector.sorted(by: { $0.key < $1.key }) where pod.labels[key] != wanted {
                evidence.append(
                    "pod/\(pod.name) comes nearest: its label \(key) is \(pod.labels[key].map { "\"\($0)\"" } ?? "not there"), "
                        + "wanted is \"\(wanted)\""
                )
            }
            let labels = selector.keys.sorted().compactMap { key in pod.labels[key].map { "\(key)=\($0)" } }.joined(separator: ",")
            fix =
                "correct the pods' labels in their template, or the selector: "
                + "kubectl -n \(service.namespace) set selector service \(service.name) '\(labels)'"
        }
        return Diagnosis(
            .selectorMatchesNothing, "service/" + service.name,
            "no pod in \(service.namespace) has the labels of its selector: \(selector.selectorText)",
            evidence: evidence, fix: fix)
    }

    /// A port's name that no container has is an error; a number that none names is only suspicious when nothing is ready.
    private static func port(_ service: Service, _ pods: [Pod]) -> Diagnosis? {
        for port in service.spec.ports {
            guard let name = port.targetPort?.string else { continue }
            let ports = pods.flatMap { $0.spec.containers.flatMap(\.ports) }
            if ports.contains(where: { $0.name == name }) { continue }
            let known = Set(ports.map { ($0.name.isEmpty ? "" : $0.name + " ") + String($0.containerPort) }).sorted()
            return Diagnosis(
                .portMismatch, "service/" + service.name,
                "its port \(port.port) leads to a container port called \"\(name)\", which no container of its pods has",
                evidence: [known.isEmpty ? "the containers name no ports" : "the containers name: \(known.few(5))"],
                fix: "set targetPort to a name or number that the containers have, or name the container's port \"\(name)\"")
        }
        return nil
    }
}
