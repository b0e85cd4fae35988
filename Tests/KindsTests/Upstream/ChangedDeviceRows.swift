/// Rows of `UpstreamRow` of devices and claims for them, created and changed.
extension UpstreamTable {
    static let changedDeviceTables: [UpstreamTable] = [
        changedResourceClaim, changedResourceClaimTemplate, changedDeviceClass, changedResourceSlice,
    ]

    static let changedResourceClaim = UpstreamTable(
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
            spec.devices.requests = [null] -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[] FieldValueRequired, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[0] = {} -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[] FieldValueRequired, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[0].name removed -> spec.devices.config[].requests[] FieldValueInvalid, spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1] = {} -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[] FieldValueRequired, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1].name removed -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable = [null] -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].deviceClassName FieldValueRequired, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[0] = {} -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].deviceClassName FieldValueRequired, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[0].name removed -> spec.devices.constraints[].requests[] FieldValueInvalid, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[1] = {} -> spec.devices.requests[].firstAvailable[].deviceClassName FieldValueRequired, spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.requests[1].firstAvailable[1].name removed -> spec.devices.requests[].firstAvailable[].name FieldValueInvalid
            spec.devices.constraints[0].requests = [null] -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.constraints[0].requests[0] = "" -> spec.devices.constraints[].requests[] FieldValueInvalid
            spec.devices.config[0].requests = [null] -> spec.devices.config[].requests[] FieldValueInvalid
            spec.devices.config[0].requests[0] = "" -> spec.devices.config[].requests[] FieldValueInvalid
            """#,
        updates: #"""
            spec.devices.requests[0].exactly.tolerations[0].operator = "x" -> spec FieldValueInvalid
            spec.devices.requests[0].exactly.tolerations[0].effect = "x" -> spec FieldValueInvalid
            spec.devices.config[0].opaque.parameters = "x" -> spec FieldValueInvalid
            """#)

    static let changedResourceClaimTemplate = UpstreamTable(
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
            spec.spec.devices.requests = [null] -> spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0] = {} -> spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0].name removed -> spec.spec.devices.requests[].name FieldValueInvalid
            """#,
        updates: #"""
            spec.metadata.labels = {"a": "b", "Bad Key!": "v"} -> spec FieldValueInvalid, spec.metadata.labels FieldValueInvalid
            spec.metadata.labels.a = "Bad Value!" -> spec FieldValueInvalid, spec.metadata.labels FieldValueInvalid
            spec.spec.devices.requests = [null] -> spec FieldValueInvalid, spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0] = {} -> spec FieldValueInvalid, spec.spec.devices.requests[] FieldValueRequired, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0].name removed -> spec FieldValueInvalid, spec.spec.devices.requests[].name FieldValueInvalid
            spec.spec.devices.requests[0].exactly removed -> spec FieldValueInvalid, spec.spec.devices.requests[] FieldValueRequired
            spec.spec.devices.requests[0].exactly = {} -> spec FieldValueInvalid, spec.spec.devices.requests[].exactly.deviceClassName FieldValueRequired
            spec.spec.devices.requests[0].exactly.deviceClassName removed -> spec FieldValueInvalid, spec.spec.devices.requests[].exactly.deviceClassName FieldValueRequired
            spec.spec.devices.requests[0].exactly.deviceClassName = "Bad Value!" -> spec FieldValueInvalid, spec.spec.devices.requests[].exactly.deviceClassName FieldValueInvalid
            """#)

    static let changedDeviceClass = UpstreamTable(
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
            spec.config[0].opaque.parameters = "x" -> spec.config[].opaque.parameters FieldValueInvalid
            metadata.generateName = "Bad Value!" ->
            """#,
        updates: #"""
            spec.config[0].opaque.parameters = "x" -> spec.config[].opaque.parameters FieldValueInvalid
            """#)

    static let changedResourceSlice = UpstreamTable(
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
            spec.devices[0].capacity.mem.value removed -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.min FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.default = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.validRange.max = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            """#,
        updates: #"""
            spec.devices[0].capacity.mem.value removed -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.min FieldValueInvalid, spec.devices[].capacity[mem].requestPolicy.validRange.step FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.default = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            spec.devices[0].capacity.mem.requestPolicy.validRange.max = "1e30" -> spec.devices[].capacity[mem].requestPolicy.validRange.max FieldValueInvalid
            """#)
}
