/// The resources that Coxswain's own components read and write. The full catalogue, with verbs and subresources, is Schema's.
extension ResourceType {
    package static let pods = ResourceType(plural: "pods", kind: "Pod")
    package static let nodes = ResourceType(plural: "nodes", kind: "Node", namespaced: false)
    package static let services = ResourceType(plural: "services", kind: "Service")
    package static let endpoints = ResourceType(plural: "endpoints", kind: "Endpoints")
    package static let namespaces = ResourceType(plural: "namespaces", kind: "Namespace", namespaced: false)
    package static let serviceAccounts = ResourceType(plural: "serviceaccounts", kind: "ServiceAccount")
    package static let secrets = ResourceType(plural: "secrets", kind: "Secret")
    package static let configMaps = ResourceType(plural: "configmaps", kind: "ConfigMap")
    package static let events = ResourceType(plural: "events", kind: "Event")
    package static let replicationControllers = ResourceType(plural: "replicationcontrollers", kind: "ReplicationController")
    package static let persistentVolumes = ResourceType(plural: "persistentvolumes", kind: "PersistentVolume", namespaced: false)
    package static let persistentVolumeClaims = ResourceType(plural: "persistentvolumeclaims", kind: "PersistentVolumeClaim")

    package static let deployments = ResourceType(group: "apps", plural: "deployments", kind: "Deployment")
    package static let replicaSets = ResourceType(group: "apps", plural: "replicasets", kind: "ReplicaSet")
    package static let daemonSets = ResourceType(group: "apps", plural: "daemonsets", kind: "DaemonSet")
    package static let statefulSets = ResourceType(group: "apps", plural: "statefulsets", kind: "StatefulSet")
    package static let controllerRevisions = ResourceType(group: "apps", plural: "controllerrevisions", kind: "ControllerRevision")
    package static let jobs = ResourceType(group: "batch", plural: "jobs", kind: "Job")
    package static let cronJobs = ResourceType(group: "batch", plural: "cronjobs", kind: "CronJob")

    package static let endpointSlices = ResourceType(group: "discovery.k8s.io", plural: "endpointslices", kind: "EndpointSlice")
    package static let podDisruptionBudgets = ResourceType(group: "policy", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget")
    package static let resourceQuotas = ResourceType(plural: "resourcequotas", kind: "ResourceQuota")
    package static let horizontalPodAutoscalers = ResourceType(
        group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers", kind: "HorizontalPodAutoscaler")
    package static let customResourceDefinitions = ResourceType(
        group: "apiextensions.k8s.io", plural: "customresourcedefinitions", kind: "CustomResourceDefinition", namespaced: false)
    package static let apiServices = ResourceType(
        group: "apiregistration.k8s.io", plural: "apiservices", kind: "APIService", namespaced: false)
    package static let leases = ResourceType(group: "coordination.k8s.io", plural: "leases", kind: "Lease")
    package static let storageClasses = ResourceType(
        group: "storage.k8s.io", plural: "storageclasses", kind: "StorageClass", namespaced: false)
    package static let priorityClasses = ResourceType(
        group: "scheduling.k8s.io", plural: "priorityclasses", kind: "PriorityClass", namespaced: false)
    package static let ingresses = ResourceType(group: "networking.k8s.io", plural: "ingresses", kind: "Ingress")
    package static let ingressClasses = ResourceType(
        group: "networking.k8s.io", plural: "ingressclasses", kind: "IngressClass", namespaced: false)
    package static let networkPolicies = ResourceType(group: "networking.k8s.io", plural: "networkpolicies", kind: "NetworkPolicy")
    package static let certificateSigningRequests = ResourceType(
        group: "certificates.k8s.io", plural: "certificatesigningrequests", kind: "CertificateSigningRequest", namespaced: false)

    package static let roles = ResourceType(group: "rbac.authorization.k8s.io", plural: "roles", kind: "Role")
    package static let roleBindings = ResourceType(group: "rbac.authorization.k8s.io", plural: "rolebindings", kind: "RoleBinding")
    package static let clusterRoles = ResourceType(
        group: "rbac.authorization.k8s.io", plural: "clusterroles", kind: "ClusterRole", namespaced: false)
    package static let clusterRoleBindings = ResourceType(
        group: "rbac.authorization.k8s.io", plural: "clusterrolebindings", kind: "ClusterRoleBinding", namespaced: false)
}
