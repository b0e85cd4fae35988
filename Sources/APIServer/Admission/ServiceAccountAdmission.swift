package import Document
package import Resources
internal import Synchronization

/// Every pod runs as a ServiceAccount of its namespace, by default `default`, and finds that account's token mounted.
package struct ServiceAccountAdmission: AdmissionPlugin {
    package let name = "ServiceAccount"
    static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"
    static let volumePrefix = "kube-api-access-"
    private static let mirrorAnnotation = "kubernetes.io/config.mirror"
    /// Seconds that the token of the volume is asked for: one hour and a mark by which the server knows these requests.
    private static let tokenSeconds = 3_607
    /// A namespace's default account is made by a controller: a pod that comes right after its namespace waits for it.
    private static let defaultAccountAttempts = 10
    private static let attemptMilliseconds = 150

    private let caches: ObjectCaches
    /// Containers with their mounts, by the lists they came in: those of one template are alike, and stay the same list.
    private let mounted = IdentityMemo<Mounted>()

    private final class Mounted: Sendable {
        let containers: JSON
        /// Whether some container had nothing else there.
        let isNeeded: Bool

        init(_ volumeName: String, in list: [JSON]) {
            let mount: JSON = ["name": .string(volumeName), "readOnly": true, "mountPath": .string(mountPath)]
            var containers = list
            var isNeeded = false
            for index in containers.indices {
                let mounts = containers[index]["volumeMounts"].array ?? []
                if mounts.contains(where: { $0["mountPath"].string == mountPath }) { continue }
                containers[index]["volumeMounts"] = .array(mounts + [mount])
                isNeeded = true
            }
            self.containers = .array(containers)
            self.isNeeded = isNeeded
        }
    }

    /// What pods get of an account.
    private struct Account: Sendable {
        let record: ObjectRecord
        let volumeName: String
        let mountsToken: Bool
        let pullSecrets: JSON

        init(_ record: ObjectRecord) {
            self.record = record
            volumeName = ServiceAccountAdmission.volumePrefix + ServerEnvironment.nameSuffix(of: record.uid)
            mountsToken = record.part("automountServiceAccountToken").bool ?? true
            let secrets = record.part("imagePullSecrets").array ?? []
            pullSecrets = secrets.isEmpty ? .null : .array(secrets.map { ["name": $0["name"]] })
        }
    }

    private final class LastAccount: Sendable {
        let account = Mutex<Account?>(nil)
    }

    private static let defaultAccount = "default"
    /// That of the pod that came last.
    private let last = LastAccount()

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .create && type.isSame(as: .pods) && subresource.isEmpty
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        if !object["metadata"]["annotations"][Self.mirrorAnnotation].isNull { return }
        let name = Self.accountName(object)
        guard let account = account(request.namespace, name) else {
            throw request.forbidden(
                object, "error looking up service account \(request.namespace)/\(name): serviceaccount \(name.goQuoted) not found")
        }
        object["spec"]["serviceAccountName"] = .string(name)
        object["spec"]["serviceAccount"] = .string(name)
        if object["spec"]["automountServiceAccountToken"].bool ?? account.mountsToken { mountToken(&object, of: account) }
        guard !account.pullSecrets.isNull, (object["spec"]["imagePullSecrets"].array ?? []).isEmpty else { return }
        object["spec"]["imagePullSecrets"] = account.pullSecrets
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        guard !object["metadata"]["annotations"][Self.mirrorAnnotation].isNull else { return }
        if !(object["spec"]["serviceAccountName"].string ?? "").isEmpty {
            throw request.forbidden(object, "a mirror pod may not reference service accounts")
        }
        if !PodReferences(object).secrets.isEmpty { throw request.forbidden(object, "a mirror pod may not reference secrets") }
        for volume in object["spec"]["volumes"].array ?? [] {
            for source in volume["projected"]["sources"].array ?? [] where !source["serviceAccountToken"].isNull {
                throw request.forbidden(object, "a mirror pod may not use ServiceAccountToken volume projections")
            }
        }
    }

    private static func accountName(_ pod: JSON) -> String {
        pod["spec"]["serviceAccountName"].string ?? pod["spec"]["serviceAccount"].string ?? defaultAccount
    }

    private func account(_ namespace: String, _ name: String) -> Account? {
        guard let record = record(namespace, name) else { return nil }
        if let last = last.account.withLock({ $0 }), last.record === record { return last }
        let account = Account(record)
        last.account.withLock { $0 = account }
        return account
    }

    private func record(_ namespace: String, _ name: String) -> ObjectRecord? {
        caches.record(.serviceAccounts, ObjectKey(namespace: namespace, name: name))
    }

    /// A namespace's default account is made just after the namespace.
    package func missing(_ object: JSON, _ request: AdmissionRequest) -> (@Sendable () async -> Void)? {
        guard Self.accountName(object) == Self.defaultAccount, record(request.namespace, Self.defaultAccount) == nil,
            object["metadata"]["annotations"][Self.mirrorAnnotation].isNull
        else { return nil }
        return { [self] in
            for _ in 1..<Self.defaultAccountAttempts where record(request.namespace, Self.defaultAccount) == nil {
                // Whoever is cancelled need not wait: the account is looked for once more, and missed.
                if (try? await Task.sleep(for: .milliseconds(Self.attemptMilliseconds))) == nil { return }
            }
        }
    }

    /// Mounts the token into every container that has nothing else there. The volume is called alike in all pods of an account, so that
    /// pods of one template are alike.
    private func mountToken(_ pod: inout JSON, of account: Account) {
        let volumes = pod["spec"]["volumes"].array ?? []
        let existing = volumes.lazy.compactMap { $0["name"].string }.first { $0.hasPrefix(Self.volumePrefix) }
        let volumeName = existing ?? account.volumeName
        var isNeeded = false
        for list in ["initContainers", "containers"] {
            let containers = pod["spec"][list]
            guard case .array(let elements) = containers else { continue }
            let mounted = mounted.value(of: containers, named: volumeName) { Mounted(volumeName, in: elements) }
            if mounted.isNeeded { isNeeded = true }
            pod["spec"][list] = mounted.containers
        }
        if isNeeded, existing == nil {
            pod["spec"]["volumes"] = .array(volumes + [["name": .string(volumeName), "projected": Self.projected]])
        }
    }

    /// The token, the cluster's root certificate and the namespace as files.
    private static let projected: JSON = [
        "sources": [
            ["serviceAccountToken": ["expirationSeconds": .int(Int64(tokenSeconds)), "path": "token"]],
            ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
            [
                "downwardAPI": [
                    "items": [["path": "namespace", "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"]]]
                ]
            ],
        ], "defaultMode": 420,
    ]
}
