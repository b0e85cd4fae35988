import CRI
import Resources

/// Which unused images go when the disk fills up: those that have been unused the longest. A value; it remembers when each came and was
/// used.
struct ImageCollection: Sendable {
    /// How long an image is left alone after it came, seconds; pods may be about to start from it.
    static let minimumAge = 120.0

    private struct Record {
        /// Nil for what was there at the first look.
        var came: Timestamp?
        /// Nil as long as nobody has used it.
        var lastUsed: Timestamp?
        /// Since when nobody uses it; a time before all others for what was there from the start.
        var idleSince: Timestamp { lastUsed ?? came ?? Timestamp(seconds: 0) }
    }
    private var records: [String: Record] = [:]
    private var hasLooked = false

    /// - Parameters:
    ///   - used: images that containers run, by any of their names.
    ///   - toFree: bytes that are wanted; zero or less only takes note of what is used.
    mutating func choose(_ images: [RuntimeImage], used: Set<String>, toFree: Int64, now: Timestamp) -> [RuntimeImage] {
        let present = Set(images.map(\.id))
        records = records.filter { present.contains($0.key) }
        var idle: [(image: RuntimeImage, since: Timestamp)] = []
        for image in images {
            let names = [image.id] + image.tags + image.digests
            var record = records[image.id] ?? Record(came: hasLooked ? now : nil)
            if image.pinned || !used.isDisjoint(with: names) || image.tags.contains(where: { $0.contains("/pause:") }) {
                record.lastUsed = now
            } else if record.came.map({ now.secondsSince($0) >= Self.minimumAge }) ?? true {
                idle.append((image, record.idleSince))
            }
            records[image.id] = record
        }
        hasLooked = true
        var (left, chosen) = (toFree, [RuntimeImage]())
        for (image, _) in idle.sorted(by: { ($0.since, $1.image.size) < ($1.since, $0.image.size) }) {
            guard left > 0 else { break }
            chosen.append(image)
            left -= Int64(clamping: image.size)
        }
        return chosen
    }
}
