extension CatalogueText {
    /// Types of resource.v1alpha3, told by how they differ from today's.
    static let resourceV1alpha3: StaticString = """
        package resource.v1alpha3
        same resource.v1beta2 DeviceTaint*
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
