extension CatalogueText {
    /// Types of meta.v1.
    static let metaV1: StaticString = """
        package meta.v1
        type APIGroup kind=v1/APIGroup
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          name string 1 ! +
          preferredVersion GroupVersionForDiscovery 3
          serverAddressByClientCIDRs []ServerAddressByClientCIDR 4 list=atomic
          versions []GroupVersionForDiscovery 2 ! + list=atomic
        type APIGroupList kind=v1/APIGroupList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          groups []APIGroup 1 ! + list=atomic
          kind string - ~ Name of the object's kind, such as Pod.
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
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          groupVersion string 1 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          resources []APIResource 2 ! + list=atomic
        type APIVersions kind=v1/APIVersions
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          serverAddressByClientCIDRs []ServerAddressByClientCIDR 2 ! + list=atomic
          versions []string 1 ! + list=atomic
        type Condition ~ One fact about the state of an object, with the time since when it holds.
          lastTransitionTime time 4 ! + ~ When the status changed last.
          message string 6 ! + ~ The reason in full, for people.
          observedGeneration int64 3 ~ The generation of the object this was judged by.
          reason string 5 ! + ~ One word saying why.
          status string 2 ! + go=v1.ConditionStatus ~ True, False or Unknown.
          type string 1 ! + ~ What the condition is about.
        type DeleteOptions kind=*
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          dryRun []string 5 list=atomic
          gracePeriodSeconds *int64 1
          ignoreStoreReadErrorWithClusterBreakingPotential *bool 6
          kind string - ~ Name of the object's kind, such as Pod.
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
        type LabelSelector atomic ~ Chooses objects by their labels; an empty selector chooses all.
          matchExpressions []LabelSelectorRequirement 2 list=atomic ~ Conditions on labels, all of which have to hold.
          matchLabels {}string 1 ~ Labels that have to be there with exactly these values.
        type LabelSelectorRequirement ~ One condition on a label.
          key string 1 ! + ~ The label in question.
          operator string 2 ! + go=v1.LabelSelectorOperator ~ How the label is compared: In, NotIn, Exists or DoesNotExist.
          values []string 3 list=atomic ~ The values to compare with, for In and NotIn.
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
        type ObjectMeta ~ What all stored objects have in common.
          annotations {}string 12 ~ Free key/value pairs that tools and people attach; nothing selects by them.
          creationTimestamp time 8 omitzero ~ CreationTimestamp is a timestamp of when the server first stored the object.
          deletionGracePeriodSeconds *int64 10 ~ How many seconds the object may take to end.
          deletionTimestamp *time 9 ~ When the object is to be gone at the latest; set once somebody deletes it.
          finalizers []string 14 patch=merge list=set ~ Names of the work to be done before the object may disappear.
          generateName string 2 ~ Beginning of a name that the server completes with random letters when no name is given.
          generation int64 7 ~ Counts the changes of the wish, not those of the status.
          labels {}string 11 ~ Short key/value pairs to find and group objects by.
          managedFields []ManagedFieldsEntry 17 list=atomic ~ Who set which fields, for server-side apply.
          name string 1 ~ Name of the object, unique among its kind within the namespace; it never changes.
          namespace string 3 ~ The namespace that holds the object; empty for objects of the whole cluster.
          ownerReferences []OwnerReference 13 patch=merge merge=uid list=map keys=uid ~ Objects this one depends on; when all are gone, \
        it is collected too.
          resourceVersion string 6 ~ Version of the stored object; compare it only for equality, and send it back to change exactly what \
        was read.
          selfLink string 4 ~ No longer filled in.
          uid string 5 go=types.UID ~ Identity of this very object, different from that of any later object of the same name.
        type OwnerReference atomic ~ Points from an object to one that owns it.
          apiVersion string 5 ! + ~ Group and version of the owner.
          blockOwnerDeletion *bool 7 ~ Whether the owner waits for this object when it is deleted in the foreground.
          controller *bool 6 ~ True for the one owner that manages the object.
          kind string 1 ! + ~ Kind of the owner.
          name string 3 ! + ~ Name of the owner.
          uid string 4 ! + go=types.UID ~ Identity of the owner.
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
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          code int32 6
          details *StatusDetails 5
          kind string - ~ Name of the object's kind, such as Pod.
          message string 3
          metadata ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
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
