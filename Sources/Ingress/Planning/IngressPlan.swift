package import Resources

/// What is wrong with one Ingress: an event of its own, and no harm to others.
package struct IngressProblem: Hashable, Sendable {
    package var ingress: ObjectKey
    /// The event's reason.
    package var reason: String
    package var message: String
}

/// What the plan looks things up in.
package protocol IngressSources {
    func service(_ key: ObjectKey) -> Resources.Service?
    func slices(of service: ObjectKey) -> [EndpointSlice]
    func secret(_ key: ObjectKey) -> Secret?
}

/// Works out what the proxy is to do for all Ingresses together. Pure.
///
/// Routes of one host come from any number of Ingresses; where two claim the same host and path, the older has it. A request takes the
/// first route that fits: the named host before the wildcard before rules without host; on a host exact paths first, then
/// the longest.
package struct IngressPlan: Sendable {
    package private(set) var model = ProxyModel()
    package private(set) var problems: [IngressProblem] = []
    /// The Ingresses that are this controller's.
    package private(set) var ours: Set<ObjectKey> = []
    /// What the plan looked at, present or not: a change of anything else changes nothing here.
    package private(set) var services: Set<ObjectKey> = []
    package private(set) var secrets: Set<ObjectKey> = []

    private struct Claim: Hashable {
        var host: HostPattern
        var path: PathPattern
    }
    private var claims: [Claim: String] = [:]
    private var servedHosts: Set<String> = []
    /// The default backend of an Ingress with nothing else counts before one of an Ingress with rules.
    private var laterDefault: String?

    package init(ingresses: [Ingress], classes: [IngressClass], sources: some IngressSources) {
        let selection = IngressSelection(classes: classes)
        let ordered = ingresses.filter(selection.holds).sorted { left, right in
            (left.metadata.creationTimestamp?.seconds ?? 0, left.key) < (right.metadata.creationTimestamp?.seconds ?? 0, right.key)
        }
        for ingress in ordered {
            ours.insert(ingress.key)
            addRules(of: ingress, sources)
            addCertificates(of: ingress, sources)
        }
        model.routes = claims.map { Route(host: $0.key.host, path: $0.key.path, backend: $0.value) }
            .sorted { ($0.host, $0.path) < ($1.host, $1.path) }
        if model.defaultBackend == nil { model.defaultBackend = laterDefault }
        let used = Set(model.routes.map(\.backend) + [model.defaultBackend].compactMap { $0 })
        model.backends = model.backends.filter { used.contains($0.key) }
    }

    private mutating func report(_ ingress: Ingress, _ reason: String, _ message: String) {
        let problem = IngressProblem(ingress: ingress.key, reason: reason, message: message)
        if !problems.contains(problem) { problems.append(problem) }
    }

    // MARK: Rules

    private mutating func addRules(of ingress: Ingress, _ sources: some IngressSources) {
        let annotations = IngressAnnotations(ingress.annotations)
        let rules = ingress.spec.rules
        for rule in rules {
            let host = HostPattern(rule.host)
            for path in rule.http?.paths ?? [] {
                let pattern = PathPattern(path.path, type: path.pathType, usesExpressions: annotations.usesExpressions)
                guard isUsable(pattern, of: ingress) else { continue }
                claim(host, pattern, path.backend, ingress, annotations, sources)
            }
        }
        guard let backend = ingress.spec.defaultBackend else { return }
        for rule in rules { claim(HostPattern(rule.host), .rest, backend, ingress, annotations, sources) }
        guard let name = self.backend(backend, .rest, ingress, annotations, sources) else { return }
        if !rules.isEmpty {
            laterDefault = laterDefault ?? name
        } else if model.defaultBackend == nil {
            model.defaultBackend = name
        }
    }

    private mutating func claim(
        _ host: HostPattern, _ path: PathPattern, _ backend: IngressBackend, _ ingress: Ingress, _ annotations: IngressAnnotations,
        _ sources: some IngressSources
    ) {
        let claim = Claim(host: host, path: path)
        guard let name = self.backend(backend, path, ingress, annotations, sources), claims[claim] == nil else { return }
        claims[claim] = name
    }

    /// A path that would break the proxy's configuration is left out.
    private mutating func isUsable(_ path: PathPattern, of ingress: Ingress) -> Bool {
        switch path {
        case .exact(let text), .prefix(let text):
            if text.isPrintable { return true }
            report(ingress, "InvalidPath", "A path holds characters that no request can have")
        case .expression(let text):
            if text.isPrintable, (try? Regex(text)) != nil { return true }
            report(ingress, "InvalidPath", "The path \"\(text)\" is no regular expression")
        case .rest: return true
        }
        return false
    }

    /// The name of the backend in the model. One whose service is missing has no servers and answers 503.
    private mutating func backend(
        _ backend: IngressBackend, _ path: PathPattern, _ ingress: Ingress, _ annotations: IngressAnnotations,
        _ sources: some IngressSources
    ) -> String? {
        guard let wanted = backend.service else {
            report(ingress, "UnsupportedBackend", "Backends other than services are not supported")
            return nil
        }
        let (options, problems) = annotations.options(path: path)
        for problem in problems { report(ingress, "InvalidAnnotation", "The annotation's \(problem)") }
        let key = ObjectKey(namespace: ingress.namespace, name: wanted.name)
        let port = wanted.port.name.isEmpty ? String(wanted.port.number) : wanted.port.name
        let name = Self.backendName(key, port, options)
        services.insert(key)
        let servers = self.servers(key, port, wanted.port, ingress, sources)
        model.backends[name] = ProxyBackend(options: options, servers: servers)
        return name
    }

    private mutating func servers(
        _ key: ObjectKey, _ portName: String, _ port: ServiceBackendPort, _ ingress: Ingress, _ sources: some IngressSources
    ) -> ProxyBackend.Servers {
        guard let service = sources.service(key) else {
            report(ingress, "MissingService", "The service \(key) does not exist")
            return .addresses([])
        }
        do throws(ServiceTarget.Failure) {
            return try ServiceTarget(service: service, slices: sources.slices(of: key)).servers(port)
        } catch {
            switch error {
            case .noPort: report(ingress, "MissingServicePort", "The service \(key) has no port \(portName)")
            case .unusable(let reason): report(ingress, "UnusableService", "The service \(key) cannot be used: \(reason)")
            }
        }
        return .addresses([])
    }

    /// Letters, digits, `.`, `-`, `_` and `:` are all that names in the configuration may hold; those of Kubernetes do.
    private static func backendName(_ service: ObjectKey, _ port: String, _ options: BackendOptions) -> String {
        let plain = "\(service.namespace):\(service.name):\(port)"
        return options == BackendOptions() ? plain : "\(plain):\(options.fingerprint)"
    }

    // MARK: Certificates

    private mutating func addCertificates(of ingress: Ingress, _ sources: some IngressSources) {
        for entry in ingress.spec.tls where !entry.secretName.isEmpty {
            let key = ObjectKey(namespace: ingress.namespace, name: entry.secretName)
            secrets.insert(key)
            guard let secret = sources.secret(key) else {
                report(ingress, "MissingSecret", "The secret \(key) does not exist; the hosts it is for get the default certificate")
                continue
            }
            let pem: String
            do {
                pem = try TLSSecret.pem(secret)
            } catch {
                report(ingress, "InvalidSecret", "The secret \(key) cannot be used: \(error)")
                continue
            }
            let hosts = entry.hosts.map { $0.lowercased() }.filter { servedHosts.insert($0).inserted }
            // Every host it names has an older certificate already.
            if hosts.isEmpty, !entry.hosts.isEmpty { continue }
            model.certificates.append(
                ServedCertificate(file: "\(key.namespace)_\(key.name).pem", pem: pem, hosts: hosts.sorted()))
        }
    }
}
