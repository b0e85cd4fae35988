extension CatalogueText {
    /// Types of metrics.k8s.io/v1beta1: what nodes and pods use.
    static let metricsV1beta1: StaticString = """
        package metrics.v1beta1
        type ContainerMetrics
          name string 1 ! + ~ The container's name in its pod.
          usage {}quantity 2 ! + ~ Processor and memory used.
        type NodeMetrics kind=metrics.k8s.io/v1beta1/NodeMetrics ~ What a node uses.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          timestamp time 2 ! + ~ The end of the time that was measured.
          usage {}quantity 4 ! + ~ Processor and memory used.
          window string 3 ! + ~ The length of the time that was measured, such as 15s.
        type NodeMetricsList kind=metrics.k8s.io/v1beta1/NodeMetricsList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []NodeMetrics 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PodMetrics kind=metrics.k8s.io/v1beta1/PodMetrics ~ What the containers of a pod use.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          containers []ContainerMetrics 4 ! + ~ One entry for each running container.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          timestamp time 2 ! + ~ The end of the time that was measured.
          window string 3 ! + ~ The length of the time that was measured, such as 15s.
        type PodMetricsList kind=metrics.k8s.io/v1beta1/PodMetricsList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PodMetrics 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        """

    /// Types of custom.metrics.k8s.io/v1beta1: metrics that pods tell of themselves.
    static let customMetricsV1beta1: StaticString = """
        package custom_metrics.v1beta1
        type MetricValue
          describedObject core.v1.ObjectReference 1 ! +
          metricName string 2 ! +
          selector *meta.v1.LabelSelector 6
          timestamp time 3 ! +
          value quantity 5 ! +
          window *int64 4
        type MetricValueList kind=custom.metrics.k8s.io/v1beta1/MetricValueList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MetricValue 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        """

    /// Types of custom.metrics.k8s.io/v1beta2.
    static let customMetricsV1beta2: StaticString = """
        package custom_metrics.v1beta2
        type MetricIdentifier
          name string 1 ! +
          selector *meta.v1.LabelSelector 2
        type MetricValue
          describedObject core.v1.ObjectReference 1 ! +
          metric MetricIdentifier 2 ! +
          timestamp time 3 ! +
          value quantity 5 ! +
          windowSeconds *int64 4
        type MetricValueList kind=custom.metrics.k8s.io/v1beta2/MetricValueList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []MetricValue 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        """

    /// Types of external.metrics.k8s.io/v1beta1: metrics that belong to no object.
    static let externalMetricsV1beta1: StaticString = """
        package external_metrics.v1beta1
        type ExternalMetricValue
          metricLabels {}string 2 ! +
          metricName string 1 ! +
          timestamp time 3 ! +
          value quantity 5 ! +
          window *int64 4
        type ExternalMetricValueList kind=external.metrics.k8s.io/v1beta1/ExternalMetricValueList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ExternalMetricValue 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        """
}
