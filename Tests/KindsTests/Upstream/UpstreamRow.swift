import Document
import Resources

@testable import Kinds

/// What kube-apiserver 1.36 answered to one change of an object it takes, written down from it:
/// `PATH = JSON -> FIELD CAUSE, FIELD CAUSE`, or `PATH removed -> …`; the fields without their indices. No cause: the change
/// is taken.
struct UpstreamRow {
    let change: String
    let path: [Step]
    /// Nil where the field is taken away.
    let value: JSON?
    let causes: Set<String>

    enum Step {
        case key(String)
        case index(Int)
    }

    init?(_ line: Substring) throws {
        guard let arrow = line.ranges(of: " ->").last else { return nil }
        let change = line[..<arrow.lowerBound]
        self.change = String(change)
        causes = Set(line[arrow.upperBound...].split(separator: ", ").map { String($0.drop { $0 == " " }) })
        if change.hasSuffix(" removed") {
            (path, value) = (Self.steps(change.dropLast(" removed".count)), nil)
        } else {
            let sides = change.split(separator: " = ", maxSplits: 1)
            path = Self.steps(sides[0])
            value = try JSON.parse(text: String(sides[1]))
        }
    }

    /// `spec.ports[0].port` and `metadata.labels[a.b/c]`.
    private static func steps(_ text: Substring) -> [Step] {
        var steps: [Step] = []
        var rest = text
        while let first = rest.first {
            if first == "[", let end = rest.firstIndex(of: "]") {
                let inner = rest[rest.index(after: rest.startIndex)..<end]
                steps.append(Int(inner).map(Step.index) ?? .key(String(inner)))
                rest = rest[rest.index(after: end)...]
            } else {
                if first == "." { rest = rest.dropFirst() }
                let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
                steps.append(.key(String(rest[..<end])))
                rest = rest[end...]
            }
        }
        return steps
    }

    func apply(to object: JSON) -> JSON { Self.changed(object, path[...], value) }

    private static func changed(_ object: JSON, _ path: ArraySlice<Step>, _ value: JSON?) -> JSON {
        guard let first = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        var object = object
        switch first {
        case .key(let key):
            if rest.isEmpty, value == nil {
                object[key] = .null
            } else {
                object[key] = changed(object[key], rest, value)
            }
        case .index(let index):
            object.mutateArray { array in
                if rest.isEmpty, value == nil { array.remove(at: index) } else { array[index] = changed(array[index], rest, value) }
            }
        }
        return object
    }
}
