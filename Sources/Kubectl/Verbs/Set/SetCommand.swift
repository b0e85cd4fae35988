internal import Client
internal import Document
internal import Resources

/// `kubectl set`: one thing of many objects.
enum SetCommand {
    static let command = Command(
        "set", group: .basic, usage: "SUBCOMMAND", summary: "Change certain things of objects",
        subcommands: [
            SetEnv.command, SetImage.command, SetResources.command, SetSelector.command, SetServiceAccount.command, SetSubject.command,
        ])

    private static let own: [Flag] = [
        .bool("all", "Every object of the types that are named."),
        .bool("local", "Change what the file holds and print it, without asking the server."),
        .string("selector", "l", values: .nothing, "Only objects whose labels match."),
        .bool("record", hidden: true, "Dropped upstream, still accepted here."),
    ]

    static let flags: [Flag] = ResourceSelection.fileFlags("to change") + WriteOptions.flags("kubectl-set") + own

    /// Where the pod's description stands in a kind of object; nil for kinds without one.
    static func podSpecPath(_ kind: String) -> [String]? {
        switch kind {
        case "Pod": ["spec"]
        case "CronJob": ["spec", "jobTemplate", "spec", "template", "spec"]
        case "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "Job", "ReplicationController": ["spec", "template", "spec"]
        default: nil
        }
    }

    /// Objects, and what is to be set on them: arguments with `=` or a trailing `-` are the latter.
    static func split(_ arguments: [String]) -> (resources: [String], changes: [String]) {
        let start = arguments.firstIndex { $0.contains("=") || ($0.hasSuffix("-") && $0.count > 1) } ?? arguments.count
        return (Array(arguments[..<start]), Array(arguments[start...]))
    }

    /// Changes objects one by one and tells of those that changed.
    static func change(
        _ invocation: Invocation, _ resources: [String], _ operation: String, _ body: (inout JSON, ObjectInfo) throws -> Void
    ) async throws {
        var selection = try ResourceSelection(invocation)
        selection.arguments = resources
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        var errors: [any Error] = []
        for info in try await ResourceBuilder(session: invocation.session).objects(selection) {
            do {
                var object = info.object
                try body(&object, info)
                let patch = MergeDiff.patch(from: info.object, to: object)
                if invocation.flags.bool("local") || options.dryRun == .client {
                    try printer.tell(object, operation)
                    continue
                }
                if patch.isNull { continue }
                try printer.tell(try await invocation.session.client().patch(info, .merge(patch), query: options.query), operation)
            } catch let error as APIError {
                errors.append(Failure("failed to patch \(operation.replacingUpdated) update to pod template: \(error.message)"))
            } catch let error as Failure {
                errors.append(error)
            }
        }
        try Failures.throwing(errors)
    }

    /// Changes the containers whose names match; with `initContainers` those, too.
    static func containers(
        _ object: inout JSON, _ info: ObjectInfo, includesInit: Bool = false, _ body: (inout JSON) throws -> Void
    ) throws {
        guard let path = podSpecPath(info.type.kind) else {
            throw Failure("the object is not a pod or does not have a pod template: \(info.type.kind)")
        }
        var spec = path.reduce(object) { $0[$1] }
        for list in includesInit ? ["initContainers", "containers"] : ["containers"] {
            guard var entries = spec[list].array else { continue }
            for index in entries.indices { try body(&entries[index]) }
            spec[list] = .array(entries)
        }
        object.set(spec, at: path)
    }

    /// Names with `*`, as shells read them.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        if pattern == "*" { return true }
        guard pattern.contains("*") else { return pattern == name }
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        var rest = name[...]
        for (index, part) in parts.enumerated() {
            if index == 0 {
                guard rest.hasPrefix(part) else { return false }
                rest = rest.dropFirst(part.count)
            } else if index == parts.count - 1 {
                return rest.hasSuffix(part)
            } else {
                guard let found = rest.firstRange(of: part) else { return false }
                rest = rest[found.upperBound...]
            }
        }
        return true
    }
}

extension String {
    /// `image updated` → `image`
    fileprivate var replacingUpdated: String { hasSuffix(" updated") ? String(dropLast(" updated".count)) : self }
}

/// `set image`
enum SetImage {
    static let command = Command(
        "image", usage: "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
        summary: "Set the images of containers",
        examples: [
            ("One container", "kubectl set image deployment/kubia nodejs=luksa/kubia:v2"),
            ("All containers", "kubectl set image daemonset abc *=nginx:1.9.1"),
        ],
        flags: SetCommand.flags, arguments: .resources
    ) { invocation in
        let (resources, changes) = SetCommand.split(invocation.arguments)
        if resources.isEmpty, !invocation.flags.namesManifests { throw ResourceSelection.noResources }
        if changes.isEmpty { throw Failure("at least one image update is required") }
        let images = try changes.map { change -> (String, String) in
            guard let sign = change.firstIndex(of: "="), sign != change.startIndex else { throw Failure("invalid image: \(change)") }
            return (String(change[..<sign]), String(change[change.index(after: sign)...]))
        }
        try await SetCommand.change(invocation, resources, "image updated") { object, info in
            for (name, image) in images {
                var found = false
                try SetCommand.containers(&object, info, includesInit: true) { container in
                    guard SetCommand.matches(name, container["name"].string ?? "") else { return }
                    container["image"] = .string(image)
                    found = true
                }
                if !found { throw Failure("unable to find container named \(name.goQuoted)") }
            }
        }
    }
}

