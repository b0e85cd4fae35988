extension CatalogueText {
    /// Types of storagemigration.v1beta1.
    static let storagemigrationV1beta1: StaticString = """
        package storagemigration.v1beta1
        type StorageVersionMigration kind=storagemigration.k8s.io/v1beta1/StorageVersionMigration
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec StorageVersionMigrationSpec 2
          status StorageVersionMigrationStatus 3
        type StorageVersionMigrationList kind=storagemigration.k8s.io/v1beta1/StorageVersionMigrationList
          apiVersion string -
          items []StorageVersionMigration 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type StorageVersionMigrationSpec
          resource meta.v1.GroupResource 1 ! +
        type StorageVersionMigrationStatus
          conditions []meta.v1.Condition 1 patch=merge merge=type list=map keys=type
          resourceVersion string 2
        """
}
