extension CatalogueText {
    /// Types of storage.v1beta1.
    static let storageV1beta1: StaticString = """
        package storage.v1beta1
        type VolumeAttributesClass kind=storage.k8s.io/v1beta1/VolumeAttributesClass
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          driverName string 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          parameters {}string 3
        type VolumeAttributesClassList kind=storage.k8s.io/v1beta1/VolumeAttributesClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []VolumeAttributesClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        """
}
