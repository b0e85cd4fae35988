/// The members of a JSON object in the order they were written.
///
/// Kubernetes objects are small and read a few times, so members are a flat array searched in order:
/// no hashing, one allocation, and keys of up to 15 bytes compare as two machine words.
public struct JSONObject: Sendable {
    /// A struct and no tuple: arrays of tuples are copied and destroyed by the runtime's generic paths, several times slower.
    package struct Member: Sendable {
        package var key: String
        package var value: JSON

        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    package private(set) var members: [Member]

    package init() { members = [] }
    package init(minimumCapacity: Int) {
        members = []
        members.reserveCapacity(minimumCapacity)
    }

    /// Members as a parser found them; the caller has made sure that no key comes twice.
    init(uniqueMembers: [Member]) { members = uniqueMembers }

    /// Members of which no key comes twice.
    package init(uniqueMembers: [(key: String, value: JSON)]) { members = uniqueMembers.map { Member($0.key, $0.value) } }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    package var keys: [String] { members.map(\.key) }

    package func index(of key: String) -> Int? {
        members.withUnsafeBufferPointer { members in
            var index = 0
            while index < members.count {
                if Self.isSameKey(members[index].key, key) { return index }
                index += 1
            }
            return nil
        }
    }

    /// Whether two keys are the same bytes. Most differ in their length, which is told without looking at them.
    @inline(__always)
    static func isSameKey(_ a: String, _ b: String) -> Bool { a.utf8.count == b.utf8.count && a == b }

    package func contains(_ key: String) -> Bool { index(of: key) != nil }

    /// The value of `key`; setting nil removes the member, setting a new key appends it.
    package subscript(key: String) -> JSON? {
        get { index(of: key).map { members[$0].value } }
        set { put(key, newValue) }
    }

    /// The value of `key`, looked for first at the place where a similar object has it.
    package func value(_ key: String, near position: Int) -> JSON? {
        if position < members.count, members[position].key == key { return members[position].value }
        return self[key]
    }

    /// Whether both are copies of one object that nobody changed since: told without looking at any member.
    package func isIdentical(to other: JSONObject) -> Bool {
        guard members.count == other.members.count else { return false }
        return members.withUnsafeBufferPointer { mine in
            other.members.withUnsafeBufferPointer { theirs in mine.baseAddress == theirs.baseAddress }
        }
    }

    package subscript(position index: Int) -> Member {
        get { members[index] }
        set { members[index] = newValue }
        // The array's own accessor would allocate what it keeps meanwhile.
        _modify {
            let place = address(of: index)
            yield &place.pointee
        }
    }

    /// Appends a member whose key is known not to be there.
    package mutating func append(_ key: String, _ value: JSON) { members.append(Member(key, value)) }

    /// Puts a member whose key is known not to be there in front of the one at `index`.
    package mutating func insert(_ key: String, _ value: JSON, at index: Int) { members.insert(Member(key, value), at: index) }

    /// Where the member `key` is, null if there was none, until `close`: nothing else may touch the object meanwhile.
    @inline(never) mutating func open(_ key: String) -> UnsafeMutablePointer<Member> {
        let index = index(of: key) ?? members.count
        if index == members.count { members.append(Member(key, .null)) }
        return address(of: index)
    }

    /// A member that is null at the end goes.
    @inline(never) mutating func close(_ place: UnsafeMutablePointer<Member>) {
        if place.pointee.value.isNull { members.remove(at: place - address(of: 0)) }
    }

    private mutating func address(of index: Int) -> UnsafeMutablePointer<Member> {
        precondition(members.indices.contains(index))
        return members.withUnsafeMutableBufferPointer { members in
            guard let base = members.baseAddress else { preconditionFailure("an array with members has a buffer") }
            return base + index
        }
    }

    mutating func put(_ key: String, _ value: JSON?) {
        switch (index(of: key), value) {
        case (let index?, let value?): members[index].value = value
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(key, value))
        case (nil, nil): break
        }
    }

    @discardableResult
    package mutating func removeValue(forKey key: String) -> JSON? {
        index(of: key).map { members.remove(at: $0).value }
    }

    package mutating func removeAll(where predicate: (Member) throws -> Bool) rethrows { try members.removeAll(where: predicate) }
    package mutating func sortKeys() { members.sort { $0.key < $1.key } }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    public subscript(index: Int) -> (key: String, value: JSON) { (members[index].key, members[index].value) }
}

/// Two objects are equal when they hold the same members, in whatever order.
extension JSONObject: Hashable {
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        guard a.count == b.count else { return false }
        if a.isIdentical(to: b) { return true }
        for (position, member) in a.members.enumerated() {
            if b.members[position].key == member.key {
                if b.members[position].value != member.value { return false }
            } else if b[member.key] != member.value {
                return false
            }
        }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var inner = Hasher()
            inner.combine(member.key)
            inner.combine(member.value)
            sum = sum &+ inner.finalize()
        }
        hasher.combine(sum)
    }
}
