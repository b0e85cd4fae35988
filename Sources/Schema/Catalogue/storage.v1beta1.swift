extension CatalogueText {
    /// Types of storage.v1beta1.
    static let storageV1beta1: StaticString = """
        package storage.v1beta1
        type VolumeAttributesClass kind=storage.k8s.io/v1beta1/VolumeAttributesClass
          apiVersion string -
          driverName string 2 ! +
          kind string -
          metadata meta.v1.ObjectMeta 1
          parameters {}string 3
        type VolumeAttributesClassList kind=storage.k8s.io/v1beta1/VolumeAttributesClassList
          apiVersion string -
          items []VolumeAttributesClass 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        """
}
