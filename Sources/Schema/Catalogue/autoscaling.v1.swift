extension CatalogueText {
    /// Types of autoscaling.v1.
    static let autoscalingV1: StaticString = """
        package autoscaling.v1
        type CrossVersionObjectReference atomic
          apiVersion string 3
          kind string 1 ! +
          name string 2 ! +
        type HorizontalPodAutoscaler kind=autoscaling/v1/HorizontalPodAutoscaler
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec HorizontalPodAutoscalerSpec 2 !
          status HorizontalPodAutoscalerStatus 3
        type HorizontalPodAutoscalerList kind=autoscaling/v1/HorizontalPodAutoscalerList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []HorizontalPodAutoscaler 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type HorizontalPodAutoscalerSpec
          maxReplicas int32 3 ! +
          minReplicas *int32 2 default=1
          scaleTargetRef CrossVersionObjectReference 1 ! +
          targetCPUUtilizationPercentage *int32 4
        type HorizontalPodAutoscalerStatus
          currentCPUUtilizationPercentage *int32 5
          currentReplicas int32 3 ! +
          desiredReplicas int32 4 ! +
          lastScaleTime *time 2
          observedGeneration *int64 1
        type Scale kind=autoscaling/v1/Scale
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ScaleSpec 2
          status ScaleStatus 3
        type ScaleSpec
          replicas int32 1
        type ScaleStatus
          replicas int32 1 ! +
          selector string 2
        """
}
