extension CatalogueText {
    /// Types of autoscaling.v2beta1, told by how they differ from today's.
    static let autoscalingV2beta1: StaticString = """
        package autoscaling.v2beta1
        same autoscaling.v2 ContainerResource* CrossVersionObjectReference External* HorizontalPodAutoscaler* Metric* Object* Pods* Resource* \
        -HorizontalPodAutoscalerBehavior -MetricIdentifier -MetricTarget -MetricValueStatus
        type ContainerResourceMetricSource
          container string 4 ! +
          name string 1 ! + go=v1.ResourceName
          targetAverageUtilization *int32 2
          targetAverageValue *quantity 3
        type ContainerResourceMetricStatus
          container string 4 ! +
          currentAverageUtilization *int32 2
          currentAverageValue quantity 3 ! +
          name string 1 ! + go=v1.ResourceName
        type ExternalMetricSource
          metricName string 1 ! +
          metricSelector *meta.v1.LabelSelector 2
          targetAverageValue *quantity 4
          targetValue *quantity 3
        type ExternalMetricStatus
          currentAverageValue *quantity 4
          currentValue quantity 3 ! +
          metricName string 1 ! +
          metricSelector *meta.v1.LabelSelector 2
        type HorizontalPodAutoscalerSpec same
          behavior -
        type ObjectMetricSource
          averageValue *quantity 5
          metricName string 2 ! +
          selector *meta.v1.LabelSelector 4
          target CrossVersionObjectReference 1 ! +
          targetValue quantity 3 ! +
        type ObjectMetricStatus
          averageValue *quantity 5
          currentValue quantity 3 ! +
          metricName string 2 ! +
          selector *meta.v1.LabelSelector 4
          target CrossVersionObjectReference 1 ! +
        type PodsMetricSource
          metricName string 1 ! +
          selector *meta.v1.LabelSelector 3
          targetAverageValue quantity 2 ! +
        type PodsMetricStatus
          currentAverageValue quantity 2 ! +
          metricName string 1 ! +
          selector *meta.v1.LabelSelector 3
        type ResourceMetricSource
          name string 1 ! + go=v1.ResourceName
          targetAverageUtilization *int32 2
          targetAverageValue *quantity 3
        type ResourceMetricStatus
          currentAverageUtilization *int32 2
          currentAverageValue quantity 3 ! +
          name string 1 ! + go=v1.ResourceName
        """
}
