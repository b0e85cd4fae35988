/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let admissionTables: [UpstreamTable] = [
        admissionValidatingAdmissionPolicy, admissionValidatingAdmissionPolicyBinding,
        admissionValidatingWebhookConfiguration, admissionMutatingWebhookConfiguration, admissionPriorityLevelConfiguration,
        admissionLease,
    ]

    static let admissionValidatingAdmissionPolicy = UpstreamTable(
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
            metadata.name = "Bad Value!" -> metadata.name FieldValueInvalid, spec.auditAnnotations[].key FieldValueInvalid
            spec.paramKind.apiVersion = "Bad Value!" -> spec.paramKind.apiVersion FieldValueInvalid
            spec.matchConstraints.resourceRules[0].resourceNames = ["x", "x"] -> spec.matchConstraints.resourceRules[].resourceNames[] FieldValueDuplicate
            spec.matchConstraints.resourceRules[0].resourceNames[0] = "10%" -> spec.matchConstraints.resourceRules[].resourceNames[] FieldValueInvalid
            spec.variables[0].name = "Bad Value!" -> spec.variables[].name FieldValueInvalid
            spec.auditAnnotations = [null] -> spec.auditAnnotations[].key FieldValueInvalid, spec.auditAnnotations[].valueExpression FieldValueRequired
            spec.auditAnnotations[0] = {} -> spec.auditAnnotations[].key FieldValueInvalid, spec.auditAnnotations[].valueExpression FieldValueRequired
            spec.auditAnnotations[0].key removed -> spec.auditAnnotations[].key FieldValueInvalid
            metadata.finalizers = ["x"] ->
            """#)

    static let admissionValidatingAdmissionPolicyBinding = UpstreamTable(
        object: #"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: vapb}
            spec:
              policyName: p
              validationActions: [Deny, Audit]
              paramRef: {name: n, namespace: ns, parameterNotFoundAction: Deny}
              matchResources:
                namespaceSelector:
                  matchLabels: {a: b}
                resourceRules:
                - apiGroups: [apps]
                  apiVersions: [v1]
                  operations: [CREATE]
                  resources: [deployments]
            """#,
        rows: #"""
            spec.paramRef.parameterNotFoundAction = "" -> spec.paramRef.parameterNotFoundAction FieldValueRequired
            metadata.finalizers = ["x"] ->
            """#)

    static let admissionValidatingWebhookConfiguration = UpstreamTable(
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
            webhooks[0].clientConfig.service.name removed -> webhooks[].clientConfig.service.namespace FieldValueRequired
            webhooks[0].clientConfig.service.namespace removed -> webhooks[].clientConfig.service.name FieldValueRequired
            webhooks[0].clientConfig.service.path = "" ->
            metadata.finalizers = ["x"] ->
            """#)

    static let admissionMutatingWebhookConfiguration = UpstreamTable(
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
            webhooks[0].clientConfig.url = "::1" -> webhooks[].clientConfig.url FieldValueRequired
            webhooks[0].rules[0].resources = ["*/*", "*/*"] -> webhooks[].rules[].resources FieldValueInvalid, webhooks[].rules[].resources[] FieldValueInvalid
            metadata.finalizers = ["x"] ->
            """#)

    static let admissionPriorityLevelConfiguration = UpstreamTable(
        object: #"""
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            metadata: {name: plc}
            spec:
              type: Limited
              limited:
                nominalConcurrencyShares: 10
                lendablePercent: 50
                borrowingLimitPercent: 100
                limitResponse:
                  type: Queue
                  queuing: {queues: 64, handSize: 6, queueLengthLimit: 50}
            """#,
        rows: #"""
            spec.limited.limitResponse.queuing.queues = 100000 -> spec.limited.limitResponse.queuing.handSize FieldValueInvalid
            spec.limited.limitResponse.queuing.queues = 2147483647 -> spec.limited.limitResponse.queuing.handSize FieldValueInvalid, spec.limited.limitResponse.queuing.queues FieldValueInvalid
            """#)

    static let admissionLease = UpstreamTable(
        object: #"""
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: l}
            spec: {holderIdentity: h, leaseDurationSeconds: 10, acquireTime: '2024-01-01T00:00:00.000000Z', renewTime: '2024-01-01T00:00:00.000000Z',
              leaseTransitions: 1}
            """#,
        rows: #"""
            metadata.finalizers = ["x"] ->
            """#)
}
