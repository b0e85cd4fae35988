// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// One container of a pod.
package struct Container: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var image: String { get { self["image"] } set { self["image"] = newValue } }
    package var command: [String] { get { self["command"] } set { self["command"] = newValue } }
    package var args: [String] { get { self["args"] } set { self["args"] = newValue } }
    package var workingDir: String { get { self["workingDir"] } set { self["workingDir"] = newValue } }
    package var ports: [ContainerPort] { get { self["ports"] } set { self["ports"] = newValue } }
    package var env: [EnvVar] { get { self["env"] } set { self["env"] = newValue } }
    package var envFrom: [EnvFromSource] { get { self["envFrom"] } set { self["envFrom"] = newValue } }
    package var resources: ResourceRequirements { get { self["resources"] } set { self["resources"] = newValue } }
    package var volumeMounts: [VolumeMount] { get { self["volumeMounts"] } set { self["volumeMounts"] = newValue } }
    package var livenessProbe: Probe? { get { self["livenessProbe"] } set { self["livenessProbe"] = newValue } }
    package var readinessProbe: Probe? { get { self["readinessProbe"] } set { self["readinessProbe"] = newValue } }
    package var startupProbe: Probe? { get { self["startupProbe"] } set { self["startupProbe"] = newValue } }
    package var lifecycle: Lifecycle? { get { self["lifecycle"] } set { self["lifecycle"] = newValue } }
    package var terminationMessagePath: String { get { self["terminationMessagePath"] } set { self["terminationMessagePath"] = newValue } }
    package var terminationMessagePolicy: String {
        get { self["terminationMessagePolicy"] } set { self["terminationMessagePolicy"] = newValue }
    }
    package var imagePullPolicy: String { get { self["imagePullPolicy"] } set { self["imagePullPolicy"] = newValue } }
    package var securityContext: SecurityContext { get { self["securityContext"] } set { self["securityContext"] = newValue } }
    package var stdin: Bool { get { self["stdin"] } set { self["stdin"] = newValue } }
    package var stdinOnce: Bool { get { self["stdinOnce"] } set { self["stdinOnce"] = newValue } }
    package var tty: Bool { get { self["tty"] } set { self["tty"] = newValue } }
    package var restartPolicy: String? { get { self["restartPolicy"] } set { self["restartPolicy"] = newValue } }
    package var targetContainerName: String { get { self["targetContainerName"] } set { self["targetContainerName"] = newValue } }
}

/// A port that a container announces.
package struct ContainerPort: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var containerPort: Int { get { self["containerPort"] } set { self["containerPort"] = newValue } }
    package var hostPort: Int? { get { self["hostPort"] } set { self["hostPort"] = newValue } }
    package var `protocol`: String { get { self["protocol"] } set { self["protocol"] = newValue } }
    package var hostIP: String { get { self["hostIP"] } set { self["hostIP"] = newValue } }
}

/// What a container is promised and what it may not exceed.
package struct ResourceRequirements: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var requests: [String: Quantity] { get { self["requests"] } set { self["requests"] = newValue } }
    package var limits: [String: Quantity] { get { self["limits"] } set { self["limits"] = newValue } }
}

/// Where a volume shows in a container.
package struct VolumeMount: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var mountPath: String { get { self["mountPath"] } set { self["mountPath"] = newValue } }
    package var readOnly: Bool { get { self["readOnly"] } set { self["readOnly"] = newValue } }
    package var subPath: String { get { self["subPath"] } set { self["subPath"] = newValue } }
    package var subPathExpr: String { get { self["subPathExpr"] } set { self["subPathExpr"] = newValue } }
    package var recursiveReadOnly: String? { get { self["recursiveReadOnly"] } set { self["recursiveReadOnly"] = newValue } }
    package var mountPropagation: String? { get { self["mountPropagation"] } set { self["mountPropagation"] = newValue } }
}

/// Hooks after the start and before the end of a container.
package struct Lifecycle: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var postStart: LifecycleHandler? { get { self["postStart"] } set { self["postStart"] = newValue } }
    package var preStop: LifecycleHandler? { get { self["preStop"] } set { self["preStop"] = newValue } }
    package var stopSignal: String? { get { self["stopSignal"] } set { self["stopSignal"] = newValue } }
}

/// What a hook does.
package struct LifecycleHandler: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var exec: ExecAction? { get { self["exec"] } set { self["exec"] = newValue } }
    package var httpGet: HTTPGetAction? { get { self["httpGet"] } set { self["httpGet"] = newValue } }
    package var tcpSocket: TCPSocketAction? { get { self["tcpSocket"] } set { self["tcpSocket"] = newValue } }
    package var sleep: SleepAction? { get { self["sleep"] } set { self["sleep"] = newValue } }
}

/// A hook that waits.
package struct SleepAction: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var seconds: Int { get { self["seconds"] } set { self["seconds"] = newValue } }
}

/// Identity and privileges of one container.
package struct SecurityContext: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var privileged: Bool? { get { self["privileged"] } set { self["privileged"] = newValue } }
    package var runAsUser: Int? { get { self["runAsUser"] } set { self["runAsUser"] = newValue } }
    package var runAsGroup: Int? { get { self["runAsGroup"] } set { self["runAsGroup"] = newValue } }
    package var runAsNonRoot: Bool? { get { self["runAsNonRoot"] } set { self["runAsNonRoot"] = newValue } }
    package var readOnlyRootFilesystem: Bool? { get { self["readOnlyRootFilesystem"] } set { self["readOnlyRootFilesystem"] = newValue } }
    package var allowPrivilegeEscalation: Bool? {
        get { self["allowPrivilegeEscalation"] } set { self["allowPrivilegeEscalation"] = newValue }
    }
    package var procMount: String? { get { self["procMount"] } set { self["procMount"] = newValue } }
    package var capabilities: Capabilities? { get { self["capabilities"] } set { self["capabilities"] = newValue } }
    package var seccompProfile: JSON? { get { self["seccompProfile"] } set { self["seccompProfile"] = newValue } }
    package var seLinuxOptions: JSON? { get { self["seLinuxOptions"] } set { self["seLinuxOptions"] = newValue } }
}

/// Linux capabilities added to and dropped from the default set.
package struct Capabilities: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var add: [String] { get { self["add"] } set { self["add"] = newValue } }
    package var drop: [String] { get { self["drop"] } set { self["drop"] = newValue } }
}
