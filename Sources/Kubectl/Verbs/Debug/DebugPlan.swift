internal import Document
internal import Resources

/// What `kubectl debug` adds to a pod, or makes of one.
struct DebugPlan: Sendable {
    var image = ""
    var container = ""
    var arguments: [String] = []
    /// The arguments go to the image's own command.
    var argumentsOnly = false
    var environment: [(name: String, value: String)] = []
    var pullPolicy = ""
    var takesInput = false
    var hasTerminal = false
    var target = ""
    var copyName = ""
    var images: [String: String] = [:]
    var staysOnNode = false
    /// Nil leaves it to the pod and the profile.
    var sharesProcesses: Bool?
    var profile = DebugProfile.general
    var keep = DebugProfile.Keep()
    /// A part of a container's spec laid over the profile's; null for none.
    var custom: JSON = .null

    /// The new container's members that all forms share.
    private func newContainer(_ name: String) -> JSON {
        var container: JSON = ["name": .string(name), "terminationMessagePolicy": "File"]
        if !image.isEmpty { container["image"] = .string(image) }
        if !pullPolicy.isEmpty { container["imagePullPolicy"] = .string(pullPolicy) }
        if !environment.isEmpty { container["env"] = environmentDocument }
        if takesInput { container["stdin"] = true }
        if hasTerminal { container["tty"] = true }
        if !arguments.isEmpty { container[argumentsOnly ? "args" : "command"] = JSON(arguments) }
        return container
    }

    private var environmentDocument: JSON { .array(environment.map { ["name": .string($0.name), "value": .string($0.value)] }) }

    /// The ephemeral container for a pod, under `name`.
    func ephemeralContainer(in pod: JSON, name: String) -> JSON {
        var container = newContainer(name)
        if !target.isEmpty { container["targetContainerName"] = .string(target) }
        var changed = pod
        changed["spec"]["ephemeralContainers"] = [container]
        finish(&changed, name, .ephemeral)
        return changed["spec"]["ephemeralContainers"][0]
    }

    /// A pod on a node, in its namespaces and with its root at `/host` where the profile says so.
    func nodePod(_ node: String, name: String) -> JSON {
        let container = container.isEmpty ? "debugger" : container
        var pod: JSON = [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "labels": ["app.kubernetes.io/managed-by": "kubectl-debug"]],
            "spec": [
                "containers": [newContainer(container)], "nodeName": .string(node), "restartPolicy": "Never",
                "tolerations": [["operator": "Exists"]],
            ],
        ]
        finish(&pod, container, .node)
        return pod
    }

    /// A copy of a pod with a new or changed container.
    /// - Parameter newName: what a new container is called when no name was given.
    /// - Returns: the pod and the container to debug in; no container when only images were changed.
    func copy(of pod: JSON, newName: () -> String) throws(Failure) -> (pod: JSON, container: String) {
        var copy: JSON = ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(copyName)], "spec": pod["spec"]]
        for member in ["namespace", "labels", "annotations"] { copy["metadata"][member] = pod["metadata"][member] }
        copy["spec"]["ephemeralContainers"] = .null
        if let sharesProcesses { copy["spec"]["shareProcessNamespace"] = .bool(sharesProcesses) }
        if !staysOnNode { copy["spec"]["nodeName"] = .null }
        copy["spec"]["containers"].mutateArray { containers in
            for index in containers.indices {
                if let image = images[containers[index]["name"].words] ?? images["*"] { containers[index]["image"] = .string(image) }
            }
        }
        var name = container
        if name.isEmpty || PodContainers.find(copy, name) == nil {
            if image.isEmpty {
                if !images.isEmpty { return (copy, "") }
                throw Failure("you must specify image when creating new container")
            }
            if name.isEmpty { name = newName() }
            copy["spec"]["containers"].mutateArray { $0.append(newContainer(name)) }
        } else {
            DebugProfile.change(&copy, name, change)
        }
        finish(&copy, name, .copy)
        return (copy, name)
    }

    private func change(_ container: inout JSON) {
        if !arguments.isEmpty {
            container["command"] = argumentsOnly ? container["command"] : JSON(arguments)
            container["args"] = argumentsOnly ? JSON(arguments) : .null
        }
        if !environment.isEmpty { container["env"] = environmentDocument }
        if !image.isEmpty { container["image"] = .string(image) }
        if !pullPolicy.isEmpty { container["imagePullPolicy"] = .string(pullPolicy) }
        container["stdin"] = takesInput ? true : .null
        container["tty"] = hasTerminal ? true : .null
    }

    private func finish(_ pod: inout JSON, _ container: String, _ style: DebugProfile.Style) {
        profile.apply(to: &pod, container: container, style: style, keep: keep)
        guard custom.isPresent else { return }
        DebugProfile.change(&pod, container) { target in
            for (member, value) in custom.object ?? JSONObject() {
                if member == "env", let added = value.array {
                    // Variables are merged by name.
                    let names = Set(added.map { $0["name"].words })
                    target[member] = .array(target[member].items.filter { !names.contains($0["name"].words) } + added)
                } else if case .object = value {
                    target[member] = MergePatch.apply(value, to: target[member])
                } else {
                    target[member] = value
                }
            }
        }
    }
}
