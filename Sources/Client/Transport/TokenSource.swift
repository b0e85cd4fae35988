import FoundationEssentials
import Synchronization

/// A bearer token: fixed, from a file that is read again once a minute, or made by somebody else.
final class TokenSource: Sendable {
    static let lifetime: Duration = .seconds(60)

    private let fixed: String?
    private let file: String?
    private let made: (@Sendable () throws -> String?)?
    private let cached = Mutex<(token: String, readAt: ContinuousClock.Instant)?>(nil)

    init(token: String?, file: String?, made: (@Sendable () throws -> String?)? = nil) {
        fixed = token
        self.file = file
        self.made = made
    }

    /// Nil when there is no token at all. A file that cannot be read leaves the last token in use.
    /// - Throws: what the maker of the token does.
    func token() throws -> String? {
        if let made { return try made() }
        if let fixed { return fixed }
        guard let file else { return nil }
        return cached.withLock { cached in
            if let cached, ContinuousClock.now - cached.readAt < Self.lifetime { return cached.token }
            if let text = try? String(contentsOfFile: file, encoding: .utf8) {
                cached = (String(text.filter { !$0.isWhitespace }), ContinuousClock.now)
            }
            return cached?.token
        }
    }
}
