internal import Document
internal import Resources

/// A webhook that converts custom resources between their versions (apiextensions.k8s.io ConversionReview, v1 and v1beta1).
struct ConversionWebhook: Sendable {
    /// Upstream's limit, in seconds.
    private static let timeoutSeconds = 30

    private let webhook: Webhook
    private let reviewVersion: String?
    private let caller: WebhookCaller
    private let makeUID: @Sendable () -> String

    /// - Parameter webhook: a WebhookConversion.
    init(_ webhook: JSON, definition: String, caller: WebhookCaller, makeUID: @escaping @Sendable () -> String) {
        self.webhook = Webhook(
            ["name": .string(definition), "clientConfig": webhook["clientConfig"], "timeoutSeconds": .int(Int64(Self.timeoutSeconds))],
            configuration: definition)
        reviewVersion = webhook["conversionReviewVersions"].strings.first { $0 == "v1" || $0 == "v1beta1" }
        self.caller = caller
        self.makeUID = makeUID
    }

    /// Why a webhook's answer is none.
    private struct BadAnswer: Error, CustomStringConvertible {
        let description: String
    }

    func convert(_ objects: [JSON], to apiVersion: String) async throws(APIError) -> [JSON] {
        do {
            guard let reviewVersion else { throw BadAnswer(description: "no known ConversionReview version (v1, v1beta1)") }
            let uid = makeUID()
            let review: JSON = [
                "kind": "ConversionReview", "apiVersion": .string("apiextensions.k8s.io/" + reviewVersion),
                "request": ["uid": .string(uid), "desiredAPIVersion": .string(apiVersion), "objects": .array(objects)],
            ]
            let answer = try await caller.exchange(webhook, review)
            return try Self.read(answer, objects, to: apiVersion, uid: uid, isV1: reviewVersion == "v1")
        } catch {
            let kind = GroupVersionKind(apiVersion: objects.first?["apiVersion"].string ?? "", kind: objects.first?["kind"].string ?? "")
            let why = (error as? APIError)?.message ?? "\(error)"
            throw APIError(code: 500, reason: .unknown, message: "conversion webhook for \(kind) failed: \(why)")
        }
    }

    /// The converted objects of an answer, with the metadata that conversion may not change as it was.
    static func read(_ answer: JSON, _ objects: [JSON], to apiVersion: String, uid: String, isV1: Bool) throws -> [JSON] {
        let response = answer["response"]
        if response.isNull { throw BadAnswer(description: "no response provided") }
        if isV1 {
            let kind = GroupVersionKind(apiVersion: answer["apiVersion"].string ?? "", kind: answer["kind"].string ?? "")
            guard kind == GroupVersionKind(apiVersion: "apiextensions.k8s.io/v1", kind: "ConversionReview") else {
                throw BadAnswer(
                    description: "expected webhook response of apiextensions.k8s.io/v1, Kind=ConversionReview, got \(kind)")
            }
            guard response["uid"].string == uid else {
                throw BadAnswer(description: "expected response.uid=\(uid.goQuoted), got \((response["uid"].string ?? "").goQuoted)")
            }
        }
        guard response["result"]["status"].string == "Success" else {
            let message = response["result"]["message"].string ?? ""
            throw BadAnswer(description: message.isEmpty ? "unknown webhook conversion failure" : message)
        }
        let converted = response["convertedObjects"].array ?? []
        guard converted.count == objects.count else {
            throw BadAnswer(description: "webhook returned \(converted.count) objects, expected \(objects.count)")
        }
        var result: [JSON] = []
        for (index, (object, original)) in zip(converted, objects).enumerated() {
            result.append(try restored(object, original, to: apiVersion, index: index))
        }
        return result
    }

    /// Only labels and annotations may be converted along.
    private static func restored(_ object: JSON, _ original: JSON, to apiVersion: String, index: Int) throws -> JSON {
        guard object["apiVersion"].string == apiVersion else {
            let found = object["apiVersion"].string ?? ""
            throw BadAnswer(description: "invalid groupVersion (\(found)) in converted object at index \(index), expected \(apiVersion)")
        }
        guard object["kind"] == original["kind"] else {
            throw BadAnswer(description: "invalid kind (\(object["kind"].string ?? "")) in converted object at index \(index)")
        }
        for name in ["uid", "name", "namespace"] where object["metadata"][name] != original["metadata"][name] {
            throw BadAnswer(
                description: "must have the same \(name): \(object["metadata"][name].text) != \(original["metadata"][name].text)")
        }
        var restored = object
        restored["metadata"] = original["metadata"]
        for name in ["labels", "annotations"] { restored["metadata"][name] = object["metadata"][name] }
        return restored
    }
}
