extension CatalogueText {
    /// Types of apiserverinternal.v1alpha1.
    static let apiserverinternalV1alpha1: StaticString = """
        package apiserverinternal.v1alpha1
        type ServerStorageVersion
          apiServerID string 1 !
          decodableVersions []string 3 ! list=set
          encodingVersion string 2 !
          servedVersions []string 4 list=set
        type StorageVersion kind=internal.apiserver.k8s.io/v1alpha1/StorageVersion
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ! ~ Name, labels and everything else that all objects have in common.
          spec StorageVersionSpec 2 +
          status StorageVersionStatus 3 +
        type StorageVersionCondition
          lastTransitionTime time 4
          message string 6 !
          observedGeneration int64 3
          reason string 5 ! +
          status string 2 ! + go=v1alpha1.ConditionStatus
          type string 1 ! + go=v1alpha1.StorageVersionConditionType
        type StorageVersionList kind=internal.apiserver.k8s.io/v1alpha1/StorageVersionList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []StorageVersion 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type StorageVersionSpec
        type StorageVersionStatus
          commonEncodingVersion *string 2
          conditions []StorageVersionCondition 3 list=map keys=type
          storageVersions []ServerStorageVersion 1 list=map keys=apiServerID
        """
}
