/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let podContainerTables: [UpstreamTable] = [podContainers]

    static let podContainers = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: p1
              labels: {app: a, "example.com/x": y}
              annotations: {note: text}
              finalizers: [example.com/f]
              ownerReferences:
              - {apiVersion: v1, kind: ConfigMap, name: cm, uid: u-1, controller: true, blockOwnerDeletion: true}
            spec:
              automountServiceAccountToken: false
              containers:
              - name: c1
                image: img:1
                imagePullPolicy: Always
                command: [a, b]
                args: [c]
                workingDir: /x
                ports:
                - {name: http, containerPort: 80, hostPort: 8080, protocol: TCP, hostIP: 10.0.0.1}
                - {name: dns, containerPort: 53, protocol: UDP}
                env:
                - {name: A, value: x}
                - name: B
                  valueFrom: {fieldRef: {fieldPath: metadata.name, apiVersion: v1}}
                - name: C
                  valueFrom: {resourceFieldRef: {resource: limits.cpu, containerName: c1, divisor: 1m}}
                - name: D
                  valueFrom: {configMapKeyRef: {name: cm, key: k, optional: true}}
                - name: E
                  valueFrom: {secretKeyRef: {name: s, key: k}}
                - name: F
                  valueFrom: {fileKeyRef: {volumeName: ed, path: a/b, key: K, optional: true}}
                envFrom:
                - prefix: P_
                  configMapRef: {name: cm, optional: true}
                - secretRef: {name: s}
                resources:
                  limits: {cpu: "1", memory: 1Gi, ephemeral-storage: 1Gi, example.com/dev: "2", hugepages-2Mi: 4Mi}
                  requests: {cpu: 500m, memory: 512Mi, example.com/dev: "2", hugepages-2Mi: 4Mi}
                resizePolicy:
                - {resourceName: cpu, restartPolicy: NotRequired}
                - {resourceName: memory, restartPolicy: RestartContainer}
                volumeMounts:
                - {name: ed, mountPath: /ed, readOnly: true, subPath: a/b, mountPropagation: HostToContainer, recursiveReadOnly: Disabled}
                - {name: ed, mountPath: /ed2, subPathExpr: $(A)}
                livenessProbe:
                  httpGet: {path: /h, port: http, host: h, scheme: HTTPS, httpHeaders: [{name: X-A, value: b}]}
                  initialDelaySeconds: 1
                  timeoutSeconds: 2
                  periodSeconds: 3
                  successThreshold: 1
                  failureThreshold: 4
                  terminationGracePeriodSeconds: 5
                readinessProbe:
                  exec: {command: [x]}
                startupProbe:
                  tcpSocket: {port: 80, host: x}
                lifecycle:
                  postStart: {exec: {command: [x]}}
                  preStop: {sleep: {seconds: 3}}
                terminationMessagePath: /t
                terminationMessagePolicy: FallbackToLogsOnError
                stdin: true
                stdinOnce: true
                tty: true
                securityContext:
                  capabilities: {add: [NET_ADMIN], drop: [ALL]}
                  privileged: false
                  seLinuxOptions: {user: u, role: r, type: t, level: s0}
                  windowsOptions: {gmsaCredentialSpecName: n, gmsaCredentialSpec: s, runAsUserName: u, hostProcess: false}
                  runAsUser: 1
                  runAsGroup: 2
                  runAsNonRoot: true
                  readOnlyRootFilesystem: true
                  allowPrivilegeEscalation: true
                  procMount: Default
                  seccompProfile: {type: Localhost, localhostProfile: a/b}
                  appArmorProfile: {type: Localhost, localhostProfile: p}
              - name: c2
                image: img
                livenessProbe:
                  grpc: {port: 80, service: s}
                volumeDevices: [{name: blk, devicePath: /dev/x}]
              initContainers:
              - name: i1
                image: img@sha256:0123456789012345678901234567890123456789012345678901234567890123
                restartPolicy: Always
                ports: [{containerPort: 81}]
                livenessProbe: {exec: {command: [x]}}
              - name: i2
                image: img
              volumes:
              - name: ed
                emptyDir: {medium: Memory, sizeLimit: 1Gi}
              - name: blk
                persistentVolumeClaim: {claimName: pvc, readOnly: true}
            """#,
        rows: #"""
            spec.containers[0].env[5].valueFrom.fileKeyRef.key = "" -> spec.containers[].env[].valueFrom.fileKeyRef.key FieldValueRequired
            spec.containers[0].env[5].valueFrom.fileKeyRef.key = "é" -> spec.containers[].env[].valueFrom.fileKeyRef.key FieldValueInvalid
            spec.containers[0].envFrom[0] = {} -> spec.containers[].envFrom FieldValueInvalid
            spec.containers[0].envFrom[0].configMapRef removed -> spec.containers[].envFrom FieldValueInvalid
            spec.containers[0].envFrom[1].secretRef removed -> spec.containers[].envFrom FieldValueInvalid
            spec.containers[0].resources.claims = [{}] -> spec.containers[].resources.claims[] FieldValueRequired
            spec.containers[0].resizePolicy[0] = {} -> spec.containers[].resizePolicy FieldValueRequired
            spec.containers[0].resizePolicy[0].resourceName removed -> spec.containers[].resizePolicy FieldValueRequired
            spec.containers[0].resizePolicy[0].resourceName = "Bad Value!" -> spec.containers[].resizePolicy FieldValueNotSupported
            spec.containers[0].resizePolicy[0].restartPolicy removed -> spec.containers[].resizePolicy FieldValueRequired
            spec.containers[0].resizePolicy[0].restartPolicy = "Bad Value!" -> spec.containers[].resizePolicy FieldValueNotSupported
            spec.containers[0].volumeMounts[0].subPath = "/a/../b" -> spec.containers[].volumeMounts.subPath FieldValueInvalid
            spec.containers[0].volumeMounts[1].subPathExpr = "/a/../b" -> spec.containers[].volumeMounts.subPathExpr FieldValueInvalid
            spec.containers[0].lifecycle.preStop.sleep.seconds = -1 -> spec.containers[].lifecycle.preStop.sleep FieldValueInvalid
            spec.containers[0].securityContext.procMount = "" -> spec.containers[].securityContext.procMount FieldValueNotSupported
            spec.containers[1].volumeDevices[0].name = "Bad Value!" -> spec.containers[].volumeDevices[].name FieldValueNotFound
            spec.containers[1].volumeDevices[0].devicePath removed -> spec.containers[].volumeDevices[].devicePath FieldValueRequired
            spec.containers[1].volumeDevices[0].devicePath = "/a/../b" -> spec.containers[].volumeDevices[].devicePath FieldValueInvalid
            spec.containers[1].envFrom = [{}] -> spec.containers[].envFrom FieldValueInvalid
            spec.containers[1].resizePolicy = [{}] -> spec.containers[].resizePolicy FieldValueRequired
            spec.initContainers[0].envFrom = [{}] -> spec.initContainers[].envFrom FieldValueInvalid
            spec.initContainers[0].resizePolicy = [{}] -> spec.initContainers[].resizePolicy FieldValueRequired
            spec.initContainers[1].restartPolicy = "x" -> spec.initContainers[].restartPolicy FieldValueNotSupported
            spec.volumes[1] removed -> spec.containers[].volumeDevices[].name FieldValueNotFound
            spec.volumes[1] = {} -> spec.containers[].volumeDevices[].name FieldValueNotFound, spec.volumes[].name FieldValueRequired
            spec.volumes[1].name = "" -> spec.containers[].volumeDevices[].name FieldValueNotFound, spec.volumes[].name FieldValueRequired
            spec.volumes[1].name = "é" -> spec.containers[].volumeDevices[].name FieldValueNotFound, spec.volumes[].name FieldValueInvalid
            spec.volumes[1].persistentVolumeClaim removed -> spec.containers[].volumeDevices[].name FieldValueInvalid
            spec.volumes[1].csi = {} -> spec.containers[].volumeDevices[].name FieldValueNotFound, spec.volumes[].csi FieldValueForbidden
            spec.volumes[1].fc = {} -> spec.containers[].volumeDevices[].name FieldValueNotFound, spec.volumes[].fc FieldValueForbidden
            spec.volumes[1].rbd = {} -> spec.containers[].volumeDevices[].name FieldValueNotFound, spec.volumes[].rbd FieldValueForbidden
            spec.hostUsers = false -> spec.containers[].volumeDevices FieldValueForbidden
            spec.terminationGracePeriodSeconds = 1 -> spec.containers[].lifecycle.preStop.sleep FieldValueInvalid
            """#)
}
