package import Resources

/// One page of a list.
package struct ListPage: Sendable {
    package var records: [ObjectRecord]
    package var revision: UInt64
    /// Empty on the last page.
    package var continueToken = ""
    /// How many objects follow; nil when that is not known without looking at them.
    package var remaining: Int?
}

extension WatchCache {
    /// Lists what `query` selects, at the revision it asks for (API conventions, "resource versions").
    /// - Parameter now: by which tokens are made, and grow old.
    package func list(_ query: ListQuery, now: Timestamp) throws(APIError) -> ListPage {
        if !query.continueToken.isEmpty {
            guard query.resourceVersion.isEmpty || query.resourceVersion == "0" else {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
            let token = try ContinueToken(parsing: query.continueToken)
            if let snapshot = token.snapshot, snapshot.isExpired(now: now) { throw Self.expired(after: token.after) }
            return try page(query, at: token.snapshot?.revision, after: token.after, began: token.snapshot?.seconds ?? now.seconds)
        }
        guard let wanted = try query.revision() else { return try page(query, at: nil, after: nil, began: now.seconds) }
        let current = snapshot().revision
        if wanted > current { throw Self.tooLarge(wanted, current: current) }
        let isExact = query.match == .exact || (query.match == nil && query.limit > 0)
        return try page(query, at: isExact ? wanted : nil, after: nil, began: now.seconds)
    }

    /// - Parameter began: when the first page was asked for, in seconds since 1970.
    private func page(
        _ query: ListQuery, at revision: UInt64?, after: ObjectKey?, began: Int64
    ) throws(APIError) -> ListPage {
        let selection = query.selection
        var page: ListPage
        let tree: RecordTree
        var differences: [ObjectKey: ObjectRecord?] = [:]
        if let revision {
            guard let old = snapshot(at: revision) else { throw Self.expired(after: after) }
            (tree, differences) = (old.records, old.differences)
            page = ListPage(records: [], revision: revision)
        } else {
            let now = snapshot()
            tree = now.records
            page = ListPage(records: [], revision: now.revision)
        }
        var following = 0
        let isCounting = query.limit > 0 && !selection.isFiltered
        if query.limit == 0 { page.records.reserveCapacity(selection.isFiltered ? 16 : tree.count) }
        Self.walk(tree, differences, selection, after: after) { record in
            if query.limit > 0, page.records.count == query.limit {
                following += 1
                return isCounting && !differences.isEmpty
            }
            page.records.append(record)
            return true
        }
        if following > 0, let last = page.records.last {
            if isCounting, differences.isEmpty { following = tree.count(namespace: selection.namespace, after: last.key) }
            page.continueToken = ContinueToken(after: last.key, snapshot: .init(revision: page.revision, seconds: began)).text
            page.remaining = isCounting ? following : nil
        }
        return page
    }

    /// Visits, in order, what matches of `tree` with `differences` put over it.
    private static func walk(
        _ tree: RecordTree, _ differences: [ObjectKey: ObjectRecord?], _ selection: Selection, after: ObjectKey?,
        _ body: (ObjectRecord) -> Bool
    ) {
        if differences.isEmpty {
            tree.forEach(namespace: selection.namespace, after: after) { record in
                selection.matches(record) ? body(record) : true
            }
            return
        }
        var others = differences.values.compactMap(\.self)
            .filter { record in (after.map { $0 < record.key } ?? true) && selection.matches(record) }
            .sorted { $0.key > $1.key }
        var goesOn = true
        tree.forEach(namespace: selection.namespace, after: after) { record in
            while goesOn, let other = others.last, other.key <= record.key {
                others.removeLast()
                goesOn = body(other)
            }
            guard goesOn else { return false }
            if differences[record.key] == nil, selection.matches(record) { goesOn = body(record) }
            return goesOn
        }
        while goesOn, let other = others.popLast() { goesOn = body(other) }
    }

    static func tooLarge(_ wanted: UInt64, current: UInt64) -> APIError {
        var error = APIError.timeout("Too large resource version: \(wanted), current: \(current)", retryAfterSeconds: 1)
        error.details?.causes = [.init(reason: "ResourceVersionTooLarge", message: "Too large resource version")]
        return error
    }

    private static func expired(after: ObjectKey?) -> APIError {
        guard let after else { return .expired("The resourceVersion for the provided list is too old.") }
        var error = APIError.expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the "
                + "continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing "
                + "with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the "
                + "time the first chunk was returned and now may show up in the list.")
        error.continueToken = ContinueToken(after: after, snapshot: nil).text
        return error
    }
}

extension APIError {
    /// The token with which an expired list can go on, kept among the causes until the Status is written.
    fileprivate(set) var continueToken: String? {
        get { details?.causes.first { $0.reason == Self.continueCause }?.message }
        set {
            var details = details ?? Details()
            details.causes.removeAll { $0.reason == Self.continueCause }
            if let newValue { details.causes.append(.init(reason: Self.continueCause, message: newValue)) }
            self.details = details
        }
    }

    private static let continueCause = "Continue"
}
