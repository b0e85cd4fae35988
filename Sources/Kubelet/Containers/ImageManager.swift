import CRI
import Client
import Document
import Resources
import Synchronization

/// Why an image is not there: the waiting reason of its containers.
struct ImageFailure: Error, Sendable, Hashable {
    /// `ErrImagePull`, `ImagePullBackOff`, `ErrImageNeverPull`, `InvalidImageName`, `ImageInspectError`.
    var reason: String
    var message: String
    /// When to try again.
    var due: Timestamp?
}

/// An image that a container runs or a volume shows, and when it is to be pulled.
struct ImageWish: Sendable, Equatable {
    var reference: String
    /// `Always`, `IfNotPresent` or `Never`.
    var policy: String

    /// - Parameter policy: empty where it follows from the tag.
    init(_ reference: String, policy: String) {
        self.reference = reference
        self.policy =
            policy.isEmpty ? (ImageManager.withTag(reference).hasSuffix(":latest") ? "Always" : "IfNotPresent") : policy
    }

    init(_ container: Container) { self.init(container.image, policy: container.imagePullPolicy) }

    /// Nil for a volume of another kind.
    init?(_ volume: Volume) {
        guard let source = volume.image else { return nil }
        self.init(source["reference"].string ?? "", policy: source["pullPolicy"].string ?? "")
    }
}

/// Sees that images are on the node, as each container's pull policy says.
final class ImageManager: Sendable {
    private struct State {
        var backOff = BackOff()
        /// What the last failed pull said and when, by pod and image.
        var failures: [String: (message: String, at: Timestamp)] = [:]
    }
    private let runtime: any ContainerRuntime
    private let now: @Sendable () -> Timestamp
    private let pulled: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter pulled: called when an image has come to the node.
    init(runtime: any ContainerRuntime, now: @escaping @Sendable () -> Timestamp, pulled: @escaping @Sendable () -> Void = {}) {
        self.runtime = runtime
        self.now = now
        self.pulled = pulled
    }

    /// - Parameter event: tells a step of the pull to the user: warning, reason, message.
    func ensure(
        _ wanted: ImageWish, pod: Pod, credentials: [RegistryCredentials], sandbox: SandboxConfiguration?,
        event: @Sendable (_ warning: Bool, _ reason: String, _ message: String) -> Void
    ) async throws -> RuntimeImage {
        let image = Self.withTag(wanted.reference)
        guard !image.isEmpty, !image.contains(where: { $0.isWhitespace }), image == image.lowercased() || image.contains(":") else {
            let message =
                "Failed to apply default image tag \"\(wanted.reference)\": "
                + "couldn't parse image name \"\(wanted.reference)\": invalid reference format"
            event(true, "InspectFailed", message)
            throw ImageFailure(reason: "InvalidImageName", message: message)
        }
        let policy = wanted.policy
        if policy != "Always" {
            let present: RuntimeImage?
            do {
                present = try await runtime.imageStatus(image)
            } catch let error as RuntimeError {
                let message = "Failed to inspect image \"\(image)\": \(error)"
                event(true, "InspectFailed", message)
                throw ImageFailure(reason: "ImageInspectError", message: message, due: now().adding(seconds: BackOff.initial))
            }
            if let present {
                event(false, "Pulled", "Container image \"\(wanted.reference)\" already present on machine and can be accessed by the pod")
                return present
            }
            if policy == "Never" {
                let message = "Container image \"\(wanted.reference)\" is not present with pull policy of Never"
                event(true, "ErrImageNeverPull", message)
                throw ImageFailure(reason: "ErrImageNeverPull", message: message)
            }
        }
        return try await pull(wanted.reference, image, pod: pod, credentials: credentials, sandbox: sandbox, event: event)
    }

    private func pull(
        _ requested: String, _ image: String, pod: Pod, credentials: [RegistryCredentials], sandbox: SandboxConfiguration?,
        event: @Sendable (Bool, String, String) -> Void
    ) async throws -> RuntimeImage {
        let key = pod.uid + "_" + image
        let start = now()
        let held: ImageFailure? = state.withLock { state in
            guard let last = state.failures[key], let due = state.backOff.dueTime(key, since: last.at, now: start) else { return nil }
            return ImageFailure(
                reason: "ImagePullBackOff", message: "Back-off pulling image \"\(requested)\": ErrImagePull: \(last.message)", due: due)
        }
        if let held {
            event(false, "BackOff", "Back-off pulling image \"\(requested)\"")
            throw held
        }
        event(false, "Pulling", "Pulling image \"\(requested)\"")
        do {
            let found = try await tryPull(image, credentials, sandbox)
            state.withLock { state in
                state.backOff.reset(key)
                state.failures[key] = nil
            }
            pulled()
            let took = Self.seconds(now() - start)
            event(
                false, "Pulled",
                "Successfully pulled image \"\(requested)\" in \(took) (\(took) including waiting). Image size: \(found.size) bytes.")
            return found
        } catch let error as RuntimeError {
            let due = state.withLock { state in
                state.backOff.advance(key, now: now())
                state.failures[key] = (error.description, now())
                return now().adding(seconds: state.backOff.delay(key))
            }
            event(true, "Failed", "Failed to pull image \"\(requested)\": \(error)")
            throw ImageFailure(reason: "ErrImagePull", message: error.description, due: due)
        }
    }

    /// Pulls with each of the credentials in turn, and without any when there are none.
    private func tryPull(_ image: String, _ credentials: [RegistryCredentials], _ sandbox: SandboxConfiguration?) async throws
        -> RuntimeImage
    {
        var failure = RuntimeError(.unknown, "no attempt was made")
        for credential in credentials.isEmpty ? [nil] : credentials.map(Optional.some) {
            do {
                let reference = try await runtime.pullImage(image, credentials: credential, sandbox: sandbox)
                if let found = try await runtime.imageStatus(reference) { return found }
                if let found = try await runtime.imageStatus(image) { return found }
                failure = RuntimeError(.notFound, "image \"\(image)\" is not there after it was pulled")
            } catch let error as RuntimeError {
                failure = error
            }
        }
        throw failure
    }

    static func withTag(_ image: String) -> String { ImageName.withTag(image) }

    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        if milliseconds < 1000 { return "\(milliseconds)ms" }
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return "\(milliseconds / 1000).\(fraction)s"
    }
}
