internal import Document
internal import Resources

/// Which Ingresses are this controller's business.
struct IngressSelection {
    /// `spec.controller` of the classes that mean this controller.
    static let controller = "coxswain.io/ingress"
    /// The class that every cluster has.
    static let className = "coxswain"

    private let classes: Set<String>

    init(classes: some Sequence<IngressClass>) {
        self.classes = Set(classes.filter { $0.controller == Self.controller }.map(\.name))
    }

    /// By the class it names, or by the older annotation. One that names none was made before there was a default class, and is ours.
    func holds(_ ingress: Ingress) -> Bool {
        if ingress.isBeingDeleted { return false }
        if let name = ingress.annotations[Ingress.classAnnotation], !name.isEmpty {
            return name == Self.className || classes.contains(name)
        }
        guard let name = ingress.spec.ingressClassName else { return true }
        return classes.contains(name)
    }

    /// The class as the controller creates it.
    static var defaultClass: IngressClass {
        var object = IngressClass(name: className)
        object.metadata.annotations = [IngressClass.defaultAnnotation: "true"]
        object.json["spec"] = ["controller": .string(controller)]
        return object
    }
}
