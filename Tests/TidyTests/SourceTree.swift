import FoundationEssentials

/// The sources of this project as text, read where the tests were compiled from.
struct SourceTree {
    struct File {
        /// Relative to the project, such as `Sources/Storage/StoredValue.swift`.
        let path: String
        let lines: [Substring]

        /// `Storage` for `Sources/Storage/…`.
        var module: String { String(path.split(separator: "/")[1]) }
        /// Written by a generator, or the schema's text: neither is read as code.
        var isGenerated: Bool { path.contains("/Generated/") || path.contains("/Schema/Catalogue/") }
    }

    static let root = String(#filePath.dropLast("/Tests/TidyTests/SourceTree.swift".count))

    static func files(under directory: String) throws -> [File] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(directory)").filter { $0.hasSuffix(".swift") }.sorted().map {
            let path = "\(directory)/\($0)"
            let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
            return File(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    /// Hand-written code of modules and tests, but for this module, which names what it forbids.
    static func handWritten() throws -> [File] {
        try (files(under: "Sources") + files(under: "Tests")).filter { !$0.isGenerated && $0.module != "TidyTests" }
    }

    /// Modules of ours, without the system libraries.
    static func modules() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root + "/Sources").filter {
            !FileManager.default.fileExists(atPath: "\(root)/Sources/\($0)/module.modulemap")
        }.sorted()
    }
}

extension Substring {
    /// The line without what follows `//`; good enough for what is looked for here.
    var withoutComment: Substring {
        let bytes = utf8
        var previous: UInt8 = 0
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "/"), previous == UInt8(ascii: "/") { return self[startIndex..<bytes.index(before: index)] }
            previous = bytes[index]
        }
        return self
    }

    var indentation: Int { prefix { $0 == " " }.count }
}
