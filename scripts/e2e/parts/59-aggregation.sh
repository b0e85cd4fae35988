# shellcheck shell=bash
# Another server of the API behind this one: an APIService leads to it, for a kind that it alone has.

fresh aggregation
BEHIND_PORT=$(free_port 16473)
behind() { "$BINARY" "$1" --name "$CLUSTER-behind" "${@:2}"; }
on_behind() { KUBECONFIG=/etc/coxswain/$CLUSTER-behind.conf k "$@"; }
check "another server, which believes this one's word about who asks" "ready" behind up --no-kubeconfig --no-node \
    --requestheader-client-ca-file "/var/lib/coxswain-$CLUSTER/pki/front-proxy-ca.crt" --requestheader-allowed-names front-proxy-client \
    --api-port "$BEHIND_PORT" --registry-port "$(free_port 15120)" --kubelet-port "$(free_port 20370)" --node-name behind \
    --pod-cidr 10.57.0.0/16 --service-cidr 10.58.0.0/16 --node-cidr 10.59.0.0/24
on_behind create namespace aggregation >/dev/null
on_behind apply -f - >/dev/null <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: flunders.wardle.example.com}
spec:
  group: wardle.example.com
  scope: Namespaced
  names: {plural: flunders, singular: flunder, kind: Flunder, shortNames: [fl]}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{name: Reference, type: string, jsonPath: .spec.reference}]
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {reference: {type: string, description: What it stands for.}}}}
YAML
on_behind wait --for=condition=Established crd/flunders.wardle.example.com --timeout=20s >/dev/null
k apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Service
metadata: {name: wardle, namespace: default}
spec: {type: ExternalName, externalName: localhost}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.wardle.example.com}
spec:
  group: wardle.example.com
  version: v1
  groupPriorityMinimum: 2000
  versionPriority: 20
  insecureSkipTLSVerify: true
  service: {namespace: default, name: wardle, port: $BEHIND_PORT}
YAML
eventually "its APIService becomes available" 20 "default/wardle +True" k get apiservice v1.wardle.example.com
check "those of the server's own are there too" "v1\.apps +Local +True" k get apiservice v1.apps
check "an object is applied through it" "created" k apply -f - <<'YAML'
apiVersion: wardle.example.com/v1
kind: Flunder
metadata: {name: one}
spec: {reference: first}
YAML
check "and shown, by its short name and with its columns" "NAME +REFERENCE.*one +first" k get fl
check "and explained" "What it stands for" k explain flunder.spec.reference
check "it lies in the other server" "one +first" on_behind get flunders -n aggregation
refuse "and not in this one" "NotFound" k get crd flunders.wardle.example.com
refuse "who may do nothing here may do nothing there" "Forbidden.*\"nobody\" cannot list" k get fl --as nobody
k delete namespace aggregation --wait=false >/dev/null
eventually "with its namespace the object goes" 20 "No resources found" on_behind get flunders -n aggregation
behind delete >/dev/null 2>&1
eventually "when the other server is not to be had, that is told" 40 "wardle +False" k get apiservice v1.wardle.example.com
refuse "and requests are refused" "ServiceUnavailable|currently unable to handle" k get --raw /apis/wardle.example.com/v1/flunders
check "the rest goes on" "deleted" k delete apiservice v1.wardle.example.com
k delete service wardle -n default >/dev/null 2>&1
k config set-context --current --namespace=default >/dev/null 2>&1
