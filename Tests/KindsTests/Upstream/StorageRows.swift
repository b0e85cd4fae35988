/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let storageTables: [UpstreamTable] = [pv, pvHostpath, pvLocal, pvNfs, pvIscsi, pvc, pvcDsref, storageclass]

    static let pv = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv1}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce, ReadOnlyMany]
              persistentVolumeReclaimPolicy: Retain
              storageClassName: sc
              mountOptions: [a]
              volumeMode: Filesystem
              volumeAttributesClassName: vac
              claimRef: {namespace: default, name: c, kind: PersistentVolumeClaim, apiVersion: v1, uid: u}
              nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: k, operator: In, values: [v]}]}]}}
              csi: {driver: d.example.com, volumeHandle: h, readOnly: true, fsType: ext4, volumeAttributes: {a: b}, controllerPublishSecretRef: {name: s, namespace: n}, nodeStageSecretRef: {name: s, namespace: n}, nodePublishSecretRef: {name: s, namespace: n}, controllerExpandSecretRef: {name: s, namespace: n}, nodeExpandSecretRef: {name: s, namespace: n}}
            """#,
        rows: #"""
            spec.capacity = {"storage":"1Gi","Bad Key!":"1"} -> spec.capacity FieldValueNotSupported
            spec.capacity = {"storage":"1Gi","kk":null} -> spec.capacity FieldValueNotSupported, spec.capacity[kk] FieldValueInvalid
            spec.capacity.storage = "-1" -> spec.capacity[storage] FieldValueInvalid
            spec.accessModes = ["ReadWriteOnce","ReadOnlyMany",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeMode = "" -> spec.volumeMode FieldValueNotSupported
            spec.volumeAttributesClassName = "Bad Value!" -> spec.volumeAttributesClassName FieldValueInvalid
            spec.volumeAttributesClassName = "" -> spec.volumeAttributesClassName FieldValueRequired
            spec.nodeAffinity.required = {} -> spec.nodeAffinity.required.nodeSelectorTerms FieldValueRequired
            spec.nodeAffinity.required.nodeSelectorTerms removed -> spec.nodeAffinity.required.nodeSelectorTerms FieldValueRequired
            spec.nodeAffinity.required.nodeSelectorTerms[0] removed -> spec.nodeAffinity.required.nodeSelectorTerms FieldValueRequired
            spec.csi removed -> spec FieldValueRequired, spec.csi FieldValueRequired
            spec.csi = {} -> spec.csi.driver FieldValueRequired, spec.csi.volumeHandle FieldValueRequired
            spec.csi.driver removed -> spec.csi.driver FieldValueRequired
            spec.csi.driver = "Bad Value!" -> spec.csi.driver FieldValueInvalid
            spec.csi.driver = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" -> spec.csi.driver FieldValueTooLong
            spec.csi.volumeHandle removed -> spec.csi.volumeHandle FieldValueRequired
            spec.csi.controllerPublishSecretRef.name removed -> spec.csi.controllerPublishSecretRef.name FieldValueRequired
            spec.csi.controllerPublishSecretRef.name = "Bad Value!" -> spec.csi.controllerPublishSecretRef.name FieldValueInvalid
            spec.csi.controllerPublishSecretRef.namespace removed -> spec.csi.controllerPublishSecretRef.namespace FieldValueRequired
            spec.csi.controllerPublishSecretRef.namespace = "-a" -> spec.csi.controllerPublishSecretRef.namespace FieldValueInvalid
            spec.csi.nodePublishSecretRef.name removed -> spec.csi.nodePublishSecretRef.name FieldValueRequired
            spec.csi.nodePublishSecretRef.name = "Bad Value!" -> spec.csi.nodePublishSecretRef.name FieldValueInvalid
            spec.csi.nodePublishSecretRef.namespace removed -> spec.csi.nodePublishSecretRef.namespace FieldValueRequired
            spec.csi.nodePublishSecretRef.namespace = "Bad Value!" -> spec.csi.nodePublishSecretRef.namespace FieldValueInvalid
            spec.csi.controllerExpandSecretRef.name removed -> spec.csi.controllerExpandSecretRef.name FieldValueRequired
            spec.csi.controllerExpandSecretRef.name = "Bad Value!" -> spec.csi.controllerExpandSecretRef.name FieldValueInvalid
            spec.csi.controllerExpandSecretRef.namespace removed -> spec.csi.controllerExpandSecretRef.namespace FieldValueRequired
            spec.csi.controllerExpandSecretRef.namespace = "Bad Value!" -> spec.csi.controllerExpandSecretRef.namespace FieldValueInvalid
            spec.csi.nodeExpandSecretRef.name removed -> spec.csi.nodeExpandSecretRef.name FieldValueRequired
            spec.csi.nodeExpandSecretRef.name = "Bad Value!" -> spec.csi.nodeExpandSecretRef.name FieldValueInvalid
            spec.csi.nodeExpandSecretRef.namespace removed -> spec.csi.nodeExpandSecretRef.namespace FieldValueRequired
            spec.csi.nodeExpandSecretRef.namespace = "Bad Value!" -> spec.csi.nodeExpandSecretRef.namespace FieldValueInvalid
            spec.awsElasticBlockStore = {} -> spec.awsElasticBlockStore.volumeID FieldValueRequired, spec.csi FieldValueForbidden
            spec.cephfs = {} -> spec.cephfs.monitors FieldValueRequired, spec.csi FieldValueForbidden
            spec.cinder = {} -> spec.cinder.volumeID FieldValueRequired, spec.csi FieldValueForbidden
            spec.fc = {} -> spec.csi FieldValueForbidden, spec.fc.targetWWNs FieldValueRequired
            spec.flexVolume = {} -> spec.csi FieldValueForbidden, spec.flexVolume.driver FieldValueRequired
            spec.flocker = {} -> spec.csi FieldValueForbidden, spec.flocker FieldValueRequired
            spec.gcePersistentDisk = {} -> spec.csi FieldValueForbidden, spec.persistentDisk.pdName FieldValueRequired
            spec.hostPath = {} -> spec.csi FieldValueForbidden, spec.hostPath.path FieldValueRequired
            spec.iscsi = {} -> spec.csi FieldValueForbidden, spec.iscsi.iqn FieldValueRequired, spec.iscsi.targetPortal FieldValueRequired
            spec.local = {} -> spec.csi FieldValueForbidden, spec.local.path FieldValueRequired
            spec.photonPersistentDisk = {} -> spec.csi FieldValueForbidden, spec.photonPersistentDisk.pdID FieldValueRequired
            spec.portworxVolume = {} -> spec.csi FieldValueForbidden, spec.portworxVolume.volumeID FieldValueRequired
            spec.rbd = {} -> spec.csi FieldValueForbidden, spec.rbd.image FieldValueRequired, spec.rbd.monitors FieldValueRequired
            spec.storageos = {} -> spec.csi FieldValueForbidden, spec.storageos.volumeName FieldValueRequired
            spec.vsphereVolume = {} -> spec.csi FieldValueForbidden, spec.vsphereVolume.volumePath FieldValueRequired
            """#)

    static let pvHostpath = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv2}
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], hostPath: {path: /a, type: Directory}, persistentVolumeReclaimPolicy: Delete}
            """#,
        rows: #"""
            spec.capacity = {"storage":"1Gi","Bad Key!":"1"} -> spec.capacity FieldValueNotSupported
            spec.capacity = {"storage":"1Gi","kk":null} -> spec.capacity FieldValueNotSupported, spec.capacity[kk] FieldValueInvalid
            spec.capacity.storage = "-1" -> spec.capacity[storage] FieldValueInvalid
            spec.accessModes = ["ReadWriteMany",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.hostPath.path = "/a/../b" -> spec.hostPath.path FieldValueInvalid
            spec.cephfs = {} -> spec.cephFS FieldValueForbidden
            spec.flexVolume = {} -> spec.flexVolume.driver FieldValueRequired
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeAttributesClassName = "x" -> spec.csi FieldValueRequired
            spec.volumeAttributesClassName = "Bad Value!" -> spec.csi FieldValueRequired, spec.volumeAttributesClassName FieldValueInvalid
            """#)

    static let pvLocal = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv3}
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOncePod], volumeMode: Block, local: {path: /a, fsType: ext4}, nodeAffinity: {required: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [v]}]}]}}}
            """#,
        rows: #"""
            spec.capacity = {"storage":"1Gi","Bad Key!":"1"} -> spec.capacity FieldValueNotSupported
            spec.capacity = {"storage":"1Gi","kk":null} -> spec.capacity FieldValueNotSupported, spec.capacity[kk] FieldValueInvalid
            spec.capacity.storage = "-1" -> spec.capacity[storage] FieldValueInvalid
            spec.accessModes = ["ReadWriteOncePod",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.volumeMode = "" -> spec.volumeMode FieldValueNotSupported
            spec.local = {} -> spec.local.path FieldValueRequired
            spec.local.path removed -> spec.local.path FieldValueRequired
            spec.local.path = "/a/../b" -> spec.local.path FieldValueInvalid
            spec.nodeAffinity removed -> spec.nodeAffinity FieldValueRequired
            spec.nodeAffinity.required = {} -> spec.nodeAffinity.required.nodeSelectorTerms FieldValueRequired
            spec.nodeAffinity.required.nodeSelectorTerms removed -> spec.nodeAffinity.required.nodeSelectorTerms FieldValueRequired
            spec.nodeAffinity.required.nodeSelectorTerms[0] removed -> spec.nodeAffinity.required.nodeSelectorTerms FieldValueRequired
            spec.awsElasticBlockStore = {} -> spec.awsElasticBlockStore.volumeID FieldValueRequired, spec.local FieldValueForbidden
            spec.cephfs = {} -> spec.cephfs.monitors FieldValueRequired, spec.local FieldValueForbidden
            spec.cinder = {} -> spec.cinder.volumeID FieldValueRequired, spec.local FieldValueForbidden
            spec.fc = {} -> spec.fc.targetWWNs FieldValueRequired, spec.local FieldValueForbidden
            spec.flexVolume = {} -> spec.flexVolume.driver FieldValueRequired, spec.local FieldValueForbidden
            spec.flocker = {} -> spec.flocker FieldValueRequired, spec.local FieldValueForbidden
            spec.gcePersistentDisk = {} -> spec.local FieldValueForbidden, spec.persistentDisk.pdName FieldValueRequired
            spec.hostPath = {} -> spec.hostPath.path FieldValueRequired, spec.local FieldValueForbidden
            spec.photonPersistentDisk = {} -> spec.local FieldValueForbidden, spec.photonPersistentDisk.pdID FieldValueRequired
            spec.portworxVolume = {} -> spec.local FieldValueForbidden, spec.portworxVolume.volumeID FieldValueRequired
            spec.rbd = {} -> spec.local FieldValueForbidden, spec.rbd.image FieldValueRequired, spec.rbd.monitors FieldValueRequired
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeAttributesClassName = "x" -> spec.csi FieldValueRequired
            spec.volumeAttributesClassName = "Bad Value!" -> spec.csi FieldValueRequired, spec.volumeAttributesClassName FieldValueInvalid
            spec.vsphereVolume = {} -> spec.local FieldValueForbidden, spec.vsphereVolume.volumePath FieldValueRequired
            """#)

    static let pvNfs = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv4}
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], nfs: {server: s, path: /a, readOnly: true}, persistentVolumeReclaimPolicy: Recycle}
            """#,
        rows: #"""
            spec.capacity = {"storage":"1Gi","Bad Key!":"1"} -> spec.capacity FieldValueNotSupported
            spec.capacity = {"storage":"1Gi","kk":null} -> spec.capacity FieldValueNotSupported, spec.capacity[kk] FieldValueInvalid
            spec.capacity.storage = "-1" -> spec.capacity[storage] FieldValueInvalid
            spec.accessModes = ["ReadWriteMany",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.nfs = {} -> spec.nfs.path FieldValueInvalid, spec.nfs.path FieldValueRequired, spec.nfs.server FieldValueRequired
            spec.nfs.server removed -> spec.nfs.server FieldValueRequired
            spec.nfs.path removed -> spec.nfs.path FieldValueInvalid, spec.nfs.path FieldValueRequired
            spec.nfs.path = "Bad Value!" -> spec.nfs.path FieldValueInvalid
            spec.awsElasticBlockStore = {} -> spec.awsElasticBlockStore.volumeID FieldValueRequired, spec.nfs FieldValueForbidden
            spec.cephfs = {} -> spec.cephFS FieldValueForbidden
            spec.flexVolume = {} -> spec.flexVolume.driver FieldValueRequired
            spec.flocker = {} -> spec.flocker FieldValueRequired, spec.nfs FieldValueForbidden
            spec.gcePersistentDisk = {} -> spec.nfs FieldValueForbidden, spec.persistentDisk.pdName FieldValueRequired
            spec.hostPath = {} -> spec.hostPath.path FieldValueRequired, spec.nfs FieldValueForbidden
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeAttributesClassName = "x" -> spec.csi FieldValueRequired
            spec.volumeAttributesClassName = "Bad Value!" -> spec.csi FieldValueRequired, spec.volumeAttributesClassName FieldValueInvalid
            """#)

    static let pvIscsi = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv5}
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], iscsi: {targetPortal: 1.2.3.4, iqn: "iqn.2001-04.com.example:storage", lun: 1}}
            """#,
        rows: #"""
            spec.capacity = {"storage":"1Gi","Bad Key!":"1"} -> spec.capacity FieldValueNotSupported
            spec.capacity = {"storage":"1Gi","kk":null} -> spec.capacity FieldValueNotSupported, spec.capacity[kk] FieldValueInvalid
            spec.capacity.storage = "-1" -> spec.capacity[storage] FieldValueInvalid
            spec.accessModes = ["ReadWriteMany",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.iscsi = {} -> spec.iscsi.iqn FieldValueRequired, spec.iscsi.targetPortal FieldValueRequired
            spec.iscsi.targetPortal removed -> spec.iscsi.targetPortal FieldValueRequired
            spec.iscsi.iqn removed -> spec.iscsi.iqn FieldValueRequired
            spec.iscsi.iqn = "Bad Value!" -> spec.iscsi.iqn FieldValueInvalid
            spec.iscsi.lun = -1 -> spec.iscsi.lun FieldValueInvalid
            spec.iscsi.chapAuthDiscovery = true -> spec.iscsi.secretRef FieldValueRequired
            spec.iscsi.chapAuthSession = true -> spec.iscsi.secretRef FieldValueRequired
            spec.iscsi.initiatorName = "x" -> spec.iscsi.initiatorname FieldValueInvalid
            spec.iscsi.secretRef = {} -> spec.iscsi.secretRef.name FieldValueRequired
            spec.awsElasticBlockStore = {} -> spec.awsElasticBlockStore.volumeID FieldValueRequired, spec.iscsi FieldValueForbidden
            spec.cephfs = {} -> spec.cephfs.monitors FieldValueRequired, spec.iscsi FieldValueForbidden
            spec.flexVolume = {} -> spec.flexVolume.driver FieldValueRequired
            spec.flocker = {} -> spec.flocker FieldValueRequired, spec.iscsi FieldValueForbidden
            spec.gcePersistentDisk = {} -> spec.iscsi FieldValueForbidden, spec.persistentDisk.pdName FieldValueRequired
            spec.hostPath = {} -> spec.hostPath.path FieldValueRequired, spec.iscsi FieldValueForbidden
            spec.rbd = {} -> spec.iscsi FieldValueForbidden, spec.rbd.image FieldValueRequired, spec.rbd.monitors FieldValueRequired
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeAttributesClassName = "x" -> spec.csi FieldValueRequired
            spec.volumeAttributesClassName = "Bad Value!" -> spec.csi FieldValueRequired, spec.volumeAttributesClassName FieldValueInvalid
            """#)

    static let pvc = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: pvc}
            spec:
              accessModes: [ReadWriteOnce, ReadOnlyMany]
              resources: {requests: {storage: 1Gi}, limits: {storage: 2Gi}}
              storageClassName: sc
              volumeName: pvx
              volumeMode: Filesystem
              volumeAttributesClassName: vac
              selector: {matchLabels: {a: b}, matchExpressions: [{key: x, operator: In, values: [y]}]}
              dataSource: {kind: PersistentVolumeClaim, name: other}
            """#,
        rows: #"""
            spec.accessModes = ["ReadWriteOnce","ReadOnlyMany",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeMode = "" -> spec.volumeMode FieldValueNotSupported
            spec.volumeAttributesClassName = "Bad Value!" -> spec.volumeAttributesClassName FieldValueInvalid
            spec.dataSource.name removed -> spec.dataSource.name FieldValueRequired, spec.dataSourceRef.name FieldValueRequired
            """#)

    static let pvcDsref = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: pvc2}
            spec:
              accessModes: [ReadWriteOncePod]
              resources: {requests: {storage: 1Gi}}
              dataSourceRef: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: other}
            """#,
        rows: #"""
            spec.accessModes = ["ReadWriteOncePod",null] -> spec.accessModes FieldValueNotSupported
            spec.accessModes[0] = "Bad Value!" -> spec.accessModes FieldValueNotSupported
            spec.dataSourceRef.apiGroup removed -> spec.dataSource FieldValueInvalid, spec.dataSourceRef FieldValueInvalid
            spec.dataSourceRef.apiGroup = "é" -> spec.dataSource.apiGroup FieldValueInvalid, spec.dataSourceRef.apiGroup FieldValueInvalid
            spec.dataSourceRef.kind removed -> spec.dataSource.kind FieldValueRequired, spec.dataSourceRef.kind FieldValueRequired
            spec.dataSourceRef.name removed -> spec.dataSource.name FieldValueRequired, spec.dataSourceRef.name FieldValueRequired
            spec.storageClassName = "Bad Value!" -> spec.storageClassName FieldValueInvalid
            spec.volumeAttributesClassName = "Bad Value!" -> spec.volumeAttributesClassName FieldValueInvalid
            """#)

    static let storageclass = UpstreamTable(
        object: #"""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: scx}
            provisioner: example.com/p
            parameters: {a: b}
            reclaimPolicy: Retain
            mountOptions: [x]
            allowVolumeExpansion: true
            volumeBindingMode: WaitForFirstConsumer
            allowedTopologies: [{matchLabelExpressions: [{key: k, values: [a, b]}]}]
            """#,
        rows: #"""
            parameters = {"a":"b","":"v"} -> parameters FieldValueInvalid
            volumeBindingMode = "" -> volumeBindingMode FieldValueNotSupported
            allowedTopologies[0] = {} -> allowedTopologies[].matchLabelExpressions FieldValueDuplicate
            allowedTopologies[0].matchLabelExpressions removed -> allowedTopologies[].matchLabelExpressions FieldValueDuplicate
            allowedTopologies[0].matchLabelExpressions[0] removed -> allowedTopologies[].matchLabelExpressions FieldValueDuplicate
            allowedTopologies[0].matchLabelExpressions[0].key removed -> allowedTopologies[].matchLabelExpressions[].key FieldValueInvalid
            """#)
}
