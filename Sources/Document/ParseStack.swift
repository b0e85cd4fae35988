/// The members or elements of everything that is being read, innermost last. What is complete is taken off the end as an array of just
/// its size, so that reading an object costs one allocation however many members it has.
struct ParseStack<Element>: ~Copyable {
    private static var initialCapacity: Int { 32 }

    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = Self.initialCapacity
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    @inline(__always)
    mutating func push(_ element: consuming Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    /// The element at `index`, which is below `count`.
    subscript(index: Int) -> Element {
        unsafeAddress { UnsafePointer(base + index) }
        unsafeMutableAddress { base + index }
    }

    /// Takes the elements from `start` on.
    mutating func pop(from start: Int) -> [Element] {
        let taken = count - start
        if taken == 0 { return [] }
        let source = base + start
        count = start
        // Unlike `init(unsafeUninitializedCapacity:)`, this is compiled for the element at hand.
        var result: [Element] = []
        result.reserveCapacity(taken)
        for offset in 0..<taken { result.append((source + offset).move()) }
        return result
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
