/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let coreTables: [UpstreamTable] = [
        corePersistentVolumeClaim, coreStatefulSet, coreReplicationController, coreNode, coreEvent, coreEvent2, coreSecret,
    ]

    static let corePersistentVolumeClaim = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: pvc}
            spec:
              accessModes: [ReadWriteOnce, ReadOnlyMany]
              resources:
                requests: {storage: 1Gi}
                limits: {storage: 2Gi}
              storageClassName: sc
              volumeName: pvx
              volumeMode: Filesystem
              volumeAttributesClassName: vac
              selector:
                matchLabels: {a: b}
                matchExpressions:
                - key: x
                  operator: In
                  values: [y]
              dataSource: {kind: PersistentVolumeClaim, name: other}
            """#,
        rows: #"""
            spec.dataSource = {} ->
            spec.dataSource.kind removed ->
            """#)

    static let coreStatefulSet = UpstreamTable(
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
            spec.volumeClaimTemplates = [null] -> spec.template.spec.containers[].volumeMounts[].name FieldValueNotFound, spec.template.spec.volumes[].name FieldValueRequired, spec.template.spec.volumes[].persistentVolumeClaim.claimName FieldValueRequired, spec.volumeClaimTemplates[].spec.accessModes FieldValueRequired, spec.volumeClaimTemplates[].spec.resources[storage] FieldValueRequired
            spec.volumeClaimTemplates[0] = {} -> spec.template.spec.containers[].volumeMounts[].name FieldValueNotFound, spec.template.spec.volumes[].name FieldValueRequired, spec.template.spec.volumes[].persistentVolumeClaim.claimName FieldValueRequired, spec.volumeClaimTemplates[].spec.accessModes FieldValueRequired, spec.volumeClaimTemplates[].spec.resources[storage] FieldValueRequired
            spec.volumeClaimTemplates[0].metadata removed -> spec.template.spec.containers[].volumeMounts[].name FieldValueNotFound, spec.template.spec.volumes[].name FieldValueRequired, spec.template.spec.volumes[].persistentVolumeClaim.claimName FieldValueRequired
            spec.volumeClaimTemplates[0].metadata.name removed -> spec.template.spec.containers[].volumeMounts[].name FieldValueNotFound, spec.template.spec.volumes[].name FieldValueRequired, spec.template.spec.volumes[].persistentVolumeClaim.claimName FieldValueRequired
            """#)

    static let coreReplicationController = UpstreamTable(
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
            spec.template.spec.containers[0].ports = [{"containerPort": 80}, {"containerPort": 80}] ->
            spec.template.spec.containers[0].ports[0].containerPort = -1 -> spec.template.spec.containers[].ports[].containerPort FieldValueInvalid
            """#)

    static let coreNode = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Node
            metadata:
              name: n1
              labels: {a: b}
              annotations: {x: y}
            spec:
              podCIDR: 10.1.0.0/24
              podCIDRs: [10.1.0.0/24, 'fd00::/64']
              providerID: p
              unschedulable: true
              taints:
              - {key: k, value: v, effect: NoSchedule}
              - {key: k2, effect: NoExecute, timeAdded: '2024-01-01T00:00:00Z'}
              configSource:
                configMap: {name: c, namespace: n, kubeletConfigKey: k}
            status:
              capacity: {cpu: '4', memory: 8Gi, pods: '110', example.com/x: '1'}
              allocatable: {cpu: '4', memory: 8Gi, pods: '110'}
              addresses:
              - {type: InternalIP, address: 1.2.3.4}
              conditions:
              - {type: Ready, status: 'True'}
              nodeInfo:
                machineID: m
                systemUUID: u
                bootID: b
                kernelVersion: k
                osImage: o
                containerRuntimeVersion: c
                kubeletVersion: v1
                kubeProxyVersion: v
                operatingSystem: linux
                architecture: amd64
                swap: {capacity: 1}
              declaredFeatures: [A, B/c]
              daemonEndpoints:
                kubeletEndpoint: {Port: 1}
              images:
              - names: [a]
                sizeBytes: 1
            """#,
        rows: #"""
            spec.podCIDR = "x" -> spec.podCIDRs[] FieldValueInvalid
            spec.podCIDRs = [null] ->
            spec.podCIDRs = ["10.1.0.0/24", "fd00::/64", "10.1.0.0/24", "fd00::/64"] -> spec.podCIDRs FieldValueInvalid
            spec.podCIDRs[0] = "" ->
            spec.podCIDRs[1] = "" -> spec.podCIDRs FieldValueInvalid, spec.podCIDRs InternalError, spec.podCIDRs[] FieldValueInvalid
            spec.taints[0].effect = "x" -> metadata.taints[].effect FieldValueNotSupported
            status.capacity.cpu = "-1" -> status.capacity.cpu FieldValueInvalid
            status.capacity.memory = "-1" -> status.capacity.memory FieldValueInvalid
            status.capacity.pods = "-1" -> status.capacity.pods FieldValueInvalid
            status.capacity[example.com/x] = "-1" -> status.capacity.example.com/x FieldValueInvalid
            status.allocatable.cpu = "-1" -> status.allocatable.cpu FieldValueInvalid
            status.allocatable.memory = "-1" -> status.allocatable.memory FieldValueInvalid
            status.allocatable.pods = "-1" -> status.allocatable.pods FieldValueInvalid
            status.nodeInfo.swap.capacity = -1 -> metadata.nodeSwapStatus.capacity FieldValueInvalid
            """#)

    static let coreEvent = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Event
            metadata: {name: ev1}
            involvedObject: {kind: Pod, namespace: default, name: p, apiVersion: v1, uid: u, fieldPath: f}
            reason: r
            message: m
            source: {component: c, host: h}
            firstTimestamp: '2024-01-01T00:00:00Z'
            lastTimestamp: '2024-01-01T00:00:00Z'
            count: 1
            type: Normal
            """#,
        rows: #"""
            metadata.name = "Bad Value!" ->
            metadata.generateName = "Bad Value!" ->
            metadata.finalizers = ["x"] ->
            """#)

    static let coreEvent2 = UpstreamTable(
        object: #"""
            apiVersion: events.k8s.io/v1
            kind: Event
            metadata: {name: ev3}
            eventTime: '2024-01-01T00:00:00.000000Z'
            series: {count: 2, lastObservedTime: '2024-01-01T00:00:00.000000Z'}
            regarding: {kind: Pod, namespace: default, name: p, apiVersion: v1}
            related: {kind: Pod, namespace: default, name: q}
            action: a
            reason: r
            note: n
            type: Normal
            reportingController: example.com/c
            reportingInstance: i
            """#,
        rows: #"""
            eventTime removed -> eventTime FieldValueRequired
            series = {} -> series.count FieldValueInvalid, series.lastObservedTime FieldValueRequired
            series.count removed -> series.count FieldValueInvalid
            series.lastObservedTime removed -> series.lastObservedTime FieldValueRequired
            type removed -> type FieldValueInvalid
            """#)

    static let coreSecret = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Secret
            metadata: {name: se}
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: e30=}
            stringData: {x: y}
            """#,
        rows: #"""
            data[.dockerconfigjson] = "" -> data[.dockerconfigjson] FieldValueInvalid
            """#)
}
