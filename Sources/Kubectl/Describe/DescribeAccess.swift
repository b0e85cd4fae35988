internal import Document
internal import PKI
internal import Resources
internal import Schema

/// A role's rules as they are shown: taken apart to one group and resource each, and those for the same put together again.
struct RoleRules {
    struct Rule: Hashable {
        var groups: [String] = []
        var resources: [String] = []
        var names: [String] = []
        var urls: [String] = []
        var verbs: [String] = []

        /// The order upstream shows them in: that of its structure's text.
        var order: String {
            func list(_ words: [String]) -> String { "[" + words.joined(separator: " ") + "]" }
            return "&PolicyRule{Verbs:\(list(verbs)),APIGroups:\(list(groups)),Resources:\(list(resources)),"
                + "ResourceNames:\(list(names)),NonResourceURLs:\(list(urls)),}"
        }

        /// `resource.group/subresource`.
        var title: String {
            guard let resource = resources.first else { return "" }
            let parts = resource.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            var title = String(parts[0])
            if let group = groups.first, !group.isEmpty { title += "." + group }
            return parts.count == 2 ? title + "/" + parts[1] : title
        }
    }

    private(set) var rules: [Rule] = []

    init(_ role: JSON) {
        var places: [Rule: Int] = [:]
        for rule in role["rules"].items {
            for single in Self.single(rule) {
                var key = single
                key.verbs = []
                if !single.resources.isEmpty, let place = places[key] {
                    for verb in single.verbs where !rules[place].verbs.contains(verb) { rules[place].verbs.append(verb) }
                } else {
                    places[key] = rules.count
                    rules.append(single)
                }
            }
        }
        rules = rules.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    }

    private static func single(_ rule: JSON) -> [Rule] {
        var result: [Rule] = []
        let names = rule["resourceNames"].strings
        for group in rule["apiGroups"].strings {
            for resource in rule["resources"].strings {
                for verb in rule["verbs"].strings {
                    for name in names.isEmpty ? [[]] : names.map({ [$0] }) {
                        result.append(Rule(groups: [group], resources: [resource], names: name, verbs: [verb]))
                    }
                }
            }
        }
        for url in rule["nonResourceURLs"].strings {
            for verb in rule["verbs"].strings { result.append(Rule(urls: [url], verbs: [verb])) }
        }
        return result
    }
}

extension DescribePage {
    mutating func role(_ role: JSON) {
        func list(_ words: [String]) -> String { "[" + words.joined(separator: " ") + "]" }
        field("Name", role["metadata"]["name"].words)
        labelsAndAnnotations(role)
        line("PolicyRule:")
        head(1, ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"])
        for rule in RoleRules(role).rules { row(1, [rule.title, list(rule.urls), list(rule.names), list(rule.verbs)]) }
    }

    mutating func roleBinding(_ binding: JSON) {
        field("Name", binding["metadata"]["name"].words)
        labelsAndAnnotations(binding)
        line("Role:")
        field(1, "Kind", binding["roleRef"]["kind"].words)
        field(1, "Name", binding["roleRef"]["name"].words)
        line("Subjects:")
        head(1, ["Kind", "Name", "Namespace"])
        for subject in binding["subjects"].items { row(1, [subject["kind"].words, subject["name"].words, subject["namespace"].words]) }
    }

    mutating func serviceAccount(_ account: JSON) {
        nameAndNamespace(account)
        labelsAndAnnotations(account)
        let title = "Image pull secrets:"
        let secrets = account["imagePullSecrets"].items.map { $0["name"].words }
        if secrets.isEmpty { return row(0, [title, "<none>"]) }
        for (index, secret) in secrets.enumerated() {
            row(0, [index == 0 ? title : String(repeating: " ", count: title.utf8.count), secret])
        }
    }

    mutating func secret(_ secret: JSON) {
        nameAndNamespace(secret)
        labelsAndAnnotations(secret)
        line("")
        field("Type", secret["type"].words)
        line("\nData\n====")
        let isToken = secret["type"].words == "kubernetes.io/service-account-token"
        for (key, value) in secret["data"].stringMap.sorted(by: { $0.key < $1.key }) {
            let bytes = Base64Bytes.decode(value)
            field(key, key == "token" && isToken ? String(decoding: bytes, as: UTF8.self) : "\(bytes.count) bytes")
        }
    }

    mutating func configMap(_ map: JSON) {
        nameAndNamespace(map)
        labelsAndAnnotations(map)
        line("\nData\n====")
        for (key, value) in map["data"].stringMap.sorted(by: { $0.key < $1.key }) {
            line(key + ":\n----")
            line(value)
            line("")
        }
        line("\nBinaryData\n====")
        for (key, value) in map["binaryData"].stringMap.sorted(by: { $0.key < $1.key }) {
            line("\(key): \(Base64Bytes.decode(value).count) bytes")
        }
        line("")
    }

    /// - Throws: when the request it carries cannot be read.
    mutating func signingRequest(_ object: JSON) throws {
        let spec = object["spec"]
        let request = try SigningRequestFacts(pem: String(decoding: Base64Bytes.decode(spec["request"].words), as: UTF8.self))
        field("Name", object["metadata"]["name"].words)
        field("Labels", object["metadata"]["labels"].labelsText)
        field("Annotations", object["metadata"]["annotations"].labelsText)
        created(object)
        field("Requesting User", spec["username"].words)
        if !spec["signerName"].words.isEmpty { field("Signer", spec["signerName"].words) }
        if let seconds = spec["expirationSeconds"].int { field("Requested Duration", HumanDuration.text(seconds: seconds)) }
        field("Status", Self.requestStatus(object["status"]))
        line("Subject:")
        line("\tCommon Name:\t" + request.commonName)
        line("\tSerial Number:\t" + request.serialNumber)
        for (title, values) in request.subject { requestList(title, values) }
        if request.alternatives.allSatisfy(\.values.isEmpty) { return }
        line("Subject Alternative Names:")
        for (title, values) in request.alternatives { requestList(title, values) }
    }

    private mutating func requestList(_ title: String, _ values: [String]) {
        if values.isEmpty { return }
        line("\t\(title):\t" + values.joined(separator: "\n\t\t"))
    }

    static func requestStatus(_ status: JSON) -> String {
        let types = status["conditions"].items.map { $0["type"].words }
        var text = types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending"
        if types.contains("Failed") { text += ",Failed" }
        if !status["certificate"].words.isEmpty { text += ",Issued" }
        return text
    }
}
