/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let deviceTables: [UpstreamTable] = [
        deviceResourceClaim, deviceResourceClaimTemplate, deviceDeviceClass, deviceResourceSlice, deviceResourceSlice2,
    ]

    static let deviceResourceClaim = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceClaim
            metadata: {name: rc1}
            spec:
              devices:
                requests:
                - name: r1
                  exactly:
                    deviceClassName: c
                    allocationMode: ExactCount
                    count: 1
                    selectors:
                    - cel: {expression: device.driver == 'x'}
                    tolerations:
                    - {key: k, operator: Equal, value: v, effect: NoSchedule}
                    adminAccess: false
                    capacity:
                      requests: {mem: 1Gi}
                - name: r2
                  firstAvailable:
                  - {name: s1, deviceClassName: c, allocationMode: All}
                  - name: s2
                    deviceClassName: d
                    count: 2
                    selectors:
                    - cel: {expression: 'true'}
                constraints:
                - requests: [r1]
                  matchAttribute: example.com/a
                - requests: [r1, r2/s1]
                  distinctAttribute: example.com/b
                config:
                - requests: [r1]
                  opaque:
                    driver: d.example.com
                    parameters: {a: b}
            """#,
        rows: #"""
            spec.devices.requests removed -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.requests[0].name = "x" -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.requests[0].exactly.tolerations[0].key = "Bad Value!" -> spec.devices.requests[].exactly.tolerations[].key FieldValueInvalid
            spec.devices.requests[1] removed -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.requests[1].name = "Bad Value!" -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[0] removed -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.requests[1].firstAvailable[0].name = "Bad Value!" -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.constraints = [null] -> spec.devices.constraints[] FieldValueRequired
            spec.devices.constraints[0].requests = ["r1", "r1"] -> spec.devices.constraints[].requests[] FieldValueDuplicate
            spec.devices.constraints[0].requests[0] = "x" -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.constraints[0].matchAttribute = "" -> spec.devices.constraints[].matchAttribute FieldValueInvalid
            spec.devices.constraints[1].distinctAttribute = "" -> spec.devices.constraints[].distinctAttribute FieldValueInvalid
            spec.devices.config[0] = {} -> spec.devices.config[].opaque FieldValueRequired
            spec.devices.config[0].requests = ["x"] -> spec.devices.config[].requests[] FieldValueInvalid
            """#)

    static let deviceResourceClaimTemplate = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceClaimTemplate
            metadata: {name: rct}
            spec:
              metadata:
                labels: {a: b}
              spec:
                devices:
                  requests:
                  - name: r1
                    exactly: {deviceClassName: c}
            """#,
        rows: #"""
            spec.metadata.labels = {"a": "b", "Bad Key!": "v"} -> spec.metadata.labels FieldValueInvalid
            spec.metadata.labels.a = "Bad Value!" -> spec.metadata.labels FieldValueInvalid
            spec.spec.devices.requests = [{"name": "r1", "exactly": {"deviceClassName": "c"}}, {"name": "r1", "exactly": {"deviceClassName": "c"}}] -> spec.spec.devices.requests[] FieldValueDuplicate
            """#)

    static let deviceDeviceClass = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: DeviceClass
            metadata: {name: dc}
            spec:
              selectors:
              - cel: {expression: device.driver == 'x'}
              config:
              - opaque:
                  driver: d.example.com
                  parameters: {a: b}
              extendedResourceName: example.com/gpu
            """#,
        rows: #"""
            spec.config = [null] -> spec.config[].opaque FieldValueRequired
            spec.config[0] = {} -> spec.config[].opaque FieldValueRequired
            spec.config[0].opaque removed -> spec.config[].opaque FieldValueRequired
            spec.config[0].opaque = {} -> spec.config[].opaque.driver FieldValueRequired, spec.config[].opaque.parameters FieldValueRequired
            spec.config[0].opaque.driver removed -> spec.config[].opaque.driver FieldValueRequired
            spec.config[0].opaque.driver = "Bad Value!" -> spec.config[].opaque.driver FieldValueInvalid
            spec.config[0].opaque.parameters removed -> spec.config[].opaque.parameters FieldValueRequired
            spec.extendedResourceName = "" -> spec.extendedResourceName FieldValueInvalid
            """#)

    static let deviceResourceSlice = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceSlice
            metadata: {name: rs1}
            spec:
              driver: d.example.com
              pool: {name: p, generation: 1, resourceSliceCount: 1}
              nodeName: n
              devices:
              - name: d0
                attributes:
                  a: {string: s}
                  b: {int: 1}
                  c: {bool: true}
                  d: {version: 1.0.0}
                capacity:
                  mem:
                    value: 1Gi
                    requestPolicy:
                      default: 1Mi
                      validRange: {min: 1Mi, step: 1Mi, max: 1Gi}
                allowMultipleAllocations: true
                taints:
                - {key: k, value: v, effect: NoSchedule}
              - name: d1
                capacity:
                  mem: {value: 1Gi}
                bindsToNode: true
                bindingConditions: [c1]
                bindingFailureConditions: [c2]
            """#,
        rows: #"""
            spec.driver = "UPPER" ->
            spec.devices = [null] -> spec.devices[].name FieldValueInvalid
            spec.devices[0].attributes.a = {} -> spec.devices[].attributes[a] FieldValueInvalid
            spec.devices[0].attributes.b.int removed -> spec.devices[].attributes[b] FieldValueInvalid
            spec.devices[0].attributes.d = {} -> spec.devices[].attributes[d] FieldValueInvalid
            spec.devices[0].capacity.mem.value = 5 -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.min FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.default = "0" -> spec.devices[].capacity[mem].requestPolicy.validRange.min FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.validRange.min = 5 -> spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.validRange.max = 5 -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].taints = [null] -> spec.devices[].taints[].effect FieldValueRequired, spec.devices[].taints[].key FieldValueInvalid
            spec.devices[0].taints[0].value = "Bad Value!" -> spec.devices[].taints[].value FieldValueInvalid
            spec.devices[1].bindingConditions = [null] -> spec.devices[].bindingConditions[] FieldValueInvalid
            spec.devices[1].bindingConditions[0] = "" -> spec.devices[].bindingConditions[] FieldValueInvalid
            spec.devices[1].bindingFailureConditions = ["c2", "c2"] -> spec.devices[].bindingFailureConditions[] FieldValueDuplicate
            """#)

    static let deviceResourceSlice2 = UpstreamTable(
        object: #"""
            apiVersion: resource.k8s.io/v1
            kind: ResourceSlice
            metadata: {name: rs3}
            spec:
              driver: d.example.com
              pool: {name: p, generation: 1, resourceSliceCount: 2}
              perDeviceNodeSelection: true
              devices:
              - name: d0
                nodeName: n
                consumesCounters:
                - counterSet: cs
                  counters:
                    m: {value: 1Gi}
              - name: d1
                nodeSelector:
                  nodeSelectorTerms:
                  - matchExpressions:
                    - key: a
                      operator: In
                      values: [b]
            """#,
        rows: #"""
            spec.perDeviceNodeSelection removed -> spec FieldValueRequired, spec.devices[] FieldValueInvalid
            spec.perDeviceNodeSelection = false -> spec FieldValueRequired, spec.devices[] FieldValueInvalid, spec.perDeviceNodeSelection FieldValueInvalid
            spec.devices = [null] -> spec.devices[] FieldValueRequired, spec.devices[].name FieldValueInvalid
            spec.devices[0] = {} -> spec.devices[] FieldValueRequired, spec.devices[].name FieldValueInvalid
            spec.devices[0].nodeName removed -> spec.devices[] FieldValueRequired
            spec.devices[0].nodeName = "" -> spec.devices[] FieldValueRequired, spec.devices[].nodeName FieldValueInvalid
            spec.devices[0].nodeName = "Bad Value!" -> spec.devices[].nodeName FieldValueInvalid
            spec.devices[0].consumesCounters = [null] -> spec.devices[].consumesCounters[].counterSet FieldValueRequired, spec.devices[].consumesCounters[].counters FieldValueRequired
            spec.devices[0].consumesCounters[0] = {} -> spec.devices[].consumesCounters[].counterSet FieldValueRequired, spec.devices[].consumesCounters[].counters FieldValueRequired
            spec.devices[0].consumesCounters[0].counterSet removed -> spec.devices[].consumesCounters[].counterSet FieldValueRequired
            spec.devices[0].consumesCounters[0].counterSet = "Bad Value!" -> spec.devices[].consumesCounters[].counterSet FieldValueInvalid
            spec.devices[0].consumesCounters[0].counters removed -> spec.devices[].consumesCounters[].counters FieldValueRequired
            spec.devices[0].consumesCounters[0].counters.m removed -> spec.devices[].consumesCounters[].counters FieldValueRequired
            spec.devices[1].nodeSelector removed -> spec.devices[] FieldValueRequired
            """#)
}
