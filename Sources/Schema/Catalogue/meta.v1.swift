extension CatalogueText {
    /// Types of meta.v1.
    static let metaV1: StaticString = """
        package meta.v1
        type APIGroup kind=v1/APIGroup
          apiVersion string -
          kind string -
          name string 1 ! +
          preferredVersion GroupVersionForDiscovery 3
          serverAddressByClientCIDRs []ServerAddressByClientCIDR 4 list=atomic
          versions []GroupVersionForDiscovery 2 ! + list=atomic
        type APIGroupList kind=v1/APIGroupList
          apiVersion string -
          groups []APIGroup 1 ! + list=atomic
          kind string -
        type APIResource
          categories []string 7 list=atomic
          group string 8
          kind string 3 ! +
          name string 1 ! +
          namespaced bool 2 ! +
          shortNames []string 5 list=atomic
          singularName string 6 ! +
          storageVersionHash string 10
          verbs []string 4 ! +
          version string 9
        type APIResourceList kind=v1/APIResourceList
          apiVersion string -
          groupVersion string 1 ! +
          kind string -
          resources []APIResource 2 ! + list=atomic
        type APIVersions kind=v1/APIVersions
          apiVersion string -
          kind string -
          serverAddressByClientCIDRs []ServerAddressByClientCIDR 2 ! + list=atomic
          versions []string 1 ! + list=atomic
        type Condition
          lastTransitionTime time 4 ! +
          message string 6 ! +
          observedGeneration int64 3
          reason string 5 ! +
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! +
        type DeleteOptions kind=*
          apiVersion string -
          dryRun []string 5 list=atomic
          gracePeriodSeconds *int64 1
          ignoreStoreReadErrorWithClusterBreakingPotential *bool 6
          kind string -
          orphanDependents *bool 3
          preconditions *Preconditions 2
          propagationPolicy *string 4 go=v1.DeletionPropagation
        type FieldSelectorRequirement
          key string 1 ! +
          operator string 2 ! + go=v1.FieldSelectorOperator
          values []string 3 list=atomic
        type FieldsV1 open
        type GroupResource
          group string 1 ! +
          resource string 2 ! +
        type GroupVersionForDiscovery
          groupVersion string 1 ! +
          version string 2 ! +
        type LabelSelector atomic
          matchExpressions []LabelSelectorRequirement 2 list=atomic
          matchLabels {}string 1
        type LabelSelectorRequirement
          key string 1 ! +
          operator string 2 ! + go=v1.LabelSelectorOperator
          values []string 3 list=atomic
        type ListMeta
          continue string 3
          remainingItemCount *int64 4
          resourceVersion string 2
          selfLink string 1
          shardInfo *ShardInfo 5
        type ManagedFieldsEntry
          apiVersion string 3
          fieldsType string 6
          fieldsV1 *FieldsV1 7
          manager string 1
          operation string 2 go=v1.ManagedFieldsOperationType
          subresource string 8
          time *time 4
        type ObjectMeta
          annotations {}string 12
          creationTimestamp time 8 omitzero
          deletionGracePeriodSeconds *int64 10
          deletionTimestamp *time 9
          finalizers []string 14 patch=merge list=set
          generateName string 2
          generation int64 7
          labels {}string 11
          managedFields []ManagedFieldsEntry 17 list=atomic
          name string 1
          namespace string 3
          ownerReferences []OwnerReference 13 patch=merge merge=uid list=map keys=uid
          resourceVersion string 6
          selfLink string 4
          uid string 5 go=types.UID
        type OwnerReference atomic
          apiVersion string 5 ! +
          blockOwnerDeletion *bool 7
          controller *bool 6
          kind string 1 ! +
          name string 3 ! +
          uid string 4 ! + go=types.UID
        type Patch open
        type Preconditions
          resourceVersion *string 2
          uid *string 1 go=types.UID
        type ServerAddressByClientCIDR
          clientCIDR string 1 ! +
          serverAddress string 2 ! +
        type ShardInfo
          selector string 1 ! +
        type Status kind=v1/Status
          apiVersion string -
          code int32 6
          details *StatusDetails 5
          kind string -
          message string 3
          metadata ListMeta 1
          reason string 4 go=v1.StatusReason
          status string 2
        type StatusCause
          field string 3
          message string 2
          reason string 1 go=v1.CauseType
        type StatusDetails
          causes []StatusCause 4 list=atomic
          group string 2
          kind string 3
          name string 1
          retryAfterSeconds int32 5
          uid string 6 go=types.UID
        type WatchEvent kind=*
          object runtime.RawExtension 2 ! +
          type string 1 ! +
        """
}