/// `set resources`
enum SetResources {
    private static let own: [Flag] = [
        .string("containers", "c", "*", values: .nothing, "Which containers; names may hold *."),
        .string("limits", values: .nothing, "Limits, as cpu=200m,memory=512Mi."),
        .string("requests", values: .nothing, "Requests, as cpu=100m,memory=256Mi."),
    ]

    static let command = Command(
        "resources", usage: "(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]",
        summary: "Set requested resources and limits of containers",
        examples: [("For example", "kubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi")],
        flags: SetCommand.flags + own, arguments: .resources
    ) { invocation in
        let flags = invocation.flags
        if flags.string("limits").isEmpty, flags.string("requests").isEmpty {
            throw Failure("you must specify an update to requests or limits (in the form of --requests/--limits)")
        }
        let limits = try KeyedSources.pairs(flags.string("limits"))
        let requests = try KeyedSources.pairs(flags.string("requests"))
        try await SetCommand.change(invocation, invocation.arguments, "resource requirements updated") { object, info in
            var found = false
            try SetCommand.containers(&object, info) { container in
                guard SetCommand.matches(flags.string("containers"), container["name"].string ?? "") else { return }
                found = true
                for (list, values) in [("limits", limits), ("requests", requests)] {
                    for (name, amount) in values { container["resources"][list][name] = amount == "0" ? .null : .string(amount) }
                }
            }
            if !found { throw Failure("unable to find container named \(flags.string("containers"))") }
        }
    }
}

/// `set serviceaccount`
enum SetServiceAccount {
    static let command = Command(
        "serviceaccount", aliases: ["sa"], usage: "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
        summary: "Set the ServiceAccount of a workload's pods",
        examples: [("For example", "kubectl set serviceaccount deployment kubia foo")], flags: SetCommand.flags, arguments: .resources
    ) { invocation in
        guard let account = invocation.arguments.last, invocation.arguments.count > 1 || invocation.flags.namesManifests else {
            throw Failure("serviceaccount is required")
        }
        try await SetCommand.change(invocation, Array(invocation.arguments.dropLast()), "serviceaccount updated") { object, info in
            guard let path = SetCommand.podSpecPath(info.type.kind) else {
                throw Failure("the object is not a pod or does not have a pod template: \(info.type.kind)")
            }
            object.set(.string(account), at: path + ["serviceAccountName"])
            if !path.reduce(object, { $0[$1] })["serviceAccount"].isNull { object.set(.string(account), at: path + ["serviceAccount"]) }
        }
    }
}

/// `set selector`
enum SetSelector {
    static let command = Command(
        "selector", usage: "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]", summary: "Set the selector of a Service",
        examples: [("For example", "kubectl set selector service kubia 'app=kubia,env=prod'")],
        flags: Flag.joined(SetCommand.flags, [.string("resource-version", values: .nothing, "Only if the object still has this version.")]),
        arguments: .resources
    ) { invocation in
        guard let text = invocation.arguments.last, text.contains("=") else { throw Failure("one selector is required") }
        let labels = try LabelText.labels(text)
        try await SetCommand.change(invocation, Array(invocation.arguments.dropLast()), "selector updated") { object, info in
            guard info.type.kind == "Service" else { throw Failure("setting a selector is only supported for Services") }
            object["spec"]["selector"] = JSON(labels)
        }
    }
}

/// `set subject`
enum SetSubject {
    private static let own: [Flag] = [
        .array("user", "Users; may be given again."), .array("group", "Groups; may be given again."),
        .array("serviceaccount", "ServiceAccounts, as NAMESPACE:NAME; may be given again."),
    ]

    static let command = Command(
        "subject", usage: "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]",
        summary: "Add users, groups and ServiceAccounts to a binding",
        examples: [("For example", "kubectl set subject rolebinding test --serviceaccount=foo:default")], flags: SetCommand.flags + own,
        arguments: .resources
    ) { invocation in
        guard let subjects = try CreateRBAC.subjects(invocation.flags)?.array else {
            throw Failure("you must specify at least one value of user, group or serviceaccount")
        }
        try await SetCommand.change(invocation, invocation.arguments, "subjects updated") { object, info in
            guard info.type.kind == "RoleBinding" || info.type.kind == "ClusterRoleBinding" else {
                throw Failure("setting subjects is only supported for RoleBinding/ClusterRoleBinding")
            }
            for subject in subjects where !(object["subjects"].array ?? []).contains(subject) {
                object["subjects"].mutateArray { $0.append(subject) }
            }
        }
    }
}
