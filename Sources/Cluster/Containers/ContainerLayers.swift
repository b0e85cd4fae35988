import CRI
import CommandRunner
import Document
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// What containers have written: their own layers over their images, and the volumes that their images ask for. The runtime throws both
/// away with a container, and starts none twice; so one that is to go on is made anew and gets what the former one wrote.
struct ContainerLayers: Sendable {
    static let timeout: Duration = .seconds(20)

    let runtime: any ContainerRuntime
    /// Containerd's socket.
    let socket: String
    var runner: any CommandRunning = CommandRunner()

    /// Gives what one container holds to another of the same image, in place of what that one has. Neither runs.
    func move(from first: String, to second: String) async throws {
        var (pairs, places) = ([(try await layer(of: first), try await layer(of: second))], try await volumes(of: second))
        for (target, path) in try await volumes(of: first) {
            if let place = places.removeValue(forKey: target) { pairs.append((path, place)) }
        }
        for (index, (path, place)) in pairs.enumerated() {
            do {
                try Self.replace(place, by: path)
            } catch {
                for (path, place) in pairs[..<index] { try? Self.replace(path, by: place) }
                throw ClusterError("what the container wrote cannot be taken over: \(error)")
            }
        }
    }

    private static func replace(_ place: String, by path: String) throws {
        if FileManager.default.fileExists(atPath: place) { try FileManager.default.removeItem(atPath: place) }
        guard rename(path, place) == 0 else { throw ClusterError("\(place): \(String(cString: strerror(errno)))") }
    }

    /// Whether a container has written nothing over its image.
    func isEmpty(_ container: String) async throws -> Bool {
        guard let directory = opendir(try await layer(of: container)) else { return true }
        defer { closedir(directory) }
        // `.` and `..` are always there.
        return readdir(directory) != nil && readdir(directory) != nil && readdir(directory) == nil
    }

    /// The directory of its own layer, which containerd tells by the mount it would make.
    private func layer(of container: String) async throws -> String {
        let command = Command(
            "ctr", ["--address", socket, "--namespace", "k8s.io", "snapshots", "mounts", "/", container])
        let output = try await runner.run(command, timeout: Self.timeout)
        guard output.succeeded else { throw ClusterError(output.standardError) }
        guard let path = Self.upperDirectory(output.standardOutput) else {
            throw ClusterError("the runtime keeps no layer of its own for container \(container)")
        }
        return path
    }

    static func upperDirectory(_ mount: String) -> String? {
        let options = mount.split(whereSeparator: { $0 == "," || $0.isWhitespace })
        return options.first { $0.hasPrefix("upperdir=") }.map { String($0.dropFirst("upperdir=".count)) }
    }

    /// Directories of the runtime that are the container's volumes, by where it sees them.
    private func volumes(of container: String) async throws -> [String: String] {
        let info = try await runtime.containerDetails(container).info["info"].flatMap { try? JSON.parse(text: $0) } ?? [:]
        return Self.volumes(of: container, info["runtimeSpec", "mounts"])
    }

    static func volumes(of container: String, _ mounts: JSON) -> [String: String] {
        var result: [String: String] = [:]
        for mount in mounts.array ?? [] {
            guard let source = mount["source"].string, source.contains("/containers/\(container)/volumes/"),
                let target = mount["destination"].string
            else { continue }
            result[target] = source
        }
        return result
    }
}
