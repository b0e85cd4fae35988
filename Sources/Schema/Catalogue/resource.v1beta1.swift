extension CatalogueText {
    /// Types of resource.v1beta1, told by how they differ from today's.
    static let resourceV1beta1: StaticString = """
        package resource.v1beta1
        same resource.v1 -ExactDeviceRequest
        type BasicDevice
          allNodes *bool 6
          allowMultipleAllocations *bool 11
          attributes {}DeviceAttribute 1
          bindingConditions []string 9 list=atomic
          bindingFailureConditions []string 10 list=atomic
          bindsToNode *bool 8
          capacity {}DeviceCapacity 2
          consumesCounters []DeviceCounterConsumption 3 list=atomic
          nodeAllocatableResourceMappings {}NodeAllocatableResourceMapping 12
          nodeName *string 4
          nodeSelector *core.v1.NodeSelector 5
          taints []DeviceTaint 7 list=atomic
        type Device
          basic *BasicDevice 2
          name string 1 ! +
        type DeviceRequest
          adminAccess *bool 6
          allocationMode string 4 go=.DeviceAllocationMode
          capacity *CapacityRequirements 9
          count int64 5
          deviceClassName string 2 +
          firstAvailable []DeviceSubRequest 7 list=atomic
          name string 1 ! +
          selectors []DeviceSelector 3 list=atomic
          tolerations []DeviceToleration 8 list=atomic
        type DeviceSubRequest same
          capacity *CapacityRequirements 8
          tolerations []DeviceToleration 7 list=atomic
        type ResourceSliceSpec same
          allNodes bool 5
          nodeName string 3
        """
}
