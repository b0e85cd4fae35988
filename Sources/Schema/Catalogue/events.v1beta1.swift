extension CatalogueText {
    /// Types of events.v1beta1, told by how they differ from today's.
    static let eventsV1beta1: StaticString = """
        package events.v1beta1
        same events.v1
        """
}
