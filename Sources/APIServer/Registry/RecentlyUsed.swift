/// The few elements that were used last, the latest more or less in front.
struct RecentlyUsed<Element> {
    let limit: Int
    private(set) var all: [Element] = []

    init(limit: Int) { self.limit = limit }

    /// - Returns: what is forgotten for it.
    mutating func add(_ element: Element) -> Element? {
        let forgotten = all.count == limit ? all.removeLast() : nil
        all.insert(element, at: 0)
        return forgotten
    }

    /// Whether an element at this place would be forgotten before long, so that its use has to be told. A few that are used in turn
    /// stay where they are.
    func isOld(_ index: Int) -> Bool { index >= limit / 2 }

    /// Puts the first that matches in front, if it is old.
    mutating func use(where isIt: (Element) -> Bool) {
        guard let index = all.firstIndex(where: isIt), isOld(index) else { return }
        all.insert(all.remove(at: index), at: 0)
    }
}
