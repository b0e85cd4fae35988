package import Document

/// Who manages which fields of an object: `metadata.managedFields` (KEP-555).
package struct ManagedFields: Sendable, Hashable {
    package enum Operation: String, Sendable {
        case apply = "Apply"
        case update = "Update"
    }

    /// Who wrote, and by which way.
    package struct Manager: Sendable, Hashable {
        package var name: String
        package var operation: Operation
        /// The version in which fields are named.
        package var apiVersion: String
        /// Empty for the object itself.
        package var subresource: String

        package init(name: String, operation: Operation, apiVersion: String, subresource: String = "") {
            self.name = name
            self.operation = operation
            self.apiVersion = apiVersion
            self.subresource = subresource
        }

        /// Whether both own the same entry: who applies has one for all versions.
        package func isSame(as other: Manager) -> Bool {
            name == other.name && operation == other.operation && subresource == other.subresource
                && (operation == .apply || apiVersion == other.apiVersion)
        }
    }

    package struct Entry: Sendable, Hashable {
        package var manager: Manager
        /// RFC 3339 with seconds; nil in entries that a client wrote without.
        package var time: String?
        private var content: Content

        /// What is stored stays as it is written until somebody has to know all of it: most writes touch a few fields of many.
        private enum Content: Sendable, Hashable {
            case set(FieldSet)
            case written(JSON)
        }

        package var fields: FieldSet {
            get {
                switch content {
                case .set(let set): set
                case .written(let json): FieldSet(json: json) ?? FieldSet()
                }
            }
            set { content = .set(newValue) }
        }

        package init(_ manager: Manager, time: String?, fields: FieldSet) {
            self.manager = manager
            self.time = time
            content = .set(fields)
        }

        /// - Parameter fields: as they are written (FieldsV1).
        package init(_ manager: Manager, time: String?, written fields: JSON) {
            self.manager = manager
            self.time = time
            content = .written(fields)
        }

        /// Nil for what is no entry: without a version, of an unknown operation or form.
        /// - Parameter isStored: this server wrote it, so that its fields are in order.
        init?(json: JSON, isStored: Bool) {
            guard let operation = Operation(rawValue: json["operation"].string ?? ""), let apiVersion = json["apiVersion"].string,
                !apiVersion.isEmpty, json["fieldsType"] == "FieldsV1"
            else { return nil }
            manager = Manager(
                name: json["manager"].string ?? "", operation: operation, apiVersion: apiVersion,
                subresource: json["subresource"].string ?? "")
            time = json["time"].string
            let written = json["fieldsV1"]
            if isStored, !written.isNull {
                content = .written(written)
                return
            }
            guard let fields = written.isNull ? FieldSet() : FieldSet(json: written) else { return nil }
            content = .set(fields)
        }

        /// Whether some field belongs to the entry and to `others`.
        func shares(_ others: FieldSet) -> Bool {
            switch content {
            case .set(let set): !set.intersection(others).isEmpty
            case .written(let json): others.meets(json)
            }
        }

        mutating func add(_ fields: FieldSet) {
            switch content {
            case .set(let set): content = .set(set.union(fields))
            case .written(let json): content = .written(fields.joined(to: json))
            }
        }

        private var fieldsJSON: JSON {
            switch content {
            case .set(let set): set.json
            case .written(let json): json
            }
        }

        var json: JSON {
            var object = JSONObject(minimumCapacity: 7)
            if !manager.name.isEmpty { object.append("manager", .string(manager.name)) }
            object.append("operation", .string(manager.operation.rawValue))
            object.append("apiVersion", .string(manager.apiVersion))
            if let time { object.append("time", .string(time)) }
            object.append("fieldsType", "FieldsV1")
            object.append("fieldsV1", fieldsJSON)
            if !manager.subresource.isEmpty { object.append("subresource", .string(manager.subresource)) }
            return .object(object)
        }
    }

    /// Update entries beyond this number are put together, the oldest first.
    static let maximumUpdates = 10
    /// Under this name.
    static let oldUpdates = "ancient-changes"
    /// Owns what an object held before somebody applied to it for the first time.
    package static let beforeFirstApply = "before-first-apply"

    package internal(set) var entries: [Entry] = []

    package init() {}
    package init(_ entries: [Entry]) { self.entries = entries }

    /// Reads `metadata.managedFields`; nil when an entry of it is none, so that the whole means nothing.
    /// - Parameter isStored: this server wrote it.
    package init?(json: JSON, isStored: Bool = false) {
        guard let elements = json.array else {
            if json.isNull { return }
            return nil
        }
        for element in elements {
            guard let entry = Entry(json: element, isStored: isStored) else { return nil }
            // A second entry of the same manager takes the place of the first.
            if let index = entries.firstIndex(where: { $0.manager.isSame(as: entry.manager) }) {
                entries[index] = entry
            } else {
                entries.append(entry)
            }
        }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// Null when nobody manages anything.
    package var json: JSON { entries.isEmpty ? .null : .array(sorted.map(\.json)) }

    /// Those who apply first, then by age.
    private var sorted: [Entry] {
        entries.count < 2 ? entries : entries.sorted { Self.precedes($0, $1) }
    }

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        if a.manager.operation != b.manager.operation { return a.manager.operation == .apply }
        return isOlder(a, b)
    }

    private static func isOlder(_ a: Entry, _ b: Entry) -> Bool {
        if a.time != b.time { return a.time ?? "" < b.time ?? "" }
        if a.manager.name != b.manager.name { return a.manager.name < b.manager.name }
        if a.manager.apiVersion != b.manager.apiVersion { return a.manager.apiVersion < b.manager.apiVersion }
        return a.manager.subresource < b.manager.subresource
    }

    func index(of manager: Manager) -> Int? { entries.firstIndex { $0.manager.isSame(as: manager) } }

    /// The fields that all managers own together.
    var owned: FieldSet { entries.reduce(FieldSet()) { $0.union($1.fields) } }

    /// Keeps the number of Update entries within bounds: the oldest of each version become one.
    mutating func cap() {
        var updates = entries.filter { $0.manager.operation == .update }.sorted { Self.isOlder($0, $1) }
        guard updates.count > Self.maximumUpdates else { return }
        var count = updates.count
        var first: [String: Manager] = [:]
        while count > Self.maximumUpdates, !updates.isEmpty {
            let entry = updates.removeFirst()
            let version = entry.manager.apiVersion
            guard let earlier = first[version] else {
                first[version] = entry.manager
                continue
            }
            let bucket = Manager(name: Self.oldUpdates, operation: .update, apiVersion: version)
            var fields = entry.fields
            for manager in Set([earlier, bucket]) {
                guard let index = index(of: manager) else { continue }
                fields = fields.union(entries[index].fields)
                entries.remove(at: index)
            }
            if let index = index(of: entry.manager) { entries.remove(at: index) }
            entries.append(Entry(bucket, time: entry.time, fields: fields))
            first[version] = bucket
            count -= 1
        }
    }
}
