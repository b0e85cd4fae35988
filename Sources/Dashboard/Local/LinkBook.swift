internal import HTTPServing
internal import Synchronization

/// The links that open the local dashboard, and the sessions they opened.
///
/// A link holds a secret that opens one session, once: other users of the machine may come to see it, in a list of processes say. When
/// it comes a second time somebody has it who should not, so the session it opened ends.
final class LinkBook: Sendable {
    enum Use: Equatable {
        case opened(session: String)
        /// The link was used before; its session has ended.
        case replayed
        case unknown
    }

    /// Sessions that are open at one time; the oldest ends when there is one more.
    static let sessionLimit = 64
    /// Random bytes of a secret.
    static let secretBytes = 24

    private struct Session {
        var link: String
        var token: String?
    }

    private struct State {
        var link = LinkBook.secret()
        var sessions: [Session] = []
    }

    private let state = Mutex(State())

    /// The secret of the link that opens the next session.
    var link: String { state.withLock { $0.link } }

    func use(_ secret: String) -> Use {
        state.withLock { state in
            if Self.equal(secret, state.link) {
                let token = Self.secret()
                state.sessions.append(Session(link: state.link, token: token))
                if state.sessions.count > Self.sessionLimit { state.sessions.removeFirst() }
                state.link = Self.secret()
                return .opened(session: token)
            }
            guard let index = state.sessions.firstIndex(where: { Self.equal(secret, $0.link) }) else { return .unknown }
            state.sessions[index].token = nil
            return .replayed
        }
    }

    func isOpen(_ token: String) -> Bool {
        state.withLock { state in state.sessions.contains { $0.token.map { Self.equal(token, $0) } ?? false } }
    }

    /// Random, and fit for a URL. The generator is the system's (getrandom).
    private static func secret() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return String(Base64.encode(bytes).map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// In a time that does not tell how much is alike.
    private static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
