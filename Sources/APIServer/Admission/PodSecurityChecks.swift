internal import Document
internal import Resources

/// The Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/), in their newest form.
/// Messages and their order are upstream's.
struct PodSecurityChecks {
    private let pod: JSON
    private let spec: JSON
    private var problems: [(reason: String, detail: String)] = []

    /// What is wrong with a pod, or a template of pods, by a level; empty when nothing is.
    /// - Parameter detailed: whether to say where.
    static func problems(_ pod: JSON, _ level: PodSecurity.Level, detailed: Bool = true) -> [String] {
        if level == .privileged { return [] }
        var checks = PodSecurityChecks(pod)
        checks.baseline(isRestricted: level == .restricted)
        if level == .restricted { checks.restricted() }
        return checks.problems.map { detailed && !$0.detail.isEmpty ? "\($0.reason) (\($0.detail))" : $0.reason }
    }

    private init(_ pod: JSON) {
        self.pod = pod
        spec = pod["spec"]
    }

    private var allContainers: [JSON] {
        ["initContainers", "containers", "ephemeralContainers"].flatMap { spec[$0].array ?? [] }
    }
    private var isWindows: Bool { spec["os"]["name"].string == "windows" }
    /// Root in such a pod is nobody outside.
    private var hasUserNamespace: Bool { spec["hostUsers"].bool == false }

    // MARK: Levels

    /// By the names of the checks; restricted has stricter forms of some.
    private mutating func baseline(isRestricted: Bool) {
        appArmor()
        if !isRestricted { capabilitiesBaseline() }
        hostNamespaces()
        if !isRestricted { hostPaths() }
        hostPorts()
        probeHosts()
        privileged()
        if !isRestricted, !hasUserNamespace { procMount() }
        seLinux()
        if !isRestricted { seccomp(isRequired: false) }
        sysctls()
        windowsHostProcess()
    }

    private mutating func restricted() {
        if !isWindows {
            containers("allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false") {
                $0["securityContext"]["allowPrivilegeEscalation"].bool != false
            }
            capabilitiesRestricted()
        }
        procMount()
        volumes()
        if !hasUserNamespace {
            runAsNonRoot()
            setters("runAsUser=0", { $0["runAsUser"].int == 0 }) { "\($0) must not set runAsUser=0" }
        }
        if !isWindows { seccomp(isRequired: true) }
    }

    // MARK: Baseline

    private mutating func appArmor() {
        let allowed = ["RuntimeDefault", "Localhost"]
        var values: Set<String> = []
        func isBad(_ context: JSON) -> Bool {
            guard let type = context["appArmorProfile"]["type"].string, !allowed.contains(type) else { return false }
            values.insert(type)
            return true
        }
        let setters = badSetters(isBad)
        if setters.isEmpty { return }
        add(
            values.count == 1 ? "forbidden AppArmor profile" : "forbidden AppArmor profiles",
            "\(setters) must not set AppArmor profile type to \(Self.quoted(values.sorted()))")
    }

