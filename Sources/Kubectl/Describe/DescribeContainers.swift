internal import Document
internal import Resources

/// What a client can say of the values that a container's environment takes from its pod.
struct PodEnvironment {
    var pod: JSON

    /// Only name and namespace are known without the server; the others are left empty, as upstream's client leaves them.
    func value(of path: String) -> String {
        switch path {
        case "metadata.name": pod["metadata"]["name"].words
        case "metadata.namespace": pod["metadata"]["namespace"].words
        default: ""
        }
    }
}

extension DescribePage {
    /// - Parameters:
    ///   - environment: nil for containers of a template, whose pod is not known.
    ///   - nested: whether they are those of a template.
    mutating func containers(_ title: String, _ containers: [JSON], _ statuses: [JSON], _ environment: PodEnvironment?, nested: Bool) {
        line((nested ? "  " : "") + title + ":" + (containers.isEmpty ? " <none>" : ""))
        for container in containers {
            let status = statuses.last { $0["name"].words == container["name"].words }
            containerFacts(container, status, nested: nested)
            containerCommand(container)
            if let status { containerStatus(status) }
            resources(2, container["resources"])
            for (title, member) in [("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")]
            where container[member].isPresent {
                field(2, title, ProbeText.describe(container[member]))
            }
            environmentSources(container["envFrom"].items)
            environmentVariables(container, environment)
            mounts(container)
        }
    }

    private mutating func containerFacts(_ container: JSON, _ status: JSON?, nested: Bool) {
        line(1, (nested ? " " : "") + container["name"].words + ":")
        if let status { field(2, "Container ID", status["containerID"].words) }
        field(2, "Image", container["image"].words)
        if let status { field(2, "Image ID", status["imageID"].words) }
        for (title, member) in [("Port", "containerPort"), ("Host Port", "hostPort")] {
            let texts = container["ports"].items.map { port in
                let text = "\(port[member].count)/\(port["protocol"].words)"
                return port["name"].words.isEmpty ? text : "\(text) (\(port["name"].words))"
            }
            field(2, texts.count > 1 ? title + "s" : title, texts.joined(separator: ", ").orNone)
        }
        seccomp(2, container["securityContext"]["seccompProfile"], nestedLevel: 3)
    }

    private mutating func containerCommand(_ container: JSON) {
        for (title, member) in [("Command", "command"), ("Args", "args")] {
            let words = container[member].strings
            if words.isEmpty { continue }
            line(2, title + ":")
            for word in words {
                for part in word.split(separator: "\n", omittingEmptySubsequences: false) { line(3, String(part)) }
            }
        }
    }

    private mutating func containerStatus(_ status: JSON) {
        containerState("State", status["state"])
        if status["lastState"]["terminated"].isPresent { containerState("Last State", status["lastState"]) }
        field(2, "Ready", status["ready"].bool == true ? "True" : "False")
        field(2, "Restart Count", String(status["restartCount"].count))
    }

    private mutating func containerState(_ title: String, _ state: JSON) {
        if state["running"].isPresent {
            field(2, title, "Running")
            return field(3, "Started", state["running"]["startedAt"].localTime)
        }
        guard state["terminated"].isPresent, state["waiting"].isNull else {
            field(2, title, "Waiting")
            if !state["waiting"]["reason"].words.isEmpty { field(3, "Reason", state["waiting"]["reason"].words) }
            return
        }
        let end = state["terminated"]
        field(2, title, "Terminated")
        if !end["reason"].words.isEmpty { field(3, "Reason", end["reason"].words) }
        if !end["message"].words.isEmpty { field(3, "Message", end["message"].words) }
        field(3, "Exit Code", String(end["exitCode"].count))
        if end["signal"].count > 0 { field(3, "Signal", String(end["signal"].count)) }
        field(3, "Started", end["startedAt"].localTime)
        field(3, "Finished", end["finishedAt"].localTime)
    }

    mutating func resources(_ level: Int, _ resources: JSON) {
        for (title, member) in [("Limits", "limits"), ("Requests", "requests")] where resources[member].object?.isEmpty == false {
            line(level, title + ":")
            amounts(level + 1, resources[member])
        }
    }

    private mutating func environmentSources(_ sources: [JSON]) {
        if sources.isEmpty { return }
        line(2, "Environment Variables from:")
        for source in sources {
            let isConfigMap = source["configMapRef"].isPresent
            let reference = source[isConfigMap ? "configMapRef" : "secretRef"]
            var from = isConfigMap ? "ConfigMap" : reference.isPresent ? "Secret" : ""
            if !source["prefix"].words.isEmpty { from += " with prefix '\(source["prefix"].words)'" }
            row(3, [reference["name"].words, from, "Optional: \(reference["optional"].bool ?? false)"])
        }
    }

