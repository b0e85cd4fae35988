package import Document

/// Which objects to list, and how fresh they must be.
package struct ListOptions: Sendable, Hashable {
    /// Nil for all namespaces, and for kinds of the whole cluster.
    package var namespace: String?
    package var labelSelector: String?
    package var fieldSelector: String?
    /// Objects in one page; nil for all at once.
    package var limit: Int?
    package var continueToken: String?
    /// Nil asks for the latest, "0" for whatever the server has at hand.
    package var resourceVersion: String?
    /// `Exact` or `NotOlderThan`.
    package var resourceVersionMatch: String?

    package init(
        namespace: String? = nil, labelSelector: String? = nil, fieldSelector: String? = nil, limit: Int? = nil,
        continueToken: String? = nil, resourceVersion: String? = nil, resourceVersionMatch: String? = nil
    ) {
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.limit = limit
        self.continueToken = continueToken
        self.resourceVersion = resourceVersion
        self.resourceVersionMatch = resourceVersionMatch
    }

    package var query: [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        if let labelSelector, !labelSelector.isEmpty { query.append(("labelSelector", labelSelector)) }
        if let fieldSelector, !fieldSelector.isEmpty { query.append(("fieldSelector", fieldSelector)) }
        if let limit { query.append(("limit", String(limit))) }
        if let continueToken { query.append(("continue", continueToken)) }
        if let resourceVersion { query.append(("resourceVersion", resourceVersion)) }
        if let resourceVersionMatch { query.append(("resourceVersionMatch", resourceVersionMatch)) }
        return query
    }
}

/// Which changes to watch, and from where.
package struct WatchOptions: Sendable, Hashable {
    package var namespace: String?
    package var labelSelector: String?
    package var fieldSelector: String?
    /// Changes after this revision; nil begins with the objects that exist, as additions.
    package var revision: UInt64?
    /// Seconds after which the server ends the watch; nil leaves it to the server.
    package var timeoutSeconds: Int?

    package init(
        namespace: String? = nil, labelSelector: String? = nil, fieldSelector: String? = nil, revision: UInt64? = nil,
        timeoutSeconds: Int? = nil
    ) {
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.revision = revision
        self.timeoutSeconds = timeoutSeconds
    }

    package var query: [(name: String, value: String)] {
        var query: [(name: String, value: String)] = [("watch", "true"), ("allowWatchBookmarks", "true")]
        if let labelSelector, !labelSelector.isEmpty { query.append(("labelSelector", labelSelector)) }
        if let fieldSelector, !fieldSelector.isEmpty { query.append(("fieldSelector", fieldSelector)) }
        if let revision { query.append(("resourceVersion", String(revision))) }
        if let timeoutSeconds { query.append(("timeoutSeconds", String(timeoutSeconds))) }
        return query
    }
}

/// How to delete (meta/v1 DeleteOptions).
package struct DeleteOptions: Sendable, Hashable {
    package enum Propagation: String, Sendable {
        case background = "Background"
        case foreground = "Foreground"
        case orphan = "Orphan"
    }

    /// Seconds the object may take to end; 0 removes it at once, nil leaves it to the kind.
    package var gracePeriodSeconds: Int?
    package var propagation: Propagation?
    /// Delete only the object with this uid.
    package var uid: String?
    /// Delete only this version.
    package var resourceVersion: String?

    package init(
        gracePeriodSeconds: Int? = nil, propagation: Propagation? = nil, uid: String? = nil, resourceVersion: String? = nil
    ) {
        self.gracePeriodSeconds = gracePeriodSeconds
        self.propagation = propagation
        self.uid = uid
        self.resourceVersion = resourceVersion
    }

    package var document: JSON {
        var document: JSON = ["kind": "DeleteOptions", "apiVersion": "v1"]
        document["gracePeriodSeconds"] = JSON(gracePeriodSeconds)
        document["propagationPolicy"] = JSON(propagation?.rawValue)
        if uid != nil || resourceVersion != nil {
            document["preconditions"] = ["uid": JSON(uid), "resourceVersion": JSON(resourceVersion)]
        }
        return document
    }
}

/// A change to an object instead of a new version of it.
package enum Patch: Sendable, Hashable {
    /// RFC 7386.
    case merge(JSON)
    /// Kubernetes' own merge, which knows the keys of lists.
    case strategic(JSON)
    /// RFC 6902.
    case json(JSON)
    /// Server-side apply of the members that `manager` wants; `force` takes over those of other managers.
    case apply(JSON, manager: String, force: Bool)

    package var contentType: String {
        switch self {
        case .merge: "application/merge-patch+json"
        case .strategic: "application/strategic-merge-patch+json"
        case .json: "application/json-patch+json"
        case .apply: "application/apply-patch+yaml"
        }
    }

    package var document: JSON {
        switch self {
        case .merge(let document), .strategic(let document), .json(let document), .apply(let document, _, _): document
        }
    }

    package var query: [(name: String, value: String)] {
        guard case .apply(_, let manager, let force) = self else { return [] }
        return [("fieldManager", manager), ("force", force ? "true" : "false")]
    }
}
