extension CatalogueText {
    /// Types of resource.v1alpha3.
    static let resourceV1alpha3: StaticString = """
        package resource.v1alpha3
        type DeviceTaint
          effect string 3 ! + go=v1alpha3.DeviceTaintEffect enum=NoExecute|NoSchedule|None
          key string 1 ! +
          timeAdded *time 4
          value string 2
        type DeviceTaintRule kind=resource.k8s.io/v1alpha3/DeviceTaintRule
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec DeviceTaintRuleSpec 2 ! +
          status DeviceTaintRuleStatus 3
        type DeviceTaintRuleList kind=resource.k8s.io/v1alpha3/DeviceTaintRuleList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []DeviceTaintRule 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type DeviceTaintRuleSpec
          deviceSelector *DeviceTaintSelector 1
          taint DeviceTaint 2 !
        type DeviceTaintRuleStatus
          conditions []meta.v1.Condition 1 patch=merge merge=type list=map keys=type
        type DeviceTaintSelector
          device *string 4
          driver *string 2
          pool *string 3
        type PoolStatus
          allocatedDevices *int32 5
          availableDevices *int32 6
          driver string 1 !
          generation int64 9 ! +
          nodeName *string 3
          poolName string 2 !
          resourceSliceCount *int32 8
          totalDevices *int32 4
          unavailableDevices *int32 7
          validationError *string 10
        type ResourcePoolStatusRequest kind=resource.k8s.io/v1alpha3/ResourcePoolStatusRequest
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ! ~ Name, labels and everything else that all objects have in common.
          spec ResourcePoolStatusRequestSpec 2 ! +
          status *ResourcePoolStatusRequestStatus 3
        type ResourcePoolStatusRequestList kind=resource.k8s.io/v1alpha3/ResourcePoolStatusRequestList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ResourcePoolStatusRequest 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ResourcePoolStatusRequestSpec
          driver string 1 ! +
          limit *int32 3 default=100
          poolName *string 2
        type ResourcePoolStatusRequestStatus
          conditions []meta.v1.Condition 3 patch=merge merge=type list=map keys=type
          poolCount *int32 6 !
          pools []PoolStatus 2 list=atomic
        """
}
