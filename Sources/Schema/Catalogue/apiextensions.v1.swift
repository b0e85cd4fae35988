extension CatalogueText {
    /// Types of apiextensions.v1.
    static let apiextensionsV1: StaticString = """
        package apiextensions.v1
        type CustomResourceColumnDefinition
          description string 4
          format string 3
          jsonPath string 6 ! +
          name string 1 ! +
          priority int32 5
          type string 2 ! +
        type CustomResourceConversion
          strategy string 1 ! + go=.ConversionStrategyType
          webhook *WebhookConversion 2
        type CustomResourceDefinition kind=apiextensions.k8s.io/v1/CustomResourceDefinition
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec CustomResourceDefinitionSpec 2 ! +
          status CustomResourceDefinitionStatus 3
        type CustomResourceDefinitionCondition
          lastTransitionTime time 3
          message string 5
          observedGeneration int64 6
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=.CustomResourceDefinitionConditionType
        type CustomResourceDefinitionList kind=apiextensions.k8s.io/v1/CustomResourceDefinitionList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []CustomResourceDefinition 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type CustomResourceDefinitionNames
          categories []string 6 list=atomic
          kind string 4 ! +
          listKind string 5
          plural string 1 ! +
          shortNames []string 3 list=atomic
          singular string 2
        type CustomResourceDefinitionSpec
          conversion *CustomResourceConversion 9 default={"strategy":"None"}
          group string 1 ! +
          names CustomResourceDefinitionNames 3 ! +
          preserveUnknownFields bool 10
          scope string 4 ! + go=.ResourceScope
          versions []CustomResourceDefinitionVersion 7 ! + list=atomic
        type CustomResourceDefinitionStatus
          acceptedNames CustomResourceDefinitionNames 2 +
          conditions []CustomResourceDefinitionCondition 1 + list=map keys=type
          observedGeneration int64 4
          storedVersions []string 3 + list=atomic
        type CustomResourceDefinitionVersion
          additionalPrinterColumns []CustomResourceColumnDefinition 6 list=atomic
          deprecated bool 7
          deprecationWarning *string 8
          name string 1 ! +
          schema *CustomResourceValidation 4
          selectableFields []SelectableField 9 list=atomic
          served bool 2 ! +
          storage bool 3 ! +
          subresources *CustomResourceSubresources 5
        type CustomResourceSubresourceScale
          labelSelectorPath *string 3
          specReplicasPath string 1 ! +
          statusReplicasPath string 2 ! +
        type CustomResourceSubresourceStatus
        type CustomResourceSubresources
          scale *CustomResourceSubresourceScale 2
          status *CustomResourceSubresourceStatus 1
        type CustomResourceValidation
          openAPIV3Schema *JSONSchemaProps 1
        type ExternalDocumentation
          description string 1
          url string 2
        type JSON any
        type JSONSchemaProps
          $ref *string -
          $schema string - go=.JSONSchemaURL
          additionalItems *JSONSchemaPropsOrBool 33
          additionalProperties *JSONSchemaPropsOrBool 30
          allOf []JSONSchemaProps 25 list=atomic
          anyOf []JSONSchemaProps 27 list=atomic
          default *JSON 8
          definitions {}JSONSchemaProps 34 go=.JSONSchemaDefinitions
          dependencies {}JSONSchemaPropsOrStringArray 32 go=.JSONSchemaDependencies
          description string 4
          enum []JSON 20 list=atomic
          example *JSON 36
          exclusiveMaximum bool 10
          exclusiveMinimum bool 12
          externalDocs *ExternalDocumentation 35
          format string 6
          id string 1
          items *JSONSchemaPropsOrArray 24
          maxItems *int64 16
          maxLength *int64 13
          maxProperties *int64 21
          maximum *double 9
          minItems *int64 17
          minLength *int64 14
          minProperties *int64 22
          minimum *double 11
          multipleOf *double 19
          not *JSONSchemaProps 28
          nullable bool 37
          oneOf []JSONSchemaProps 26 list=atomic
          pattern string 15
          patternProperties {}JSONSchemaProps 31
          properties {}JSONSchemaProps 29
          required []string 23 list=atomic
          title string 7
          type string 5
          uniqueItems bool 18
          x-kubernetes-embedded-resource bool -
          x-kubernetes-int-or-string bool -
          x-kubernetes-list-map-keys []string - list=atomic
          x-kubernetes-list-type *string -
          x-kubernetes-map-type *string -
          x-kubernetes-preserve-unknown-fields *bool -
          x-kubernetes-validations []ValidationRule - patch=merge merge=rule list=map keys=rule go=.ValidationRules
        type JSONSchemaPropsOrArray any or=JSONSchemaProps:list
        type JSONSchemaPropsOrBool any or=JSONSchemaProps:bool
        type JSONSchemaPropsOrStringArray any or=JSONSchemaProps:strings
        type SelectableField
          jsonPath string 1 ! +
        type ServiceReference
          name string 2 ! +
          namespace string 1 ! +
          path *string 3
          port *int32 4 default=443
        type ValidationRule
          fieldPath string 5
          message string 2
          messageExpression string 3
          optionalOldSelf *bool 6
          reason *string 4 go=.FieldValueErrorReason kindchecks enum=FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired
          rule string 1 ! +
        type WebhookClientConfig
          caBundle bytes 2
          service *ServiceReference 1
          url *string 3
        type WebhookConversion
          clientConfig *WebhookClientConfig 2
          conversionReviewVersions []string 3 ! + list=atomic
        """
}
