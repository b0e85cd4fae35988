/// The failures of the API in the words upstream's clients and users know (apimachinery `api/errors`).
extension APIError {
    package static func notFound(_ resource: QualifiedName, _ name: String) -> APIError {
        APIError(
            code: 404, reason: .notFound, message: "\(resource) \(name.goQuoted) not found",
            details: Details(name: name, group: resource.group, kind: resource.name))
    }
    package static func notFound(_ type: ResourceType, _ name: String) -> APIError { notFound(type.qualifiedResource, name) }

    /// The answer to a path that no resource lives under.
    package static var resourceNotFound: APIError {
        APIError(code: 404, reason: .notFound, message: "the server could not find the requested resource", details: Details())
    }

    package static func alreadyExists(_ resource: QualifiedName, _ name: String) -> APIError {
        APIError(
            code: 409, reason: .alreadyExists, message: "\(resource) \(name.goQuoted) already exists",
            details: Details(name: name, group: resource.group, kind: resource.name))
    }
    package static func alreadyExists(_ type: ResourceType, _ name: String) -> APIError { alreadyExists(type.qualifiedResource, name) }

    /// No free name was found for `generateName`.
    package static func generateNameConflict(_ type: ResourceType, _ name: String) -> APIError {
        var error = alreadyExists(type, name)
        error.message += ", the server was not able to generate a unique name for the object"
        error.details?.retryAfterSeconds = 1
        return error
    }

    package static func conflict(_ resource: QualifiedName, _ name: String, _ why: String) -> APIError {
        APIError(
            code: 409, reason: .conflict, message: "Operation cannot be fulfilled on \(resource) \(name.goQuoted): \(why)",
            details: Details(name: name, group: resource.group, kind: resource.name))
    }
    package static func conflict(_ type: ResourceType, _ name: String, _ why: String = APIError.modifiedWords) -> APIError {
        conflict(type.qualifiedResource, name, why)
    }

    /// What a conflict says when the object changed between reading and writing.
    package static let modifiedWords =
        "the object has been modified; please apply your changes to the latest version and try again"

    /// Conflicting field managers of a server-side apply.
    package static func applyConflict(_ causes: [Cause], _ message: String) -> APIError {
        APIError(code: 409, reason: .conflict, message: message, details: Details(causes: causes))
    }

    package static func invalid(_ kind: QualifiedName, _ name: String, _ errors: [FieldError]) -> APIError {
        let causes = errors.map { Cause(reason: $0.kind.rawValue, message: $0.body, field: $0.field.description) }
        let message = "\(kind) \(name.goQuoted) is invalid" + (errors.isEmpty ? "" : ": " + errors.summary)
        return APIError(
            code: 422, reason: .invalid, message: message,
            details: Details(name: name, group: kind.group, kind: kind.name, causes: causes))
    }
    package static func invalid(_ type: ResourceType, _ name: String, _ errors: [FieldError]) -> APIError {
        invalid(type.qualifiedKind, name, errors)
    }

    package static func forbidden(_ resource: QualifiedName?, _ name: String, _ why: String) -> APIError {
        let subject = resource.map { name.isEmpty ? "\($0) is " : "\($0) \(name.goQuoted) is " } ?? ""
        return APIError(
            code: 403, reason: .forbidden, message: "\(subject)forbidden: \(why)",
            details: Details(name: name, group: resource?.group ?? "", kind: resource?.name ?? ""))
    }
    package static func forbidden(_ type: ResourceType, _ name: String, _ why: String) -> APIError {
        forbidden(type.qualifiedResource, name, why)
    }

    package static func unauthorized(_ message: String = "Unauthorized") -> APIError {
        APIError(code: 401, reason: .unauthorized, message: message)
    }
    package static func badRequest(_ message: String) -> APIError { APIError(code: 400, reason: .badRequest, message: message) }
    package static func gone(_ message: String) -> APIError { APIError(code: 410, reason: .gone, message: message) }
    package static func expired(_ message: String) -> APIError { APIError(code: 410, reason: .expired, message: message) }

