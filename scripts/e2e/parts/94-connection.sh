# shellcheck shell=bash
# How the built-in kubectl reaches and signs in to a server, and where it takes manifests from: beside the stock one where both can.

# shellcheck source=scripts/e2e/compare.sh
. "$scripts/e2e/compare.sh"
fresh connection

# sign_in NAME EXEC: a kubeconfig whose user signs in by a plugin, the entry's other members given as YAML.
sign_in() {
    cat >"$work/$1.conf" <<END
apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: c, user: u, namespace: connection}}]
clusters: [{name: c, cluster: {server: "https://127.0.0.1:$API_PORT", certificate-authority: $work/ca.crt}}]
users: [{name: u, user: {exec: {$2}}}]
END
    echo "$work/$1.conf"
}
# plugin NAME: standard input as a program in the kubeconfig's folder.
plugin() { { echo '#!/bin/sh'; cat; } >"$work/$1" && chmod +x "$work/$1"; }

k create serviceaccount signer >/dev/null
k create clusterrolebinding connection-signer --clusterrole=view --serviceaccount=connection:signer >/dev/null
token=$(k create token signer)
plugin token-plugin <<END
echo "\$KUBERNETES_EXEC_INFO" >$work/told
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' '$token'
END
plugin certificate-plugin <<END
jq -n --rawfile cert $work/admin.crt --rawfile key $work/admin.key \
    '{apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", status: {clientCertificateData: \$cert, clientKeyData: \$key}}'
END
plugin failing-plugin <<<'exit 3'
v1='apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never'
by_token=$(sign_in token "command: ./token-plugin, $v1, provideClusterInfo: true")
by_certificate=$(sign_in certificate "command: ./certificate-plugin, apiVersion: client.authentication.k8s.io/v1beta1")
check "a plugin's token signs in" "system:serviceaccount:connection:signer" o --kubeconfig "$by_token" auth whoami
check "the plugin was told of the cluster" "\"server\":\"https://127.0.0.1:$API_PORT\"" cat "$work/told"
check "a plugin's certificate signs in" "system:masters" o --kubeconfig "$by_certificate" auth whoami
check "logs and exec go by the plugin as well" "[{] *\"major\"|major" o --kubeconfig "$by_certificate" get --raw /version
alike "who a plugin says one is" --kubeconfig "$by_token" auth whoami
alike "what a plugin's user may not do" --kubeconfig "$by_token" create configmap x
refuse "a plugin that fails" "getting credentials: exec: executable .*/failing-plugin failed with exit code 3" \
    o --kubeconfig "$(sign_in failing "command: ./failing-plugin, $v1")" get pods
alike "a plugin that is not there" --kubeconfig "$(sign_in absent "command: no-such-plugin, $v1, installHint: 'get it'")" get pods
alike "a plugin without a mode" --kubeconfig "$(sign_in incomplete "command: x, apiVersion: client.authentication.k8s.io/v1")" get pods
check "a token goes before the plugin" "signer" o --kubeconfig "$(sign_in failing "command: ./failing-plugin, $v1")" --token "$token" auth whoami

check "--tls-server-name: a name of the certificate" "kube-system" o --tls-server-name kubernetes get ns
refuse "--tls-server-name: another name" "failed to verify certificate" o --tls-server-name elsewhere.example get ns
refuse "--match-server-version with the stock kubectl" "differs from client version" k --match-server-version get ns
check "--match-server-version" "kube-system" o --match-server-version get ns
k create -f - >/dev/null 2>&1 <<END
apiVersion: apps/v1beta1
kind: Deployment
metadata: {name: old}
spec: {replicas: 0, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}
END
refuse "--warnings-as-errors fails where the server warns" "Warning: .*deprecated.*error: 1 warning received" \
    o --warnings-as-errors get deployments.v1beta1.apps
check "--warnings-as-errors passes where it does not" "old" o --warnings-as-errors get deployments

k create configmap fetched --from-literal=a=b >/dev/null
"$BINARY" kubectl proxy --port=0 >"$work/web" 2>&1 &
web=$!
eventually "a web server" 10 'Starting to serve on' cat "$work/web"
url=http://$(sed -n 's/.*on //p' "$work/web")
check "-f takes URLs" "configmap/fetched" o get -o name -f "$url/api/v1/namespaces/connection/configmaps/fetched"
refuse "-f: nothing at the URL" "unable to read URL .*server reported 404 Not Found, status code=404" o get -f "$url/api/v1/namespaces/connection/configmaps/none"
kill "$web" 2>/dev/null && wait "$web" 2>/dev/null

alike "kustomize: a base, a component, an overlay" kustomize "$project/samples/kustomize/overlay"
alike "kustomize: the base alone" kustomize "$project/samples/kustomize/base"
cp -r "$project/samples/kustomize" "$work/kustomize"
mkdir "$work/kustomize/here" && cat >"$work/kustomize/here/kustomization.yaml" <<END
namespace: connection
namePrefix: here-
configMapGenerator: [{name: settings, literals: [a=1]}]
secretGenerator: [{name: hidden, literals: [p=w]}]
END
check "apply -k" "configmap/here-settings-.* created.*secret/here-hidden-.* created" o apply -k "$work/kustomize/here"
check "apply -k again" "configmap/here-settings-.* unchanged.*secret/here-hidden-.* unchanged" o apply -k "$work/kustomize/here"
alike "get -k" get -k "$work/kustomize/here" -o name
check "delete -k" "deleted.*deleted" o delete -k "$work/kustomize/here"
refuse "-f and -k together" "only one of -f or -k can be specified" o apply -k "$work/kustomize/here" -f x.yaml
refuse "kustomize: remote resources" "remote resources are not supported" \
    bash -c "mkdir -p $work/remote && echo 'resources: [\"https://example.com/x\"]' >$work/remote/kustomization.yaml && $ours kustomize $work/remote"
alike "create configmap --append-hash" create configmap x --from-literal=a=1 --append-hash --dry-run=client -o name
alike "create secret --append-hash" create secret generic x --from-literal=a=1 --append-hash --dry-run=client -o name

for try in 1 2 3 4 5; do
    same "run --rm -i shows all of a short command's output ($try)" "said" \
        "$(o run "short-$try" --rm -i -q --image="$IMAGE" --restart=Never --command -- echo said 2>/dev/null </dev/null | grep -v deleted)"
done

k delete clusterrolebinding connection-signer >/dev/null
leave connection
