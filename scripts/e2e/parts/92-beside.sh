# shellcheck shell=bash
# A second cluster beside this one, on a small disk of its own and with certificates that last a minute; and a down in the middle of a
# deployment.

fresh beside
other() { "$BINARY" "$1" --name e2e-beside "${@:2}"; }
other_disk=/var/lib/coxswain-e2e-beside
truncate -s 1G "$work/beside.disk"
mkdir -p $other_disk
mkfs.ext4 -q "$work/beside.disk" && mount -o loop "$work/beside.disk" $other_disk || mount -t tmpfs -o size=1g tmpfs $other_disk
other_config=$work/beside-config
other_k() { timeout "$step_limit" "$KUBECTL" --kubeconfig "$other_config" --context e2e-beside "$@"; }
other_port=$(free_port 17443)
# A pod below takes 900 MiB; with that gone, the second cluster's node has less than it wants to keep. An odd number, which is told in Mi
# as well.
spare=$((($(awk '/^MemAvailable/ {print int($2 / 1024)}' /proc/meminfo) - 600) | 1))
check "a second cluster comes up beside this one" "ready" env KUBECONFIG="$other_config" "$BINARY" up --name e2e-beside --api-port "$other_port" \
    --registry-port "$(free_port 17000)" --kubelet-port "$(free_port 21250)" --pod-cidr 10.54.0.0/16 --service-cidr 10.55.0.0/16 --node-cidr 10.56.0.0/24 \
    --eviction-hard "memory.available<${spare}Mi,nodefs.available<200Mi" --eviction-pressure-transition-period 5s --cluster-signing-duration 60s
# The number of the certificate that the second cluster's server, or its kubelet, shows.
shown() { openssl s_client -connect "127.0.0.1:$1" </dev/null 2>/dev/null | openssl x509 -noout -serial; }
first_shown=$(shown "$other_port")
check "it has a node of its own" "Ready" other_k get nodes
k create configmap ours --from-literal=a=1 >/dev/null
refuse "it knows nothing of this one's objects" "not found" other_k get configmap ours
check "this one goes on" "Ready" k get nodes
check "up while it is up" "up already" env KUBECONFIG="$other_config" "$BINARY" up --name e2e-beside
other_k run modest --image="$IMAGE" >/dev/null
check "its nodes pull from this one's registry" "condition met" other_k wait --for=condition=Ready pod/modest --timeout=60s
other_k run greedy --image="$IMAGE" --restart=Never --command -- node -e 'const b = []; for (let i = 0; i < 90; i++) b.push(Buffer.alloc(10 << 20, 1)); setInterval(() => b.length, 1000)' >/dev/null
eventually "short of memory, the node evicts the pod that takes most" 90 "Evicted" other_k get pod greedy -o 'jsonpath={.status.reason}'
check "it says what was short" "The node was low on resource: memory. Threshold quantity: ${spare}Mi.*Container greedy was using" other_k get pod greedy -o 'jsonpath={.status.message}'
node=$(other_k get nodes -o 'jsonpath={.items[0].metadata.name}')
eventually "the node shows it" 30 "True" other_k get node "$node" -o 'jsonpath={.status.conditions[?(@.type=="MemoryPressure")].status}'
seen=$(KUBECONFIG="$other_config" other why "node/$node" 2>&1)
if [[ $seen =~ "short of memory" ]]; then pass "why of the node names it"; else fail "why of the node names it" "short of memory" other why "node/$node"; fi
# Faster than the runtime looks at what its containers use, every ten seconds: the node waits until it knows who it was.
other_k run filler --image="$IMAGE" --restart=Never --command -- sh -c 'head -c 2000000000 /dev/zero >/full; sleep 3600' >/dev/null
eventually "short of disk, the node evicts the pod that fills it" 90 "Evicted" other_k get pod filler -o 'jsonpath={.status.reason}'
check "it says what was short" "The node was low on resource: ephemeral-storage. Threshold quantity: 200Mi.*Container filler was using" other_k get pod filler -o 'jsonpath={.status.message}'
eventually "what it held is given back" 30 " [4-9][0-9][0-9]M" df --output=avail -BM $other_disk
check "the node told of its pressure" "NodeHasDiskPressure" other_k get events -A
eventually "and is well again" 60 "False" other_k get node "$node" -o 'jsonpath={.status.conditions[?(@.type=="DiskPressure")].status}'
check "nothing else went" "Running" other_k get pod modest
renewed() { [ "$(shown "$other_port")" != "$first_shown" ] && echo renewed; }
eventually "the server shows another certificate by now" 60 "renewed" renewed
check "with which the user's kubeconfig, renewed too, works" "Ready" other_k get nodes
refuse "other thresholds are refused" "unsupported eviction signal swap.available" "$BINARY" up --name e2e-third --eviction-hard "swap.available<1Gi"
check "down leaves its disk mounted" "stopped" other down
check "and up finds everything on it" "ready" env KUBECONFIG="$other_config" "$BINARY" up --name e2e-beside
eventually "also the pod" 60 "Running" other_k get pod modest
check "delete of the second leaves nothing of it" "deleted.*mounted at $other_disk is empty" env KUBECONFIG="$other_config" "$BINARY" delete --name e2e-beside
same "but its empty disk" "gone" "$(ls $other_disk)$(umount $other_disk && rmdir $other_disk && echo gone)"
check "and this one is as it was" "ours" k get configmap ours -o name

make deployment halfway --image="$IMAGE" --replicas=6
eventually "a deployment is under way" 30 "[1-6]/6" k get deployment halfway
check "down in the middle of it" "stopped" cox down
check "nothing runs" "^0$" count_processes
check "up takes it up again" "ready" up
check "the deployment comes to its end" "successfully rolled out" k rollout status deployment/halfway --timeout=120s
k set image deployment/halfway "*=$IMAGE:v2" >/dev/null
check "down in the middle of an update" "stopped" cox down
check "up again" "ready" up
check "the update comes to its end" "successfully rolled out" k rollout status deployment/halfway --timeout=120s
eventually "all pods are of the new version" 60 "^($IMAGE:v2 ?){6}$" k get pods -l app=halfway -o 'jsonpath={.items[*].spec.containers[0].image}'
leave beside
