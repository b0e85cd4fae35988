internal import Document
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

extension KubeconfigFiles {
    /// Changes an entry in the file it stands in, or makes a new one.
    mutating func change(_ section: String, _ name: String, _ body: (inout JSON) throws -> Void) throws {
        let index = place(section, name)
        var document = prepared(index)
        let member = String(section.dropLast())
        var entries = document[section].array ?? []
        if let position = entries.firstIndex(where: { $0["name"].string == name }) {
            try body(&entries[position][member])
            if entries[position][member].isNull { entries[position][member] = [:] }
        } else {
            var entry: JSON = ["name": .string(name)]
            var content: JSON = [:]
            try body(&content)
            entry[member] = content
            entries.append(entry)
        }
        document[section] = .array(entries)
        files[index].document = document
        try save(index)
    }

    /// Takes an entry out of the file it stands in.
    mutating func remove(_ section: String, _ name: String) throws {
        let index = place(section, name)
        files[index].document[section].mutateArray { $0.removeAll { $0["name"].string == name } }
        try save(index)
    }

    mutating func setCurrentContext(_ name: String) throws {
        let index = contextPlace
        files[index].document = prepared(index)
        files[index].document["current-context"] = .string(name)
        try save(index)
    }

    func prepared(_ index: Int) -> JSON {
        var document = files[index].document
        if document.object == nil { document = ["apiVersion": "v1", "kind": "Config", "preferences": [:]] }
        for section in Self.sections where document[section].isNull { document[section] = .array([]) }
        if document["current-context"].isNull { document["current-context"] = "" }
        return document
    }

    /// Replaces the file as a whole, readable by its owner alone.
    func save(_ index: Int) throws {
        let path = files[index].path
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try FileManager.default.createDirectory(atPath: String(path[..<slash]), withIntermediateDirectories: true)
        }
        let temporary = "\(path).\(getpid()).new"
        let contents = Data(YAML.write(files[index].document).utf8)
        guard FileManager.default.createFile(atPath: temporary, contents: contents, attributes: [.posixPermissions: 0o600]) else {
            throw Failure("open \(path): permission denied")
        }
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw Failure("cannot write \(path): \(reason)")
        }
    }
}
