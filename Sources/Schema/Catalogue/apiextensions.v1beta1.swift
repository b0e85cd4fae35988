extension CatalogueText {
    /// Types of apiextensions.v1beta1, told by how they differ from today's.
    static let apiextensionsV1beta1: StaticString = """
        package apiextensions.v1beta1
        same apiextensions.v1 -WebhookConversion
        type CustomResourceColumnDefinition same
          JSONPath string 6 ! +
          jsonPath -
        type CustomResourceConversion same
          conversionReviewVersions []string 3 list=atomic
          webhook -
          webhookClientConfig *WebhookClientConfig 2
        type CustomResourceDefinitionSpec same
          additionalPrinterColumns []CustomResourceColumnDefinition 8 list=atomic
          preserveUnknownFields *bool 10 default=true
          scope string 4 ! + go=.ResourceScope default="Namespaced"
          selectableFields []SelectableField 11 list=atomic
          subresources *CustomResourceSubresources 6
          validation *CustomResourceValidation 5
          version string 2
          versions []CustomResourceDefinitionVersion 7 list=atomic
        """
}
