extension CatalogueText {
    /// Types of scheduling.v1alpha2.
    static let schedulingV1alpha2: StaticString = """
        package scheduling.v1alpha2
        type BasicSchedulingPolicy
        type GangSchedulingPolicy
          minCount int32 1 ! +
        type PodGroup kind=scheduling.k8s.io/v1alpha2/PodGroup
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PodGroupSpec 2 ! +
          status PodGroupStatus 3
        type PodGroupList kind=scheduling.k8s.io/v1alpha2/PodGroupList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PodGroup 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PodGroupResourceClaim
          name string 1 ! +
          resourceClaimName *string 2
          resourceClaimTemplateName *string 3
        type PodGroupResourceClaimStatus
          name string 1 ! +
          resourceClaimName *string 2
        type PodGroupSchedulingConstraints
          topology []TopologyConstraint 1 list=atomic
        type PodGroupSchedulingPolicy union=:basic>Basic|gang>Gang
          basic *BasicSchedulingPolicy 1
          gang *GangSchedulingPolicy 2
        type PodGroupSpec
          disruptionMode *string 5 go=v1alpha2.DisruptionMode enum=Pod|PodGroup default="Pod"
          podGroupTemplateRef *PodGroupTemplateReference 1 +
          priority *int32 7
          priorityClassName string 6
          resourceClaims []PodGroupResourceClaim 4 patch=merge,retainKeys merge=name list=map keys=name
          schedulingConstraints *PodGroupSchedulingConstraints 3
          schedulingPolicy PodGroupSchedulingPolicy 2 ! +
        type PodGroupStatus
          conditions []meta.v1.Condition 1 patch=merge merge=type list=map keys=type
          resourceClaimStatuses []PodGroupResourceClaimStatus 2 patch=merge,retainKeys merge=name list=map keys=name
        type PodGroupTemplate
          disruptionMode *string 5 go=v1alpha2.DisruptionMode enum=Pod|PodGroup
          name string 1 ! +
          priority *int32 7
          priorityClassName string 6
          resourceClaims []PodGroupResourceClaim 4 patch=merge,retainKeys merge=name list=map keys=name
          schedulingConstraints *PodGroupSchedulingConstraints 3 +
          schedulingPolicy PodGroupSchedulingPolicy 2 ! +
        type PodGroupTemplateReference union=:workload>Workload
          workload *WorkloadPodGroupTemplateReference 1 +
        type TopologyConstraint
          key string 1 ! +
        type TypedLocalObjectReference
          apiGroup string 1
          kind string 2 ! +
          name string 3 ! +
        type Workload kind=scheduling.k8s.io/v1alpha2/Workload
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec WorkloadSpec 2 ! +
        type WorkloadList kind=scheduling.k8s.io/v1alpha2/WorkloadList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Workload 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type WorkloadPodGroupTemplateReference
          podGroupTemplateName string 2 ! +
          workloadName string 1 ! +
        type WorkloadSpec
          controllerRef *TypedLocalObjectReference 1
          podGroupTemplates []PodGroupTemplate 2 ! + list=map keys=name
        """
}
