import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// What the machine is, read from the system once.
struct NodeFacts: Sendable, Equatable {
    var milliCPU: Int64
    var memoryBytes: Int64
    var ephemeralStorageBytes: Int64
    var machineID: String
    var systemUUID: String
    var bootID: String
    var kernelVersion: String
    var osImage: String
    /// `amd64`, `arm64` …
    var architecture: String

    static func read(rootDirectory: String) -> NodeFacts {
        var system = utsname()
        uname(&system)
        let machine = text(of: system.machine)
        var disk = statvfs()
        let storage = statvfs(rootDirectory, &disk) == 0 ? Int64(disk.f_blocks) * Int64(disk.f_frsize) : 0
        return NodeFacts(
            milliCPU: Int64(sysconf(Int32(_SC_NPROCESSORS_ONLN))) * 1000, memoryBytes: memory("MemTotal"), ephemeralStorageBytes: storage,
            machineID: line("/etc/machine-id"), systemUUID: line("/sys/class/dmi/id/product_uuid"),
            bootID: line("/proc/sys/kernel/random/boot_id"), kernelVersion: text(of: system.release), osImage: osImage(),
            architecture: ["x86_64": "amd64", "aarch64": "arm64"][machine] ?? machine)
    }

    /// A value of /proc/meminfo, bytes.
    static func memory(_ name: String) -> Int64 {
        for entry in (FileSystem.readText("/proc/meminfo") ?? "").split(separator: "\n") where entry.hasPrefix(name + ":") {
            let words = entry.split(separator: " ")
            if words.count > 1, let kibibytes = Int64(words[1]) { return kibibytes * 1024 }
        }
        return 0
    }

    private static func line(_ path: String) -> String {
        String((FileSystem.readText(path) ?? "").split(separator: "\n").first ?? "")
    }

    private static func osImage() -> String {
        for entry in (FileSystem.readText("/etc/os-release") ?? "").split(separator: "\n") where entry.hasPrefix("PRETTY_NAME=") {
            return entry.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }
        }
        return "Linux"
    }

    private static func text<T>(of field: T) -> String {
        withUnsafeBytes(of: field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
