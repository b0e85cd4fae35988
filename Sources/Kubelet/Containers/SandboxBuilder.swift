import CRI
import Resources

/// Builds the configuration of a pod's sandbox.
struct SandboxBuilder {
    let configuration: KubeletConfiguration
    /// Name servers, search domains and options of the node's own resolver file.
    let nodeDNS: DNSSettings

    func sandbox(_ pod: Pod, attempt: UInt32) -> SandboxConfiguration {
        var sandbox = SandboxConfiguration(
            metadata: SandboxMetadata(name: pod.name, uid: pod.uid, namespace: pod.namespace, attempt: attempt))
        let spec = pod.spec
        sandbox.hostname = spec.hostNetwork ? "" : hostname(pod)
        sandbox.logDirectory = Self.logDirectory(pod, root: configuration.podLogsDirectory)
        sandbox.dns = dns(pod)
        sandbox.portMappings = spec.hostNetwork ? [] : portMappings(spec)
        sandbox.labels = Self.labels(pod).merging(pod.labels) { own, _ in own }
        sandbox.annotations = pod.annotations
        sandbox.cgroupParent = Self.cgroupParent(pod, root: configuration.cgroupRoot)
        for sysctl in spec.securityContext.sysctls { sandbox.sysctls[sysctl.name] = sysctl.value }
        sandbox.namespaces.network = spec.hostNetwork ? .node : .pod
        sandbox.namespaces.ipc = spec.hostIPC ? .node : .pod
        sandbox.namespaces.pid = spec.hostPID ? .node : spec.shareProcessNamespace == true ? .pod : .container
        sandbox.runAsUser = spec.securityContext.runAsUser.map(Int64.init)
        sandbox.runAsGroup = spec.securityContext.runAsGroup.map(Int64.init)
        sandbox.supplementalGroups = ContainerBuilder.supplementalGroups(spec)
        sandbox.privileged = (spec.containers + spec.initContainers).contains { $0.securityContext.privileged == true }
        return sandbox
    }

    static func labels(_ pod: Pod) -> [String: String] {
        [RuntimeLabel.podName: pod.name, RuntimeLabel.podNamespace: pod.namespace, RuntimeLabel.podUID: pod.uid]
    }

    static func logDirectory(_ pod: Pod, root: String) -> String { "\(root)/\(pod.namespace)_\(pod.name)_\(pod.uid)" }

    static func cgroupParent(_ pod: Pod, root: String) -> String { "\(root)\(QualityOfService(pod.spec).cgroupFolder)/pod\(pod.uid)" }

    /// The pod's own name cut to what a host may be called, or what its specification says.
    func hostname(_ pod: Pod) -> String {
        var name = pod.spec.hostname.isEmpty ? pod.name : pod.spec.hostname
        if name.utf8.count > 63 {
            name = String(name.prefix(63))
            while name.hasSuffix("-") || name.hasSuffix(".") { name.removeLast() }
        }
        if pod.spec.setHostnameAsFQDN == true, let domain = domain(pod) { return name + "." + domain }
        return name
    }

    /// The domain of a pod that belongs to a (headless) service's names.
    func domain(_ pod: Pod) -> String? {
        pod.spec.subdomain.isEmpty ? nil : "\(pod.spec.subdomain).\(pod.namespace).svc.\(configuration.clusterDomain)"
    }

    func dns(_ pod: Pod) -> DNSSettings {
        var dns = DNSSettings()
        let policy = pod.spec.dnsPolicy
        let clusterFirst = policy == "ClusterFirstWithHostNet" || ((policy.isEmpty || policy == "ClusterFirst") && !pod.spec.hostNetwork)
        if policy == "None" {
            dns = DNSSettings()
        } else if clusterFirst, !configuration.clusterDNS.isEmpty {
            let domain = configuration.clusterDomain
            dns.servers = configuration.clusterDNS
            dns.searches = ["\(pod.namespace).svc.\(domain)", "svc.\(domain)", domain] + nodeDNS.searches
            dns.options = ["ndots:5"]
        } else {
            dns = nodeDNS
        }
        if let own = pod.spec.dnsConfig {
            for server in own.nameservers where !dns.servers.contains(server) { dns.servers.append(server) }
            for search in own.searches where !dns.searches.contains(search) { dns.searches.append(search) }
            for option in own.options {
                dns.options.removeAll { $0 == option.name || $0.hasPrefix(option.name + ":") }
                dns.options.append(option.value.map { $0.isEmpty ? option.name : "\(option.name):\($0)" } ?? option.name)
            }
        }
        return dns
    }

    private func portMappings(_ spec: PodSpec) -> [SandboxPortMapping] {
        (spec.containers + spec.initContainers.filter(\.isSidecar)).flatMap(\.ports).compactMap { port in
            guard let hostPort = port.hostPort, hostPort > 0 else { return nil }
            var mapping = SandboxPortMapping()
            mapping.transport = TransportProtocol(rawValue: port.protocol) ?? .tcp
            mapping.containerPort = Int32(clamping: port.containerPort)
            mapping.hostPort = Int32(clamping: hostPort)
            mapping.hostIP = port.hostIP
            return mapping
        }
    }
}

extension DNSSettings {
    /// Reads a resolver file (resolv.conf(5)).
    init(resolverFile text: String) {
        self.init()
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let key = words.first, words.count > 1 else { continue }
            switch key {
            case "nameserver": servers.append(words[1])
            case "search", "domain": searches = words.dropFirst().filter { $0 != "." }
            case "options": options += words.dropFirst()
            default: break
            }
        }
    }
}
