/// The schema text of every built-in type, one constant per API group and version.
///
/// The language, one statement a line (see `SchemaParser`):
///
///     package <group prefix>.<version>
///     type <Name> [any|open] [atomic] [kind=<group/version/Kind>] [union=<discriminator>:<field>><value>|…] [~ <description>]
///     <field> [*]<type> <protobuf number or -> [!] [+] [omitzero] [list=…] [keys=…] [map=…] [patch=…] [merge=…]
///         [enum=a|b]… [go=…] [default=<JSON>] [~ <description>]
///
/// Types are `string bool int32 int64 double quantity intOrString time microTime bytes any`, the name of a type of the same
/// package, or a name with its package; `[]` before a type is a list of it, `{}` a map from strings to it, and `*` says that
/// the field tells "absent" from its zero value. `!` means required, `+` that the field is always written, also when it is
/// empty. `go` names the type that decoding errors speak of, where it is not the field's own.
enum CatalogueText {
    static let all: [StaticString] = [
        admissionregistrationV1,
        admissionregistrationV1alpha1,
        admissionregistrationV1beta1,
        apiserverinternalV1alpha1,
        appsV1,
        authenticationV1,
        authorizationV1,
        autoscalingV1,
        autoscalingV2,
        batchV1,
        certificatesV1,
        certificatesV1alpha1,
        certificatesV1beta1,
        coordinationV1,
        coordinationV1alpha2,
        coordinationV1beta1,
        coreV1Part1,
        coreV1Part2,
        coreV1Part3,
        discoveryV1,
        eventsV1,
        flowcontrolV1,
        networkingV1,
        networkingV1beta1,
        nodeV1,
        policyV1,
        rbacV1,
        resourceV1,
        resourceV1alpha3,
        resourceV1beta1,
        resourceV1beta2,
        schedulingV1,
        schedulingV1alpha2,
        storageV1,
        storageV1beta1,
        storagemigrationV1beta1,
        apiextensionsV1,
        metaV1,
        runtime,
        version,
        apiregistrationV1,
        metricsV1beta1,
        customMetricsV1beta1,
        customMetricsV1beta2,
        externalMetricsV1beta1,
    ]
}
