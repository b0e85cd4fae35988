internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A file from a web server: without anybody's credentials, trusting the authorities the machine trusts.
package enum Download {
    package struct Limits: Sendable {
        /// Bytes of a file.
        package var bytes = 256 * 1024 * 1024
        /// Time for one attempt.
        package var timeout: Duration = .seconds(60)
        /// Attempts, while the server cannot be reached or is at fault itself (5xx).
        package var attempts = 3
        package var pause: Duration = .seconds(1)
        /// Redirects that are followed.
        package var redirects = 10

        package init() {}
    }

    /// The status of the last attempt, and the body if it is 200.
    package struct Answer: Sendable {
        package var status: Int
        /// `404 Not Found`
        package var statusText: String
        package var body: [UInt8]
    }

    /// - Throws: when the last attempt got no answer.
    package static func get(_ url: String, proxy: ProxyAddress? = nil, limits: Limits = Limits()) async throws -> Answer {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .follow(max: limits.redirects, allowCycles: false)
        configuration.timeout = .init(connect: .init(limits.timeout), read: .init(limits.timeout))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.proxy = proxy.map(HTTPSClient.proxy)
        let http = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        do {
            let answer = try await attempts(url, http, limits)
            try await http.shutdown()
            return answer
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    private static func attempts(_ url: String, _ http: HTTPClient, _ limits: Limits) async throws -> Answer {
        var attempt = 1
        while true {
            do {
                let response = try await http.execute(HTTPClientRequest(url: url), deadline: .now() + .init(limits.timeout))
                var answer = Answer(
                    status: Int(response.status.code), statusText: "\(response.status.code) \(response.status.reasonPhrase)", body: [])
                if answer.status == 200 { answer.body = Array(try await response.body.collect(upTo: limits.bytes).readableBytesView) }
                if answer.status < 500 || attempt >= limits.attempts { return answer }
            } catch {
                // Addresses that are none do not become better by waiting.
                let isFinal = error is NIOTooManyBytesError || (error as? HTTPClientError).map(isMeaningless) ?? false
                if attempt >= limits.attempts || isFinal { throw error }
            }
            attempt += 1
            try await Task.sleep(for: limits.pause)
        }
    }

    private static func isMeaningless(_ error: HTTPClientError) -> Bool {
        error == .invalidURL || error == .emptyHost || error == .emptyScheme || error == .redirectLimitReached
            || error == .redirectCycleDetected
    }
}
