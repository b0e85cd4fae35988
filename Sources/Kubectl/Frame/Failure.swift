internal import Client
internal import Document
internal import Resources

/// Why a command cannot do what it was asked, in the words that are shown.
struct Failure: Error, Sendable, CustomStringConvertible {
    var description: String
    var exitCode: Int32 = 1
    /// Shown as it is, without `error: ` before it.
    var isBare = false

    init(_ description: String, exitCode: Int32 = 1, bare: Bool = false) {
        self.description = description
        self.exitCode = exitCode
        isBare = bare
    }

    /// Ends the command with a status and without a word.
    static func exit(_ code: Int32) -> Failure { Failure("", exitCode: code, bare: true) }

    /// The server knows no such type of resource.
    static func unknownResource(_ name: String) -> Failure { Failure("the server doesn't have a resource type \(name.goQuoted)") }
}

/// Several failures, each told on its own.
struct Failures: Error, Sendable {
    var errors: [any Error]

    /// Nothing when there are none, the one alone, or all of them.
    static func throwing(_ errors: [any Error]) throws {
        if errors.count == 1 { throw errors[0] }
        if !errors.isEmpty { throw Failures(errors: errors) }
    }
}

/// A failure of the server, with what was being done to what: `error when creating "f.yaml": …`.
struct SourcedError: Error, Sendable {
    var verb: String
    var source: String
    var error: any Error

    /// The error itself when it has no source.
    static func wrap(_ verb: String, _ source: String, _ error: any Error) -> any Error {
        if source.isEmpty { return error }
        if var status = error as? APIError {
            status.message = "error when \(verb) \(source.goQuoted): \(status.message)"
            return status
        }
        return Failure("error when \(verb) \(source.goQuoted): \(ErrorText.plain(error))")
    }
}

/// What is printed of an error, in upstream's words.
enum ErrorText {
    /// The text without a line feed at its end, and the exit status.
    static func report(_ error: any Error) -> (text: String, code: Int32) {
        switch error {
        case let failure as Failure:
            if failure.isBare { return (failure.description, failure.exitCode) }
            return (failure.description.hasPrefix("error: ") ? failure.description : "error: " + failure.description, failure.exitCode)
        case let failures as Failures:
            return (unique(failures.errors.map { standard($0) ?? plain($0) }).joined(separator: "\n"), 1)
        case let error as APIError where error.reason == .invalid: return (invalid(error), 1)
        default:
            if let text = standard(error) { return (text, 1) }
            return ("error: " + plain(error), 1)
        }
    }

    /// The error in a few words, to be put into a sentence.
    static func plain(_ error: any Error) -> String {
        switch error {
        case let failure as Failure: failure.description
        case let failures as Failures:
            failures.errors.count == 1 ? plain(failures.errors[0]) : "[" + failures.errors.map(plain).joined(separator: ", ") + "]"
        case let error as APIError: error.message
        case let error as ConfigurationError: error.description
        case let failure as TransportFailure: failure.text
        default: "\(error)"
        }
    }

    /// Failures of the server and of the way to it; nil for all others.
    static func standard(_ error: any Error) -> String? {
        if let error = error as? APIError {
            if error.reason == .unauthorized { return "error: You must be logged in to the server (\(error.message))" }
            if error.reason == .unknown { return "Error from server: \(error.message)" }
            return "Error from server (\(error.reason.rawValue)): \(error.message)"
        }
        guard let failure = error as? TransportFailure else { return nil }
        if failure.isRefused { return "The connection to the server \(failure.host) was refused - did you specify the right host or port?" }
        return "Unable to connect to the server: \(failure.text)"
    }

    private static func invalid(_ error: APIError) -> String {
        var text = "The request is invalid"
        guard let details = error.details else { return error.message.isEmpty ? text : text + ": " + error.message }
        if !details.kind.isEmpty || !details.name.isEmpty {
            text = "The \(details.kind) \(details.name.goQuoted) is invalid"
        } else if !error.message.isEmpty, details.causes.isEmpty {
            text += ": " + error.message
        }
        let causes = unique(details.causes.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" })
        switch causes.count {
        case 0: return text
        case 1: return "\(text): \(causes[0])"
        default: return "\(text): \n" + causes.map { "* \($0)" }.joined(separator: "\n")
        }
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen = Set<String>()
        return texts.filter { seen.insert($0).inserted }
    }
}
