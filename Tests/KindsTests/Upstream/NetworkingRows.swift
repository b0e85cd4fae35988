/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let networkingTables: [UpstreamTable] = [
        svcClusterip, svcNodeport, svcLb, svcHeadless, svcExternal, ingress, netpol, endpointslice, endpoints,
    ]

    static let svcClusterip = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s1}
            spec:
              selector: {a: b}
              type: ClusterIP
              sessionAffinity: ClientIP
              sessionAffinityConfig: {clientIP: {timeoutSeconds: 50}}
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
            spec.internalTrafficPolicy = "" -> spec.internalTrafficPolicy FieldValueNotSupported
            spec.ipFamilyPolicy = "" -> spec.ipFamilyPolicy FieldValueNotSupported
            spec.ipFamilies = ["IPv4","IPv4"] -> spec.ipFamilies[] FieldValueDuplicate
            spec.trafficDistribution = "Bad Value!" -> spec.trafficDistribution FieldValueNotSupported
            spec.ports[0].appProtocol = "Bad Value!" -> spec.ports[].appProtocol FieldValueInvalid
            spec.ports[0].nodePort = 1 -> spec.ports[].nodePort FieldValueForbidden
            """#)

    static let svcNodeport = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s2}
            spec:
              selector: {a: b}
              type: NodePort
              externalTrafficPolicy: Local
              ports: [{port: 80, nodePort: 30123}]
            """#,
        rows: #"""
            spec.ports[0].nodePort = -1 ->
            spec.ports[0].appProtocol = "Bad Value!" -> spec.ports[].appProtocol FieldValueInvalid
            spec.trafficDistribution = "x" -> spec.trafficDistribution FieldValueNotSupported
            """#)

    static let svcLb = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s3}
            spec:
              selector: {a: b}
              type: LoadBalancer
              externalTrafficPolicy: Local
              healthCheckNodePort: 30555
              allocateLoadBalancerNodePorts: false
              loadBalancerClass: example.com/lb
              loadBalancerSourceRanges: [10.0.0.0/8, "fd00::/64"]
              loadBalancerIP: 1.2.3.4
              ports: [{port: 80, targetPort: "x"}]
            """#,
        rows: #"""
            spec.healthCheckNodePort = 3 ->
            spec.loadBalancerClass = "Bad Value!" -> spec.loadBalancerClass FieldValueInvalid
            spec.loadBalancerSourceRanges = ["10.0.0.0/8","fd00::/64",null] -> spec.LoadBalancerSourceRanges[] FieldValueInvalid
            spec.loadBalancerSourceRanges[0] = "Bad Value!" -> spec.LoadBalancerSourceRanges[] FieldValueInvalid
            spec.ports[0].appProtocol = "Bad Value!" -> spec.ports[].appProtocol FieldValueInvalid
            spec.ports[0].nodePort = 1 ->
            spec.trafficDistribution = "x" -> spec.trafficDistribution FieldValueNotSupported
            """#)

    static let svcHeadless = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s4}
            spec: {clusterIP: None, selector: {a: b}}
            """#,
        rows: #"""
            spec.trafficDistribution = "x" -> spec.trafficDistribution FieldValueNotSupported
            """#)

    static let svcExternal = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Service
            metadata: {name: s5}
            spec: {type: ExternalName, externalName: example.com., ports: [{port: 80}]}
            """#,
        rows: #"""
            spec.ports[0].appProtocol = "Bad Value!" -> spec.ports[].appProtocol FieldValueInvalid
            spec.ports[0].nodePort = 1 ->
            spec.trafficDistribution = "x" -> spec.trafficDistribution FieldValueNotSupported
            """#)

    static let ingress = UpstreamTable(
        object: #"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: ing, annotations: {a: b}}
            spec:
              ingressClassName: ic
              defaultBackend: {service: {name: s, port: {number: 80}}}
              tls: [{hosts: [a.example.com], secretName: t}]
              rules:
              - host: a.example.com
                http:
                  paths:
                  - {path: /a, pathType: Prefix, backend: {service: {name: s, port: {name: http}}}}
                  - {path: /b, pathType: Exact, backend: {resource: {apiGroup: x.example.com, kind: K, name: n}}}
                  - {path: /c, pathType: ImplementationSpecific, backend: {service: {name: s, port: {number: 81}}}}
              - host: "*.example.com"
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}
            """#,
        rows: #"""
            spec.ingressClassName = "Bad Value!" -> spec.ingressClassName FieldValueInvalid
            spec.defaultBackend = {} -> spec.defaultBackend FieldValueInvalid
            spec.defaultBackend.service removed -> spec.defaultBackend FieldValueInvalid
            spec.tls[0].hosts = ["a.example.com",null] -> spec.tls[].hosts[] FieldValueInvalid
            spec.tls[0].hosts[0] = "" -> spec.tls[].hosts[] FieldValueInvalid
            spec.tls[0].hosts[0] = "1.2.3.4" ->
            spec.tls[0].secretName = "Bad Value!" -> spec.tls[].secretName FieldValueInvalid
            spec.rules[0].http.paths[0] = {} -> spec.rules[].http.paths[].pathType FieldValueRequired
            spec.rules[0].http.paths[0].path = "/a/../b" -> spec.rules[].http.paths[].path FieldValueInvalid
            spec.rules[0].http.paths[0].pathType = "Bad Value!" -> spec.rules[].http.paths[].pathType FieldValueNotSupported
            spec.rules[0].http.paths[0].backend removed -> spec.rules[].http.paths[].backend FieldValueInvalid
            spec.rules[0].http.paths[0].backend.service removed -> spec.rules[].http.paths[].backend FieldValueInvalid
            spec.rules[0].http.paths[1].backend.resource removed -> spec.rules[].http.paths[].backend FieldValueInvalid
            spec.rules[0].http.paths[1].backend.resource.kind = "" -> spec.rules[].http.paths[].backend.resource.kind FieldValueRequired
            spec.rules[0].http.paths[1].backend.resource.kind = "a/b" -> spec.rules[].http.paths[].backend.resource.kind FieldValueInvalid
            spec.rules[0].http.paths[1].backend.resource.name = "" -> spec.rules[].http.paths[].backend.resource.name FieldValueRequired
            spec.rules[0].http.paths[1].backend.resource.name = "a/b" -> spec.rules[].http.paths[].backend.resource.name FieldValueInvalid
            spec.rules[0].http.paths[2].path = "/a/../b" ->
            """#)

    static let netpol = UpstreamTable(
        object: #"""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: np}
            spec:
              podSelector: {matchLabels: {a: b}}
              policyTypes: [Ingress, Egress]
              ingress:
              - from:
                - {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}
                - {podSelector: {matchLabels: {a: b}}, namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}}
                ports: [{protocol: TCP, port: 80, endPort: 90}, {port: http}]
              egress:
              - to: [{namespaceSelector: {}}]
                ports: [{protocol: UDP, port: 53}]
            """#,
        rows: #"""
            spec.policyTypes = ["Ingress","Egress",null] -> spec.policyTypes FieldValueInvalid
            spec.ingress[0].ports[0].protocol = "" -> spec.ingress[].ports[].protocol FieldValueNotSupported
            spec.egress[0].ports[0].protocol = "" -> spec.egress[].ports[].protocol FieldValueNotSupported
            """#)

    static let endpointslice = UpstreamTable(
        object: #"""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: es, labels: {kubernetes.io/service-name: s}}
            addressType: IPv4
            endpoints:
            - {addresses: [10.0.0.1], conditions: {ready: true, serving: true, terminating: false}, hostname: h, nodeName: n, zone: z, hints: {forZones: [{name: z}], forNodes: [{name: n}]}, deprecatedTopology: {a: b}, targetRef: {kind: Pod, name: p, namespace: default}}
            ports: [{name: a, port: 80, protocol: TCP, appProtocol: http}, {name: "", port: 81}]
            """#,
        rows: #"""
            addressType removed -> addressType FieldValueRequired
            addressType = "Bad Value!" -> addressType FieldValueNotSupported
            endpoints[0].hostname = "Bad Value!" -> endpoints[].hostname FieldValueInvalid
            endpoints[0].nodeName = "Bad Value!" -> endpoints[].nodeName FieldValueInvalid
            endpoints[0].hints.forZones = [{"name":"z"},{"name":"z"}] -> endpoints[].hints.forZones[].name FieldValueDuplicate
            endpoints[0].hints.forZones[0].name = "Bad Value!" -> endpoints[].hints.forZones[].name FieldValueInvalid
            endpoints[0].hints.forNodes = [{"name":"n"},{"name":"n"}] -> endpoints[].hints.forNodes[].name FieldValueDuplicate
            endpoints[0].hints.forNodes = [{"name":"n"},null] -> endpoints[].hints.forNodes[].name FieldValueInvalid
            endpoints[0].hints.forNodes[0] = {} -> endpoints[].hints.forNodes[].name FieldValueInvalid
            endpoints[0].hints.forNodes[0].name removed -> endpoints[].hints.forNodes[].name FieldValueInvalid
            ports[0].protocol = "" -> ports[].protocol FieldValueNotSupported
            ports[0].appProtocol = "Bad Value!" -> ports[].appProtocol FieldValueInvalid
            """#)

    static let endpoints = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Endpoints
            metadata: {name: ep}
            subsets:
            - addresses: [{ip: 10.0.0.9, hostname: h, nodeName: n, targetRef: {kind: Pod, name: p, namespace: default, uid: u}}]
              notReadyAddresses: [{ip: 10.0.0.2}]
              ports: [{name: a, port: 80, protocol: TCP, appProtocol: http}, {name: b, port: 81}]
            """#,
        rows: #"""
            subsets[0].addresses[0] = {} -> subsets[].addresses[].ip FieldValueInvalid
            subsets[0].addresses[0].ip removed -> subsets[].addresses[].ip FieldValueInvalid
            subsets[0].notReadyAddresses = [{"ip":"10.0.0.2"},null] -> subsets[].notReadyAddresses[].ip FieldValueInvalid
            subsets[0].notReadyAddresses[0] = {} -> subsets[].notReadyAddresses[].ip FieldValueInvalid
            subsets[0].notReadyAddresses[0].ip removed -> subsets[].notReadyAddresses[].ip FieldValueInvalid
            """#)
}
