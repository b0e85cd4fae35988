/// Rows of `UpstreamRow` of other kinds, created and changed.
extension UpstreamTable {
    static let changedTables: [UpstreamTable] = [
        changedValidatingAdmissionPolicy, changedValidatingWebhookConfiguration, changedMutatingWebhookConfiguration,
        changedStatefulSet, changedReplicationController, changedSecret, changedConfigMap, changedSecret2,
        changedControllerRevision, changedCertificateSigningRequest, changedService, changedStatefulSet2,
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
