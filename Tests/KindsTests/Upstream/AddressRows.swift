/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let addressTables: [UpstreamTable] = [
        addressService, addressService2, addressEndpointSlice, addressEndpoints, addressIngressClass, addressIngressClass2,
    ]

    static let addressService = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s1}
            spec:
              selector: {a: b}
              type: ClusterIP
              sessionAffinity: ClientIP
              sessionAffinityConfig:
                clientIP: {timeoutSeconds: 50}
              publishNotReadyAddresses: true
              internalTrafficPolicy: Local
              ipFamilyPolicy: SingleStack
              ipFamilies: [IPv4]
              externalIPs: [1.2.3.4]
              trafficDistribution: PreferClose
              ports:
              - {name: http, port: 80, targetPort: 8080, protocol: TCP, appProtocol: http}
              - {name: dns, port: 53, targetPort: dns, protocol: UDP}
            """#,
        rows: #"""
            spec.ipFamilies = [null] -> spec.ipFamilies[] FieldValueNotSupported
            spec.ipFamilies[0] = "" -> spec.ipFamilies[] FieldValueNotSupported
            """#)

    static let addressService2 = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s4}
            spec:
              clusterIP: None
              selector: {a: b}
            """#,
        rows: #"""
            spec.clusterIP = "x" -> spec.clusterIPs[] FieldValueInvalid
            """#)

    static let addressEndpointSlice = UpstreamTable(
        object: #"""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: es
              labels: {kubernetes.io/service-name: s}
            addressType: IPv4
            endpoints:
            - addresses: [10.0.0.1]
              conditions: {ready: true, serving: true, terminating: false}
              hostname: h
              nodeName: n
              zone: z
              hints:
                forZones:
                - {name: z}
                forNodes:
                - {name: n}
              deprecatedTopology: {a: b}
              targetRef: {kind: Pod, name: p, namespace: default}
            ports:
            - {name: a, port: 80, protocol: TCP, appProtocol: http}
            - {name: '', port: 81}
            """#,
        rows: #"""
            endpoints[0].deprecatedTopology = {"a": "b", "Bad Key!": "v"} ->
            endpoints[0].deprecatedTopology.a = "Bad Value!" ->
            """#)

    static let addressEndpoints = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Endpoints
            metadata: {name: ep}
            subsets:
            - addresses:
              - ip: 10.0.0.9
                hostname: h
                nodeName: n
                targetRef: {kind: Pod, name: p, namespace: default, uid: u}
              notReadyAddresses:
              - {ip: 10.0.0.2}
              ports:
              - {name: a, port: 80, protocol: TCP, appProtocol: http}
              - {name: b, port: 81}
            """#,
        rows: #"""
            subsets[0].addresses[0].ip = "::1" -> subsets[].addresses[].ip FieldValueInvalid
            subsets[0].addresses[0].hostname = "Bad Value!" -> subsets[].addresses[].hostname FieldValueInvalid
            subsets[0].addresses[0].nodeName = "" -> subsets[].addresses[].nodeName FieldValueInvalid
            subsets[0].notReadyAddresses[0].ip = "::1" -> subsets[].notReadyAddresses[].ip FieldValueInvalid
            subsets[0].ports[0].appProtocol = "" -> subsets[].ports[].appProtocol FieldValueInvalid
            """#)

    static let addressIngressClass = UpstreamTable(
        object: #"""
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: ic}
            spec:
              controller: example.com/c
              parameters: {apiGroup: g.example.com, kind: K, name: n, scope: Namespace, namespace: ns}
            """#,
        rows: #"""
            spec.parameters = {} -> spec.parameters.kind FieldValueRequired, spec.parameters.name FieldValueRequired
            spec.parameters.scope removed -> spec.parameters.namespace FieldValueForbidden
            spec.parameters.namespace = "" -> spec.parameters.namespace FieldValueInvalid
            """#)

    static let addressIngressClass2 = UpstreamTable(
        object: #"""
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: ic2}
            spec:
              controller: example.com/c
              parameters: {kind: K, name: n}
            """#,
        rows: #"""
            metadata = {"name": "ic2", "unknownField": "x"} ->
            metadata.name = "x" ->
            metadata.name = "Bad Value!" -> metadata.name FieldValueInvalid
            spec = {"controller": "example.com/c", "parameters": {"kind": "K", "name": "n"}, "unknownField": "x"} ->
            spec.controller removed -> spec.controller FieldValueRequired
            spec.controller = "x" -> spec.controller FieldValueInvalid
            spec.controller = "a.b/c" ->
            spec.parameters = {"kind": "K", "name": "n", "unknownField": "x"} ->
            spec.parameters.kind removed -> spec.parameters.kind FieldValueRequired
            spec.parameters.kind = "x" ->
            spec.parameters.kind = "10%" -> spec.parameters.kind FieldValueInvalid
            spec.parameters.name removed -> spec.parameters.name FieldValueRequired
            """#)
}
