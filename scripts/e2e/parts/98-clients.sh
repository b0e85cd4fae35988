# shellcheck shell=bash
# Other people's clients at their own work: kubectls and Helms of several ages, and what Python's users have. `make clients` installs
# them; what is not there is skipped.

clients=${CLIENTS:-$project/.build/clients}
skip() { printf 'skipped %4ds  %s\n' $((SECONDS - began)) "$1"; }

# steps TITLE COMMAND…: a program that prints `ok …` and `NOT …`; each line is a step.
steps() {
    local title=$1 line
    shift
    seen=$(timeout 180 "$@" 2>&1)
    local status=$?
    while read -r line; do
        case $line in
        "ok "*) pass "$title: ${line#ok }" ;;
        "NOT "*) fail "$title: ${line#NOT }" "it holds" "$@" ;;
        esac
    done <<<"$seen"
    [ $status = 0 ] || fail "$title ends well" "status 0, got $status" "$@"
}

for version in 1.20 1.24 1.25 1.26 1.36; do
    client=$clients/bin/kubectl-$version
    if [ ! -x "$client" ]; then
        skip "kubectl $version is not here (make clients)"
        continue
    fi
    fresh clients
    old=$KUBECTL
    KUBECTL=$client
    check "kubectl $version: the server's version" "36" k version
    check "kubectl $version: create" "created" k create deployment web --image="$IMAGE"
    check "kubectl $version: apply" "created" k apply -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: colours}
data: {sky: blue}
YAML
    check "kubectl $version: rollout status" "successfully rolled out" k rollout status deployment/web --timeout=60s
    pod=$(k get pods -l app=web -o 'jsonpath={.items[0].metadata.name}')
    check "kubectl $version: exec" "$pod" k exec "$pod" -- hostname
    check "kubectl $version: logs" "Kubia server" k logs "$pod"
    check "kubectl $version: label, annotate" "labeled" k label configmap colours season=summer
    check "kubectl $version: patch" "patched" k patch configmap colours -p '{"data":{"sky":"grey"}}'
    check "kubectl $version: what was patched" "grey" k get configmap colours -o yaml
    check "kubectl $version: scale" "scaled" k scale deployment web --replicas=2
    check "kubectl $version: wide table" "web .*2/|web .*1/" k get deployments -o wide
    check "kubectl $version: describe" "Replicas:" k describe deployment web
    check "kubectl $version: explain" "replicas" k explain deployment.spec
    check "kubectl $version: api-resources" "deployments" k api-resources
    check "kubectl $version: expose" "exposed" k expose deployment web --port=80 --target-port=8080
    check "kubectl $version: diff finds nothing" "" k diff -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: colours}
data: {sky: grey}
YAML
    check "kubectl $version: delete" "deleted" k delete deployment,service,configmap web colours --ignore-not-found
    KUBECTL=$old
    leave clients
    k wait --for=delete namespace/clients --timeout=60s >/dev/null 2>&1
done

for helm in "$clients"/bin/helm-*; do
    if [ ! -x "$helm" ]; then
        skip "Helm is not here (make clients)"
        continue
    fi
    version=$("$helm" version --short 2>/dev/null | sed 's/+.*//')
    [[ " ${helms_done:-} " == *" $version "* ]] && continue
    helms_done="${helms_done:-} $version"
    export HELM_CACHE_HOME=$work/helm/cache HELM_CONFIG_HOME=$work/helm/config HELM_DATA_HOME=$work/helm/data
    fresh helm
    chart=$scripts/clients/chart
    check "Helm $version: install, with a hook before" "STATUS: deployed" "$helm" install web "$chart" --set image="$IMAGE" --wait --timeout 90s
    check "Helm $version: the hook has run" "before revision 1" k logs job/web-before
    check "Helm $version: list" "web.*deployed.*greeter-1.0.0" "$helm" list
    check "Helm $version: what is installed" "hello" k get configmap web-text -o 'jsonpath={.data.greeting}'
    case $version in
    v[123].*) ;;
    *) check "Helm $version: it applies on the server" "helm Apply" k get configmap web-text -o 'jsonpath={.metadata.managedFields[0].manager} {.metadata.managedFields[0].operation}' ;;
    esac
    check "Helm $version: upgrade" "REVISION: 2" "$helm" upgrade web "$chart" --set image="$IMAGE",greeting=welcome,replicas=2 --wait --timeout 90s
    check "Helm $version: what is upgraded" "welcome 2" bash -c "$KUBECTL get configmap web-text -o 'jsonpath={.data.greeting} '; $KUBECTL get deployment web -o 'jsonpath={.spec.replicas}'"
    check "Helm $version: history" "superseded.*deployed" "$helm" history web
    check "Helm $version: rollback" "success" "$helm" rollback web 1 --wait --timeout 90s
    check "Helm $version: what is rolled back" "hello 1" bash -c "$KUBECTL get configmap web-text -o 'jsonpath={.data.greeting} '; $KUBECTL get deployment web -o 'jsonpath={.spec.replicas}'"
    check "Helm $version: values and manifest" "greeting: hello|kind: Deployment" "$helm" get manifest web
    check "Helm $version: uninstall" "uninstalled" "$helm" uninstall web --wait
    refuse "Helm $version: nothing is left" "NotFound" k get deployment web
    leave helm
    k wait --for=delete namespace/helm --timeout=60s >/dev/null 2>&1
