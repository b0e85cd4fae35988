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
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec DeviceTaintRuleSpec 2 ! +
          status DeviceTaintRuleStatus 3
        type DeviceTaintRuleList kind=resource.k8s.io/v1alpha3/DeviceTaintRuleList
          apiVersion string -
          items []DeviceTaintRule 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1 !
          spec ResourcePoolStatusRequestSpec 2 ! +
          status *ResourcePoolStatusRequestStatus 3
        type ResourcePoolStatusRequestList kind=resource.k8s.io/v1alpha3/ResourcePoolStatusRequestList
          apiVersion string -
          items []ResourcePoolStatusRequest 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
