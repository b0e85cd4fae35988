import Testing

/// Objects of our own, and the bytes that upstream's serializer makes of them.
struct ProtobufGolden: Sendable, CustomTestStringConvertible {
    var json: String
    /// The bytes in base64.
    var base64: String

    var testDescription: String { String(json.prefix(60)) }

    static let all: [ProtobufGolden] = [
        ProtobufGolden(
            json: #"""
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"shop","creationTimestamp":"2026-01-02T03:04:05Z"\#
                ,"labels":{"app":"web","tier":"front"},"managedFields":[{"manager":"m","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{}\#
                }}]},"spec":{"volumes":[{"name":"conf","configMap":{"name":"settings","defaultMode":0}},{"name":"tmp","emptyDir":{}}],\#
                "containers":[{"name":"main","image":"web:1","ports":[{"containerPort":8080}],"env":[{"name":"A","valueFrom":{"secretK\#
                eyRef":{"name":"s","key":"k"}}}],"resources":{"limits":{"cpu":"500m","memory":"1Gi"}},"livenessProbe":{"httpGet":{"pat\#
                h":"/","port":"http"},"periodSeconds":5},"readinessProbe":{"tcpSocket":{"port":8080}}}],"terminationGracePeriodSeconds\#
                ":0,"securityContext":{"supplementalGroups":[1,2,70000]}},"status":{"phase":"Running","startTime":"2026-01-02T03:04:06\#
                Z"}}
                """#,
            base64: #"""
                azhzAAoJCgJ2MRIDUG9kEv4CCmEKA3dlYhIAGgRzaG9wIgAqADIAOABCCAil69zKBhAAWgoKA2FwcBIDd2ViWg0KBHRpZXISBWZyb250igEkCgFtEgAaAD\#
                IIRmllbGRzVjE6DwoNeyJmOnNwZWMiOnt9fUIAEvIBChkKBGNvbmYSEZoBDgoKCghzZXR0aW5ncxgACgsKA3RtcBIEEgIKABKfAQoEbWFpbhIFd2ViOjEq\#
                ADILCgAQABiQPyIAKgA6EQoBQRIAGgoiCAoDCgFzEgFrQiAKDQoDY3B1EgYKBDUwMG0KDwoGbWVtb3J5EgUKAzFHaVIhChUSEwoBLxIKCAEQABoEaHR0cB\#
                oAIgAQABgAIAUoADAAWhkKDRoLCgcIABCQPxoAEgAQABgAIAAoADAAagByAIABAIgBAJABAKIBABoAIAAyAEIASgBSAFgAYABoAHIIIAEgAiDwogSCAQCK\#
                AQCaAQDCAQAaJAoHUnVubmluZxoAIgAqADIAOggIpuvcygYQAEoAWgByAIgBABoAIgA=
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web"},"spec":{"replicas":0,"selector":{"matchLabels":{\#
                "app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"web:1","resou\#
                rces":{}}]}},"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":1}}},"status":{}}
                """#,
            base64: #"""
                azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50Er4BChMKA3dlYhIAGgAiACoAMgA4AEIAEpgBCAASDAoKCgNhcHASA3dlYhpcChwKABIAGgAiACoAMgA4AE\#
                IAWgoKA2FwcBIDd2ViEjwSHgoBYxIFd2ViOjEqAEIAagByAIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiJAoNUm9sbGluZ1Vw\#
                ZGF0ZRITCgkIARAAGgMyNSUSBggAEAEaACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"Service","apiVersion":"v1","metadata":{"name":"web"},"spec":{"ports":[{"protocol":"TCP","port":80,"targetPort\#
                ":"http"}],"type":"ClusterIP"},"status":{"loadBalancer":{}}}
                """#,
            base64: #"""
                azhzAAoNCgJ2MRIHU2VydmljZRJNChMKA3dlYhIAGgAiACoAMgA4AEIAEjIKFwoAEgNUQ1AYUCIKCAEQABoEaHR0cCgAGgAiCUNsdXN0ZXJJUDoAQgBSAF\#
                oAYABoABoCCgAaACIA
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"data":{"a":"","b":"AAECAw=="},"type":"Opaque"}
                """#,
            base64: #"""
                azhzAAoMCgJ2MRIGU2VjcmV0Ei0KEQoBcxIAGgAiACoAMgA4AEIAEgUKAWESABIJCgFiEgQAAQIDGgZPcGFxdWUaACIA
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"l"},"spec":{"holderIdentity":"me","leaseDura\#
                tionSeconds":15,"renewTime":"2026-01-02T03:04:05.678901Z"}}
                """#,
            base64: #"""
                azhzAAofChZjb29yZGluYXRpb24uazhzLmlvL3YxEgVMZWFzZRIpChEKAWwSABoAIgAqADIAOABCABIUCgJtZRAPIgwIpevcygYQiOrcwwIaACIA
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{"user":"u","extra":{"none":\#
                [],"scopes":["a","b"]}},"status":{"allowed":false}}
                """#,
            base64: #"""
                azhzAAouChdhdXRob3JpemF0aW9uLms4cy5pby92MRITU3ViamVjdEFjY2Vzc1JldmlldxI/ChAKABIAGgAiACoAMgA4AEIAEiEaAXUqCAoEbm9uZRIAKh\#
                AKBnNjb3BlcxIGCgFhCgFiMgAaCAgAEgAaACAAGgAiAA==
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"a.b.c"},"spec":{"group":\#
                "b.c","names":{"plural":"a","kind":"A"},"scope":"Namespaced","versions":[{"name":"v1","served":true,"storage":true,"sc\#
                hema":{"openAPIV3Schema":{"type":"object","properties":{"x":{"type":"number","default":1.5,"minimum":0.5,"enum":[1.5,2\#
                ]},"y":{"type":"array","items":{"type":"string"}}},"additionalProperties":false,"x-kubernetes-preserve-unknown-fields"\#
                :true}}}]},"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}}
                """#,
            base64: #"""
                azhzAAozChdhcGlleHRlbnNpb25zLms4cy5pby92MRIYQ3VzdG9tUmVzb3VyY2VEZWZpbml0aW9uEqQCChUKBWEuYi5jEgAaACIAKgAyADgAQgAS/AEKA2\#
                IuYxoKCgFhEgAiAUEqACIKTmFtZXNwYWNlZDraAQoCdjEQARgBIs0BCsoBCgASACIAKgZvYmplY3QyADoAUABgAHoAkAEA6gFHCgF4EkIKABIAIgAqBm51\#
                bWJlcjIAOgBCBQoDMS41UABZAAAAAAAA4D9gAHoAkAEAogEFCgMxLjWiAQMKATKoAgC4AgDAAgDqAVEKAXkSTAoAEgAiACoFYXJyYXkyADoAUABgAHoAkA\#
                EAwgEmCiQKABIAIgAqBnN0cmluZzIAOgBQAGAAegCQAQCoAgC4AgDAAgCoAgC4AgDAAgDyAQIIAKgCALACAbgCAMACADgAUAAaDBIICgASACIAKgAgABoA\#
                IgA=
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"ControllerRevision","apiVersion":"apps/v1","metadata":{"name":"r"},"data":{"spec":{"template":1}},"revision":\#
                3}
                """#,
            base64: #"""
                azhzAAodCgdhcHBzL3YxEhJDb250cm9sbGVyUmV2aXNpb24SMAoRCgFyEgAaACIAKgAyADgAQgASGQoXeyJzcGVjIjp7InRlbXBsYXRlIjoxfX0YAxoAIg\#
                A=
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0,"preconditions":{"uid":"u"},"propagationPolicy":"Back\#
                ground"}
                """#,
            base64: #"""
                azhzAAoTCgJ2MRINRGVsZXRlT3B0aW9ucxITCAASAwoBdSIKQmFja2dyb3VuZBoAIgA=
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"x\" not found","reason":"NotFoun\#
                d","details":{"name":"x","kind":"pods"},"code":404}
                """#,
            base64: #"""
                azhzAAoMCgJ2MRIGU3RhdHVzEkMKBgoAEgAaABIHRmFpbHVyZRoScG9kcyAieCIgbm90IGZvdW5kIghOb3RGb3VuZCoPCgF4EgAaBHBvZHMoADIAMJQDGg\#
                AiAA==
                """#),
        ProtobufGolden(
            json: #"""
                {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"},"data":\#
                {"k":"v"}},{"metadata":{"name":"b"},"immutable":false}]}
                """#,
            base64: #"""
                azhzAAoTCgJ2MRINQ29uZmlnTWFwTGlzdBI9CgcKABIBNxoAEhsKEQoBYRIAGgAiACoAMgA4AEIAEgYKAWsSAXYSFQoRCgFiEgAaACIAKgAyADgAQgAgAB\#
                oAIgA=
                """#),
    ]
}
