import CRI
import Document
import Resources

extension PlainContainer {
    /// Everything about it, as a document of the form that `docker inspect` made known.
    package func inspection(volumes: String) -> JSON {
        let started = Timestamp(nanosecondsSince1970: status.startedAt).nanoText
        let finished = Timestamp(nanosecondsSince1970: status.finishedAt).nanoText
        let never = "0001-01-01T00:00:00Z"
        let state: JSON = [
            "Status": .string(status.state == .exited ? "exited" : status.state.rawValue), "Running": .bool(isRunning),
            "OOMKilled": .bool(status.reason == "OOMKilled"), "Pid": JSON(pid), "ExitCode": JSON(Int(status.exitCode)),
            "Error": .string(status.message), "StartedAt": .string(status.startedAt > 0 ? started : never),
            "FinishedAt": .string(status.finishedAt > 0 ? finished : never),
        ]
        return [
            "Id": .string(id), "Created": .string(createdAt.nanoText), "Path": .string(process.first ?? ""),
            "Args": JSON(Array(process.dropFirst())), "State": state,
            "Image": .string(status.imageID.isEmpty ? status.imageRef : status.imageID),
            "LogPath": .string(status.logPath), "Name": .string("/" + name), "RuntimeID": .string(runtimeID),
            "HostConfig": hostConfiguration, "Mounts": .array(request.mounts.map { mount($0, volumes) }), "Config": configuration,
            "NetworkSettings": [
                "IPAddress": .string(address), "Ports": ports(request.ports),
                "Networks": ["pods": ["IPAddress": .string(address)]],
            ],
        ]
    }

    private var hostConfiguration: JSON {
        [
            "Binds": JSON(request.mounts.map { "\($0.source):\($0.target)" + ($0.isReadOnly ? ":ro" : "") }),
            "PortBindings": ports(request.ports), "AutoRemove": .bool(request.isRemovedAtEnd), "Privileged": .bool(request.isPrivileged),
            "ReadonlyRootfs": .bool(request.isReadOnly), "Memory": .int(request.memoryLimitBytes),
            "NanoCpus": .int(request.milliCPU * 1_000_000),
        ]
    }

    private var configuration: JSON {
        [
            "Hostname": .string(request.hostname), "User": .string(request.user), "Tty": .bool(request.hasTerminal),
            "OpenStdin": .bool(request.takesInput), "Env": JSON(environment),
            "Cmd": request.command.isEmpty ? .null : JSON(request.command), "Image": .string(request.image),
            "WorkingDir": .string(workingDirectory), "Entrypoint": request.entrypoint.isEmpty ? .null : JSON(request.entrypoint),
        ]
    }

    private func ports(_ published: [PublishedPort]) -> JSON {
        var result: JSON = [:]
        for port in published {
            let key = "\(port.containerPort)/\(port.transport)"
            let binding: JSON = ["HostIp": .string(port.address), "HostPort": .string(String(port.hostPort ?? 0))]
            result[key] = .array((result[key].array ?? []) + [binding])
        }
        return result
    }

    private func mount(_ mount: ContainerMount, _ volumes: String) -> JSON {
        [
            "Type": .string(mount.isPath ? "bind" : "volume"), "Name": mount.isPath ? .null : .string(mount.source),
            "Source": .string(mount.hostPath(volumes: volumes)), "Destination": .string(mount.target),
            "Mode": .string(mount.isReadOnly ? "ro" : ""), "RW": .bool(!mount.isReadOnly),
        ]
    }
}
