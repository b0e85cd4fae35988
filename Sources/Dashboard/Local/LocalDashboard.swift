package import Client
internal import HTTPServing
package import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// The dashboard of whoever runs the command, on a port of loopback, with the rights of their kubeconfig.
package struct LocalDashboard: Service {
    /// The port that is tried first: what a browser remembers of the page is kept by address.
    package static let defaultPort = 8_910
    private static let host = "127.0.0.1"

    /// What a person at the terminal should know.
    package enum Notice: Sendable, Equatable {
        /// The dashboard is served; this link opens it.
        case ready(link: String)
        /// A link was used; this is another.
        case opened(next: String)
        /// A link came a second time, and what it had opened was closed.
        case replayed
    }

    private let port: Int?
    private let door: LocalDoor
    private let notices: Notices
    private let logger: Logger

    /// - Parameters:
    ///   - configuration: the server that is shown, and as whom.
    ///   - port: nil takes the usual one, or any when that is taken; 0 lets the system choose.
    ///   - explain: nil when nobody can tell why an object is not as wished.
    package init(
        _ configuration: ClientConfiguration, port: Int?, explain: Explainer?, logger: Logger,
        notice: @escaping @Sendable (Notice) -> Void
    ) throws {
        let notices = Notices(notice)
        door = LocalDoor(backend: try DirectConnection(configuration), links: LinkBook(), explain: explain) { event in
            switch event {
            case .opened(let next): notices.tell { .opened(next: $0.link(next)) }
            case .replayed: notices.tell { _ in .replayed }
            }
        }
        self.port = port
        self.notices = notices
        self.logger = logger
    }

    /// Asks the API server for its version.
    /// - Throws: `ConfigurationError` that says why it cannot be reached.
    package func checkServer() async throws {
        let backend = door.backend
        do {
            try await backend.connection.request("GET", "/version", headers: try backend.headers()).close()
        } catch {
            let place = "\(backend.connection.host):\(backend.connection.port)"
            throw ConfigurationError(
                "the API server at \(place) cannot be reached: \(HTTPSClient.transportFailure(error)?.text ?? "\(error)")")
        }
    }

    /// Serves until it is told to stop.
    /// - Throws: `ConfigurationError` when it cannot listen.
    package func run() async throws {
        do {
            try await serve(port ?? Self.defaultPort)
        } catch HTTPServingError.cannotListen(let address, let isTaken, let reason) {
            if port == nil, isTaken { return try await serve(0) }
            throw ConfigurationError("cannot listen at \(address): \(isTaken ? "the port is taken" : reason)")
        }
    }

    private func serve(_ port: Int) async throws {
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [.init(host: Self.host, port: port)]), handler: door, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = try await server.waitUntilListening().first?.port ?? 0
            notices.open(Place(host: Self.host, port: port))
            notices.tell { .ready(link: $0.link(door.links.link)) }
            try await group.waitForAll()
        }
    }
}

/// Where the dashboard is.
struct Place: Sendable {
    var host: String
    var port: Int

    /// The secret is in the fragment, which browsers send nowhere.
    func link(_ secret: String) -> String { "http://\(host):\(port)\(LocalDoor.prefix)#open=\(secret)" }
}

/// Tells notices once it is known where the dashboard is.
private final class Notices: Sendable {
    private let notice: @Sendable (LocalDashboard.Notice) -> Void
    private let place = Mutex<Place?>(nil)

    init(_ notice: @escaping @Sendable (LocalDashboard.Notice) -> Void) { self.notice = notice }

    func open(_ place: Place) { self.place.withLock { $0 = place } }

    func tell(_ text: (Place) -> LocalDashboard.Notice) {
        if let place = place.withLock({ $0 }) { notice(text(place)) }
    }
}
