/// The schema text of every built-in type, one constant per API group and version.
///
/// The language, one statement a line (see `SchemaParser`):
///
///     package <group prefix>.<version> [of=<API group>]
///     same <package> [<Name>|<Beginning>*|-<left out>]…
///     type <Name> [same] [any|open] [atomic] [kind=<group/version/Kind>] [union=<discriminator>:<field>><value>|…] [~ <description>]
///     <field> [*]<type> <protobuf number or -> [!] [+] [omitzero] [list=…] [keys=…] [map=…] [patch=…] [merge=…]
///         [enum=a|b]… [kindchecks] [go=…] [default=<JSON>] [~ <description>]
///
/// Types are `string bool int32 int64 double quantity intOrString time microTime bytes any`, the name of a type of the same
/// package, or a name with its package; `[]` before a type is a list of it, `{}` a map from strings to it, and `*` says that
/// the field tells "absent" from its zero value. `!` means required, `+` that the field is always written, also when it is
/// empty. `same` takes over types of another package under this package's name and version; a type that is marked `same` then
/// has its fields and those told below it, `<field> -` leaving one out. `go` names the type that decoding errors
/// speak of, where it is not the field's own; `.Name` is one of the package's own version. `kindchecks` leaves the check of
/// the enumeration to the kind's rules, where upstream says more of a wrong value than the list, or minds it at other times.
enum CatalogueText {
    /// Packages come after those they share types with.
    static let all: [StaticString] = today + earlier

    private static let today: [StaticString] = [
        admissionregistrationV1,
        apiserverinternalV1alpha1,
        appsV1,
        authenticationV1,
        authorizationV1,
        autoscalingV1,
        autoscalingV2,
        batchV1,
        certificatesV1,
        coordinationV1,
        coreV1Part1,
        coreV1Part2,
        coreV1Part3,
        discoveryV1,
        eventsV1,
        flowcontrolV1,
        networkingV1,
        nodeV1,
        policyV1,
        rbacV1,
        resourceV1,
        schedulingV1,
        schedulingV1alpha2,
        storageV1,
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

    private static let earlier: [StaticString] = [
        admissionregistrationV1beta1,
        admissionregistrationV1alpha1,
        apiextensionsV1beta1,
        appsV1beta2,
        appsV1beta1,
        authenticationV1beta1,
        authorizationV1beta1,
        autoscalingV2beta1,
        autoscalingV2beta2,
        batchV1beta1,
        batchV2alpha1,
        certificatesV1beta1,
        certificatesV1alpha1,
        coordinationV1beta1,
        coordinationV1alpha2,
        discoveryV1beta1,
        eventsV1beta1,
        extensionsV1beta1,
        networkingV1beta1,
        nodeV1beta1,
        policyV1beta1,
        rbacV1alpha1,
        rbacV1beta1,
        resourceV1beta2,
        resourceV1beta1,
        resourceV1alpha3,
        schedulingV1beta1,
        storageV1beta1,
    ]
}
