extension CatalogueText {
    /// Types of autoscaling.v2.
    static let autoscalingV2: StaticString = """
        package autoscaling.v2
        type ContainerResourceMetricSource
          container string 3 ! +
          name string 1 ! + go=v1.ResourceName
          target MetricTarget 2 ! +
        type ContainerResourceMetricStatus
          container string 3 ! +
          current MetricValueStatus 2 ! +
          name string 1 ! + go=v1.ResourceName
        type CrossVersionObjectReference
          apiVersion string 3
          kind string 1 ! +
          name string 2 ! +
        type ExternalMetricSource
          metric MetricIdentifier 1 ! +
          target MetricTarget 2 ! +
        type ExternalMetricStatus
          current MetricValueStatus 2 ! +
          metric MetricIdentifier 1 ! +
        type HPAScalingPolicy
          periodSeconds int32 3 ! +
          type string 1 ! + go=.HPAScalingPolicyType
          value int32 2 ! +
        type HPAScalingRules
          policies *[]HPAScalingPolicy 2 list=atomic
          selectPolicy *string 1 go=.ScalingPolicySelect
          stabilizationWindowSeconds *int32 3
          tolerance *quantity 4
        type HorizontalPodAutoscaler kind=autoscaling/v2/HorizontalPodAutoscaler ~ Sets the number of pods by their load.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec HorizontalPodAutoscalerSpec 2 ! ~ What to measure and between which bounds.
          status HorizontalPodAutoscalerStatus 3 ~ What was measured.
        type HorizontalPodAutoscalerBehavior
          scaleDown *HPAScalingRules 2
          scaleUp *HPAScalingRules 1
        type HorizontalPodAutoscalerCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.HorizontalPodAutoscalerConditionType
        type HorizontalPodAutoscalerList kind=autoscaling/v2/HorizontalPodAutoscalerList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []HorizontalPodAutoscaler 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type HorizontalPodAutoscalerSpec
          behavior *HorizontalPodAutoscalerBehavior 5
          maxReplicas int32 3 ! +
          metrics []MetricSpec 4 list=atomic
          minReplicas *int32 2 default=1
          scaleTargetRef CrossVersionObjectReference 1 ! +
        type HorizontalPodAutoscalerStatus
          conditions []HorizontalPodAutoscalerCondition 6 patch=merge merge=type list=map keys=type
          currentMetrics []MetricStatus 5 + list=atomic
          currentReplicas int32 3
          desiredReplicas int32 4 ! +
          lastScaleTime *time 2
          observedGeneration *int64 1
        type MetricIdentifier
          name string 1 ! +
          selector *meta.v1.LabelSelector 2
        type MetricSpec
          containerResource *ContainerResourceMetricSource 7
          external *ExternalMetricSource 5
          object *ObjectMetricSource 2
          pods *PodsMetricSource 3
          resource *ResourceMetricSource 4
          type string 1 ! + go=.MetricSourceType
        type MetricStatus
          containerResource *ContainerResourceMetricStatus 7
          external *ExternalMetricStatus 5
          object *ObjectMetricStatus 2
          pods *PodsMetricStatus 3
          resource *ResourceMetricStatus 4
          type string 1 ! + go=.MetricSourceType
        type MetricTarget
          averageUtilization *int32 4
          averageValue *quantity 3
          type string 1 ! + go=.MetricTargetType
          value *quantity 2
        type MetricValueStatus
          averageUtilization *int32 3
          averageValue *quantity 2
          value *quantity 1
        type ObjectMetricSource
          describedObject CrossVersionObjectReference 1 ! +
          metric MetricIdentifier 3 ! +
          target MetricTarget 2 ! +
        type ObjectMetricStatus
          current MetricValueStatus 2 ! +
          describedObject CrossVersionObjectReference 3 ! +
          metric MetricIdentifier 1 ! +
        type PodsMetricSource
          metric MetricIdentifier 1 ! +
          target MetricTarget 2 ! +
        type PodsMetricStatus
          current MetricValueStatus 2 ! +
          metric MetricIdentifier 1 ! +
        type ResourceMetricSource
          name string 1 ! + go=v1.ResourceName
          target MetricTarget 2 ! +
        type ResourceMetricStatus
          current MetricValueStatus 2 ! +
          name string 1 ! + go=v1.ResourceName
        """
}
