# shellcheck shell=bash
# Changing objects: apply, edit, patch, replace; and asking the server what it knows.

fresh editing
cat >"$work/apply.yaml" <<END
apiVersion: v1
kind: ReplicationController
metadata: {name: quiet, labels: {team: a}}
spec:
  replicas: 1
  selector: {app: quiet}
  template:
    metadata: {labels: {app: quiet}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: c, image: $IMAGE, command: [sleep, "3600"]}
END
check "apply creates" "replicationcontroller/quiet created" k apply -f "$work/apply.yaml"
check "apply again changes nothing" "unchanged" k apply -f "$work/apply.yaml"
sed -i 's/replicas: 1/replicas: 2/; s/labels: {team: a}/labels: {team: b}/' "$work/apply.yaml"
check "diff shows the change" "replicas: 2" bash -c "$KUBECTL diff -f $work/apply.yaml; true"
check "apply changes" "configured" k apply -f "$work/apply.yaml"
check "both changes are there" "^2 b$" k get rc quiet -o 'jsonpath={.spec.replicas} {.metadata.labels.team}'
sed -i 's/, labels: {team: b}//' "$work/apply.yaml"
check "apply takes away what is no longer named" "configured" k apply -f "$work/apply.yaml"
check "the label is gone" "^\$" k get rc quiet -o 'jsonpath={.metadata.labels.team}'
check "apply --dry-run=server" "configured \(server dry run\)|unchanged \(server dry run\)|created \(server dry run\)" k apply -f "$work/apply.yaml" --dry-run=server
check "apply of standard input, two objects" "configmap/one created.*configmap/two created" bash -c \
    "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n' | $KUBECTL apply -f -"

printf '#!/bin/sh\nsed -i "s/replicas: 2/replicas: 3/" "$1"\n' >"$work/editor"
chmod +x "$work/editor"
check "edit" "replicationcontroller/quiet edited" env KUBE_EDITOR="$work/editor" "$KUBECTL" edit rc quiet
check "the edit is there" "^3$" field rc/quiet '{.spec.replicas}'
check "edit without a change" "cancelled, no changes made" env KUBE_EDITOR=true "$KUBECTL" edit rc quiet
check "patch: strategic" "patched" k patch rc quiet -p '{"spec":{"template":{"spec":{"containers":[{"name":"c","env":[{"name":"A","value":"1"}]}]}}}}'
check "merged into the container by its name" "^sleep A$" k get rc quiet -o 'jsonpath={.spec.template.spec.containers[0].command[0]} {.spec.template.spec.containers[0].env[0].name}'
check "patch: merge" "patched" k patch rc quiet --type=merge -p '{"spec":{"replicas":1},"metadata":{"annotations":{"x":"y"}}}'
check "patch: json" "patched" k patch rc quiet --type=json -p '[{"op":"test","path":"/spec/replicas","value":1},{"op":"replace","path":"/spec/replicas","value":2},{"op":"remove","path":"/metadata/annotations/x"}]'
check "all three are there" "^2 \$" k get rc quiet -o 'jsonpath={.spec.replicas} {.metadata.annotations.x}'
refuse "patch: a json test that fails" "[Tt]est|not equal|testing" k patch rc quiet --type=json -p '[{"op":"test","path":"/spec/replicas","value":9}]'
# What counts as no change is the object whole, its status too: the controller must have written its last word.
eventually "the controller has counted its pods" 30 '^([0-9]+)=\1 2 2 2 2$' \
    field rc/quiet '{.metadata.generation}={.status.observedGeneration} {.status.replicas} {.status.fullyLabeledReplicas} {.status.readyReplicas} {.status.availableReplicas}'
check "patch without a change says so" "no change" k patch rc quiet --type=merge -p '{"spec":{"replicas":2}}'
check "generation counts spec changes" "^[4-9]$" field rc/quiet '{.metadata.generation}'
check "replace" "replaced" bash -c "$KUBECTL get rc quiet -o yaml | sed 's/replicas: 2/replicas: 1/' | $KUBECTL replace -f -"
refuse "replace with an old resourceVersion" "the object has been modified; please apply your changes to the latest version and try again" bash -c \
    "$KUBECTL get rc quiet -o json >$work/old.json && $KUBECTL label rc quiet moved=on >/dev/null && $KUBECTL replace -f $work/old.json"
check "replace --force" "replaced" bash -c "$KUBECTL create configmap three --from-literal=a=1 --dry-run=client -o yaml | $KUBECTL replace --force -f -"
check "set env" "env updated" k set env rc/quiet B=2
check "set resources" "resource requirements updated" k set resources rc quiet --limits=memory=64Mi

section making
check "create configmap" "configmap/colours created" k create configmap colours --from-literal=sea=blue --from-file="$project/samples/kubia/app.js"
check "its data" "^blue 2\$" bash -c "$KUBECTL get cm colours -o json | jq -r '.data.sea + \" \" + (.data | length | tostring)'"
check "create secret" "secret/hidden created" k create secret generic hidden --from-literal=password=swordfish
check "its data" "^swordfish\$" bash -c "$KUBECTL get secret hidden -o 'jsonpath={.data.password}' | base64 -d"
check "create serviceaccount" "created" k create serviceaccount robot
check "create role and rolebinding" "role.*created.*rolebinding.*created" bash -c \
    "$KUBECTL create role reader --verb=get,list --resource=pods && $KUBECTL create rolebinding robot --role=reader --serviceaccount=editing:robot"
eventually "the role holds" 5 "^yes" k auth can-i list pods --as=system:serviceaccount:editing:robot
check "and no more than that" "^no" bash -c "$KUBECTL auth can-i delete pods --as=system:serviceaccount:editing:robot; true"
check "create service clusterip" "service/web created" k create service clusterip web --tcp=80:8080
check "create priorityclass" "created" k create priorityclass e2e-high --value=1000
k delete priorityclass e2e-high >/dev/null

section asking
check "explain pods" "KIND: +Pod.*VERSION: +v1.*FIELDS:.*spec.*<PodSpec>" k explain pods
check "explain a field" "FIELD: restartPolicy <string>" k explain pod.spec.restartPolicy
check "explain deployments" "GROUP: +apps.*KIND: +Deployment" k explain deployment.spec.strategy.rollingUpdate
check "explain --recursive" "containerPort.*<integer>" k explain rc --recursive
refuse "explain of a field that is not there" 'field "nope" does not exist' k explain pod.spec.nope
check "api-resources" "pods +po +v1 +true +Pod.*replicationcontrollers +rc +v1.*deployments +deploy +apps/v1" k api-resources
check "api-resources -o wide: verbs and categories" "create,delete,deletecollection,get,list,patch,update,watch +all" k api-resources -o wide
check "api-versions" "apps/v1.*rbac.authorization.k8s.io/v1.*v1" k api-versions
check "short names" "NAME" k get po,rc,svc,ns,no,ep,cm,sa
check "auth can-i" "^yes" k auth can-i create pods
check "auth can-i as a ServiceAccount" "^no" bash -c "$KUBECTL auth can-i create pods --as=system:serviceaccount:default:default; true"
check "auth whoami" "kubernetes-admin|system:masters" k auth whoami
refuse "forbidden in Kubernetes' words" 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "editing"' k get pods --as=jane
check "create token" "^eyJ" k create token default
check "list in pages" "one.*two" k get cm --chunk-size=1
check "sort-by" "NAME" k get pods -A --sort-by=.metadata.name
leave editing
