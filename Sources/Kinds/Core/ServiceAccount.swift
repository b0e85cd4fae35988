internal import Document
internal import Resources
internal import Schema

/// core/v1 ServiceAccount.
struct ServiceAccountRules: KindBehaviour {
    var columns: [TableColumn] { [.name, .age] }

    func prepareForCreate(_ object: inout JSON) { keepNames(&object) }
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) { keepNames(&object) }

    /// Secrets are of the ServiceAccount's own namespace: only their names count.
    private func keepNames(_ object: inout JSON) {
        guard !object["secrets"].isNull else { return }
        object["secrets"].mutateArray { secrets in
            for index in secrets.indices {
                secrets[index] = secrets[index]["name"].isNull ? .object(JSONObject()) : ["name": secrets[index]["name"]]
            }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}
