/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let clusterTables: [UpstreamTable] = [
        hpa2, hpa2Min, hpa1, pdb, limitrange, quota, quota2, priorityclass, runtimeclass, flowschema, clusterrole, clusterroleAgg, eventNew,
    ]

    static let hpa2 = UpstreamTable(
        object: #"""
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: h2}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}
              minReplicas: 1
              maxReplicas: 5
              metrics:
              - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
              - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 100Mi}}}
              - {type: Pods, pods: {metric: {name: m, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: "5"}}}
              - {type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: s}, metric: {name: m}, target: {type: Value, value: "5"}}}
              - {type: External, external: {metric: {name: m, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: "5"}}}
              - {type: ContainerResource, containerResource: {name: cpu, container: c, target: {type: Utilization, averageUtilization: 50}}}
              behavior:
                scaleUp: {stabilizationWindowSeconds: 10, selectPolicy: Min, policies: [{type: Pods, value: 4, periodSeconds: 60}]}
                scaleDown: {stabilizationWindowSeconds: 300, selectPolicy: Max, policies: [{type: Percent, value: 4, periodSeconds: 60}]}
            """#,
        rows: #"""
            spec.scaleTargetRef.apiVersion removed -> spec.scaleTargetRef.apiVersion FieldValueInvalid
            spec.maxReplicas removed -> spec.maxReplicas FieldValueInvalid, spec.maxReplicas FieldValueRequired
            spec.metrics[0] = {} -> spec.metrics[].type FieldValueNotSupported, spec.metrics[].type FieldValueRequired
            spec.metrics[0].type removed -> spec.metrics[].type FieldValueNotSupported, spec.metrics[].type FieldValueRequired
            spec.metrics[0].type = "Bad Value!" -> spec.metrics[].type FieldValueNotSupported
            spec.metrics[0].resource.target.type = "Bad Value!" -> spec.metrics[].resource.target.type FieldValueInvalid
            spec.metrics[2].pods.metric.selector.matchLabels = {"a":"b","Bad Key!":"v"} ->
            spec.metrics[2].pods.metric.selector.matchExpressions = [{}] ->
            spec.metrics[2].pods.target.type = "Bad Value!" -> spec.metrics[].pods.target.type FieldValueInvalid
            spec.metrics[2].resource = {} -> spec.metrics[].resource FieldValueForbidden
            spec.metrics[3].object.target.type = "Bad Value!" -> spec.metrics[].object.target.type FieldValueInvalid
            spec.metrics[3].external = {} -> spec.metrics[].external FieldValueForbidden
            spec.metrics[3].pods = {} -> spec.metrics[].pods FieldValueForbidden
            spec.metrics[4].external.metric.selector.matchLabels = {"a":"b","Bad Key!":"v"} ->
            spec.metrics[4].external.metric.selector.matchExpressions = [{}] ->
            spec.metrics[4].external.target.type = "Bad Value!" -> spec.metrics[].external.target.type FieldValueInvalid
            spec.metrics[5].containerResource.name = "Bad Value!" -> spec.metrics[].containerResource.name FieldValueInvalid
            spec.metrics[5].containerResource.target.type = "Bad Value!" -> spec.metrics[].containerResource.target.type FieldValueInvalid
            spec.behavior.scaleUp.selectPolicy = "Bad Value!" -> spec.behavior.scaleUp.selectPolicy FieldValueNotSupported
            spec.behavior.scaleUp.policies[0].type removed -> spec.behavior.scaleUp.policies[].type FieldValueNotSupported
            spec.behavior.scaleDown.selectPolicy = "Bad Value!" -> spec.behavior.scaleDown.selectPolicy FieldValueNotSupported
            spec.behavior.scaleDown.policies[0].type removed -> spec.behavior.scaleDown.policies[].type FieldValueNotSupported
            """#)

    static let hpa2Min = UpstreamTable(
        object: #"""
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: h3}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}, maxReplicas: 5}
            """#,
        rows: #"""
            spec.scaleTargetRef.apiVersion removed -> spec.scaleTargetRef.apiVersion FieldValueInvalid
            spec.maxReplicas removed -> spec.maxReplicas FieldValueInvalid, spec.maxReplicas FieldValueRequired
            spec.metrics = [{}] -> spec.metrics[].type FieldValueNotSupported, spec.metrics[].type FieldValueRequired
            spec.minReplicas = 0 -> spec.metrics FieldValueForbidden, spec.minReplicas FieldValueInvalid
            """#)

    static let hpa1 = UpstreamTable(
        object: #"""
            apiVersion: autoscaling/v1
            kind: HorizontalPodAutoscaler
            metadata: {name: h1}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}, minReplicas: 2, maxReplicas: 5, targetCPUUtilizationPercentage: 70}
            """#,
        rows: #"""
            spec.scaleTargetRef.apiVersion removed -> spec.scaleTargetRef.apiVersion FieldValueInvalid
            spec.minReplicas = 0 -> spec.metrics FieldValueForbidden, spec.minReplicas FieldValueInvalid
            spec.maxReplicas removed -> spec.maxReplicas FieldValueInvalid, spec.maxReplicas FieldValueRequired
            """#)

    static let pdb = UpstreamTable(
        object: #"""
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: pdb}
            spec: {maxUnavailable: 10%, selector: {matchLabels: {a: b}, matchExpressions: [{key: x, operator: In, values: [y]}]}, unhealthyPodEvictionPolicy: AlwaysAllow}
            """#,
        rows: #"""
            spec.unhealthyPodEvictionPolicy = "" -> spec.unhealthyPodEvictionPolicy FieldValueNotSupported
            """#)

    static let limitrange = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: LimitRange
            metadata: {name: lr}
            spec:
              limits:
              - {type: Container, max: {cpu: "2", memory: 2Gi}, min: {cpu: 100m}, default: {cpu: "1"}, defaultRequest: {cpu: 500m}, maxLimitRequestRatio: {cpu: "4"}}
              - {type: Pod, max: {cpu: "2"}, min: {cpu: 100m}}
              - {type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 2Gi}}
            """#,
        rows: #"""
            spec.limits[0] = {} -> spec.limits[].type FieldValueInvalid
            spec.limits[0].type removed -> spec.limits[].type FieldValueInvalid
            spec.limits[0].min.cpu = "-1" -> spec.limits[].maxLimitRequestRatio[cpu] FieldValueInvalid
            spec.limits[0].defaultRequest = {"cpu":"500m","Bad Key!":"1"} -> spec.limits[].defaultRequest[Bad Key!] FieldValueInvalid
            spec.limits[0].defaultRequest = {"cpu":"500m","a/b/c":"1"} -> spec.limits[].defaultRequest[a/b/c] FieldValueInvalid
            spec.limits[0].defaultRequest = {"cpu":"500m","":"1"} -> spec.limits[].defaultRequest[] FieldValueInvalid
            spec.limits[0].defaultRequest = {"cpu":"500m","..":"1"} -> spec.limits[].defaultRequest[..] FieldValueInvalid
            spec.limits[0].defaultRequest = {"cpu":"500m","ABC":"1"} -> spec.limits[].defaultRequest[ABC] FieldValueInvalid
            spec.limits[0].defaultRequest = {"cpu":"500m","kk":5} -> spec.limits[].defaultRequest[kk] FieldValueInvalid
            spec.limits[0].defaultRequest.cpu = "-1" -> spec.limits[].defaultRequest[cpu] FieldValueInvalid
            spec.limits[0].maxLimitRequestRatio = {"cpu":"4","a/b/c":"1"} -> spec.limits[].maxLimitRequestRatio[a/b/c] FieldValueInvalid
            spec.limits[0].maxLimitRequestRatio = {"cpu":"4","":"1"} -> spec.limits[].maxLimitRequestRatio[] FieldValueInvalid
            spec.limits[0].maxLimitRequestRatio = {"cpu":"4","..":"1"} -> spec.limits[].maxLimitRequestRatio[..] FieldValueInvalid
            spec.limits[0].maxLimitRequestRatio = {"cpu":"4","ABC":"1"} -> spec.limits[].maxLimitRequestRatio[ABC] FieldValueInvalid
            spec.limits[0].maxLimitRequestRatio = {"cpu":"4","kk":5} -> spec.limits[].maxLimitRequestRatio[kk] FieldValueInvalid
            spec.limits[0].maxLimitRequestRatio.cpu = "-1" -> spec.limits[].maxLimitRequestRatio[cpu] FieldValueInvalid
            spec.limits[1].max = {"cpu":"2","Bad Key!":"1"} -> spec.limits[].max[Bad Key!] FieldValueInvalid
            spec.limits[1].max = {"cpu":"2","a/b/c":"1"} -> spec.limits[].max[a/b/c] FieldValueInvalid
            spec.limits[1].max = {"cpu":"2","":"1"} -> spec.limits[].max[] FieldValueInvalid
            spec.limits[1].max = {"cpu":"2","..":"1"} -> spec.limits[].max[..] FieldValueInvalid
            spec.limits[1].max = {"cpu":"2","ABC":"1"} -> spec.limits[].max[ABC] FieldValueInvalid
            spec.limits[1].max = {"cpu":"2","kk":5} -> spec.limits[].max[kk] FieldValueInvalid
            spec.limits[1].max.cpu = "-1" -> spec.limits[].min[cpu] FieldValueInvalid
            spec.limits[1].max.cpu = "1e30" ->
            spec.limits[1].min = {"cpu":"100m","Bad Key!":"1"} -> spec.limits[].min[Bad Key!] FieldValueInvalid
            spec.limits[1].min = {"cpu":"100m","a/b/c":"1"} -> spec.limits[].min[a/b/c] FieldValueInvalid
            spec.limits[1].min = {"cpu":"100m","":"1"} -> spec.limits[].min[] FieldValueInvalid
            spec.limits[1].min = {"cpu":"100m","..":"1"} -> spec.limits[].min[..] FieldValueInvalid
            spec.limits[1].min = {"cpu":"100m","ABC":"1"} -> spec.limits[].min[ABC] FieldValueInvalid
            spec.limits[1].min = {"cpu":"100m","kk":5} -> spec.limits[].min[kk] FieldValueInvalid
            spec.limits[1].min.cpu = "-1" ->
            spec.limits[1].min.cpu = 3 -> spec.limits[].min[cpu] FieldValueInvalid
            spec.limits[1].default = {"a":"1"} -> spec.limits[].default FieldValueForbidden
            spec.limits[1].defaultRequest = {"a":"1"} -> spec.limits[].defaultRequest FieldValueForbidden
            spec.limits[1].maxLimitRequestRatio = {"a":"1"} -> spec.limits[].maxLimitRequestRatio[a] FieldValueInvalid
            spec.limits[2].default = {"a":"1"} -> spec.limits[].default[a] FieldValueInvalid
            spec.limits[2].defaultRequest = {"a":"1"} -> spec.limits[].defaultRequest[a] FieldValueInvalid
            """#)

    static let quota = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: q}
            spec:
              hard: {pods: "5", requests.cpu: "2", limits.memory: 2Gi, count/deployments.apps: "4"}
              scopes: [NotTerminating, NotBestEffort]
            """#,
        rows: #"""
            spec.hard.pods = "0.5" -> spec.hard[pods] FieldValueInvalid
            spec.hard[count/deployments.apps] = "0.5" -> spec.hard[count/deployments.apps] FieldValueInvalid
            spec.scopes = ["NotTerminating","NotBestEffort",null] -> spec.scopes FieldValueInvalid
            spec.scopes[0] = "Bad Value!" -> spec.scopes FieldValueInvalid
            """#)

    static let quota2 = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: q2}
            spec:
              hard: {pods: "5"}
              scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [a]}, {scopeName: BestEffort, operator: Exists}]}
            """#,
        rows: #"""
            spec.hard = {"pods":"5","Bad Key!":"1"} -> spec.hard[Bad Key!] FieldValueInvalid
            spec.hard = {"pods":"5","":"1"} -> spec.hard[] FieldValueInvalid
            spec.hard = {"pods":"5","..":"1"} -> spec.hard[..] FieldValueInvalid
            spec.hard = {"pods":"5","ABC":"1"} -> spec.hard[ABC] FieldValueInvalid
            spec.hard = {"pods":"5","kk":5} -> spec.hard[kk] FieldValueInvalid
            spec.hard.pods = "0.5" -> spec.hard[pods] FieldValueInvalid
            spec.scopeSelector.matchExpressions[0].scopeName removed -> spec.scopeSelector.matchExpressions.scopeName FieldValueInvalid
            spec.scopeSelector.matchExpressions[0].operator removed -> spec.scopeSelector.matchExpressions.operator FieldValueInvalid
            spec.scopeSelector.matchExpressions[0].values removed -> spec.scopeSelector.matchExpressions.values FieldValueRequired
            spec.scopeSelector.matchExpressions[0].values[0] removed -> spec.scopeSelector.matchExpressions.values FieldValueRequired
            spec.scopeSelector.matchExpressions[1].values = ["x"] -> spec.scopeSelector.matchExpressions.values FieldValueInvalid
            spec.scopes = ["x"] -> spec.scopes FieldValueInvalid
            """#)

    static let priorityclass = UpstreamTable(
        object: #"""
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: pcx}
            value: 100
            globalDefault: false
            description: d
            preemptionPolicy: Never
            """#,
        rows: #"""
            preemptionPolicy = "Bad Value!" -> preemptionPolicy FieldValueNotSupported
            preemptionPolicy = "" -> preemptionPolicy FieldValueRequired
            """#)

    static let runtimeclass = UpstreamTable(
        object: #"""
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: rcl}
            handler: h
            overhead: {podFixed: {cpu: 10m, memory: 1Mi}}
            scheduling: {nodeSelector: {a: b}, tolerations: [{key: k, operator: Exists, effect: NoSchedule}]}
            """#,
        rows: #"""
            overhead.podFixed = {"cpu":"10m","memory":"1Mi","Bad Key!":"1"} -> overhead.limits[Bad Key!] FieldValueInvalid
            overhead.podFixed = {"cpu":"10m","memory":"1Mi","a/b/c":"1"} -> overhead.limits[a/b/c] FieldValueInvalid
            overhead.podFixed = {"cpu":"10m","memory":"1Mi","":"1"} -> overhead.limits[] FieldValueInvalid
            overhead.podFixed = {"cpu":"10m","memory":"1Mi","..":"1"} -> overhead.limits[..] FieldValueInvalid
            overhead.podFixed = {"cpu":"10m","memory":"1Mi","ABC":"1"} -> overhead.limits[ABC] FieldValueInvalid
            overhead.podFixed = {"cpu":"10m","memory":"1Mi","kk":5} -> overhead.limits[kk] FieldValueInvalid
            """#)

    static let flowschema = UpstreamTable(
        object: #"""
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: FlowSchema
            metadata: {name: fs}
            spec:
              priorityLevelConfiguration: {name: workload-low}
              matchingPrecedence: 5000
              distinguisherMethod: {type: ByUser}
              rules:
              - subjects: [{kind: User, user: {name: u}}, {kind: Group, group: {name: g}}, {kind: ServiceAccount, serviceAccount: {name: s, namespace: n}}]
                resourceRules: [{verbs: [get], apiGroups: [""], resources: [pods], namespaces: [n], clusterScope: true}]
                nonResourceRules: [{verbs: [get], nonResourceURLs: [/healthz]}]
            """#,
        rows: #"""
            spec.rules[0].subjects[2].serviceAccount.name = "Bad Value!" -> spec.rules[].subjects[].serviceAccount.name FieldValueInvalid
            spec.rules[0].subjects[2].serviceAccount.namespace = "é" -> spec.rules[].subjects[].serviceAccount.namespace FieldValueInvalid
            """#)

    static let clusterrole = UpstreamTable(
        object: #"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: "zz:x"}
            rules: [{apiGroups: [""], resources: [pods], verbs: ["*"]}, {nonResourceURLs: [/healthz, "/x/*"], verbs: [get]}]
            """#,
        rows: #"""
            aggregationRule = {} -> aggregationRule.clusterRoleSelectors FieldValueRequired
            """#)

    static let clusterroleAgg = UpstreamTable(
        object: #"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: "zz:agg"}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}, matchExpressions: [{key: x, operator: In, values: [y]}]}]}
            """#,
        rows: #"""
            aggregationRule = {} -> aggregationRule.clusterRoleSelectors FieldValueRequired
            aggregationRule.clusterRoleSelectors removed -> aggregationRule.clusterRoleSelectors FieldValueRequired
            aggregationRule.clusterRoleSelectors[0] removed -> aggregationRule.clusterRoleSelectors FieldValueRequired
            """#)

    static let eventNew = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Event
            metadata: {name: ev2, namespace: dt}
            involvedObject: {kind: Pod, name: p, namespace: dt}
            reason: R
            message: M
            eventTime: "2020-01-01T00:00:00.000000Z"
            action: A
            reportingComponent: example.com/c
            reportingInstance: i
            type: Warning
            related: {kind: Pod, name: q, namespace: dt}
            series: {count: 3, lastObservedTime: "2020-01-01T00:00:00.000000Z"}
            """#,
        rows: #"""
            involvedObject.namespace = "Bad Value!" ->
            reason removed -> reason FieldValueRequired
            action removed -> action FieldValueRequired
            reportingComponent removed -> reportingComponent FieldValueInvalid, reportingComponent FieldValueRequired
            reportingComponent = "Bad Value!" -> reportingComponent FieldValueInvalid
            reportingInstance removed -> reportingInstance FieldValueRequired
            """#)
}