    private static let defaultCapabilities: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ]

    private mutating func capabilitiesBaseline() {
        var extra: Set<String> = []
        let names = self.names { container in
            let added = Set(container["securityContext"]["capabilities"]["add"].strings).subtracting(Self.defaultCapabilities)
            extra.formUnion(added)
            return !added.isEmpty
        }
        if names.isEmpty { return }
        add(
            "non-default capabilities",
            "\(Self.listed(names)) must not include \(Self.quoted(extra.sorted())) in securityContext.capabilities.add")
    }

    private mutating func hostNamespaces() {
        let set = ["hostNetwork", "hostPID", "hostIPC"].filter { spec[$0].bool == true }
        if !set.isEmpty { add("host namespaces", set.map { $0 + "=true" }.joined(separator: ", ")) }
    }

    private mutating func hostPaths() {
        let names = (spec["volumes"].array ?? []).filter { !$0["hostPath"].isNull }.map { $0["name"].string ?? "" }
        if !names.isEmpty { add("hostPath volumes", Self.listed(names, "volume")) }
    }

    private mutating func hostPorts() {
        var ports: Set<String> = []
        let names = self.names { container in
            let used = (container["ports"].array ?? []).compactMap { $0["hostPort"].int }.filter { $0 != 0 }
            ports.formUnion(used.map { String($0) })
            return !used.isEmpty
        }
        if names.isEmpty { return }
        let (use, port) = (names.count == 1 ? "uses" : "use", ports.count == 1 ? "hostPort" : "hostPorts")
        add("hostPort", "\(Self.listed(names)) \(use) \(port) \(ports.sorted().joined(separator: ", "))")
    }

    private mutating func probeHosts() {
        var hosts: Set<String> = []
        let names = self.names { container in
            let handlers =
                ["livenessProbe", "readinessProbe", "startupProbe"].map { container[$0] }
                + ["postStart", "preStop"].map { container["lifecycle"][$0] }
            let found = handlers.flatMap { [$0["httpGet"]["host"].string, $0["tcpSocket"]["host"].string] }.compactMap { $0 }
                .filter { !$0.isEmpty }
            hosts.formUnion(found)
            return !found.isEmpty
        }
        if names.isEmpty { return }
        let what = hosts.count == 1 ? "probe or lifecycle host" : "probe or lifecycle hosts"
        add(
            "probe or lifecycle host",
            "\(Self.listed(names.sorted())) \(names.count == 1 ? "uses" : "use") \(what) \(Self.quoted(hosts.sorted()))")
    }

    private mutating func privileged() {
        containers("privileged", "must not set securityContext.privileged=true") { $0["securityContext"]["privileged"].bool == true }
    }

    private mutating func procMount() {
        var types: Set<String> = []
        let names = self.names { container in
            guard let type = container["securityContext"]["procMount"].string, type != "Default" else { return false }
            types.insert(type)
            return true
        }
        if names.isEmpty { return }
        add("procMount", "\(Self.listed(names)) must not set securityContext.procMount to \(Self.quoted(types.sorted()))")
    }

    private mutating func seLinux() {
        let allowed = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]
        var types: Set<String> = []
        var set: Set<String> = []
        let setters = badSetters { context in
            let options = context["seLinuxOptions"]
            let type = options["type"].string ?? ""
            if !allowed.contains(type) { types.insert(type) }
            let named = ["user", "role"].filter { !options[$0].isEmptyValue }
            set.formUnion(named)
            return !allowed.contains(type) || !named.isEmpty
        }
        if setters.isEmpty { return }
        var data = types.isEmpty ? [] : ["\(types.count == 1 ? "type" : "types") \(Self.quoted(types.sorted()))"]
        data += ["user", "role"].filter { set.contains($0) }.map { $0 + " may not be set" }
        add("seLinuxOptions", "\(setters) set forbidden securityContext.seLinuxOptions: \(data.joined(separator: "; "))")
    }

    private mutating func seccomp(isRequired: Bool) {
        let allowed = ["Localhost", "RuntimeDefault"]
        var values: Set<String> = []
        let setters = badSetters { context in
            guard let type = context["seccompProfile"]["type"].string, !allowed.contains(type) else { return false }
            values.insert(type)
            return true
        }
        if !setters.isEmpty {
            return add(
                "seccompProfile", "\(setters) must not set securityContext.seccompProfile.type to \(Self.quoted(values.sorted()))")
        }
        guard isRequired, spec["securityContext"]["seccompProfile"].isNull else { return }
        let names = self.names { $0["securityContext"]["seccompProfile"].isNull }
        if names.isEmpty { return }
        let wanted = #"must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost""#
        add("seccompProfile", "pod or \(Self.listed(names)) \(wanted)")
    }

    private static let safeSysctls: Set<String> = [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    ]

    private mutating func sysctls() {
        let names = (spec["securityContext"]["sysctls"].array ?? []).compactMap { $0["name"].string }
        let forbidden = names.filter { !Self.safeSysctls.contains($0) }
        if !forbidden.isEmpty { add("forbidden sysctls", forbidden.joined(separator: ", ")) }
    }

    private mutating func windowsHostProcess() {
        setters("hostProcess", { $0["windowsOptions"]["hostProcess"].bool == true }) {
            "\($0) must not set securityContext.windowsOptions.hostProcess=true"
        }
    }

    // MARK: Restricted

    private mutating func capabilitiesRestricted() {
        let missing = names { !$0["securityContext"]["capabilities"]["drop"].strings.contains("ALL") }
        var added: Set<String> = []
        let adding = names { container in
            let extra = container["securityContext"]["capabilities"]["add"].strings.filter { $0 != "NET_BIND_SERVICE" }
            added.formUnion(extra)
            return !extra.isEmpty
        }
        var details: [String] = []
        if !missing.isEmpty { details.append(#"\#(Self.listed(missing)) must set securityContext.capabilities.drop=["ALL"]"#) }
        if !adding.isEmpty {
            details.append("\(Self.listed(adding)) must not include \(Self.quoted(added.sorted())) in securityContext.capabilities.add")
        }
        if !details.isEmpty { add("unrestricted capabilities", details.joined(separator: "; ")) }
    }

    private mutating func volumes() {
        let allowed: Set<String> = [
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
        ]
        var (names, types): ([String], Set<String>) = ([], [])
        for volume in spec["volumes"].array ?? [] {
            let sources = (volume.object?.keys ?? []).filter { $0 != "name" }
            if sources.contains(where: { allowed.contains($0) }) { continue }
            names.append(volume["name"].string ?? "")
            types.insert(sources.first ?? "unknown")
        }
        if names.isEmpty { return }
        let what = types.count == 1 ? "restricted volume type" : "restricted volume types"
        add(
            "restricted volume types",
            "\(Self.listed(names, "volume")) \(names.count == 1 ? "uses" : "use") \(what) \(Self.quoted(types.sorted()))")
    }

    private mutating func runAsNonRoot() {
        let setters = badSetters { $0["runAsNonRoot"].bool == false }
        if !setters.isEmpty { return add("runAsNonRoot != true", "\(setters) must not set securityContext.runAsNonRoot=false") }
        if spec["securityContext"]["runAsNonRoot"].bool == true { return }
        let names = self.names { $0["securityContext"]["runAsNonRoot"].isNull }
        if !names.isEmpty { add("runAsNonRoot != true", "pod or \(Self.listed(names)) must set securityContext.runAsNonRoot=true") }
    }

    // MARK: Pieces

    private mutating func add(_ reason: String, _ detail: String) { problems.append((reason, detail)) }

    private func names(_ isBad: (JSON) -> Bool) -> [String] { allContainers.filter(isBad).map { $0["name"].string ?? "" } }

    private mutating func containers(_ reason: String, _ rule: String, _ isBad: (JSON) -> Bool) {
        let names = self.names(isBad)
        if !names.isEmpty { add(reason, Self.listed(names) + " " + rule) }
    }

    /// `pod and container "a"`, those whose security context is bad; empty when none is.
    private func badSetters(_ isBad: (JSON) -> Bool) -> String {
        var parts = isBad(spec["securityContext"]) ? ["pod"] : []
        let names = self.names { isBad($0["securityContext"]) }
        if !names.isEmpty { parts.append(Self.listed(names)) }
        return parts.joined(separator: " and ")
    }

    private mutating func setters(_ reason: String, _ isBad: (JSON) -> Bool, _ detail: (String) -> String) {
        let setters = badSetters(isBad)
        if !setters.isEmpty { add(reason, detail(setters)) }
    }

    private static func listed(_ names: [String], _ what: String = "container") -> String {
        (names.count == 1 ? what : what + "s") + " " + quoted(names)
    }

    private static func quoted(_ names: [String]) -> String { names.map(\.goQuoted).joined(separator: ", ") }
}
