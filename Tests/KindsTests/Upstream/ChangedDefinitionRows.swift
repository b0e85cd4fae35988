/// Rows of `UpstreamRow` of definitions, created and changed.
extension UpstreamTable {
    static let changedDefinitionTables: [UpstreamTable] = [
        changedAPIService, changedCustomResourceDefinition, changedCustomResourceDefinition2,
        changedCustomResourceDefinition3,
    ]

    static let changedAPIService = UpstreamTable(
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
            spec.caBundle = [] ->
            """#,
        updates: #"""
            spec.caBundle = [] ->
            """#)

    static let changedCustomResourceDefinition = UpstreamTable(
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
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.type = "x" -> spec.selectableFields[].jsonPath FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[color].type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.default = "1.2.3.4" -> spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueNotSupported, spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueTypeInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.default = [] -> spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.maximum = 2147483648 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.default = 1e+30 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueTypeInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.multipleOf = -1 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.type = "null" -> spec.selectableFields[].jsonPath FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[color].type FieldValueForbidden, spec.validation.openAPIV3Schema.properties[spec].properties[color].type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.type = "object" -> spec.selectableFields[].jsonPath FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.atom.x-kubernetes-int-or-string = true ->
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.atom.properties.z.x-kubernetes-int-or-string = true ->
            """#,
        updates: #"""
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.type = "x" -> spec.selectableFields[].jsonPath FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[color].type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.default = "1.2.3.4" -> spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueNotSupported, spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueTypeInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.default = [] -> spec.validation.openAPIV3Schema.properties[spec].properties[color].default FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.maximum = 2147483648 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.default = 1e+30 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueTypeInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.replicas.multipleOf = -1 -> spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.type = "null" -> spec.selectableFields[].jsonPath FieldValueInvalid, spec.validation.openAPIV3Schema.properties[spec].properties[color].type FieldValueForbidden, spec.validation.openAPIV3Schema.properties[spec].properties[color].type FieldValueNotSupported
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.color.type = "object" -> spec.selectableFields[].jsonPath FieldValueInvalid
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.atom.x-kubernetes-int-or-string = true ->
            spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.atom.properties.z.x-kubernetes-int-or-string = true ->
            """#)

    static let changedCustomResourceDefinition2 = UpstreamTable(
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
            spec.conversion.webhook.clientConfig.caBundle = [] ->
            """#,
        updates: #"""
            spec.conversion.webhook.clientConfig.caBundle = [] ->
            """#)

    static let changedCustomResourceDefinition3 = UpstreamTable(
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
            spec.conversion.webhook.clientConfig.url = "10%" -> spec.conversion.webhookClientConfig.url FieldValueRequired
            """#,
        updates: #"""
            spec.conversion.webhook.clientConfig.url = "10%" -> spec.conversion.webhookClientConfig.url FieldValueRequired
            """#)
}