done

python=$clients/venv/bin/python
export NAMESPACE=python IMAGE
for library in kubernetes:official kr8s:kr8s_client lightkube:lightkube_client; do
    if ! "$python" -c "import ${library%%:*}" 2>/dev/null; then
        skip "Python's ${library%%:*} is not here (make clients)"
        continue
    fi
    fresh python
    steps "${library%%:*}" "$python" "$scripts/clients/${library##*:}.py"
    leave python
    k wait --for=delete namespace/python --timeout=60s >/dev/null 2>&1
done

if ! "$python" -c "import kopf, kubernetes" 2>/dev/null; then
    skip "Python's kopf is not here (make clients)"
else
    fresh operator
    k apply -f - >/dev/null <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: greeters.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: greeters, singular: greeter, kind: Greeter}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [who]
            properties: {who: {type: string}, greeting: {type: string}}
          status: {type: object, x-kubernetes-preserve-unknown-fields: true}
YAML
    if k wait --for=condition=Established crd/greeters.example.com --timeout=20s >/dev/null 2>&1; then
        operate() {
            "$clients/venv/bin/kopf" run --namespace operator "$scripts/clients/operator_kopf.py" >>"$work/kopf.log" 2>&1 &
            operator=$!
        }
        retire() {
            kill "$operator" 2>/dev/null
            wait "$operator" 2>/dev/null
        }
        operate
        k apply -f - >/dev/null <<'YAML'
apiVersion: example.com/v1
kind: Greeter
metadata: {name: world}
spec: {who: world}
YAML
        eventually "kopf: the operator makes what is asked for" 30 "hello, world" k get configmap world -o 'jsonpath={.data.greeting}'
        eventually "kopf: and tells so in the status" 10 "^world$" k get greeter world -o 'jsonpath={.status.created.made}'
        eventually "kopf: its timer goes" 20 "^([3-9]|[1-9][0-9]+)$" k get greeter world -o 'jsonpath={.status.beats}'
        eventually "kopf: its events are there" 10 "world is greeted" k get events --field-selector reason=Greeted,involvedObject.name=world
        k patch greeter world --type=merge -p '{"spec":{"greeting":"welcome"}}' >/dev/null
        eventually "kopf: it follows changes" 30 "welcome, world" k get configmap world -o 'jsonpath={.data.greeting}'
        retire
        k delete greeter world --wait=false >/dev/null
        check "kopf: its finalizer holds the object while it is away" "greeters.example.com/operator" k get greeter world -o 'jsonpath={.metadata.finalizers}'
        operate
        eventually "kopf: back again, it lets go" 30 "NotFound" bash -c "$KUBECTL get greeter world 2>&1 || true"
        check "kopf: and has done what is to be done at the end" "^world$" k get configmap farewell -o 'jsonpath={.data.to}'
        eventually "kopf: what it made goes with it" 30 "NotFound" bash -c "$KUBECTL get configmap world 2>&1 || true"
        check "kopf: it has run all the time" "" kill -0 "$operator"
        retire
    else
        skip "an operator needs custom resources"
    fi
    k delete crd greeters.example.com --wait=false >/dev/null
    leave operator
fi
