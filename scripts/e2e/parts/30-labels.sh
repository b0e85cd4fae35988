# shellcheck shell=bash
# Labels, annotations, selectors in every form, namespaces.

fresh labels
sample kubia-manual-with-labels.yaml >"$work/labels.yaml"
sample kubia-manual.yaml >"$work/plain.yaml"
check "create two pods, one with labels" "kubia-manual-v2 created.*kubia-manual created" k create -f "$work/labels.yaml" -f "$work/plain.yaml"
check "get --show-labels" "creation_method=manual,env=prod" k get po --show-labels
check "get -L" "CREATION_METHOD +ENV.*kubia-manual-v2 .* manual +prod" k get po -L creation_method,env
check "label" "pod/kubia-manual labeled" k label po kubia-manual creation_method=manual
refuse "label: a change is refused without --overwrite" "already has a value \(prod\), and --overwrite is false" k label po kubia-manual-v2 env=debug
check "label --overwrite" "labeled" k label po kubia-manual-v2 env=debug --overwrite
refuse "label: a bad value" "a valid label must be" k label po kubia-manual 'env=not valid!'

selected() { same "selector $1" "$2" "$(names po -l "$1")"; }
selected 'creation_method=manual' 'kubia-manual kubia-manual-v2 '
selected 'creation_method==manual' 'kubia-manual kubia-manual-v2 '
selected 'env=debug' 'kubia-manual-v2 '
selected 'env' 'kubia-manual-v2 '
selected '!env' 'kubia-manual '
selected 'env!=debug' 'kubia-manual '
selected 'env in (prod,debug)' 'kubia-manual-v2 '
selected 'env notin (prod,debug)' 'kubia-manual '
selected 'creation_method=manual,!env' 'kubia-manual '
refuse "selector: malformed" "unable to parse requirement|couldn't parse the selector" k get po -l 'env in (prod'
same "field selector metadata.name" "kubia-manual " "$(names po --field-selector metadata.name=kubia-manual)"
refuse "field selector: unknown field" "field label not supported" k get po --field-selector spec.nonsense=1
check "label removed with a dash" "unlabeled" k label po kubia-manual-v2 env-
check "annotate" "annotated" k annotate pod kubia-manual mycompany.com/someannotation="foo bar"
check "describe shows the annotation" "mycompany.com/someannotation: foo bar" k describe pod kubia-manual
printf '{"metadata":{"annotations":{"big":"%s"}}}' "$(head -c 270000 /dev/zero | tr '\0' x)" >"$work/big.json"
refuse "annotations over 256 KiB are refused" "metadata.annotations: Too long: may not be more than 262144 bytes" k patch pod kubia-manual --type=merge --patch-file "$work/big.json"

node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')
check "label a node" "labeled" k label node "$node" gpu=true --overwrite
check "get nodes -l" "$node" k get nodes -l gpu=true
check "the node carries kubernetes.io/hostname" "$node" k get nodes -L kubernetes.io/hostname
k label node "$node" gpu- >/dev/null
cat >"$work/gpu.yaml" <<END
apiVersion: v1
kind: Pod
metadata: {name: kubia-gpu}
spec:
  nodeSelector: {gpu: "true"}
  containers: [{image: $IMAGE, name: kubia}]
END
check "create a pod with a nodeSelector that no node has" "created" k create -f "$work/gpu.yaml"
eventually "it stays Pending, and describe says why" 20 "FailedScheduling.*0/1 nodes are available: 1 node\(s\) didn't match Pod's node affinity/selector" k describe pod kubia-gpu
check "it is Pending" "kubia-gpu +0/1 +Pending" k get pod kubia-gpu
k label node "$node" gpu=true >/dev/null
eventually "once the node has the label, it runs" 60 "1/1 +Running" k get pod kubia-gpu
k label node "$node" gpu- >/dev/null
leave labels

section namespaces
check "get ns" "default +Active.*kube-system +Active" k get ns
check "create a namespace from a file" "namespace/custom-namespace created" k create -f "$project/samples/kubia/custom-namespace.yaml"
check "create a namespace by command" "namespace/other-namespace created" k create namespace other-namespace
refuse "a namespace of a bad name" "Invalid value" k create namespace Other_Namespace
check "create a pod in it" "created" k create -f "$work/plain.yaml" -n custom-namespace
k get namespace other-namespace >/dev/null 2>&1 || fresh other-namespace
check "create the same name in the other" "created" k create -f "$work/plain.yaml" -n other-namespace
refuse "a namespace that is not there" 'namespaces "nowhere" not found' k create -f "$work/plain.yaml" -n nowhere
check "get -n" "kubia-manual" k get po -n custom-namespace
check "get --all-namespaces" "custom-namespace +kubia-manual.*other-namespace +kubia-manual" k get po -A
check "config set-context --namespace" "modified" k config set-context --current --namespace=custom-namespace
check "the context's namespace is used" "kubia-manual" k get po
check "the namespace has its ServiceAccount and root certificate" "default.*kube-root-ca.crt" k get serviceaccounts,configmaps
k config set-context --current --namespace=default >/dev/null