    package static func tooManyRequests(_ message: String, retryAfterSeconds: Int = 1) -> APIError {
        APIError(
            code: 429, reason: .tooManyRequests, message: message, details: Details(retryAfterSeconds: retryAfterSeconds))
    }

    package static func serviceUnavailable(_ message: String) -> APIError {
        APIError(code: 503, reason: .serviceUnavailable, message: message)
    }

    package static func methodNotAllowed(_ type: ResourceType, _ action: String) -> APIError {
        APIError(
            code: 405, reason: .methodNotAllowed,
            message: "\(action) is not supported on resources of kind \(type.qualifiedResource.description.goQuoted)",
            details: Details(group: type.group, kind: type.plural))
    }
    package static func methodNotAllowed() -> APIError {
        APIError(
            code: 405, reason: .methodNotAllowed, message: "the server does not allow this method on the requested resource",
            details: Details())
    }

    package static func serverTimeout(_ type: ResourceType, _ operation: String, retryAfterSeconds: Int = 1) -> APIError {
        APIError(
            code: 500, reason: .serverTimeout,
            message: "The \(operation) operation against \(type.qualifiedResource) could not be completed at this time, please try again.",
            details: Details(name: operation, group: type.group, kind: type.plural, retryAfterSeconds: retryAfterSeconds))
    }

    package static func timeout(_ message: String, retryAfterSeconds: Int = 0) -> APIError {
        APIError(
            code: 504, reason: .timeout, message: "Timeout: \(message)", details: Details(retryAfterSeconds: retryAfterSeconds))
    }

    package static func internalError(_ message: String) -> APIError {
        APIError(
            code: 500, reason: .internalError, message: "Internal error occurred: \(message)",
            details: Details(causes: [Cause(message: message)]))
    }

    package static func requestEntityTooLarge(_ message: String) -> APIError {
        APIError(code: 413, reason: .requestEntityTooLarge, message: "Request entity too large: \(message)")
    }

    /// The body has none of the `accepted` media types.
    package static func unsupportedMediaType(accepted: [String]) -> APIError {
        APIError(
            code: 415, reason: .unsupportedMediaType,
            message: "the body of the request was in an unknown format - accepted media types include: " + accepted.joined(separator: ", "))
    }

    /// The client takes none of the `offered` media types.
    package static func notAcceptable(offered: [String]) -> APIError {
        APIError(
            code: 406, reason: .notAcceptable,
            message: "only the following media types are accepted: " + offered.joined(separator: ", "))
    }

    /// A failure answer that is no Status: what can be said from its code alone.
    package static func generic(code: Int, body: String) -> APIError {
        let (reason, message): (Reason, String) =
            switch code {
            case 400: (.badRequest, "the server rejected our request for an unknown reason")
            case 401: (.unauthorized, "the server has asked for the client to provide credentials")
            case 403: (.forbidden, body)
            case 404: (.notFound, "the server could not find the requested resource")
            case 405: (.methodNotAllowed, "the server does not allow this method on the requested resource")
            case 406: (.notAcceptable, body)
            case 409: (.conflict, "the server reported a conflict")
            case 410: (.gone, body)
            case 415: (.unsupportedMediaType, body)
            case 422: (.invalid, "the server rejected our request due to an error in our request")
            case 429: (.tooManyRequests, "the server has received too many requests and has asked us to try again later")
            case 503: (.serviceUnavailable, "the server is currently unable to handle the request")
            case 504:
                (.timeout, "the server was unable to return a response in the time allotted, but may still be processing the request")
            case 500...: (.internalError, "an error on the server (\(body.goQuoted)) has prevented the request from succeeding")
            default: (.unknown, "the server responded with the status code \(code) but did not return more information")
            }
        return APIError(
            code: code, reason: reason, message: message,
            details: Details(causes: [Cause(reason: "UnexpectedServerResponse", message: body)]))
    }
}
