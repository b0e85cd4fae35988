extension CatalogueText {
    /// Types of events.v1.
    static let eventsV1: StaticString = """
        package events.v1
        type Event kind=events.k8s.io/v1/Event
          action string 6
          apiVersion string -
          deprecatedCount int32 15
          deprecatedFirstTimestamp time 13
          deprecatedLastTimestamp time 14
          deprecatedSource core.v1.EventSource 12
          eventTime microTime 2 ! +
          kind string -
          metadata meta.v1.ObjectMeta 1 +
          note string 10
          reason string 7
          regarding core.v1.ObjectReference 8
          related *core.v1.ObjectReference 9
          reportingController string 4
          reportingInstance string 5
          series *EventSeries 3
          type string 11
        type EventList kind=events.k8s.io/v1/EventList
          apiVersion string -
          items []Event 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type EventSeries
          count int32 1 ! +
          lastObservedTime microTime 2 ! +
        """
}
