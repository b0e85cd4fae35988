extension CatalogueText {
    /// Types of events.v1.
    static let eventsV1: StaticString = """
        package events.v1
        type Event kind=events.k8s.io/v1/Event
          action string 6
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          deprecatedCount int32 15
          deprecatedFirstTimestamp time 13
          deprecatedLastTimestamp time 14
          deprecatedSource core.v1.EventSource 12
          eventTime microTime 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 + ~ Name, labels and everything else that all objects have in common.
          note string 10
          reason string 7
          regarding core.v1.ObjectReference 8
          related *core.v1.ObjectReference 9
          reportingController string 4
          reportingInstance string 5
          series *EventSeries 3
          type string 11
        type EventList kind=events.k8s.io/v1/EventList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Event 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type EventSeries
          count int32 1 ! +
          lastObservedTime microTime 2 ! +
        """
}
