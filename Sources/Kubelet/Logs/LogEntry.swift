import Resources

/// One line of a container's log file as the runtime interface writes it: `<time> <stdout|stderr> <F|P> <text>`.
struct LogEntry {
    var isError: Bool
    /// Part of a line that was too long for one entry: the next entry of its stream continues it.
    var isPartial: Bool
    var content: ArraySlice<UInt8>
    var timeBytes: ArraySlice<UInt8>

    /// Nil when the line has another form.
    init?(_ line: ArraySlice<UInt8>) {
        let space = UInt8(ascii: " ")
        guard let first = line.firstIndex(of: space), let second = line[(first + 1)...].firstIndex(of: space) else { return nil }
        let afterSecond = line[(second + 1)...]
        let third = afterSecond.firstIndex(of: space) ?? line.endIndex
        let stream = line[(first + 1)..<second]
        guard stream.elementsEqual("stdout".utf8) || stream.elementsEqual("stderr".utf8), third > second + 1 else { return nil }
        timeBytes = line[line.startIndex..<first]
        isError = stream.elementsEqual("stderr".utf8)
        isPartial = line[second + 1] == UInt8(ascii: "P")
        content = third < line.endIndex ? line[(third + 1)...] : []
    }

    var timestamp: Timestamp? { Timestamp(String(decoding: timeBytes, as: UTF8.self)) }
}
