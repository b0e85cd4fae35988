extension CatalogueText {
    /// Types of autoscaling.v1.
    static let autoscalingV1: StaticString = """
        package autoscaling.v1
        type CrossVersionObjectReference atomic
          apiVersion string 3
          kind string 1 ! +
          name string 2 ! +
        type HorizontalPodAutoscaler kind=autoscaling/v1/HorizontalPodAutoscaler
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec HorizontalPodAutoscalerSpec 2 !
          status HorizontalPodAutoscalerStatus 3
        type HorizontalPodAutoscalerList kind=autoscaling/v1/HorizontalPodAutoscalerList
          apiVersion string -
          items []HorizontalPodAutoscaler 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec ScaleSpec 2
          status ScaleStatus 3
        type ScaleSpec
          replicas int32 1
        type ScaleStatus
          replicas int32 1 ! +
          selector string 2
        """
}
