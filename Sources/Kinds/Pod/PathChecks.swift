internal import Document
internal import Resources

enum PathChecks {
    /// A path below some folder: relative, and never up.
    static func descending(_ path: String, _ field: FieldPath, _ errors: inout [FieldError]) {
        if path.hasPrefix("/") { errors.append(.invalid(field, path, "must be a relative path")) }
        noBacksteps(path, field, &errors)
    }

    static func noBacksteps(_ path: String, _ field: FieldPath, _ errors: inout [FieldError]) {
        if path.split(separator: "/").contains("..") { errors.append(.invalid(field, path, "must not contain '..'")) }
    }

    /// A path below a folder whose own files start with two dots.
    static func nonReserved(_ path: String, _ field: FieldPath, _ errors: inout [FieldError]) {
        descending(path, field, &errors)
        if path.hasPrefix(".."), !path.hasPrefix("../") { errors.append(.invalid(field, path, "must not start with '..'")) }
    }
}
