/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let definitionTables: [UpstreamTable] = [
        definitionApiService, definitionDefinition, definitionDefinition2, definitionDefinition3,
    ]

    static let definitionApiService = UpstreamTable(
        object: #"""
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1.x.example.com}
            spec:
              group: x.example.com
              version: v1
              groupPriorityMinimum: 100
              versionPriority: 10
              service: {name: s, namespace: n, port: 443}
              insecureSkipTLSVerify: false
              caBundle: YWJj
            """#,
        rows: #"""
            metadata.generateName = "Bad Value!" -> metadata.generateName FieldValueInvalid
            metadata.finalizers = ["x"] ->
            """#)

    static let definitionDefinition = UpstreamTable(
        object: #"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: crontabs.stable.example.com
              annotations: {a: b}
            spec:
              group: stable.example.com
              scope: Namespaced
              names:
                plural: crontabs
                singular: crontab
                kind: CronTab
                listKind: CronTabList
                shortNames: [ct]
                categories: [all]
              conversion: {strategy: None}
              versions:
              - name: v1
                served: true
                storage: true
                deprecated: true
                deprecationWarning: old
                selectableFields:
                - {jsonPath: .spec.color}
                additionalPrinterColumns:
                - {name: Color, type: string, jsonPath: .spec.color, description: d, format: password, priority: 1}
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.labelSelector}
                schema:
                  openAPIV3Schema:
                    type: object
                    description: d
                    required: [spec]
                    properties:
                      metadata:
                        type: object
                        properties:
                          name: {type: string, maxLength: 10}
                      spec:
                        type: object
                        required: [color]
                        x-kubernetes-validations:
                        - {rule: self.replicas < 10, message: m, reason: FieldValueInvalid, fieldPath: .replicas}
                        properties:
                          color:
                            type: string
                            enum: [red, blue]
                            default: red
                            pattern: ^[a-z]+$
                            maxLength: 10
                            minLength: 1
                            title: t
                            format: hostname
                          replicas: {type: integer, minimum: 0, maximum: 100, default: 1, format: int32, multipleOf: 1}
                          any: {x-kubernetes-preserve-unknown-fields: true}
                          port:
                            x-kubernetes-int-or-string: true
                            anyOf:
                            - {type: integer}
                            - {type: string}
                          labels:
                            type: object
                            additionalProperties: {type: string}
                            maxProperties: 3
                          set:
                            type: array
                            x-kubernetes-list-type: set
                            items: {type: string}
                            maxItems: 4
                            minItems: 0
                            uniqueItems: false
                          map:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [name]
                            items:
                              type: object
                              required: [name]
                              properties:
                                name: {type: string}
                                size: {type: number, exclusiveMinimum: true, minimum: 0}
                          one:
                            type: object
                            properties:
                              a: {type: string}
                              b: {type: string}
                            oneOf:
                            - required: [a]
                            - required: [b]
                            nullable: true
                          emb: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
                          atom:
                            type: object
                            x-kubernetes-map-type: atomic
                            properties:
                              z: {type: boolean, default: false}
                            default: {}
                      status:
                        type: object
                        properties:
                          replicas: {type: integer}
                          labelSelector: {type: string}
            """#,
        rows: #"""
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.minimum = 2 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.emb = {} -> spec.validation.openAPIV3Schema.properties[spec].properties[emb].type FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.properties.metadata.type = "array" -> spec.validation.openAPIV3Schema.properties[metadata].items FieldValueRequired, spec.validation.openAPIV3Schema.properties[metadata].type FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.type = "null" -> spec.validation.openAPIV3Schema.properties[spec].type FieldValueForbidden, spec.validation.openAPIV3Schema.properties[spec].type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.x-kubernetes-list-map-keys = ["a"] -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].x-kubernetes-list-type FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.port.not = {"type": "string"} -> spec.validation.openAPIV3Schema.properties[spec].properties[port].not.type FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.labels.additionalProperties.$ref = "" -> spec.validation.openAPIV3Schema.properties[spec].properties[labels].additionalProperties.$ref FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.set.items.x-kubernetes-map-type = "x" -> spec.validation.openAPIV3Schema.properties[spec].properties[set].items.type FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[set].items.x-kubernetes-map-type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.map.items.allOf = [{"nullable": true, "default": 1, "items": {"type": "string"}}] -> spec.validation.openAPIV3Schema.properties[spec].properties[map].items.allOf[].default FieldValueForbidden, spec.validation.openAPIV3Schema.properties[spec].properties[map].items.allOf[].items.type FieldValueForbidden, spec.validation.openAPIV3Schema.properties[spec].properties[map].items.allOf[].nullable FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.one.x-kubernetes-list-type = "map" -> spec.validation.openAPIV3Schema.properties[spec].properties[one].items FieldValueRequired, spec.validation.openAPIV3Schema.properties[spec].properties[one].type FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[one].x-kubernetes-list-map-keys FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.one.properties.b.oneOf = [{"description": "x"}] -> spec.validation.openAPIV3Schema.properties[spec].properties[one].properties[b].oneOf[].description FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.atom.type = "array" -> spec.validation.openAPIV3Schema.properties[spec].properties[atom].items FieldValueRequired, spec.validation.openAPIV3Schema.properties[spec].properties[atom].type FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.status.x-kubernetes-validations = [{"rule": ""}] -> spec.validation.openAPIV3Schema.properties[status].x-kubernetes-validations[].rule FieldValueRequired
            """#)

    static let definitionDefinition2 = UpstreamTable(
        object: #"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.two.example.com}
            spec:
              group: two.example.com
              scope: Cluster
              names: {plural: things, kind: Thing}
              conversion:
                strategy: Webhook
                webhook:
                  conversionReviewVersions: [v1, v1beta1]
                  clientConfig:
                    service: {name: s, namespace: n, path: /x, port: 443}
                    caBundle: Cg==
              versions:
              - name: v1
                served: true
                storage: false
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          a: {type: string}
                selectableFields:
                - {jsonPath: .spec.a}
              - name: v2
                served: true
                storage: true
                subresources:
                  status: {}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                additionalPrinterColumns:
                - {name: A, type: integer, jsonPath: .spec.b}
            """#,
        rows: #"""
            spec.conversion.strategy removed -> spec.conversion.conversionReviewVersions FieldValueForbidden, spec.conversion.strategy FieldValueRequired, spec.conversion.webhookClientConfig FieldValueForbidden
            spec.conversion.webhook.conversionReviewVersions = [null] -> spec.conversion.conversionReviewVersions FieldValueInvalid, spec.conversion.conversionReviewVersions[] FieldValueInvalid
            spec.conversion.webhook.clientConfig removed -> spec.conversion.webhookClientConfig FieldValueRequired
            spec.conversion.webhook.clientConfig.service.namespace removed -> spec.conversion.webhookClientConfig.service.name FieldValueRequired
            spec.versions[0].schema removed -> spec.versions[].schema.openAPIV3Schema FieldValueRequired, spec.versions[].selectableFields FieldValueInvalid
            spec.versions[1].additionalPrinterColumns[0].jsonPath removed -> spec.versions[].additionalPrinterColumns[].JSONPath FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.$ref = "" -> spec.versions[].schema.openAPIV3Schema.$ref FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.x-kubernetes-validations = [{"rule": "true", "message": " "}] -> spec.versions[].schema.openAPIV3Schema.x-kubernetes-validations[].message FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.$ref = "" -> spec.versions[].schema.openAPIV3Schema.properties[spec].$ref FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.properties.spec.x-kubernetes-validations = [{"rule": "true", "fieldPath": ".nope"}] -> spec.versions[].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[].fieldPath FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.a.additionalProperties = false ->
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.a.x-kubernetes-validations = [{"rule": "true", "fieldPath": ".nope"}] -> spec.versions[].schema.openAPIV3Schema.properties[spec].properties[a].x-kubernetes-validations[].fieldPath FieldValueInvalid
            spec.versions[1].schema.openAPIV3Schema.default = {} -> spec.versions[].schema.openAPIV3Schema FieldValueInvalid, spec.versions[].schema.openAPIV3Schema.default.apiVersion FieldValueRequired, spec.versions[].schema.openAPIV3Schema.default.kind FieldValueRequired
            spec.versions[1].schema.openAPIV3Schema.additionalProperties = false -> spec.versions[].schema.openAPIV3Schema FieldValueInvalid, spec.versions[].schema.openAPIV3Schema.additionalProperties FieldValueForbidden
            """#)

    static let definitionDefinition3 = UpstreamTable(
        object: #"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: urls.three.example.com}
            spec:
              group: three.example.com
              scope: Cluster
              names: {plural: urls, kind: Url}
              conversion:
                strategy: Webhook
                webhook:
                  conversionReviewVersions: [v1]
                  clientConfig: {url: 'https://a.b/c'}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
                    allOf:
                    - required: [a]
                    properties:
                      a: {type: string}
            """#,
        rows: #"""
            spec.conversion.webhook.conversionReviewVersions[0] removed -> spec.conversion.conversionReviewVersions FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.x-kubernetes-preserve-unknown-fields = false -> spec.validation.openAPIV3Schema.x-kubernetes-preserve-unknown-fields FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.id = "x" -> spec.validation.openAPIV3Schema.id FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.definitions = {"a": {"type": "string"}} -> spec.validation.openAPIV3Schema.definitions FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.x-kubernetes-map-type = "x" -> spec.validation.openAPIV3Schema.x-kubernetes-map-type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.allOf[0].nullable = true -> spec.validation.openAPIV3Schema.allOf[].nullable FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.allOf[0].items = {"type": "string"} -> spec.validation.openAPIV3Schema.allOf[].items.type FieldValueForbidden, spec.validation.openAPIV3Schema.items FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.allOf[0].dependencies = {"a": ["b"]} -> spec.validation.openAPIV3Schema.allOf[].dependencies FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.allOf[0].x-kubernetes-list-type = "set" -> spec.validation.openAPIV3Schema.allOf[].type FieldValueRequired, spec.validation.openAPIV3Schema.allOf[].x-kubernetes-list-type FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.allOf[0].x-kubernetes-validations = [{"rule": "true", "message": " "}] -> spec.validation.openAPIV3Schema.allOf[].x-kubernetes-validations FieldValueForbidden, spec.validation.openAPIV3Schema.allOf[].x-kubernetes-validations[].message FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.allOf[0].allOf = [{"nullable": true, "default": 1, "items": {"type": "string"}}] -> spec.validation.openAPIV3Schema.allOf[].allOf[].default FieldValueForbidden, spec.validation.openAPIV3Schema.allOf[].allOf[].items.type FieldValueForbidden, spec.validation.openAPIV3Schema.allOf[].allOf[].nullable FieldValueForbidden, spec.validation.openAPIV3Schema.items FieldValueRequired
            spec.versions[0].schema.openAPIV3Schema.properties.a.type = "null" -> spec.validation.openAPIV3Schema.properties[a].type FieldValueForbidden, spec.validation.openAPIV3Schema.properties[a].type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.a.definitions = {"a": {"type": "string"}} -> spec.validation.openAPIV3Schema.properties[a].definitions FieldValueForbidden
            spec.versions[0].schema.openAPIV3Schema.properties.a.x-kubernetes-list-type = "set" -> spec.validation.openAPIV3Schema.properties[a].type FieldValueInvalid
            """#)
}
