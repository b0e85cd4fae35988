extension CatalogueText {
    /// Types of node.v1.
    static let nodeV1: StaticString = """
        package node.v1
        type Overhead
          podFixed {}quantity 1 go=v1.ResourceList
        type RuntimeClass kind=node.k8s.io/v1/RuntimeClass
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          handler string 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          overhead *Overhead 3
          scheduling *Scheduling 4
        type RuntimeClassList kind=node.k8s.io/v1/RuntimeClassList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []RuntimeClass 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type Scheduling
          nodeSelector {}string 1 map=atomic
          tolerations []core.v1.Toleration 2 list=atomic
        """
}
