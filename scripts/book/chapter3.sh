# shellcheck shell=bash
# Pods from files, labels, selectors, nodes with labels, annotations, namespaces, deletion.

manual=$(page chapter3/kubia-manual.yaml)
check "create -f a pod" "pod/kubia-manual created" k create -f "$manual"
check "api-versions" "apps/v1beta2.*batch/v1beta1.*extensions/v1beta1.*v1" k api-versions
check "explain" "spec" k explain pods
check "wait until it runs" "condition met" k wait --for=condition=Ready pod/kubia-manual --timeout=60s
check "get -o yaml" "kind: Pod.*podIP: 10\.142" k get po kubia-manual -o yaml
check "get -o json" '"kind": "Pod"' k get po kubia-manual -o json
check "get pods" "kubia-manual +1/1 +Running +0" k get pods
check "describe" "Status: +Running" k describe pod kubia-manual
check "logs" "Kubia server starting" k logs kubia-manual
check "logs POD CONTAINER" "Kubia server starting" k logs kubia-manual kubia
refuse "logs --previous without an earlier container" "previous terminated container" k logs kubia-manual --previous
check "exec -c" "app.js" k exec kubia-manual -c kubia -- ls /
check "port-forward and curl" "You've hit kubia-manual" forwarded kubia-manual 8080
sed 's/    ports:/    port:/' "$manual" >"$work/slip.yaml"
refuse "create --validate names a field that is none" 'unknown field "spec.containers\[0\].port"' k create --validate -f "$work/slip.yaml"

check "a pod with labels" "pod/kubia-manual-v2 created" k create -f "$(page chapter3/kubia-manual-with-labels.yaml)"
check "get --show-labels" "creation_method=manual,env=prod" k get po --show-labels
check "get -L" "CREATION_METHOD +ENV.*manual +prod" k get po -L creation_method,env
check "label" "labeled" k label po kubia-manual creation_method=manual
check "label --overwrite" "labeled" k label po kubia-manual-v2 env=debug --overwrite
check "get -L again" "kubia-manual .*manual.*kubia-manual-v2 .*manual +debug" k get po -L creation_method,env
both='kubia-manual kubia-manual-v2 '
same "-l creation_method=manual" "$both" "$(names po -l creation_method=manual)"
same "-l env" "kubia-manual-v2 " "$(names po -l env)"
same "-l '!env'" "kubia-manual " "$(names po -l '!env')"
check "-l creation_method!=manual" "No resources" k get po -l 'creation_method!=manual'
same "-l 'env in (debug,devel)'" "kubia-manual-v2 " "$(names po -l 'env in (debug,devel)')"
same "-l 'env notin (debug,devel)'" "kubia-manual " "$(names po -l 'env notin (debug,devel)')"
check "two conditions" "No resources" k get po -l app=pc,rel=beta

node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')
put chapter3/kubia-gpu.yaml
eventually "no node has the label: the pod is Pending, and told why" 20 "FailedScheduling.*didn't match Pod's node affinity/selector" k describe pod kubia-gpu
check "label node" "labeled" k label node "$node" gpu=true
check "get nodes -l gpu=true" "$node" k get nodes -l gpu=true
check "get nodes -l gpu" "$node" k get nodes -l gpu
check "the pod is scheduled there" "condition met" k wait --for=condition=Ready pod/kubia-gpu --timeout=60s
check "the node has its hostname as a label" "$node" k get nodes -l "kubernetes.io/hostname=$node"
k label node "$node" gpu- >/dev/null

check "annotate" "annotated" k annotate pod kubia-manual mycompany.com/someannotation="foo bar"
check "describe shows it" "mycompany.com/someannotation: foo bar" k describe pod kubia-manual

check "get ns" "default +Active.*kube-system +Active" k get ns
check "get po --namespace kube-system" "kube-" k get po --namespace kube-system
check "create a namespace from a file" "namespace/custom-namespace created" k create -f "$(page chapter3/custom-namespace.yaml)"
refuse "the underscore of the notes is refused" 'custom_namespace.*Invalid value|Invalid value.*custom_namespace' k create namespace custom_namespace
check "create namespace" "namespace/other-namespace created" k create namespace other-namespace
check "create in a namespace" "pod/kubia-manual created" k create -f "$manual" -n custom-namespace
# shellcheck disable=SC2016
check "kcd: another namespace for the context" "modified" bash -c "'$KUBECTL' config set-context \$('$KUBECTL' config current-context) --namespace custom-namespace"
check "its pods" "kubia-manual" k get po
k config set-context --current --namespace=default >/dev/null

check "delete by name" 'pod "kubia-gpu" deleted' k delete po kubia-gpu
check "delete by label" 'kubia-manual" deleted.*kubia-manual-v2" deleted' k delete po -l creation_method=manual
check "delete a namespace and its pods" 'namespace "custom-namespace" deleted' k delete ns custom-namespace
refuse "they are gone" "not found" k get po kubia-manual -n custom-namespace
k delete ns other-namespace --wait=false >/dev/null
put chapter4/kubia-rc.yaml
running app=kubia 3
check "delete po --all" "deleted.*deleted.*deleted" k delete po --all
running app=kubia 3
check "delete all --all" 'replicationcontroller "kubia" deleted' k delete all --all
gone app=kubia
eventually "the kubernetes service comes back" 30 "kubernetes +ClusterIP +10\.143\.0\.1 " k get svc kubernetes
