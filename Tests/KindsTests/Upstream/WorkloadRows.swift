/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let workloadTables: [UpstreamTable] = [
        deployment, deploymentMin, deploymentRecreate, replicaset, statefulset, statefulsetMin, daemonset, job, jobMin, cronjob,
    ]

    static let deployment = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d, labels: {a: b}}
            spec:
              replicas: 0
              selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b]}]}
              template: {metadata: {labels: {a: b}, annotations: {x: y}}, spec: {containers: [{name: c, image: i, resources: {limits: {cpu: "1"}}}], restartPolicy: Always, volumes: [{name: v, emptyDir: {}}]}}
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 25%}}
              minReadySeconds: 1
              revisionHistoryLimit: 3
              paused: true
              progressDeadlineSeconds: 60
            """#,
        rows: #"""
            spec.selector removed -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            spec.selector.matchLabels = {"a":"b","":"v"} -> spec.selector FieldValueInvalid, spec.selector.matchLabels FieldValueInvalid
            spec.template.spec.containers[0].image = " a " ->
            spec.template.spec.containers[0].envFrom = [{}] -> spec.template.spec.containers[].envFrom FieldValueInvalid
            spec.template.spec.containers[0].resizePolicy = [{}] -> spec.template.spec.containers[].resizePolicy FieldValueRequired
            spec.template.spec.containers[0].restartPolicy = "x" -> spec.template.spec.containers[].restartPolicy FieldValueNotSupported
            spec.template.spec.volumes[0].cephfs = {} -> spec.template.spec.volumes[].cephFS FieldValueForbidden
            spec.template.spec.volumes[0].downwardAPI = {} -> spec.template.spec.volumes[].downwarAPI FieldValueForbidden
            spec.template.spec.hostnameOverride = "Bad Value!" -> spec.template.spec.hostnameOverride FieldValueInvalid
            spec.template.spec.imagePullSecrets = [{}] ->
            spec.template.spec.os = {} -> spec.template.spec.os.name FieldValueRequired
            spec.template.spec.overhead = {"a":"1"} -> spec.template.spec.overhead.limits[a] FieldValueInvalid
            spec.template.spec.readinessGates = [{}] -> spec.template.spec.readinessGates[].conditionType FieldValueInvalid
            spec.template.spec.schedulerName = "Bad Value!" ->
            spec.template.spec.terminationGracePeriodSeconds = -1 ->
            spec.strategy.type = "Bad Value!" -> spec.strategy FieldValueNotSupported
            """#)

    static let deploymentMin = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d2}
            spec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
            """#,
        rows: #"""
            spec.selector removed -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            spec.selector.matchLabels = {"a":"b","":"v"} -> spec.selector FieldValueInvalid, spec.selector.matchLabels FieldValueInvalid
            """#)

    static let deploymentRecreate = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d3}
            spec: {replicas: 0, strategy: {type: Recreate}, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
            """#,
        rows: #"""
            spec.strategy.type = "Bad Value!" -> spec.strategy FieldValueNotSupported
            spec.selector removed -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            spec.selector.matchLabels = {"a":"b","":"v"} -> spec.selector FieldValueInvalid, spec.selector.matchLabels FieldValueInvalid
            """#)

    static let replicaset = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: rs}
            spec:
              replicas: 0
              minReadySeconds: 2
              selector: {matchLabels: {a: b}}
              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}
            """#,
        rows: #"""
            spec.selector removed -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            spec.selector.matchLabels = {"a":"b","":"v"} -> spec.selector FieldValueInvalid, spec.selector.matchLabels FieldValueInvalid
            """#)

    static let statefulset = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: ss}
            spec:
              replicas: 0
              serviceName: svc
              podManagementPolicy: Parallel
              updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1, maxUnavailable: 1}}
              revisionHistoryLimit: 3
              minReadySeconds: 1
              ordinals: {start: 2}
              persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
              selector: {matchLabels: {a: b}}
              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i, volumeMounts: [{name: data, mountPath: /d}]}]}}
              volumeClaimTemplates:
              - {metadata: {name: data, labels: {a: b}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: sc}}
            """#,
        rows: #"""
            spec.podManagementPolicy = "Bad Value!" -> spec.podManagementPolicy FieldValueInvalid
            spec.updateStrategy.type = "Bad Value!" -> spec.updateStrategy FieldValueInvalid
            spec.revisionHistoryLimit = -1 ->
            spec.selector removed -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            spec.selector.matchLabels = {"a":"b","":"v"} -> spec.selector FieldValueInvalid, spec.selector.matchLabels FieldValueInvalid
            spec.template.metadata.labels = {"a":"b","Bad Key!":"v"} -> spec.template.labels FieldValueInvalid
            spec.volumeClaimTemplates[0].spec.accessModes removed -> spec.volumeClaimTemplates[].spec.accessModes FieldValueRequired
            spec.volumeClaimTemplates[0].spec.accessModes[0] removed -> spec.volumeClaimTemplates[].spec.accessModes FieldValueRequired
            spec.volumeClaimTemplates[0].spec.accessModes[0] = "" -> spec.volumeClaimTemplates[].spec.accessModes FieldValueNotSupported
            spec.volumeClaimTemplates[0].spec.resources removed -> spec.volumeClaimTemplates[].spec.resources[storage] FieldValueRequired
            """#)

    static let statefulsetMin = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: ss2}
            spec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
            """#,
        rows: #"""
            spec.selector removed -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            spec.selector.matchLabels = {"a":"b","":"v"} -> spec.selector FieldValueInvalid, spec.selector.matchLabels FieldValueInvalid
            spec.template.metadata.labels = {"a":"b","Bad Key!":"v"} -> spec.template.labels FieldValueInvalid
            spec.podManagementPolicy = "x" -> spec.podManagementPolicy FieldValueInvalid
            spec.revisionHistoryLimit = -1 ->
            """#)

    static let daemonset = UpstreamTable(
        object: #"""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: ds}
            spec:
              selector: {matchLabels: {a: b}}
              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}], nodeSelector: {x: y}}}
              updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}
              minReadySeconds: 1
              revisionHistoryLimit: 2
            """#,
        rows: #"""
            spec removed -> spec.template.metadata.labels FieldValueInvalid, spec.template.spec.containers FieldValueRequired
            spec.selector removed -> spec.template.metadata.labels FieldValueInvalid
            spec.updateStrategy.type = "Bad Value!" -> spec.updateStrategy FieldValueNotSupported
            spec.updateStrategy.rollingUpdate.maxSurge = "abc" -> spec.updateStrategy.rollingUpdate.maxSurge FieldValueInvalid
            """#)

    static let job = UpstreamTable(
        object: #"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: j}
            spec:
              parallelism: 2
              completions: 3
              activeDeadlineSeconds: 10
              backoffLimit: 3
              backoffLimitPerIndex: 1
              maxFailedIndexes: 2
              completionMode: Indexed
              suspend: true
              ttlSecondsAfterFinished: 5
              podReplacementPolicy: Failed
              managedBy: example.com/x
              podFailurePolicy:
                rules:
                - {action: FailIndex, onExitCodes: {containerName: c, operator: In, values: [1, 2]}}
                - {action: Ignore, onPodConditions: [{type: DisruptionTarget, status: "True"}]}
              successPolicy: {rules: [{succeededIndexes: "0-1", succeededCount: 1}]}
              template: {metadata: {labels: {q: r}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
            """#,
        rows: #"""
            spec.manualSelector = true -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            """#)

    static let jobMin = UpstreamTable(
        object: #"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: j2}
            spec: {suspend: true, template: {spec: {restartPolicy: OnFailure, containers: [{name: c, image: i}]}}}
            """#,
        rows: #"""
            spec.manualSelector = true -> spec.selector FieldValueRequired, spec.template.metadata.labels FieldValueInvalid
            """#)

    static let cronjob = UpstreamTable(
        object: #"""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: cj}
            spec:
              schedule: "*/5 * * * *"
              timeZone: Europe/Berlin
              startingDeadlineSeconds: 100
              concurrencyPolicy: Forbid
              suspend: true
              successfulJobsHistoryLimit: 2
              failedJobsHistoryLimit: 1
              jobTemplate:
                metadata: {labels: {a: b}, annotations: {c: d}}
                spec: {parallelism: 1, completions: 1, backoffLimit: 2, template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}
            """#,
        rows: #"""
            spec.jobTemplate.spec.managedBy = "x" -> spec.jobTemplate.spec.managedBy FieldValueInvalid
            spec.jobTemplate.spec.podReplacementPolicy = "x" -> spec.jobTemplate.spec.podReplacementPolicy FieldValueNotSupported
            """#)
}
