internal import Document
internal import Resources

/// Volumes put together of several sources.
struct ProjectedVolumeValidation {
    private let path: FieldPath
    /// Files that some source makes already.
    private var files: Set<String> = []
    private var errors: [FieldError] = []

    /// Tokens live ten minutes at least.
    private static let shortestToken = 600
    private static let longestToken = 1 << 32
    private static let keyTypes = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"]
    /// Seconds that a pod's certificate is good for: an hour at least, 91 days at most, of the cluster's own signers a day.
    private static let shortestCertificate = 3600
    private static let longestCertificate = 91 * 86_400
    private static let longestOwnCertificate = 86_400

    static func validate(_ volume: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        VolumeValidation.mode(volume["defaultMode"], path.child("defaultMode"), &errors)
        var validation = ProjectedVolumeValidation(path: path)
        for (index, source) in (volume["sources"].array ?? []).enumerated() {
            validation.source(source, path.child("sources").index(index))
        }
        errors += validation.errors
    }

    private init(path: FieldPath) { self.path = path }

    private mutating func source(_ source: JSON, _ place: FieldPath) {
        var count = 0
        for kind in ["secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"]
        where !source[kind].isNull {
            count += 1
            let (value, path) = (source[kind], place.child(kind))
            switch kind {
            case "secret", "configMap": keyed(value, path)
            case "downwardAPI":
                for item in value["items"].array ?? [] {
                    VolumeValidation.downwardItem(item, path, &errors)
                    let file = item["path"].string ?? ""
                    if !file.isEmpty { take(file, shown: file) }
                }
            case "serviceAccountToken": token(value, path)
            case "clusterTrustBundle": trustBundle(value, path)
            default: certificate(value, path)
            }
        }
        if count > 1 { errors.append(.forbidden(place, "may not specify more than 1 volume type per source")) }
    }

    private mutating func take(_ file: String, shown: String) {
        if !files.insert(file).inserted { errors.append(.invalid(path, shown, "conflicting duplicate paths")) }
    }

    private mutating func keyed(_ source: JSON, _ path: FieldPath) {
        let name = source["name"].string ?? ""
        if name.isEmpty { errors.append(.required(path.child("name"))) }
        VolumeValidation.items(source, path, &errors)
        for item in source["items"].array ?? [] {
            if let file = item["path"].string, !file.isEmpty { take(file, shown: name) }
        }
    }

    /// Faults of a token's path are told at the volume itself.
    private mutating func token(_ source: JSON, _ path: FieldPath) {
        let seconds = source["expirationSeconds"].int ?? 0
        let secondsPath = path.child("expirationSeconds")
        if seconds < Self.shortestToken {
            errors.append(.invalid(secondsPath, seconds, "may not specify a duration less than 10 minutes"))
        }
        if seconds > Self.longestToken {
            errors.append(.invalid(secondsPath, seconds, "may not specify a duration larger than 2^32 seconds"))
        }
        let file = source["path"].string ?? ""
        if file.isEmpty { return errors.append(.required(self.path.child("path"))) }
        PathChecks.nonReserved(file, self.path.child("path"), &errors)
    }

    private mutating func trustBundle(_ source: JSON, _ path: FieldPath) {
        let (name, signer) = (source["name"].string, source["signerName"].string)
        switch (name, signer) {
        case (.some, .some): errors.append(.invalid(path, source, "only one of name and signerName may be used"))
        case (.some(let name), nil):
            if name.isEmpty { errors.append(.required(path.child("name"), "must be a valid object name")) }
            for problem in ClusterTrustBundleRules.nameProblems(name) {
                errors.append(.invalid(path.child("name"), name, "not a valid clustertrustbundlename: \(problem)"))
            }
            if !source["labelSelector"].isNull {
                errors.append(
                    .invalid(path.child("labelSelector"), source["labelSelector"], "labelSelector must be unset if name is specified"))
            }
        case (nil, .some(let signer)):
            if signer.isEmpty { errors.append(.required(path.child("signerName"), "must be a valid signer name")) }
            SignerName.validate(signer, path.child("signerName"), &errors)
            SpecChecks.labelSelector(source["labelSelector"], path.child("labelSelector"), &errors)
        default: errors.append(.required(path, "either name or signerName must be specified"))
        }
        let file = source["path"].string ?? ""
        if file.isEmpty { errors.append(.required(path.child("path"))) }
        PathChecks.nonReserved(file, path.child("path"), &errors)
        take(file, shown: file)
    }

    private mutating func certificate(_ source: JSON, _ path: FieldPath) {
        let signer = source["signerName"].string ?? ""
        SignerName.validate(signer, path.child("signerName"), &errors)
        if !source["userAnnotations"].isNull {
            MetadataValidation.annotations(source["userAnnotations"], path.child("userAnnotations"), &errors)
        }
        let type = source["keyType"].string ?? ""
        if !Self.keyTypes.contains(type) { errors.append(.notSupported(path.child("keyType"), type, Self.keyTypes)) }
        if let seconds = source["maxExpirationSeconds"].int {
            let secondsPath = path.child("maxExpirationSeconds")
            let limit = SignerName.isOwn(signer) ? Self.longestOwnCertificate : Self.longestCertificate
            if seconds < Self.shortestCertificate {
                errors.append(.invalid(secondsPath, seconds, "if provided, maxExpirationSeconds must be >= \(Self.shortestCertificate)"))
            }
            if seconds > limit { errors.append(.invalid(secondsPath, seconds, "if provided, maxExpirationSeconds must be <= \(limit)")) }
        }
        let paths = ["credentialBundlePath", "keyPath", "certificateChainPath"]
        for key in paths {
            guard let file = source[key].string, !file.isEmpty else { continue }
            PathChecks.nonReserved(file, path.child(key), &errors)
            take(file, shown: file)
        }
        if paths.allSatisfy({ source[$0].string?.isEmpty ?? true }) {
            errors.append(.required(path, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath"))
        }
    }
}
