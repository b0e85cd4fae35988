/// Rows of `UpstreamRow` of other kinds, created and changed.
extension UpstreamTable {
    static let changedTables: [UpstreamTable] = [
        changedValidatingAdmissionPolicy, changedValidatingWebhookConfiguration, changedMutatingWebhookConfiguration,
        changedStatefulSet, changedReplicationController, changedSecret, changedResourceClaim, changedResourceClaimTemplate,
        changedDeviceClass, changedResourceSlice, changedConfigMap, changedSecret2, changedControllerRevision,
        changedCertificateSigningRequest, changedService, changedStatefulSet2,
    ]

    static let changedValidatingAdmissionPolicy = UpstreamTable(
        object: #"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: vap}
            spec:
              failurePolicy: Fail
              paramKind: {apiVersion: v1, kind: ConfigMap}
              matchConstraints:
                matchPolicy: Equivalent
                namespaceSelector:
                  matchLabels: {a: b}
                objectSelector:
                  matchExpressions:
                  - key: a
                    operator: In
                    values: [b]
                resourceRules:
                - apiGroups: [apps]
                  apiVersions: [v1]
                  operations: [CREATE, UPDATE]
                  resources: [deployments, pods/*]
                  scope: '*'
                  resourceNames: [x]
                excludeResourceRules:
                - apiGroups: ['']
                  apiVersions: [v1]
                  operations: ['*']
                  resources: [pods]
              matchConditions:
              - {name: m, expression: 'true'}
              variables:
              - {name: v, expression: object.spec}
              validations:
              - {expression: object.spec.replicas <= 5, message: m, reason: Invalid, messageExpression: '''x'''}
              auditAnnotations:
              - {key: k, valueExpression: '''v'''}
            """#,
        rows: #"""
            spec.matchConstraints.resourceRules[0].resources[1] = "*" ->
            """#,
        updates: #"""
            spec.matchConstraints.resourceRules[0].resources[1] = "*" ->
            """#)

    static let changedValidatingWebhookConfiguration = UpstreamTable(
        object: #"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: vwc}
            webhooks:
            - name: a.b.c
              admissionReviewVersions: [v1, v1beta1]
              sideEffects: None
              timeoutSeconds: 5
              failurePolicy: Ignore
              matchPolicy: Exact
              clientConfig:
                service: {name: s, namespace: n, path: /p, port: 443}
                caBundle: Cg==
              rules:
              - apiGroups: [apps]
                apiVersions: [v1]
                operations: [CREATE]
                resources: [deployments]
                scope: Namespaced
              namespaceSelector:
                matchLabels: {a: b}
              objectSelector:
                matchLabels: {a: b}
              matchConditions:
              - {name: m, expression: 'true'}
            """#,
        rows: #"""
            webhooks[0].clientConfig.caBundle = [] ->
            """#,
        updates: #"""
            webhooks[0].clientConfig.caBundle = [] ->
            """#)

    static let changedMutatingWebhookConfiguration = UpstreamTable(
        object: #"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: mwc}
            webhooks:
            - name: a.b.c
              admissionReviewVersions: [v1]
              sideEffects: NoneOnDryRun
              reinvocationPolicy: IfNeeded
              clientConfig: {url: 'https://x.y/z'}
              rules:
              - apiGroups: ['*']
                apiVersions: ['*']
                operations: ['*']
                resources: ['*/*']
            """#,
        rows: #"""
            webhooks[0].clientConfig.url = "10%" -> webhooks[].clientConfig.url FieldValueRequired
            """#,
        updates: #"""
            webhooks[0].clientConfig.url = "10%" -> webhooks[].clientConfig.url FieldValueRequired
            """#)

    static let changedStatefulSet = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: ss}
            spec:
              replicas: 0
              serviceName: svc
              podManagementPolicy: Parallel
              updateStrategy:
                type: RollingUpdate
                rollingUpdate: {partition: 1, maxUnavailable: 1}
              revisionHistoryLimit: 3
              minReadySeconds: 1
              ordinals: {start: 2}
              persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
              selector:
                matchLabels: {a: b}
              template:
                metadata:
                  labels: {a: b}
                spec:
                  containers:
                  - name: c
                    image: i
                    volumeMounts:
                    - {name: data, mountPath: /d}
              volumeClaimTemplates:
              - metadata:
                  name: data
                  labels: {a: b}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources:
                    requests: {storage: 1Gi}
                  storageClassName: sc
            """#,
        rows: #"""
            spec.updateStrategy.rollingUpdate.maxUnavailable = -1 ->
            """#,
        updates: #"""
            spec.updateStrategy.rollingUpdate.maxUnavailable = -1 ->
            """#)

    static let changedReplicationController = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: rc2}
            spec:
              template:
                metadata:
                  labels: {a: b}
                spec:
                  hostNetwork: true
                  containers:
                  - name: c
                    image: i
                    ports:
                    - {containerPort: 80}
            """#,
        rows: #"""
            metadata.generateName = "Bad Value!" ->
            """#)

    static let changedSecret = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Secret
            metadata: {name: se}
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: e30=}
            stringData: {x: y}
            """#,
        rows: #"""
            data[.dockerconfigjson] = [] -> data[.dockerconfigjson] FieldValueInvalid
            """#,
        updates: #"""
            data[.dockerconfigjson] = [] -> data[.dockerconfigjson] FieldValueInvalid
            """#)

    static let changedResourceClaim = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceClaim
            metadata: {name: rc1}
            spec:
              devices:
                requests:
                - name: r1
                  exactly:
                    deviceClassName: c
                    allocationMode: ExactCount
                    count: 1
                    selectors:
                    - cel: {expression: device.driver == 'x'}
                    tolerations:
                    - {key: k, operator: Equal, value: v, effect: NoSchedule}
                    adminAccess: false
                    capacity:
                      requests: {mem: 1Gi}
                - name: r2
                  firstAvailable:
                  - {name: s1, deviceClassName: c, allocationMode: All}
                  - name: s2
                    deviceClassName: d
                    count: 2
                    selectors:
                    - cel: {expression: 'true'}
                constraints:
                - requests: [r1]
                  matchAttribute: example.com/a
                - requests: [r1, r2/s1]
                  distinctAttribute: example.com/b
                config:
                - requests: [r1]
                  opaque:
                    driver: d.example.com
                    parameters: {a: b}
            """#,
        rows: #"""
            spec.devices.requests = [null] -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[] FieldValueRequired, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[0] = {} -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[] FieldValueRequired, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[0].name removed -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1] = {} -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[] FieldValueRequired, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1].name removed -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable = [null] -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].deviceClassName FieldValueRequired, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[0] = {} -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].deviceClassName FieldValueRequired, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[0].name removed -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[1] = {} -> spec.devices.requests[].firstAvailable[].deviceClassName FieldValueRequired, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[1].name removed -> spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.constraints[0].requests = [null] -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.constraints[0].requests[0] = "" -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.config[0].requests = [null] -> spec.devices.config[].requests[] FieldValueInvalid
            spec.devices.config[0].requests[0] = "" -> spec.devices.config[].requests[] FieldValueInvalid
            """#,
        updates: #"""
            spec.devices.requests[0].exactly.tolerations[0].operator = "x" -> spec FieldValueInvalid
            spec.devices.requests[0].exactly.tolerations[0].effect = "x" -> spec FieldValueInvalid
            spec.devices.config[0].opaque.parameters = "x" -> spec FieldValueInvalid
            """#)

    static let changedResourceClaimTemplate = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceClaimTemplate
            metadata: {name: rct}
            spec:
              metadata:
                labels: {a: b}
              spec:
                devices:
                  requests:
                  - name: r1
                    exactly: {deviceClassName: c}
            """#,
        rows: #"""
            spec.spec.devices.requests = [null] -> spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0] = {} -> spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0].name removed -> spec.spec.devices.requests[].name FieldValueInvalid
            """#,
        updates: #"""
            spec.metadata.labels = {"a": "b", "Bad Key!": "v"} -> spec FieldValueInvalid, spec.metadata.labels FieldValueInvalid
            spec.metadata.labels.a = "Bad Value!" -> spec FieldValueInvalid, spec.metadata.labels FieldValueInvalid
            spec.spec.devices.requests = [null] -> spec FieldValueInvalid, spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0] = {} -> spec FieldValueInvalid, spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0].name removed -> spec FieldValueInvalid, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0].exactly removed -> spec FieldValueInvalid, spec.spec.devices.requests[] FieldValueRequired
            spec.spec.devices.requests[0].exactly = {} -> spec FieldValueInvalid, spec.spec.devices.requests[].exactly.deviceClassName FieldValueRequired
            spec.spec.devices.requests[0].exactly.deviceClassName removed -> spec FieldValueInvalid, spec.spec.devices.requests[].exactly.deviceClassName FieldValueRequired
            spec.spec.devices.requests[0].exactly.deviceClassName = "Bad Value!" -> spec FieldValueInvalid, spec.spec.devices.requests[].exactly.deviceClassName FieldValueInvalid
            """#)

    static let changedDeviceClass = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: DeviceClass
            metadata: {name: dc}
            spec:
              selectors:
              - cel: {expression: device.driver == 'x'}
              config:
              - opaque:
                  driver: d.example.com
                  parameters: {a: b}
              extendedResourceName: example.com/gpu
            """#,
        rows: #"""
            spec.config[0].opaque.parameters = "x" -> spec.config[].opaque.parameters FieldValueInvalid
            metadata.generateName = "Bad Value!" ->
            """#,
        updates: #"""
            spec.config[0].opaque.parameters = "x" -> spec.config[].opaque.parameters FieldValueInvalid
            """#)

    static let changedResourceSlice = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceSlice
            metadata: {name: rs1}
            spec:
              driver: d.example.com
              pool: {name: p, generation: 1, resourceSliceCount: 1}
              nodeName: n
              devices:
              - name: d0
                attributes:
                  a: {string: s}
                  b: {int: 1}
                  c: {bool: true}
                  d: {version: 1.0.0}
                capacity:
                  mem:
                    value: 1Gi
                    requestPolicy:
                      default: 1Mi
                      validRange: {min: 1Mi, step: 1Mi, max: 1Gi}
                allowMultipleAllocations: true
                taints:
                - {key: k, value: v, effect: NoSchedule}
              - name: d1
                capacity:
                  mem: {value: 1Gi}
                bindsToNode: true
                bindingConditions: [c1]
                bindingFailureConditions: [c2]
            """#,
        rows: #"""
            spec.devices[0].capacity.mem.value removed -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.min FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.default = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.validRange.max = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            """#,
        updates: #"""
            spec.devices[0].capacity.mem.value removed -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.min FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.default = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.validRange.max = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            """#)

    static let changedConfigMap = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: cm
              labels: {a: b}
              annotations: {c: d}
              finalizers: [example.com/x]
            data: {a: b}
            binaryData: {c: YWJj}
            immutable: false
            """#,
        rows: #"""
            binaryData.c = [] ->
            """#,
        updates: #"""
            binaryData.c = [] ->
            """#)

    static let changedSecret2 = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Secret
            metadata: {name: se2}
            type: kubernetes.io/tls
            data: {tls.crt: '', tls.key: ''}
            """#,
        rows: #"""
            data[tls.crt] = [] ->
            data[tls.key] = [] ->
            """#,
        updates: #"""
            data[tls.crt] = [] ->
            data[tls.key] = [] ->
            """#)

    static let changedControllerRevision = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: ControllerRevision
            metadata: {name: cr}
            data: {a: b}
            revision: 1
            """#,
        rows: #"""
            data = "x" -> data FieldValueRequired
            """#,
        updates: #"""
            data removed -> data FieldValueInvalid
            """#)

    static let changedCertificateSigningRequest = UpstreamTable(
        object: #"""
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: csr}
            spec:
              signerName: kubernetes.io/kube-apiserver-client
              request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1VUQ0NBVGtDQVFBd0RERUtNQWdHQTFVRUF3d0JkVENDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUApBRENDQVFvQ2dnRUJBS281RVZ1Sm5YUlhzV1NNSGt5N05GN3dGWEc3ZjdtOTVNT0RHb0x5eitIRGxUVXVpUkZqCnhHaGYvQ0s2Q3pJQ0R1eHYvYjJmZ2paU1hnN0swdlZZK3Z2ZTJoeGtTRVVIR3BPb1dpQ3ZqNEs5NGFPM0pKclMKNTFIbVpZcjFkZ2V4NGlydVV3TzgyQzVsNnRIQW9IUzRvczlFRzhJQ0x5dS81QUZGajJJSFk4WE1zNHFIai9Dbwo4RzkwOEx4NVBxQUdSTC9OeGszYWxwWlJtNXFPT09EY2ErQ2l0ZWs0ZENGMVQ5L0pYa3dnMzBrL2JaUk5wUFBoCk0wZC9TZ25tamFiQ1dNZzRpbXlDR2cwS1JPZ212STZJL2RyV2szOUE0aFE1OUwrRy9hTjR2UkdMM0dlaUs1ZTAKREZ2RzFNZ1dyNHcvcTJKSHpqZ3lINnNubWxkVU8yS0RLOTBDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQQpBNElCQVFCajU2T1dEU0h6dzVoVnAyMHZzai9zZ1Jqb1l3VTV2VENYTC9vajM5NEZwUkN3REMyc0tsQzkyNDBWCnpzZSsxWmNDRzZldkZLU3FBZDlZeVFHNjhlNkxaYkJ0RGVLTUw3ZHJxRkFGcWRuUktQNTEzYnR2SVJVMVQxTFEKQ0EzQXlVWko3TjdENHdzSXc3OEl2Z1pZcy9KQzcyWGdzdExGN2xQdVM0b2NHQ2VKdGZVMlAvejBSckFlc1NLNQpwYkx3NmtqZDhNRnZQMWlsaHdLNjI3NUo4amFlVVBIZ1Vtc3hwTUx2UDRwK1dqTm42eVExczFBUnc5bUJYcDE3CnRlUVBlRzA1a0lEczZFVjZSTmpGemhvWUlnYU1mM24zR1FWQy9tQUNnNlIvT0QyOG12dGl1SGIrSXRkTlFUUncKVFYzbVI3a200alNqSnBrOVFKVzA3aE01dWxJTAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K
              usages: [client auth]
              expirationSeconds: 3600
            """#,
        rows: #"""
            spec.request = "1e30" -> spec.request FieldValueInvalid
            """#,
        updates: #"""
            spec.request = [] ->
            """#)

    static let changedService = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s3}
            spec:
              selector: {a: b}
              type: LoadBalancer
              externalTrafficPolicy: Local
              healthCheckNodePort: 30555
              allocateLoadBalancerNodePorts: false
              loadBalancerClass: example.com/lb
              loadBalancerSourceRanges: [10.0.0.0/8, 'fd00::/64']
              loadBalancerIP: 1.2.3.4
              ports:
              - {port: 80, targetPort: x}
            """#,
        updates: #"""
            spec.externalTrafficPolicy removed ->
            spec.externalTrafficPolicy = "x" -> spec.externalTrafficPolicy FieldValueNotSupported
            spec.healthCheckNodePort removed ->
            """#)

    static let changedStatefulSet2 = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: ss3}
            spec:
              replicas: 2
              minReadySeconds: 1
              serviceName: svc
              podManagementPolicy: Parallel
              revisionHistoryLimit: 3
              ordinals: {start: 1}
              updateStrategy:
                type: RollingUpdate
                rollingUpdate: {partition: 1, maxUnavailable: 1}
              persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
              selector:
                matchLabels: {a: b}
                matchExpressions:
                - {key: a, operator: Exists}
              template:
                metadata:
                  labels: {a: b}
                spec:
                  hostNetwork: true
                  subdomain: sub
                  hostname: host
                  containers:
                  - name: c
                    image: i
                    ports:
                    - {containerPort: 80}
                    volumeMounts:
                    - {name: data, mountPath: /d}
              volumeClaimTemplates:
              - metadata:
                  name: data
                  labels: {x: y}
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: s
                  volumeMode: Filesystem
                  resources:
                    requests: {storage: 1Gi}
                  dataSource: {kind: PersistentVolumeClaim, name: p}
            """#,
        updates: #"""
            spec.volumeClaimTemplates[0].spec.volumeMode = "" -> spec FieldValueForbidden
            """#)
}
