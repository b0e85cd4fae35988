extension CatalogueText {
    /// Types of resource.v1beta2, told by how they differ from today's.
    static let resourceV1beta2: StaticString = """
        package resource.v1beta2
        same resource.v1
        type DeviceTaintRule kind=resource.k8s.io/v1beta2/DeviceTaintRule
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec DeviceTaintRuleSpec 2 ! +
          status DeviceTaintRuleStatus 3
        type DeviceTaintRuleList kind=resource.k8s.io/v1beta2/DeviceTaintRuleList
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
        type ExactDeviceRequest same
          allocationMode string 3 go=.DeviceAllocationMode
        """
}
