package import Document

/// A failure as the API tells it: the content of a meta/v1 Status and of the HTTP answer that carries it.
package struct APIError: Error, Sendable, Hashable {
    /// Machine-readable word for the failure (meta/v1 StatusReason).
    package struct Reason: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package init(stringLiteral value: String) { rawValue = value }

        package static let unknown: Reason = ""
        package static let unauthorized: Reason = "Unauthorized"
        package static let forbidden: Reason = "Forbidden"
        package static let notFound: Reason = "NotFound"
        package static let alreadyExists: Reason = "AlreadyExists"
        package static let conflict: Reason = "Conflict"
        package static let gone: Reason = "Gone"
        package static let expired: Reason = "Expired"
        package static let invalid: Reason = "Invalid"
        package static let serverTimeout: Reason = "ServerTimeout"
        package static let timeout: Reason = "Timeout"
        package static let tooManyRequests: Reason = "TooManyRequests"
        package static let badRequest: Reason = "BadRequest"
        package static let methodNotAllowed: Reason = "MethodNotAllowed"
        package static let notAcceptable: Reason = "NotAcceptable"
        package static let requestEntityTooLarge: Reason = "RequestEntityTooLarge"
        package static let unsupportedMediaType: Reason = "UnsupportedMediaType"
        package static let internalError: Reason = "InternalError"
        package static let serviceUnavailable: Reason = "ServiceUnavailable"
    }

    package struct Cause: Sendable, Hashable {
        /// meta/v1 CauseType, such as `FieldValueInvalid`.
        package var reason: String
        package var message: String
        package var field: String

        package init(reason: String = "", message: String = "", field: String = "") {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    package struct Details: Sendable, Hashable {
        package var name: String
        package var group: String
        package var kind: String
        package var uid: String
        package var causes: [Cause]
        /// Seconds after which trying again may help; 0 says nothing.
        package var retryAfterSeconds: Int

        package init(
            name: String = "", group: String = "", kind: String = "", uid: String = "", causes: [Cause] = [], retryAfterSeconds: Int = 0
        ) {
            self.name = name
            self.group = group
            self.kind = kind
            self.uid = uid
            self.causes = causes
            self.retryAfterSeconds = retryAfterSeconds
        }
    }

    /// The HTTP status code.
    package var code: Int
    package var reason: Reason
    package var message: String
    package var details: Details?

    package init(code: Int, reason: Reason, message: String, details: Details? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    package var retryAfterSeconds: Int { details?.retryAfterSeconds ?? 0 }
    package var isNotFound: Bool { reason == .notFound }
    package var isConflict: Bool { reason == .conflict }
    package var isAlreadyExists: Bool { reason == .alreadyExists }
    /// The revision asked for is no longer kept: list anew.
    package var isExpired: Bool { code == 410 }
    /// The namespace of the object to be created is being deleted (meta/v1 cause `NamespaceTerminating`).
    package var isNamespaceTerminating: Bool { details?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false }
}

extension APIError: CustomStringConvertible {
    package var description: String { message }
}

extension APIError {
    /// The Status object that carries this failure.
    package var status: JSON {
        var status: JSON = ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure"]
        if !message.isEmpty { status["message"] = .string(message) }
        if !reason.rawValue.isEmpty { status["reason"] = .string(reason.rawValue) }
        if let details { status["details"] = details.document }
        status["code"] = .int(Int64(code))
        return status
    }

    /// Reads a Status; nil when the document is none. `code` is the HTTP status, which stands in where the document names no code.
    package init?(status: JSON, code: Int) {
        guard status["kind"].string == "Status", status["status"].string != "Success" else { return nil }
        self.init(
            code: status["code"].int ?? code, reason: Reason(rawValue: status["reason"].string ?? ""),
            message: status["message"].string ?? "", details: Details(status["details"]))
    }
}

extension APIError.Details {
    fileprivate var document: JSON {
        func text(_ value: String) -> JSON { value.isEmpty ? .null : .string(value) }
        var document: JSON = ["name": text(name), "group": text(group), "kind": text(kind), "uid": text(uid)]
        if !causes.isEmpty {
            document["causes"] = .array(
                causes.map { ["reason": text($0.reason), "message": text($0.message), "field": text($0.field)] })
        }
        if retryAfterSeconds != 0 { document["retryAfterSeconds"] = .int(Int64(retryAfterSeconds)) }
        return document
    }

    fileprivate init?(_ document: JSON) {
        guard document.object != nil else { return nil }
        self.init(
            name: document["name"].string ?? "", group: document["group"].string ?? "", kind: document["kind"].string ?? "",
            uid: document["uid"].string ?? "",
            causes: (document["causes"].array ?? []).map {
                .init(reason: $0["reason"].string ?? "", message: $0["message"].string ?? "", field: $0["field"].string ?? "")
            },
            retryAfterSeconds: document["retryAfterSeconds"].int ?? 0)
    }
}
