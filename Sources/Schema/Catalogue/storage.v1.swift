extension CatalogueText {
    /// Types of storage.v1.
    static let storageV1: StaticString = """
        package storage.v1
        type CSIDriver kind=storage.k8s.io/v1/CSIDriver
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec CSIDriverSpec 2 ! +
        type CSIDriverList kind=storage.k8s.io/v1/CSIDriverList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []CSIDriver 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type CSIDriverSpec
          attachRequired *bool 1 default=true
          fsGroupPolicy *string 5 go=.FSGroupPolicy default="ReadWriteOnceWithFSType"
          nodeAllocatableUpdatePeriodSeconds *int64 9
          podInfoOnMount *bool 2 default=false
          preventPodSchedulingIfMissing *bool 11
          requiresRepublish *bool 7 default=false
          seLinuxMount *bool 8 default=false
          serviceAccountTokenInSecrets *bool 10
          storageCapacity *bool 4 default=false
          tokenRequests []TokenRequest 6 list=atomic
          volumeLifecycleModes []string 3 list=set go=.VolumeLifecycleMode default=["Persistent"]
        type CSINode kind=storage.k8s.io/v1/CSINode
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec CSINodeSpec 2 ! +
        type CSINodeDriver
          allocatable *VolumeNodeResources 4
          name string 1 ! +
          nodeID string 2 ! +
          topologyKeys []string 3 + list=atomic
        type CSINodeList kind=storage.k8s.io/v1/CSINodeList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []CSINode 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type CSINodeSpec
          drivers []CSINodeDriver 1 ! + patch=merge merge=name list=map keys=name
        type CSIStorageCapacity kind=storage.k8s.io/v1/CSIStorageCapacity
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          capacity *quantity 4
          kind string - ~ Name of the object's kind, such as Pod.
          maximumVolumeSize *quantity 5
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          nodeTopology *meta.v1.LabelSelector 2
          storageClassName string 3 ! +
        type CSIStorageCapacityList kind=storage.k8s.io/v1/CSIStorageCapacityList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []CSIStorageCapacity 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type StorageClass kind=storage.k8s.io/v1/StorageClass ~ A kind of storage that can be asked for.
          allowVolumeExpansion *bool 6 ~ Whether volumes may grow.
          allowedTopologies []core.v1.TopologySelectorTerm 8 list=atomic
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          mountOptions []string 5 list=atomic
          parameters {}string 3 ~ What the provisioner has to know.
          provisioner string 2 ! + ~ Who makes volumes of this class.
          reclaimPolicy *string 4 kindchecks go=v1.PersistentVolumeReclaimPolicy enum=Delete|Recycle|Retain default="Delete" ~ What becomes of a \
        volume without a claim.
          volumeBindingMode *string 7 go=.VolumeBindingMode enum=Immediate|WaitForFirstConsumer default="Immediate" ~ When a claim gets \
        its volume.
        type StorageClassList kind=storage.k8s.io/v1/StorageClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []StorageClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type TokenRequest
          audience string 1 ! +
          expirationSeconds *int64 2
        type VolumeAttachment kind=storage.k8s.io/v1/VolumeAttachment
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec VolumeAttachmentSpec 2 ! +
          status VolumeAttachmentStatus 3
        type VolumeAttachmentList kind=storage.k8s.io/v1/VolumeAttachmentList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []VolumeAttachment 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type VolumeAttachmentSource
          inlineVolumeSpec *core.v1.PersistentVolumeSpec 2
          persistentVolumeName *string 1
        type VolumeAttachmentSpec
          attacher string 1 ! +
          nodeName string 3 ! +
          source VolumeAttachmentSource 2 ! +
        type VolumeAttachmentStatus
          attachError *VolumeError 3
          attached bool 1 ! +
          attachmentMetadata {}string 2
          detachError *VolumeError 4
        type VolumeAttributesClass kind=storage.k8s.io/v1/VolumeAttributesClass
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          driverName string 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          parameters {}string 3
        type VolumeAttributesClassList kind=storage.k8s.io/v1/VolumeAttributesClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []VolumeAttributesClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type VolumeError
          errorCode *int32 3
          message string 2
          time time 1
        type VolumeNodeResources
          count *int32 1
        """
}
