import CRI
import Document
import Resources

/// What `container run` is asked for.
package struct ContainerRequest: Sendable, Equatable {
    package var image: String
    /// Takes the place of the image's own; empty: the image's.
    package var command: [String] = []
    package var entrypoint: [String] = []
    /// Empty: one is made up.
    package var name = ""
    package var ports: [PublishedPort] = []
    /// `NAME=VALUE`.
    package var environment: [String] = []
    package var mounts: [ContainerMount] = []
    package var workingDirectory = ""
    /// `USER[:GROUP]`, names or numbers; empty: the image's.
    package var user = ""
    package var hostname = ""
    package var isPrivileged = false
    package var isReadOnly = false
    /// Bytes; 0: no limit.
    package var memoryLimitBytes: Int64 = 0
    /// Thousandths of a processor; 0: no limit.
    package var milliCPU: Int64 = 0
    package var takesInput = false
    package var hasTerminal = false
    /// Whether it is removed once it has ended.
    package var isRemovedAtEnd = false
    /// The process that waits for the container's end and removes it then, `PID START`; empty: nobody does.
    package var holder = ""
    /// When it was made first; nil: it has not been started again.
    var createdAt: Timestamp?

    package init(image: String) { self.image = image }

    /// Reads a size such as `64m`: bytes, or with `b`, `k`, `m` or `g` behind it.
    package static func bytes(_ text: String) throws -> Int64 {
        let units: [Character: Int64] = ["b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        let unit = text.lowercased().last.flatMap { units[$0] }
        guard let number = Int64(unit == nil ? text : String(text.dropLast())), number >= 0,
            case let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1), !overflow
        else { throw ClusterError("invalid argument \"\(text)\" for \"-m, --memory\" flag: invalid size: '\(text)'") }
        return bytes
    }

    /// Reads a number of processors such as `1.5`.
    package static func milliCPU(_ text: String) throws -> Int64 {
        guard let number = Double(text), number >= 0, number <= 100_000 else {
            throw ClusterError("invalid argument \"\(text)\" for \"--cpus\" flag: failed to parse \(text) as a rational number")
        }
        return Int64((number * 1000).rounded())
    }

    /// What is wrong with the name; nil when it will do.
    var nameProblem: String? {
        let letters = name.unicodeScalars
        func isPlain(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        }
        let isGood =
            letters.count > 1 && letters.count < 128 && letters.first.map(isPlain) == true
            && letters.allSatisfy { isPlain($0) || "_.-".unicodeScalars.contains($0) }
        return name.isEmpty || isGood
            ? nil : "Invalid container name (\(name)), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
    }
}

/// A directory or file of this machine shown inside a container, as `-v` names it: `SOURCE:TARGET[:ro]`, where the source is a path, or
/// the name of a volume that outlives its containers.
package struct ContainerMount: Sendable, Hashable {
    package var source: String
    package var target: String
    package var isReadOnly: Bool

    package init(source: String, target: String, isReadOnly: Bool = false) {
        (self.source, self.target, self.isReadOnly) = (source, target, isReadOnly)
    }

    package init(_ text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), !parts[0].isEmpty, parts[1].hasPrefix("/") else {
            throw ClusterError("invalid volume specification: '\(text)'; it is SOURCE:TARGET[:ro] with an absolute target")
        }
        let options = parts.count == 3 ? parts[2].split(separator: ",").map(String.init) : []
        if let unknown = options.first(where: { !["ro", "rw", "z", "Z"].contains($0) }) {
            throw ClusterError("invalid volume specification: '\(text)': invalid mode: \(unknown)")
        }
        self.init(source: parts[0], target: parts[1], isReadOnly: options.contains("ro"))
        if !isPath, !source.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }) || source.hasPrefix(".") {
            throw ClusterError(
                "\"\(source)\" is neither an absolute path nor a name for a volume: only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed")
        }
    }

    var isPath: Bool { source.hasPrefix("/") }

    /// - Parameter volumes: the directory that holds named volumes.
    func hostPath(volumes: String) -> String { isPath ? source : volumes + "/" + source }
}

extension ContainerRequest {
    /// What is kept with the container to list, inspect and remove it.
    var json: JSON {
        [
            "image": .string(image), "command": JSON(command), "entrypoint": JSON(entrypoint), "ports": .array(ports.map(\.json)),
            "environment": JSON(environment),
            "mounts": .array(
                mounts.map { ["source": .string($0.source), "target": .string($0.target), "readOnly": .bool($0.isReadOnly)] }),
            "workingDirectory": .string(workingDirectory), "user": .string(user), "hostname": .string(hostname),
            "privileged": .bool(isPrivileged), "readOnly": .bool(isReadOnly), "memory": .int(memoryLimitBytes), "milliCPU": .int(milliCPU),
            "stdin": .bool(takesInput), "tty": .bool(hasTerminal), "remove": .bool(isRemovedAtEnd), "holder": .string(holder),
            "name": .string(name), "created": JSON(createdAt?.nanoText),
        ]
    }

    init(json: JSON) {
        self.init(image: json["image"].string ?? "")
        (command, entrypoint, environment) = (json["command"].strings, json["entrypoint"].strings, json["environment"].strings)
        ports = (json["ports"].array ?? []).compactMap(PublishedPort.init(json:))
        mounts = (json["mounts"].array ?? []).map {
            ContainerMount(
                source: $0["source"].string ?? "", target: $0["target"].string ?? "", isReadOnly: $0["readOnly"].bool ?? false)
        }
        (workingDirectory, user) = (json["workingDirectory"].string ?? "", json["user"].string ?? "")
        (hostname, name, holder) = (json["hostname"].string ?? "", json["name"].string ?? "", json["holder"].string ?? "")
        (isPrivileged, isReadOnly) = (json["privileged"].bool ?? false, json["readOnly"].bool ?? false)
        (memoryLimitBytes, milliCPU) = (Int64(json["memory"].int ?? 0), Int64(json["milliCPU"].int ?? 0))
        (takesInput, hasTerminal) = (json["stdin"].bool ?? false, json["tty"].bool ?? false)
        isRemovedAtEnd = json["remove"].bool ?? false
        createdAt = json["created"].string.flatMap { Timestamp($0) }
    }
}
