extension CatalogueText {
    /// Types of autoscaling.v2beta2, told by how they differ from today's.
    static let autoscalingV2beta2: StaticString = """
        package autoscaling.v2beta2
        same autoscaling.v2
        type HPAScalingRules same
          tolerance -
        """
}
