# shellcheck shell=bash
# coxswain service: where services are reached, as minikube tells it; and coxswain doctor: every link tried.

fresh addresses
k run web --image="$IMAGE" --port=8080 >/dev/null
k wait --for=condition=Ready pod/web --timeout=60s >/dev/null
check "expose as a load balancer" "exposed" k expose pod web --type=LoadBalancer --name=web-http
check "service shows a table" "\| addresses \| web-http \| 8080 +\| http://$NODE_ADDRESS:3[0-9]{4} \|" cox service web-http -n addresses
url=$(cox service web-http -n addresses --url)
eventually "service --url is an address that answers" 20 "You've hit web" get "$url"
check "service list has it" "web-http" cox service list
refuse "a service that is not there" "Service 'nope' was not found in 'addresses' namespace" cox service nope -n addresses
k create service clusterip lonely --tcp=80 >/dev/null
refuse "a service without pods" "no running pod for service lonely" cox service lonely -n addresses --wait 0

k expose pod web --name=wrong --port=80 --target-port=9999 >/dev/null
unwell() { "$BINARY" why "$@" -n addresses --name "$CLUSTER"; [ $? = 3 ]; }
eventually "why of a service whose port nobody listens at" 20 "port 9999 of pod/web, where nothing listens.*its programs listen at: 8080.*targetPort\":8080" unwell service/wrong
k run inward --image="$IMAGE" --command -- node -e 'require("http").createServer((q, s) => s.end("x")).listen(8080, "127.0.0.1")' >/dev/null
k wait --for=condition=Ready pod/inward --timeout=60s >/dev/null
k expose pod inward --port=8080 >/dev/null
eventually "why of a program that listens for itself alone" 20 "listens there for itself alone.*0\.0\.0\.0" unwell service/inward
check "why of a service that is well" "1 ready endpoint" "$BINARY" why service/web-http -n addresses --name "$CLUSTER"
k run deaf --image="$IMAGE" --command -- sh -c 'trap "" TERM; while :; do sleep 1; done' >/dev/null
k wait --for=condition=Ready pod/deaf --timeout=60s >/dev/null
k delete pod deaf --wait=false >/dev/null
eventually "why of a program that ignores SIGTERM" 20 "container deaf runs on: SIGTERM is ignored" unwell pod/deaf

examine() { "$BINARY" doctor --name "$CLUSTER" "$@"; }
# A program of a processor that this machine is none of (RISC-V): the kernel refuses it by its header alone.
mkdir -p "$work/foreign"
{ printf '\177ELF\002\001\001\0\0\0\0\0\0\0\0\0\002\0\363\0\001\0\0\0\170\0\100\0\0\0\0\0\100\0\0\0\0\0\0\0'; head -c 200 /dev/zero; } >"$work/foreign/app"
chmod +x "$work/foreign/app"
printf 'FROM scratch\nADD app /app\nCMD ["/app"]\n' >"$work/foreign/Dockerfile"
cox image build -t "$REGISTRY/foreign" "$work/foreign" >/dev/null 2>&1
cox image push "$REGISTRY/foreign" >/dev/null 2>&1
k run foreign --image="$REGISTRY/foreign" >/dev/null
eventually "why of a program for another processor" 30 "is not made for this machine.*exec format error" unwell pod/foreign

refuse "doctor finds the two services that do not answer" "FAILED +service addresses/(wrong|inward)" examine
k delete service wrong inward >/dev/null
check "doctor on a cluster that is well" "pod on .* → DNS by UDP.*this machine → Ingress.*All [0-9]+ checks are well" examine
check "doctor --json" '"healthy": ?true' examine --json
eventually "doctor leaves nothing" 60 "^$" k get namespaces -l coxswain.io/doctor -o name
leave addresses
