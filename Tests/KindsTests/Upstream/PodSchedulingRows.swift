/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let podSchedulingTables: [UpstreamTable] = [podScheduling, podHostnet]

    static let podScheduling = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Pod
            metadata: {name: p2, labels: {app: a}}
            spec:
              automountServiceAccountToken: false
              activeDeadlineSeconds: 10
              terminationGracePeriodSeconds: 5
              restartPolicy: OnFailure
              dnsPolicy: None
              dnsConfig:
                nameservers: [1.1.1.1, "fd00::1"]
                searches: [a.b, c.]
                options: [{name: ndots, value: "2"}, {name: debug}]
              nodeSelector: {k: v}
              serviceAccountName: default
              hostNetwork: false
              hostPID: false
              hostIPC: false
              shareProcessNamespace: true
              hostname: h
              subdomain: s
              setHostnameAsFQDN: false
              hostAliases: [{ip: 10.0.0.1, hostnames: [a.b, c]}]
              imagePullSecrets: [{name: s1}, {name: s2}]
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions:
                      - {key: k, operator: In, values: [a, b]}
                      - {key: k2, operator: Exists}
                      - {key: k3, operator: Gt, values: ["5"]}
                      matchFields:
                      - {key: metadata.name, operator: In, values: [n1]}
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 5
                    preference: {matchExpressions: [{key: k, operator: NotIn, values: [a]}]}
                podAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                  - topologyKey: zone
                    labelSelector: {matchLabels: {a: b}, matchExpressions: [{key: x, operator: In, values: [y]}]}
                    namespaces: [n1]
                    namespaceSelector: {matchLabels: {n: m}}
                    matchLabelKeys: [z1]
                    mismatchLabelKeys: [z2]
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 1
                    podAffinityTerm: {topologyKey: t, labelSelector: {matchLabels: {a: b}}}
                podAntiAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                  - {topologyKey: zone, labelSelector: {}}
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    podAffinityTerm: {topologyKey: t, labelSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}}
              schedulerName: other
              tolerations:
              - {key: k, operator: Equal, value: v, effect: NoExecute, tolerationSeconds: 5}
              - {key: k2, operator: Exists, effect: NoSchedule}
              - {operator: Exists}
              topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}, minDomains: 2, nodeAffinityPolicy: Honor, nodeTaintsPolicy: Ignore, matchLabelKeys: [q]}
              - {maxSkew: 2, topologyKey: host, whenUnsatisfiable: ScheduleAnyway}
              readinessGates: [{conditionType: example.com/x}]
              schedulingGates: [{name: example.com/g}, {name: g2}]
              enableServiceLinks: false
              preemptionPolicy: PreemptLowerPriority
              os: {name: linux}
              hostUsers: true
              securityContext:
                runAsUser: 1
                runAsGroup: 2
                runAsNonRoot: true
                fsGroup: 3
                fsGroupChangePolicy: OnRootMismatch
                supplementalGroups: [4, 5]
                supplementalGroupsPolicy: Merge
                seLinuxOptions: {level: s0}
                seLinuxChangePolicy: Recursive
                seccompProfile: {type: RuntimeDefault}
                appArmorProfile: {type: Unconfined}
                sysctls: [{name: kernel.shm_rmid_forced, value: "1"}, {name: net.ipv4.ip_local_port_range, value: "1 2"}]
              resources: {limits: {cpu: "1", memory: 1Gi}, requests: {cpu: 500m}}
              resourceClaims: [{name: rc1, resourceClaimName: a}, {name: rc2, resourceClaimTemplateName: b}]
              containers:
              - name: c
                image: registry.local:5000/a/b:v1
                resources: {claims: [{name: rc1, request: r}, {name: rc2}]}
            """#,
        rows: #"""
            spec.dnsConfig.searches = ["a.b","c.",null] -> spec.dnsConfig.searches[] FieldValueInvalid
            spec.dnsConfig.searches[0] = "Bad Value!" -> spec.dnsConfig.searches[] FieldValueInvalid
            spec.imagePullSecrets = [{"name":"s1"},{"name":"s2"},null] ->
            spec.imagePullSecrets[0] = {} ->
            spec.imagePullSecrets[0].name removed ->
            spec.topologySpreadConstraints[0].topologyKey = "Bad Value!" ->
            spec.topologySpreadConstraints[0].labelSelector removed -> spec.topologySpreadConstraints[].matchLabelKeys FieldValueForbidden
            spec.topologySpreadConstraints[1].minDomains = 1 -> spec.topologySpreadConstraints[].minDomains FieldValueInvalid
            spec.readinessGates = [{"conditionType":"example.com/x"},null] -> spec.readinessGates[].conditionType FieldValueInvalid
            spec.readinessGates[0] = {} -> spec.readinessGates[].conditionType FieldValueInvalid
            spec.readinessGates[0].conditionType removed -> spec.readinessGates[].conditionType FieldValueInvalid
            spec.os.name removed -> spec.os.name FieldValueRequired
            spec.os.name = "Bad Value!" -> spec.os FieldValueNotSupported
            spec.securityContext.fsGroupChangePolicy = "" -> spec.securityContext.fsGroupChangePolicy FieldValueNotSupported
            spec.securityContext.supplementalGroupsPolicy = "" -> spec.securityContext.supplementalGroupsPolicy FieldValueNotSupported
            spec.securityContext.seLinuxChangePolicy = "Bad Value!" -> spec.securityContext.seLinuxChangePolicy FieldValueNotSupported
            spec.securityContext.seccompProfile = {} -> spec.securityContext.seccompProfile.type FieldValueRequired
            spec.securityContext.seccompProfile.type removed -> spec.securityContext.seccompProfile.type FieldValueRequired
            spec.securityContext.appArmorProfile = {} -> spec.securityContext.appArmorProfile.type FieldValueRequired
            spec.securityContext.appArmorProfile.type removed -> spec.securityContext.appArmorProfile.type FieldValueRequired
            spec.securityContext.windowsOptions = {} -> spec.securityContext.windowsOptions FieldValueForbidden
            spec.resources.requests = {"cpu":"500m","Bad Key!":"1"} -> spec.resources.requests[Bad Key!] FieldValueInvalid
            spec.resources.requests = {"cpu":"500m","":"1"} -> spec.resources.requests[] FieldValueInvalid
            spec.resources.requests = {"cpu":"500m","..":"1"} -> spec.resources.requests[..] FieldValueInvalid
            spec.resources.requests = {"cpu":"500m","ABC":"1"} -> spec.resources.requests[ABC] FieldValueInvalid
            spec.resources.requests = {"cpu":"500m","kk":5} -> spec.resources.requests[kk] FieldValueInvalid
            spec.resources.claims = [{}] -> spec.resources.claims FieldValueForbidden, spec.resources.claims[] FieldValueRequired
            spec.resourceClaims removed -> spec.containers[].resources.claims[] FieldValueNotFound
            spec.resourceClaims[0] removed -> spec.containers[].resources.claims[] FieldValueNotFound
            spec.resourceClaims[0].resourceClaimName removed -> spec.resourceClaims[] FieldValueInvalid
            spec.resourceClaims[0].resourceClaimName = "Bad Value!" -> spec.resourceClaims[].resourceClaimName FieldValueInvalid
            spec.resourceClaims[0].resourceClaimTemplateName = "x" -> spec.resourceClaims[] FieldValueInvalid
            spec.resourceClaims[1].resourceClaimTemplateName = "" -> spec.resourceClaims[].resourceClaimTemplateName FieldValueInvalid
            spec.containers[0].resources.claims[0] = {} -> spec.containers[].resources.claims[] FieldValueRequired
            spec.containers[0].resources.claims[0].name removed -> spec.containers[].resources.claims[] FieldValueRequired
            spec.containers[0].resources.claims[0].name = "Bad Value!" -> spec.containers[].resources.claims[] FieldValueNotFound
            spec.containers[0].resources.claims[0].request = "-a" -> spec.containers[].resources.claims[].request FieldValueInvalid
            spec.containers[0].resources.requests = {"a":"1"} -> spec.containers[].resources.requests[a] FieldValueInvalid
            spec.nodeName = "x" -> spec.nodeName FieldValueForbidden
            spec.nodeName = "Bad Value!" -> spec.nodeName FieldValueForbidden, spec.nodeName FieldValueInvalid
            """#)

    static let podHostnet = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Pod
            metadata: {name: p5}
            spec:
              automountServiceAccountToken: false
              hostNetwork: true
              nodeName: n1
              priorityClassName: system-node-critical
              os: {name: windows}
              containers:
              - {name: c, image: i, ports: [{containerPort: 80}], restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1, 2]}}], restartPolicy: Never, securityContext: {windowsOptions: {hostProcess: true}}}
              securityContext: {windowsOptions: {hostProcess: true, runAsUserName: "NT AUTHORITY\\SYSTEM"}}
            """#,
        rows: #"""
            spec.hostNetwork removed -> spec.hostNetwork FieldValueInvalid
            spec.containers[0].restartPolicyRules[0].action = "" -> spec.containers[].restartPolicyRules[].action FieldValueNotSupported
            spec.containers[0].restartPolicy removed -> spec.containers[].restartPolicy FieldValueRequired
            spec.containers[0].restartPolicy = "Bad Value!" -> spec.containers[].restartPolicy FieldValueNotSupported
            spec.containers[0].securityContext.capabilities = {} -> spec.containers[].securityContext.capabilities FieldValueForbidden
            spec.containers[0].securityContext.privileged = true -> spec.containers[].securityContext.privileged FieldValueForbidden
            spec.containers[0].securityContext.runAsGroup = 1 -> spec.containers[].securityContext.runAsGroup FieldValueForbidden
            spec.containers[0].securityContext.runAsUser = 1 -> spec.containers[].securityContext.runAsUser FieldValueForbidden
            spec.containers[0].securityContext.seLinuxOptions = {} -> spec.containers[].securityContext.seLinuxOptions FieldValueForbidden
            spec.securityContext.windowsOptions.runAsUserName = "" -> spec.securityContext.windowsOptions.runAsUserName FieldValueInvalid
            spec.securityContext.fsGroup = 1 -> spec.securityContext.fsGroup FieldValueForbidden
            spec.securityContext.runAsGroup = 1 -> spec.securityContext.runAsGroup FieldValueForbidden
            spec.securityContext.runAsUser = 1 -> spec.securityContext.runAsUser FieldValueForbidden
            spec.securityContext.seLinuxOptions = {} -> spec.securityContext.seLinuxOptions FieldValueForbidden
            spec.securityContext.supplementalGroups = [1] -> spec.securityContext.supplementalGroups FieldValueForbidden
            spec.hostIPC = true -> spec.hostIPC FieldValueForbidden
            spec.hostPID = true -> spec.hostPID FieldValueForbidden
            spec.hostUsers = true -> spec.hostUsers FieldValueForbidden
            spec.hostUsers = false -> spec.hostNetwork FieldValueForbidden, spec.hostUsers FieldValueForbidden
            spec.hostnameOverride = "x" -> spec.hostnameOverride FieldValueForbidden
            spec.resources = {} -> spec.resources FieldValueForbidden
            spec.schedulingGates = [{}] -> spec.nodeName FieldValueForbidden, spec.schedulingGates[] FieldValueInvalid
            spec.shareProcessNamespace = true -> spec.shareProcessNamespace FieldValueForbidden
            """#)
}
