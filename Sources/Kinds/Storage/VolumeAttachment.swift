internal import Document
internal import Resources
internal import Schema

/// storage.k8s.io/v1 VolumeAttachment.
struct VolumeAttachmentRules: KindBehaviour {
    /// What a driver may say of an attachment, keys and values together, and of a failure, in bytes.
    private static let metadataLimit = 256 * 1024
    private static let messageLimit = 1024

    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Attacher", format: "name"), TableColumn("PV"), TableColumn("Node"),
            TableColumn("Attached", type: "boolean"), .age,
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        StorageChecks.driverName(spec["attacher"].string ?? "", "spec.attacher", &errors)
        let source = spec["source"]
        let (inline, name) = (source["inlineVolumeSpec"], source["persistentVolumeName"])
        let message = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
        if inline.isNull, name.isNull {
            errors.append(.required("spec.source", message))
        } else if !inline.isNull, !name.isNull {
            errors.append(.forbidden("spec.source", message))
        } else if let volume = name.string {
            if volume.isEmpty {
                errors.append(.required("spec.source.persistentVolumeName", "must specify non empty persistentVolumeName"))
            }
            for problem in NameRules.dns1123Subdomain(volume) {
                errors.append(.invalid("spec.source.persistentVolumeName", volume, problem))
            }
        }
        let node = spec["nodeName"].string ?? ""
        for problem in NameRules.dns1123Subdomain(node) { errors.append(.invalid("spec.nodeName", node, problem)) }
        status(object["status"], &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) { status(object["status"], &errors) }

    private func status(_ status: JSON, _ errors: inout [FieldError]) {
        let bytes = status["attachmentMetadata"].stringMap.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if bytes > Self.metadataLimit { errors.append(.tooLong("status.attachmentMetadata", limitBytes: Self.metadataLimit)) }
        for key in ["attachError", "detachError"] {
            let path = FieldPath("status").child(key)
            if let message = status[key]["message"].string, message.utf8.count > Self.messageLimit {
                errors.append(.tooLong(path.child("message"), limitBytes: Self.messageLimit))
            }
            if let code = status[key]["errorCode"].int, code < 0 {
                errors.append(.invalid(path.child("errorCode"), code, "must be between 0 and 2147483647, inclusive"))
            }
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"], old["spec"], "spec", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        return [
            object.nameCell, spec["attacher"].textCell, spec["source"]["persistentVolumeName"].textCell, spec["nodeName"].textCell,
            .bool(object["status"]["attached"].bool ?? false), object.ageCell(now: now),
        ]
    }
}

/// storage.k8s.io/v1 VolumeAttributesClass.
struct VolumeAttributesClassRules: KindBehaviour {
    /// All parameters together, keys and values, in bytes; and their number.
    private static let parameterBytes = 256 * 1024
    private static let parameterCount = 512

    var columns: [TableColumn] { [.name, TableColumn("DriverName"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let driver = object["driverName"].string ?? ""
        if driver.isEmpty {
            errors.append(.required("driverName"))
        } else {
            for problem in NameRules.qualifiedName(driver.lowercased()) { errors.append(.invalid("driverName", driver, problem)) }
        }
        let parameters = object["parameters"].stringMap
        if parameters.count > Self.parameterCount {
            errors.append(.tooLong("parameters", limitBytes: Self.parameterCount))
            return
        }
        if parameters.keys.contains("") { errors.append(.invalid("parameters", "", "field can not be empty.")) }
        if parameters.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) > Self.parameterBytes {
            errors.append(.tooLong("parameters", limitBytes: Self.parameterBytes))
        }
        if parameters.isEmpty { errors.append(.required("parameters", "must contain at least one key/value pair")) }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["driverName", "parameters"] where object[key] != old[key] {
            errors.append(.forbidden(FieldPath(key), "updates to \(key) are forbidden."))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, object["driverName"].textCell, object.ageCell(now: now)]
    }
}

enum StorageChecks {
    /// The longest name of a driver, in bytes.
    private static let nameLimit = 63

    static func driverName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty { return errors.append(.required(path)) }
        if name.utf8.count > nameLimit { errors.append(.tooLong(path, limitBytes: nameLimit)) }
        for problem in NameRules.dns1123Subdomain(name.lowercased()) { errors.append(.invalid(path, name, problem)) }
    }
}