    private mutating func environmentVariables(_ container: JSON, _ environment: PodEnvironment?) {
        let variables = container["env"].items
        line(2, "Environment:" + (variables.isEmpty ? "\t<none>" : ""))
        for variable in variables {
            let name = variable["name"].words
            let from = variable["valueFrom"]
            if from.isNull {
                for (index, part) in variable["value"].words.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                    line(3, (index == 0 ? name + ":" : "") + "\t" + part)
                }
            } else if from["fieldRef"].isPresent {
                let path = from["fieldRef"]["fieldPath"].words
                field(3, name, "\(environment?.value(of: path) ?? "") (\(from["fieldRef"]["apiVersion"].words):\(path))")
            } else if from["resourceFieldRef"].isPresent {
                let reference = from["resourceFieldRef"]
                field(3, name, "\(Self.resourceValue(reference, container)) (\(reference["resource"].words))")
            } else if from["secretKeyRef"].isPresent {
                let key = from["secretKeyRef"]
                let text = "<set to the key '\(key["key"].words)' in secret '\(key["name"].words)'>"
                row(3, [name + ":", text, "Optional: \(key["optional"].bool ?? false)"])
            } else if from["configMapKeyRef"].isPresent {
                let key = from["configMapKeyRef"]
                let text = "<set to the key '\(key["key"].words)' of config map '\(key["name"].words)'>"
                row(3, [name + ":", text, "Optional: \(key["optional"].bool ?? false)"])
            }
        }
    }

    /// The container's own limit or request, in the units asked for; what is not set is the node's.
    private static func resourceValue(_ reference: JSON, _ container: JSON) -> String {
        let resource = reference["resource"].words
        guard let dot = resource.firstIndex(of: ".") else { return "" }
        let side = String(resource[..<dot])
        let name = String(resource[resource.index(after: dot)...])
        guard side == "limits" || side == "requests" else { return "" }
        guard ["cpu", "memory", "ephemeral-storage"].contains(name) || name.hasPrefix("hugepages-") else { return "" }
        let amount = container["resources"][side][name].quantity
        let asked = reference["divisor"].quantity
        let divisor = asked.isZero ? Quantity(1) : asked
        let isCPU = name == "cpu"
        let units = Double(isCPU ? amount.milliValue : amount.value) / Double(isCPU ? divisor.milliValue : divisor.value)
        let value = Int(units.rounded(.up))
        return value == 0 && (resource == "limits.cpu" || resource == "limits.memory") ? "node allocatable" : String(value)
    }

    private mutating func mounts(_ container: JSON) {
        let mounts = container["volumeMounts"].items
        line(2, "Mounts:" + (mounts.isEmpty ? "\t<none>" : ""))
        for mount in mounts.sorted(by: { $0["mountPath"].words < $1["mountPath"].words }) {
            var flags = mount["readOnly"].bool == true ? "ro" : "rw"
            if !mount["subPath"].words.isEmpty { flags += ",path=" + mount["subPath"].words.goQuoted }
            line(3, "\(mount["mountPath"].words) from \(mount["name"].words) (\(flags))")
        }
        let devices = container["volumeDevices"].items
        if devices.isEmpty { return }
        line(2, "Devices:" + (mounts.isEmpty ? "\t<none>" : ""))
        for device in devices.sorted(by: { $0["devicePath"].words < $1["devicePath"].words }) {
            line(3, "\(device["devicePath"].words) from \(device["name"].words)")
        }
    }
}

/// A probe on one line.
enum ProbeText {
    static func describe(_ probe: JSON) -> String {
        let attributes =
            "delay=\(probe["initialDelaySeconds"].count)s timeout=\(probe["timeoutSeconds"].count)s period=\(probe["periodSeconds"].count)s"
            + " #success=\(probe["successThreshold"].count) #failure=\(probe["failureThreshold"].count)"
        if probe["exec"].isPresent { return "exec [\(probe["exec"]["command"].strings.joined(separator: " "))] \(attributes)" }
        if probe["httpGet"].isPresent { return "http-get \(url(probe["httpGet"])) \(attributes)" }
        if probe["tcpSocket"].isPresent {
            return "tcp-socket \(probe["tcpSocket"]["host"].words):\(probe["tcpSocket"]["port"].intOrString) \(attributes)"
        }
        if probe["grpc"].isPresent { return "grpc <pod>:\(probe["grpc"]["port"].count) \(probe["grpc"]["service"].words) \(attributes)" }
        return "unknown \(attributes)"
    }

    private static func url(_ get: JSON) -> String {
        let host = get["host"].words
        var path = ""
        for byte in get["path"].words.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-_.~$&+,/:;=@".contains(character) {
                path.append(character)
            } else {
                path += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        if !path.isEmpty, !path.hasPrefix("/") { path = "/" + path }
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":" + get["port"].intOrString
        return get["scheme"].words.lowercased() + "://" + authority + path
    }
}
