extension CatalogueText {
    /// Types of node.v1.
    static let nodeV1: StaticString = """
        package node.v1
        type Overhead
          podFixed {}quantity 1 go=v1.ResourceList
        type RuntimeClass kind=node.k8s.io/v1/RuntimeClass
          apiVersion string -
          handler string 2 ! +
          kind string -
          metadata meta.v1.ObjectMeta 1
          overhead *Overhead 3
          scheduling *Scheduling 4
        type RuntimeClassList kind=node.k8s.io/v1/RuntimeClassList
          apiVersion string -
          items []RuntimeClass 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type Scheduling
          nodeSelector {}string 1 map=atomic
          tolerations []core.v1.Toleration 2 list=atomic
        """
}
