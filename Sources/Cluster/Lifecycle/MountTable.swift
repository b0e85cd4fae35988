import FoundationEssentials

/// What is mounted on this machine, as the kernel tells it in `/proc/self/mounts`.
enum MountTable {
    /// Mount points below the given directories, deepest first. The kernel writes spaces in paths as `\040`.
    static func mounts(under roots: [String], in table: String) -> [String] {
        table.split(separator: "\n").compactMap { line -> String? in
            let fields = line.split(separator: " ")
            guard fields.count > 1 else { return nil }
            let path = String(fields[1]).replacing("\\040", with: " ")
            return roots.contains { path == $0 || path.hasPrefix($0 + "/") } ? path : nil
        }.sorted { ($0.count, $0) > ($1.count, $1) }
    }
}
