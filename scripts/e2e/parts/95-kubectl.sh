# shellcheck shell=bash
# The built-in kubectl: the same answers as the stock one, and what only the kubectl of old could do.

# shellcheck source=scripts/e2e/compare.sh
. "$scripts/e2e/compare.sh"
fresh ours
cat >"$work/ours.yaml" <<END
apiVersion: v1
kind: ReplicationController
metadata: {name: pair, labels: {team: a}}
spec:
  replicas: 2
  selector: {app: pair}
  template:
    metadata: {labels: {app: pair}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: c, image: $IMAGE, command: [sleep, "3600"], ports: [{containerPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: c, image: $IMAGE, command: [sleep, "3600"]}
END
check "create -f, two objects" "replicationcontroller/pair created.*deployment.apps/web created" o create -f "$work/ours.yaml"
check "rollout status" "successfully rolled out" o rollout status deployment/web --timeout=60s
check "wait for a condition" "condition met.*condition met" o wait --for=condition=Ready pod -l app=pair --timeout=60s

for args in "get pods" "get po -o wide" "get rc,deploy" "get all" "get po --show-labels" "get po -L app,team" "get rc pair" "get rc/pair deploy/web" \
    "get po -A" "get nodes" "get ns" "get svc -A" "get rc -o name" "get all -o name" "get rc pair -o yaml" "get rc pair -o json" "get rc -o yaml" \
    "get po --no-headers" "get po -l app=none" "get nothing" "get po missing" "get rc pair missing" "get po/x po" "get" "get po -o foo" \
    "get po --sort-by=.metadata.name" "get po -l app=pair -o jsonpath={.items[*].status.phase}" "get deploy web --show-kind" \
    "get rc -o custom-columns=NAME:.metadata.name,IMAGES:.spec.template.spec.containers[*].image,NONE:.spec.none" \
    "get cs --ignore-not-found" "get po missing --ignore-not-found" "get po --field-selector=status.phase=Running" "get deploy web --subresource=scale" \
    "get ep,endpointslices -n default" "get events --field-selector=type=None" "get clusterroles view" "get sa,secrets,cm" \
    "api-resources --api-group=apps" "api-resources --namespaced=false --no-headers" "api-versions" "scale rc pair --replicas=x" "label po" \
    "delete po" "create" "create -f /nonexist" "delete" "expose" "rollout foo" "config foo" "config get-contexts" "config current-context" \
    "config view" "config get-clusters" "config get-users" "rollout history deployment/web" "get po -A --sort-by=.metadata.creationTimestamp -o name" \
    "explain pods" "explain rc.spec" "explain deployment.spec.strategy" "explain pods.spec.containers.image" "explain pods.nothing" "explain po.spec.restartPolicy"; do
    # shellcheck disable=SC2086
    alike "$args" $args
done
alike "a filter and a range" get po -o 'jsonpath={range .items[?(@.spec.restartPolicy=="Always")]}{.metadata.namespace}{"\t"}{.status.phase}{"\n"}{end}'
alike "go-template" get rc -o 'go-template={{range .items}}{{.metadata.name}} {{if eq .metadata.name "pair"}}two{{else}}other{{end}}{{"\n"}}{{end}}'
alike "go-template: printf, index, len" get rc pair -o 'go-template={{printf "%s-%v" .metadata.name (len .spec.template.spec.containers)}} {{index .metadata.labels "team"}} {{.none}}'

# made_alike WORDS: what `create` would make of them; an underscore stands for a space inside a word.
made_alike() {
    local words
    read -ra words <<<"$1"
    words=("${words[@]//_/ }")
    alike "create $1" create "${words[@]:0:2}" --dry-run=client -o yaml "${words[@]:2}"
}
for args in "deployment x --image=a/b:c --replicas=2 --port=80" "job x --image=b -- date" "cronjob x --image=b --schedule=*/1_*_*_*_* -- date" "ns x" "sa x" \
    "configmap x --from-literal=a=1 --from-literal=b=two" "secret generic x --from-literal=p=q" "service clusterip x --tcp=80:8080" "service nodeport x --tcp=80" \
    "service loadbalancer x --tcp=5678:8080" "service externalname x --external-name=bar.com" "role x --verb=get,list --resource=pods,deployments.apps" \
    "clusterrole x --verb=get --non-resource-url=/logs" "rolebinding x --role=r --serviceaccount=a:b --user=u" "clusterrolebinding x --clusterrole=c --group=g" \
    "ingress x --rule=h.com/p*=s:80,tls=t" "pdb x --selector=app=x --min-available=1" "quota x --hard=pods=3" "priorityclass x --value=5 --description=d" \
    "secret docker-registry x --docker-username=u --docker-password=p --docker-email=e"; do
    made_alike "$args"
done
refuse "scale without a number" 'error: required flag\(s\) "replicas" not set' o scale rc pair
refuse "create deployment without an image" 'error: required flag\(s\) "image" not set' o create deployment x
alike "run --dry-run" run x --image=a/b --port=80 --env=A=1 --labels=a=b --dry-run=client -o yaml -- sh -c true
alike "expose --dry-run" expose rc pair --type=LoadBalancer --name pair-http --dry-run=client -o yaml
alike "expose a deployment without ports" expose deployment web
alike "set image --dry-run" set image deployment/web c=other:1 --dry-run=client -o yaml
alike "set env --dry-run" set env deployment/web A=1 --dry-run=client -o yaml
alike "set env --list" set env rc/pair --list
alike "label: refused without --overwrite" label rc pair team=b
alike "autoscale --dry-run" autoscale deployment web --max=3 --dry-run=client -o name
alike "patch --dry-run" patch rc pair -p '{"spec":{"replicas":5}}' --dry-run=client -o jsonpath={.spec.replicas}
alike "scale --dry-run" scale rc pair --replicas=5 --dry-run=client
alike "create what is there" create -f "$work/ours.yaml"

section "old flags"
check "run --generator=run/v1 makes a ReplicationController" "replicationcontroller/kubia created" o run kubia --image="$IMAGE" --port=8080 --generator=run/v1
check "its pod and port" "^8080 kubia$" k get rc kubia -o 'jsonpath={.spec.template.spec.containers[0].ports[0].containerPort} {.spec.selector.run}'
check "run --generator=run-pod/v1 makes a pod" "pod/bare created" o run bare --image="$IMAGE" --generator=run-pod/v1
check "run --generator=job/v1" "job.batch/once created" o run once --image="$IMAGE" --generator=job/v1 --restart=Never --command -- true
check "run --generator=deployment/apps.v1beta1" "deployment.apps/many created" o run many --image="$IMAGE" --replicas=2 --generator=deployment/apps.v1beta1
check "run --generator=cronjob/v1beta1" "cronjob.batch/often created" o run often --image="$IMAGE" --schedule='*/5 * * * *' --restart=OnFailure --generator=cronjob/v1beta1
check "get --show-all" "bare" o get pods --show-all
check "get -a" "bare" o get po -a
check "get --export" "kind: ReplicationController" o get rc kubia -o yaml --export
check "scale rc" "replicationcontroller/kubia scaled" o scale rc kubia --replicas=2
check "expose rc" "service/kubia-http exposed" o expose rc kubia --type=LoadBalancer --name kubia-http
eventually "two pods" 30 "^2 *\$" lines o get po -l run=kubia -o name
check "delete --cascade=false keeps the pods" "deleted" o delete rc kubia --cascade=false
check "they are there" "^2 *\$" lines o get po -l run=kubia -o name
check "rolling-update" "Update succeeded. Deleting pair" o rolling-update pair pair-v2 --image="$IMAGE" --update-period=1s
check "the new controller has two pods" "pair-v2 +2" o get rc pair-v2

section writing
check "apply creates" "configmap/a created" bash -c "$ours create cm a --from-literal=x=1 --dry-run=client -o yaml | $ours apply -f -"
check "apply again" "configmap/a unchanged" bash -c "$ours create cm a --from-literal=x=1 --dry-run=client -o yaml | $ours apply -f -"
check "diff" "\+ +\"y\": \"2\"" bash -c "$ours create cm a --from-literal=y=2 --dry-run=client -o yaml | $ours diff -f -; true"
check "apply takes away what is gone" "configmap/a configured" bash -c "$ours create cm a --from-literal=y=2 --dry-run=client -o yaml | $ours apply -f -"
check "it is gone" '^[{]"y":"2"}$' k get cm a -o 'jsonpath={.data}'
check "view-last-applied" "\"y\": \"2\"" o apply view-last-applied cm/a
check "label, annotate, patch, replace" "labeled.*annotated.*patched.*replaced" bash -c \
    "$ours label cm a x=y && $ours annotate cm a p=q && $ours patch cm a -p '{\"data\":{\"z\":\"3\"}}' && $ours get cm a -o yaml | $ours replace -f -"
check "edit with KUBE_EDITOR" "configmap/a edited" env KUBE_EDITOR="sed -i /z:/s/3/4/" "$ours" edit cm a
check "set image" "deployment.apps/web image updated" o set image deployment/web c="$IMAGE:latest"
check "rollout restart, pause, resume" "restarted.*paused.*resumed" bash -c "$ours rollout restart deploy/web && $ours rollout pause deploy/web && $ours rollout resume deploy/web"
check "rollout undo" "rolled back" o rollout undo deployment/web
refuse "create --validate refuses unknown fields" 'unknown field "spec.bogus"' bash -c \
    "printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: v}\nspec: {bogus: 1, containers: [{name: c, image: x}]}\n' | $ours create --validate -f -"
check "delete by label and wait" "deleted" o delete pods -l run=kubia --now
check "wait for deletion" "" o wait --for=delete pod -l run=kubia --timeout=30s
check "completion: names" "^pair-v2" o __complete get rc pair
check "completion: verbs" "rollout" o __complete ro
leave ours
