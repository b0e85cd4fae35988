internal import Document

/// The request parameters OpenAPI documents declare.
enum OpenAPIParameter: String, CaseIterable {
    case namespace, name, pretty
    case dryRun, fieldManager, fieldValidation, force
    case allowWatchBookmarks, `continue`, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch
    case sendInitialEvents, timeoutSeconds, watch
    case gracePeriodSeconds, ignoreStoreReadErrorWithClusterBreakingPotential, orphanDependents, propagationPolicy
    case path, command, container, stdin, stdout, stderr, tty, ports
    case follow, insecureSkipTLSVerifyBackend, limitBytes, previous, sinceSeconds, tailLines, timestamps, stream

    static let creating: [Self] = [.dryRun, .fieldManager, .fieldValidation]
    static let patching: [Self] = [.dryRun, .fieldManager, .fieldValidation, .force]
    static let listing: [Self] = [
        .allowWatchBookmarks, .continue, .fieldSelector, .labelSelector, .limit, .resourceVersion, .resourceVersionMatch,
        .sendInitialEvents,
        .timeoutSeconds, .watch,
    ]
    static let deleting: [Self] = [
        .dryRun, .gracePeriodSeconds, .ignoreStoreReadErrorWithClusterBreakingPotential, .orphanDependents, .propagationPolicy,
    ]
    static let deletingMany: [Self] = [
        .continue, .dryRun, .fieldSelector, .gracePeriodSeconds, .ignoreStoreReadErrorWithClusterBreakingPotential, .labelSelector, .limit,
        .orphanDependents, .propagationPolicy, .resourceVersion, .resourceVersionMatch, .sendInitialEvents, .timeoutSeconds,
    ]

    /// What a connecting subresource takes (`exec`, `log`, …).
    static func connecting(_ subresource: String) -> [Self] {
        switch subresource {
        case "exec": [.command, .container, .stderr, .stdin, .stdout, .tty]
        case "attach": [.container, .stderr, .stdin, .stdout, .tty]
        case "portforward": [.ports]
        case "proxy": [.path]
        case "log":
            [
                .container, .follow, .insecureSkipTLSVerifyBackend, .limitBytes, .previous, .sinceSeconds, .stream, .tailLines, .timestamps,
            ]
        default: []
        }
    }

    var isInPath: Bool { self == .name || self == .namespace }

    var type: JSON {
        switch self {
        case .force, .allowWatchBookmarks, .sendInitialEvents, .watch, .ignoreStoreReadErrorWithClusterBreakingPotential, .orphanDependents,
            .stdin, .stdout, .stderr, .tty, .follow, .insecureSkipTLSVerifyBackend, .previous, .timestamps:
            "boolean"
        case .limit, .timeoutSeconds, .gracePeriodSeconds, .ports, .limitBytes, .sinceSeconds, .tailLines: "integer"
        default: "string"
        }
    }

    /// The parameter in OpenAPI 2: its type beside its name.
    var v2: JSON {
        [
            "name": .string(rawValue), "in": isInPath ? "path" : "query", "required": isInPath ? true : .null, "type": type,
            "uniqueItems": true,
        ]
    }

    /// The parameter in OpenAPI 3: its type in a schema of its own.
    var v3: JSON {
        [
            "name": .string(rawValue), "in": isInPath ? "path" : "query", "required": isInPath ? true : .null,
            "schema": ["type": type, "uniqueItems": true],
        ]
    }
}
