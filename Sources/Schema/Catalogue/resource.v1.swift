extension CatalogueText {
    /// Types of resource.v1.
    static let resourceV1: StaticString = """
        package resource.v1
        type AllocatedDeviceStatus
          conditions []meta.v1.Condition 4 + list=map keys=type
          data *runtime.RawExtension 5
          device string 3 ! +
          driver string 1 ! +
          networkData *NetworkDeviceData 6
          pool string 2 ! +
          shareID *string 7
        type AllocationResult
          allocationTimestamp *time 5
          devices DeviceAllocationResult 1
          nodeSelector *core.v1.NodeSelector 3
        type CELDeviceSelector
          expression string 1 ! +
        type CapacityRequestPolicy
          default *quantity 1 +
          validRange *CapacityRequestPolicyRange 4
          validValues []quantity 3 list=atomic
        type CapacityRequestPolicyRange
          max *quantity 2
          min *quantity 1 !
          step *quantity 3
        type CapacityRequirements
          requests {}quantity 1
        type Counter
          value quantity 1 ! +
        type CounterSet
          counters {}Counter 2 !
          name string 1 ! +
        type Device
          allNodes *bool 7
          allowMultipleAllocations *bool 12
          attributes {}DeviceAttribute 2
          bindingConditions []string 10 list=atomic
          bindingFailureConditions []string 11 list=atomic
          bindsToNode *bool 9
          capacity {}DeviceCapacity 3
          consumesCounters []DeviceCounterConsumption 4 list=atomic
          name string 1 ! +
          nodeAllocatableResourceMappings {}NodeAllocatableResourceMapping 13
          nodeName *string 5
          nodeSelector *core.v1.NodeSelector 6
          taints []DeviceTaint 8 list=atomic
        type DeviceAllocationConfiguration
          opaque *OpaqueDeviceConfiguration -
          requests []string 2 list=atomic
          source string 1 ! + go=.AllocationConfigSource enum=FromClaim|FromClass
        type DeviceAllocationResult
          config []DeviceAllocationConfiguration 2 list=atomic
          results []DeviceRequestAllocationResult 1 list=atomic
        type DeviceAttribute
          bool *bool 3
          bools []bool 7 list=atomic
          int *int64 2
          ints []int64 6 list=atomic
          string *string 4
          strings []string 8 list=atomic
          version *string 5
          versions []string 9 list=atomic
        type DeviceCapacity
          requestPolicy *CapacityRequestPolicy 2
          value quantity 1 ! +
        type DeviceClaim
          config []DeviceClaimConfiguration 3 list=atomic
          constraints []DeviceConstraint 2 list=atomic
          requests []DeviceRequest 1 + list=atomic
        type DeviceClaimConfiguration
          opaque *OpaqueDeviceConfiguration -
          requests []string 1 list=atomic
        type DeviceClass kind=resource.k8s.io/v1/DeviceClass
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec DeviceClassSpec 2 ! +
        type DeviceClassConfiguration
          opaque *OpaqueDeviceConfiguration -
        type DeviceClassList kind=resource.k8s.io/v1/DeviceClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []DeviceClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type DeviceClassSpec
          config []DeviceClassConfiguration 2 list=atomic
          extendedResourceName *string 4
          selectors []DeviceSelector 1 list=atomic
        type DeviceConstraint
          distinctAttribute *string 3 go=.FullyQualifiedName
          matchAttribute *string 2 go=.FullyQualifiedName
          requests []string 1 list=atomic
        type DeviceCounterConsumption
          counterSet string 1 ! +
          counters {}Counter 2 !
        type DeviceRequest
          exactly *ExactDeviceRequest 2
          firstAvailable []DeviceSubRequest 3 list=atomic
          name string 1 ! +
        type DeviceRequestAllocationResult
          adminAccess *bool 5
          bindingConditions []string 7 list=atomic
          bindingFailureConditions []string 8 list=atomic
          consumedCapacity {}quantity 10
          device string 4 ! +
          driver string 2 ! +
          pool string 3 ! +
          request string 1 ! +
          shareID *string 9 go=types.UID
          tolerations []DeviceToleration 6 list=atomic
        type DeviceSelector
          cel *CELDeviceSelector 1
        type DeviceSubRequest
          allocationMode string 4 go=.DeviceAllocationMode
          capacity *CapacityRequirements 7
          count int64 5
          deviceClassName string 2 ! +
          name string 1 ! +
          selectors []DeviceSelector 3 list=atomic
          tolerations []DeviceToleration 6 list=atomic
        type DeviceTaint
          effect string 3 ! + go=.DeviceTaintEffect enum=NoExecute|NoSchedule|None
          key string 1 ! +
          timeAdded *time 4
          value string 2
        type DeviceToleration
          effect string 4 go=.DeviceTaintEffect kindchecks enum=NoExecute|NoSchedule|None
          key string 1
          operator string 2 go=.DeviceTolerationOperator kindchecks enum=Equal|Exists default="Equal"
          tolerationSeconds *int64 5
          value string 3
        type ExactDeviceRequest
          adminAccess *bool 5
          allocationMode string 3 go=.DeviceAllocationMode default="ExactCount"
          capacity *CapacityRequirements 7
          count int64 4
          deviceClassName string 1 ! +
          selectors []DeviceSelector 2 list=atomic
          tolerations []DeviceToleration 6 list=atomic
        type NetworkDeviceData
          hardwareAddress string 3
          interfaceName string 1
          ips []string 2 list=atomic
        type NodeAllocatableResourceMapping
          allocationMultiplier *quantity 2
          capacityKey *string 1 go=.QualifiedName
        type OpaqueDeviceConfiguration
          driver string 1 ! +
          parameters runtime.RawExtension 2 ! +
        type ResourceClaim kind=resource.k8s.io/v1/ResourceClaim
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ResourceClaimSpec 2 ! +
          status ResourceClaimStatus 3
        type ResourceClaimConsumerReference
          apiGroup string 1
          name string 4 ! +
          resource string 3 ! +
          uid string 5 ! + go=types.UID
        type ResourceClaimList kind=resource.k8s.io/v1/ResourceClaimList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ResourceClaim 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ResourceClaimSpec
          devices DeviceClaim 1 +
        type ResourceClaimStatus
          allocation *AllocationResult 1
          devices []AllocatedDeviceStatus 4 list=map keys=driver,device,pool,shareID
          reservedFor []ResourceClaimConsumerReference 2 patch=merge merge=uid list=map keys=uid
        type ResourceClaimTemplate kind=resource.k8s.io/v1/ResourceClaimTemplate
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ResourceClaimTemplateSpec 2 ! +
        type ResourceClaimTemplateList kind=resource.k8s.io/v1/ResourceClaimTemplateList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ResourceClaimTemplate 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ResourceClaimTemplateSpec
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ResourceClaimSpec 2 ! +
        type ResourcePool
          generation int64 2 ! +
          name string 1 ! +
          resourceSliceCount int64 3 ! +
        type ResourceSlice kind=resource.k8s.io/v1/ResourceSlice
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ResourceSliceSpec 2 ! +
        type ResourceSliceList kind=resource.k8s.io/v1/ResourceSliceList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ResourceSlice 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ResourceSliceSpec
          allNodes *bool 5
          devices []Device 6 list=atomic
          driver string 1 ! +
          nodeName *string 3
          nodeSelector *core.v1.NodeSelector 4
          perDeviceNodeSelection *bool 7
          pool ResourcePool 2 ! +
          sharedCounters []CounterSet 8 list=atomic
        """
}
