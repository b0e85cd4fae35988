extension CatalogueText {
    /// Types of storagemigration.v1beta1.
    static let storagemigrationV1beta1: StaticString = """
        package storagemigration.v1beta1
        type StorageVersionMigration kind=storagemigration.k8s.io/v1beta1/StorageVersionMigration
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec StorageVersionMigrationSpec 2
          status StorageVersionMigrationStatus 3
        type StorageVersionMigrationList kind=storagemigration.k8s.io/v1beta1/StorageVersionMigrationList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []StorageVersionMigration 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type StorageVersionMigrationSpec
          resource meta.v1.GroupResource 1 ! +
        type StorageVersionMigrationStatus
          conditions []meta.v1.Condition 1 patch=merge merge=type list=map keys=type
          resourceVersion string 2
        """
}
