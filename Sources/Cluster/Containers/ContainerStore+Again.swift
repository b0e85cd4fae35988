import CRI
import Document
import Resources

extension ContainerStore {
    /// Starts one that has ended once more: the same program with the same name, id, ports, files and log. One that runs is left alone.
    package func startAgain(_ container: PlainContainer) async throws {
        if container.isRunning { return }
        let former = try await settledFormer(container)
        let others = try await listed().filter { $0.id != former.id && $0.isRunning }
        let request = former.request
        for port in request.ports where others.contains(where: { $0.request.ports.contains(where: port.collides) }) || !isFree(port) {
            throw ClusterError("Bind for \(port.address):\(port.hostPort ?? 0) failed: port is already allocated")
        }
        let reference = former.status.imageID.isEmpty ? former.status.imageRef : former.status.imageID
        guard let image = try await runtime.imageStatus(reference) else {
            throw ClusterError("the image of container \(former.name), \(reference), is not there any more")
        }
        try await release(former)
        try await take(over: former, image.id)
    }

    private func isFree(_ port: PublishedPort) -> Bool {
        port.transport != "tcp" || PortProbe.isFree(port.hostPort ?? 0, address: port.address)
    }

    /// Makes the container anew, gives it what the former one has written, and removes that.
    private func take(over former: PlainContainer, _ image: String) async throws {
        var request = former.request
        request.createdAt = former.createdAt
        let blueprint = ContainerBlueprint(
            id: former.id, request: request, image: image, paths: configuration.paths, attempt: former.status.attempt + 1)
        let sandbox = try await runtime.runPodSandbox(blueprint.sandbox)
        do {
            let id = try await runtime.createContainer(try blueprint.container(), sandboxID: sandbox, sandbox: blueprint.sandbox)
            try await layers.move(from: former.runtimeID, to: id)
            do {
                try await runtime.startContainer(id)
            } catch {
                try? await layers.move(from: id, to: former.runtimeID)
                throw error
            }
        } catch {
            try? await runtime.stopPodSandbox(sandbox)
            try? await runtime.removePodSandbox(sandbox)
            throw error
        }
        try await runtime.removeContainer(former.runtimeID)
        try await runtime.removePodSandbox(former.sandboxID)
    }

    /// The container to take over from. An earlier start that was cut short has left two: the one that holds what was written stays.
    private func settledFormer(_ container: PlainContainer) async throws -> PlainContainer {
        let all = try await everyOne().filter { $0.id == container.id }
        guard all.count > 1, let newest = all.first else { return try await find(container.id) }
        let kept = try await layers.isEmpty(newest.runtimeID) ? all[1] : newest
        for other in all where other.runtimeID != kept.runtimeID {
            try await runtime.removeContainer(other.runtimeID)
            try await release(other)
            try await runtime.removePodSandbox(other.sandboxID)
        }
        return try await find(container.id)
    }
}
