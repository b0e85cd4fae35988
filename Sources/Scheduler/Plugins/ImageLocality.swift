/// Prefers nodes that have the pod's images already, the larger the better.
struct ImageLocality: ScorePlugin {
    static let name = "ImageLocality"
    static let weight = 1
    /// Bytes below which an image is fetched too quickly to count, and from which it counts in full, per container.
    static let sizes = 23 * 1024 * 1024...1000 * 1024 * 1024

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        guard !node.imageSizes.isEmpty else { return 0 }
        let total = pod.images.reduce(0) { $0 + (node.imageSizes[$1] ?? node.imageSizes[$1 + ":latest"] ?? 0) }
        let (low, high) = (Self.sizes.lowerBound, Self.sizes.upperBound * max(1, pod.images.count))
        return (min(max(total, low), high) - low) * Score.maximum / (high - low)
    }
}
