extension CatalogueText {
    /// Types of apps.v1beta2, told by how they differ from today's.
    static let appsV1beta2: StaticString = """
        package apps.v1beta2
        same apps.v1
        type Scale kind=apps/v1beta2/Scale
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ScaleSpec 2
          status ScaleStatus 3
        type ScaleSpec
          replicas int32 1
        type ScaleStatus
          replicas int32 1 ! +
          selector {}string 2 map=atomic
          targetSelector string 3
        """
}
