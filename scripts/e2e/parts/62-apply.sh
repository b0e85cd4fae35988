# shellcheck shell=bash
# Server-side apply: who owns which field, what is refused, and what goes when its last owner drops it.

fresh applying

# owners KIND/NAME: `manager operation[/subresource]` of every entry, sorted, in one line.
owners() {
    k get "$1" -o json --show-managed-fields |
        jq -r '[.metadata.managedFields[]? | .manager + " " + .operation + (if .subresource then "/" + .subresource else "" end)] | sort | join(", ")'
}
# fields KIND/NAME MANAGER [OPERATION]: what it owns.
fields() {
    k get "$1" -o json --show-managed-fields |
        jq -c --arg m "$2" --arg o "${3:-Apply}" '.metadata.managedFields[] | select(.manager == $m and .operation == $o) | .fieldsV1'
}
web() { # web REPLICAS IMAGE [MORE]
    cat <<END
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: $1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: c
        image: $2
        command: [sleep, "3600"]
${3:-}
END
}
apply() { # apply MANAGER [FLAGS…] <manifest
    local manager=$1
    shift
    k apply --server-side --field-manager="$manager" -f - "$@"
}

check "apply --server-side makes a Deployment" "deployment.apps/web serverside-applied" apply one < <(web 1 "$IMAGE")
version=$(field deployment/web '{.metadata.generation}')
check "and again" "serverside-applied" apply one < <(web 1 "$IMAGE")
same "which changes nothing" "$version" "$(field deployment/web '{.metadata.generation}')"
check "its fields have an owner" '"f:replicas"' fields deployment/web one
eventually "the controller's status is an entry of its own" 30 "kube-controller-manager Update/status, one Apply" owners deployment/web
check "get hides the record" "^0\$" bash -c "$KUBECTL get deployment web -o yaml | grep -c managedFields; true"
check "get --show-managed-fields does not" "managedFields" k get deployment web -o yaml --show-managed-fields

section conflicts
refuse "another's value is refused" 'conflict with "one": .spec.replicas' apply two < <(web 2 "$IMAGE")
refuse "in kubectl's words" "Please review the fields above--they currently have other managers" apply two < <(web 2 "$IMAGE")
check "the same value is shared" "serverside-applied" apply two < <(web 1 "$IMAGE")
check "both own it" "one Apply, two Apply" owners deployment/web
check "--force-conflicts takes it" "serverside-applied" apply two --force-conflicts < <(web 2 "$IMAGE")
same "two now" "2" "$(field deployment/web '{.spec.replicas}')"
check "kubectl scale owns what it changes" "scaled" k scale deployment web --replicas=1
check "by its own way" "kubectl Update/scale" owners deployment/web
refuse "applying over it names the version" 'conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas' apply two < <(web 2 "$IMAGE")
refuse "an unknown field" '.spec.unknownField: field not declared in schema' bash -c \
    "printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\nspec: {unknownField: 1}\n' | $KUBECTL apply --server-side --validate=false -f -"
refuse "a key that comes twice" 'line 7: key .*foo.* already set in map' bash -c \
    "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\ndata:\n  foo: a\n  foo: b\n' >$work/twice.yaml; curl --noproxy '*' -sS --cacert $work/ca.crt --cert $work/admin.crt --key $work/admin.key -X PATCH -H 'Content-Type: application/apply-patch+yaml' --data-binary @$work/twice.yaml 'https://127.0.0.1:$API_PORT/api/v1/namespaces/applying/configmaps/twice?fieldManager=x&fieldValidation=Strict' | jq -er 'if .kind == \"Status\" then .message | halt_error(1) else . end'"

section "lists and maps"
port() { printf 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports: [{name: %s, port: %s}]\n' "$1" "$2"; }
check "a Service with one port" "serverside-applied" apply one < <(port http 80)
check "and another's second" "serverside-applied" apply two < <(port https 443)
same "ports merge" "80 443" "$(field service/web '{.spec.ports[*].port}')"
check "a changed port takes the place of its author's former" "serverside-applied" apply one < <(port http 8080)
same "the other's stays" "443 8080" "$(field service/web '{.spec.ports[*].port}')"
map() { printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: %s\n' "$1"; }
check "two keys" "serverside-applied" apply one < <(map '{a: "1", b: "2"}')
check "and another's third" "serverside-applied" apply two < <(map '{c: "3"}')
check "a key that its owner drops goes" "serverside-applied" apply one < <(map '{b: "2"}')
same "and nothing else" '{"b":"2","c":"3"}' "$(k get configmap map -o json | jq -cS .data)"
check "diff --server-side" '[+].*b: "9"' bash -c "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {b: \"9\"}\n' | $KUBECTL diff --server-side --field-manager=one -f -; true"
same "changes nothing" "2" "$(field configmap/map '{.data.b}')"
check "apply --dry-run=server" "serverside-applied \(server dry run\)" apply one --dry-run=server < <(map '{z: "1"}')

section "from one way to the other"
check "applied on the client's side" "created" bash -c "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: moved}\ndata: {a: \"1\", b: \"2\"}\n' | $KUBECTL apply -f -"
same "owned so" "kubectl-client-side-apply Update" "$(owners configmap/moved)"
check "now on the server's" "serverside-applied" bash -c "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: moved}\ndata: {a: \"3\"}\n' | $KUBECTL apply --server-side -f -"
same "one owner is left" "kubectl Apply" "$(owners configmap/moved)"
same "and what the file dropped is gone" '{"a":"3"}' "$(k get configmap moved -o json | jq -cS .data)"

section "the built-in kubectl"
ours="$work/bin/kubectl"
mkdir -p "$work/bin" && ln -sf "$BINARY" "$ours"
stock=$KUBECTL
KUBECTL=$ours
check "built-in: apply --server-side" "serverside-applied" apply ours < <(map '{d: "4"}')
refuse "built-in: a conflict" 'conflict with "one": .data.b.*--force-conflicts' apply ours < <(map '{b: "5"}')
check "built-in: --force-conflicts" "serverside-applied" apply ours --force-conflicts < <(map '{b: "5"}')
check "built-in: shows the record" "managedFields" "$ours" get configmap map -o yaml --show-managed-fields
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept, labels: {set: x}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: dropped, labels: {set: x}}\n' >"$work/set.yaml"
check "built-in: apply two" "kept created.*dropped created" "$ours" apply -f "$work/set.yaml"
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept, labels: {set: x}}\n' >"$work/set.yaml"
refuse "built-in: --prune wants a selector" "without explicitly passing --all" "$ours" apply --prune -f "$work/set.yaml"
check "built-in: --prune deletes the other" "kept unchanged.*dropped pruned" "$ours" apply --prune -l set=x --prune-allowlist=core/v1/ConfigMap -f "$work/set.yaml"
check "built-in: takes over from client-side apply" "serverside-applied" "$ours" apply --server-side -f "$work/set.yaml"
same "built-in: one owner is left" "kubectl Apply" "$(owners configmap/kept)"
KUBECTL=$stock

leave applying
