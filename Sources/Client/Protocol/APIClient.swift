package import Resources

/// The one way in which every component speaks to the API server, whether in the same process or over HTTPS.
///
/// All methods throw `APIError` when the server refuses, `CancellationError` when the calling task was cancelled, and errors of
/// the transport when the server cannot be reached.
package protocol APIClient: Sendable {
    func send(_ request: APIRequest) async throws -> APIResponse

    func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList

    /// Changes in the order they were made. Throws `APIError` with code 410 when the revision asked for is no longer kept.
    func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream
}
