internal import Document
internal import Resources
internal import Schema

/// How objects of a custom resource get from one version to another.
struct CustomConversion: Sendable {
    private enum Strategy: Sendable {
        /// Versions differ in their names alone.
        case none
        case webhook(ConversionWebhook)
    }

    private let strategy: Strategy

    /// - Parameter conversion: a CustomResourceConversion.
    init(_ conversion: JSON, definition: String, caller: WebhookCaller, makeUID: @escaping @Sendable () -> String) {
        guard conversion["strategy"].string == "Webhook" else {
            strategy = .none
            return
        }
        strategy = .webhook(ConversionWebhook(conversion["webhook"], definition: definition, caller: caller, makeUID: makeUID))
    }

    /// Whether somebody has to be asked.
    var awaits: Bool { if case .webhook = strategy { true } else { false } }

    /// The document in another version; nil when a webhook has to be asked.
    func convertedAtOnce(_ document: JSON, to apiVersion: String) -> JSON? {
        if document["apiVersion"].string == apiVersion { return document }
        guard case .none = strategy else { return nil }
        var converted = document
        converted["apiVersion"] = .string(apiVersion)
        return converted
    }

    func converted(_ documents: [JSON], to apiVersion: String) async throws(APIError) -> [JSON] {
        guard case .webhook(let webhook) = strategy else { return documents.map { convertedAtOnce($0, to: apiVersion) ?? $0 } }
        let waiting = documents.indices.filter { documents[$0]["apiVersion"].string != apiVersion }
        if waiting.isEmpty { return documents }
        let answers = try await webhook.convert(waiting.map { documents[$0] }, to: apiVersion)
        var result = documents
        for (position, answer) in zip(waiting, answers) { result[position] = answer }
        return result
    }
}

/// Objects of one version of a custom resource, as they are kept: in the storage version.
struct CustomForm: StoredForm {
    let version: CustomVersion
    let storage: CustomVersion
    /// Versions whose fields selectors may ask for.
    let selectable: [CustomVersion]

    func shown(_ stored: JSON) async throws(APIError) -> JSON { try await version.converted([stored])[0] }

    func stored(_ object: JSON) async throws(APIError) -> (object: JSON, fields: [(String, String)]) {
        var stored = object
        if object["apiVersion"].string != storage.info.type.apiVersion { stored = try await storage.converted([object])[0] }
        var fields: [(String, String)] = []
        for other in selectable { fields += other.storedFields(of: try await other.converted([object])[0]) }
        return (stored, fields)
    }
}
