internal import Document
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// The kubeconfig as it stands in one or several files, read as one; changes go back into the file an entry came from.
///
/// `--kubeconfig` names the one file; otherwise `KUBECONFIG` lists them, and `~/.kube/config` is the default. Of entries with one
/// name the first counts.
struct KubeconfigFiles: Sendable {
    struct File: Sendable {
        var path: String
        /// Null when there is no such file yet.
        var document: JSON
    }

    static let sections = ["clusters", "contexts", "users"]
    /// Members of entries that name files, relative to the kubeconfig's own folder.
    private static let fileMembers = ["certificate-authority", "client-certificate", "client-key", "tokenFile"]

    var files: [File]
    /// Whether the file was named by flag: then it must be there.
    var isExplicit = false

    /// - Parameter mustExist: whether a file named by `--kubeconfig` has to be there already.
    static func load(flag: String?, environment: Environment, mustExist: Bool = true) throws -> KubeconfigFiles {
        let paths: [String]
        if let flag, !flag.isEmpty {
            paths = [flag]
        } else if let list = environment["KUBECONFIG"] {
            var seen = Set<String>()
            paths = list.split(separator: ":").map(String.init).filter { seen.insert($0).inserted }
        } else {
            paths = [environment.home + "/.kube/config"]
        }
        let isExplicit = flag?.isEmpty == false
        let files = try paths.map { path in
            guard access(path, F_OK) == 0 else {
                if isExplicit, mustExist { throw Failure("stat \(path): no such file or directory") }
                return File(path: path, document: .null)
            }
            do {
                return File(path: path, document: try YAML.parseOne(String(contentsOfFile: path, encoding: .utf8)))
            } catch let error as YAML.SyntaxError {
                throw Failure("error loading config file \"\(path)\": \(error.description)")
            } catch {
                throw Failure("error loading config file \"\(path)\": open \(path): permission denied")
            }
        }
        return KubeconfigFiles(files: files, isExplicit: isExplicit)
    }

    /// All files as one document, in kubeconfig's own shape; file names made absolute unless `resolving` is off.
    func merged(resolving: Bool = true) -> JSON {
        var merged: JSON = ["apiVersion": "v1", "kind": "Config", "preferences": [:], "current-context": ""]
        for section in Self.sections { merged[section] = [] }
        for file in files {
            if merged["current-context"].string?.isEmpty ?? true {
                merged["current-context"] = .string(file.document["current-context"].string ?? "")
            }
            for section in Self.sections {
                for var entry in file.document[section].array ?? [] where !Self.contains(merged[section], entry["name"]) {
                    if resolving { resolve(&entry, section, file.path) }
                    merged[section].mutateArray { $0.append(entry) }
                }
            }
        }
        return merged
    }

    private static func contains(_ list: JSON, _ name: JSON) -> Bool { list.array?.contains { $0["name"] == name } ?? false }

    private func resolve(_ entry: inout JSON, _ section: String, _ path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let member = String(section.dropLast())
        for key in Self.fileMembers {
            if let name = entry[member][key].string, !name.isEmpty, !name.hasPrefix("/") { entry[member][key] = .string(folder + name) }
        }
        // A program that is named by a path is looked for beside the file as well; one that is named alone, in PATH.
        if let program = entry[member]["exec"]["command"].string, program.contains("/"), !program.hasPrefix("/") {
            entry[member]["exec"]["command"] = .string(folder + program)
        }
    }

    func entry(_ section: String, _ name: String) -> JSON? {
        for file in files {
            if let entry = file.document[section].array?.first(where: { $0["name"].string == name }) {
                return entry[String(section.dropLast())]
            }
        }
        return nil
    }

    func names(_ section: String) -> [String] {
        var seen = Set<String>()
        return files.flatMap { $0.document[section].array ?? [] }.compactMap { $0["name"].string }.filter { seen.insert($0).inserted }
    }

    var currentContext: String { files.lazy.compactMap { $0.document["current-context"].string }.first { !$0.isEmpty } ?? "" }

    /// The file in which an entry stands, or in which a new one belongs.
    func place(_ section: String, _ name: String) -> Int {
        files.firstIndex { Self.contains($0.document[section], .string(name)) } ?? newPlace
    }

    /// The first file that is there, or else the last one named.
    var newPlace: Int { files.firstIndex { !$0.document.isNull } ?? files.count - 1 }

    /// Where `current-context` is written to.
    var contextPlace: Int { files.firstIndex { $0.document["current-context"].string?.isEmpty == false } ?? newPlace }
}
