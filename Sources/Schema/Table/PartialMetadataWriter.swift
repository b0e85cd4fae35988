package import Resources

/// Writes meta.k8s.io PartialObjectMetadata and its list: objects without anything but their metadata, cut out of the stored bytes.
package struct PartialMetadataWriter: Sendable {
    /// `meta.k8s.io/v1`, or `meta.k8s.io/v1beta1` for clients that ask for it.
    package var apiVersion: String

    package init(apiVersion: String = "meta.k8s.io/v1") { self.apiVersion = apiVersion }

    package func write(_ record: ObjectRecord, into bytes: inout [UInt8]) {
        begin("PartialObjectMetadata", into: &bytes)
        record.bytes.withUnsafeBufferPointer { document in
            if let metadata = TopLevelMember.range(of: "metadata", in: document) {
                bytes.append(contentsOf: document[metadata])
            } else {
                bytes.append("{}")
            }
        }
        bytes.append("}")
    }

    package func write(_ records: some Sequence<ObjectRecord>, header: ListHeader, into bytes: inout [UInt8]) {
        begin("PartialObjectMetadataList", into: &bytes)
        header.write(into: &bytes)
        bytes.append(",\"items\":[")
        var first = true
        for record in records {
            if !first { bytes.append(UInt8(ascii: ",")) }
            first = false
            write(record, into: &bytes)
        }
        bytes.append("]}")
    }

    private func begin(_ kind: StaticString, into bytes: inout [UInt8]) {
        bytes.append("{\"kind\":\"")
        bytes.append(kind)
        bytes.append("\",\"apiVersion\":\"")
        bytes.append(contentsOf: apiVersion.utf8)
        bytes.append("\",\"metadata\":")
    }
}
