# shellcheck shell=bash
# What the book warns of, and more that goes wrong: it behaves, and says so.

# pod NAME SPEC [CONTAINER]: created with that of a spec and a container that differs from a plain one.
pod() { printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"%s"}},"spec":{"terminationGracePeriodSeconds":1,%s"containers":[{"name":"main","image":"%s"%s}]}}' "$1" "$1" "$2" "$IMAGE" "${3:-}"; }
k create namespace trouble >/dev/null
k config set-context --current --namespace=trouble >/dev/null

check "a pod" "created" k create -f - <<<"$(pod plain '')"
refuse "a second of its name" 'pods "plain" already exists' k create -f - <<<"$(pod plain '')"
refuse "two containers of one name" 'spec.containers\[1\].name: Duplicate value: "main"' k create -f - <<<"$(pod twins '' '},{"name":"main","image":"x"')"
check "two servers on one port of a pod" "created" k create -f - <<<"$(pod clash '' '},{"name":"second","image":"'"$IMAGE"'"')"
check "a pod with a port of the node" "created" k create -f - <<<"$(pod here '' ',"ports":[{"containerPort":8080,"hostPort":18123}]')"
check "another that wants the same" "created" k create -f - <<<"$(pod there '' ',"ports":[{"containerPort":8080,"hostPort":18123}]')"
eventually "one of the two is Pending, and told why" 30 "0/1 nodes are available: 1 node\(s\) didn't have free ports for the requested pod ports" k get events --field-selector reason=FailedScheduling
service() { printf '{"apiVersion":"v1","kind":"Service","metadata":{"name":"%s"},"spec":{"type":"%s","selector":{"app":"plain"},"ports":[{"port":80,"targetPort":%s%s}]}}' "$1" "$2" "$3" "${4:-}"; }
check "a service with a node port" "created" k create -f - <<<"$(service first NodePort 8080 ',"nodePort":30555')"
refuse "another with the same" "spec.ports\[0\].nodePort: Invalid value: 30555: provided port is already allocated" k create -f - <<<"$(service second NodePort 8080 ',"nodePort":30555')"
k wait --for=condition=Ready pod/plain --timeout=60s >/dev/null
check "a service whose target port nobody serves" "created" k create -f - <<<"$(service idle ClusterIP 9999)"
check "has endpoints" ":9999" eval "sleep 1; k get endpoints idle"
refuse "and refuses, at once" "exit code 7" k exec plain -- curl -s --max-time 5 "http://$(field svc/idle '{.spec.clusterIP}')"
check "a service without any pod" "created" k create -f - <<<"$(service lonely ClusterIP 8080 | sed 's/"plain"/"nobody"/')"
refuse "refuses as well" "exit code 7" k exec plain -- curl -s --max-time 5 "http://$(field svc/lonely '{.spec.clusterIP}')"
eventually "the later of the two ends, and says why" 30 "EADDRINUSE" k logs clash --all-containers --tail=40
eventually "describe tells that it is started again" 60 "Restart Count: +[1-9]" k describe po clash

rc() { sed "s/name: kubia\$/name: $1/; s/replicas: 3/replicas: 2/" "$(page chapter4/kubia-rc.yaml)"; }
rc one >"$work/one.yaml"
rc two >"$work/two.yaml"
check "two controllers with one selector" "created.*created" k create -f "$work/one.yaml" -f "$work/two.yaml"
running app=kubia 4
check "each keeps to its own" "one +2 +2 +2.*two +2 +2 +2" k get rc
check "delete one" "deleted" k delete rc one
running app=kubia 2
k delete rc two --wait=false >/dev/null

check "an image whose registry is down" "created" k create -f - <<<"$(pod down '' | sed "s|$IMAGE|localhost:9/kubia|")"
eventually "is told as it is" 60 "Failed to pull image.*connection refused.*ErrImagePull|ErrImagePull.*connection refused" k describe po down
check "an image that is not there" "created" k create -f - <<<"$(pod absent '' | sed "s|$IMAGE|$REGISTRY/absent|")"
eventually "is told as it is, too" 60 "Failed to pull image.*not found" k describe po absent
# A program of another machine's kind: the nineteenth byte of an ELF file tells which (0xb7 is arm64).
mkdir -p "$work/arm"
cp "$(readlink -f /bin/true)" "$work/arm/program" && printf '\xb7' | dd of="$work/arm/program" bs=1 seek=18 conv=notrunc 2>/dev/null
printf 'FROM --platform=linux/arm64 scratch\nCOPY program /program\nENTRYPOINT ["/program"]\n' >"$work/arm/Dockerfile"
check "an image for another architecture" "" bash -c "'$work/coxswain' image build -t $REGISTRY/arm '$work/arm' && '$work/coxswain' image push $REGISTRY/arm"
check "a pod of it" "created" k create -f - <<<"$(pod arm '' | sed "s|$IMAGE|$REGISTRY/arm|")"
eventually "says that it cannot run here" 60 "exec format error" eval "k logs arm; k describe po arm"
check "a container that ignores SIGTERM" "created" k create -f - <<<"$(pod deaf '' ',"command":["bash","-c","trap : TERM; while :; do sleep 1; done"]' | sed 's/PeriodSeconds":1/PeriodSeconds":3/')"
k wait --for=condition=Ready pod/deaf --timeout=60s >/dev/null
began_at=$SECONDS
check "delete waits for its grace" "deleted" k delete po deaf
took=$((SECONDS - began_at)) && seen="$took s"
if [ $took -ge 2 ] && [ $took -le 12 ]; then pass "and then ends it"; else fail "and then ends it" "3 s" "(compare)"; fi
k config set-context --current --namespace=default >/dev/null
k delete namespace trouble --wait=false >/dev/null
