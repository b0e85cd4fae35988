internal import Document
internal import Resources
internal import Schema

/// core/v1 ServiceAccount.
struct ServiceAccountRules: KindBehaviour {
    var columns: [TableColumn] { [.name, .age] }
    func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, object.ageCell(now: now)] }
}
