# shellcheck shell=bash
# First steps: a command in a container, the cluster, one pod behind a load balancer, then three.

if own; then
    # docker's part of the chapter, with docker's words.
    docker() { "$BINARY" docker "$1" --cluster "$CLUSTER" "${@:2}"; }
    images() { "$BINARY" docker "$1" --name "$CLUSTER" "${@:2}"; }
    host_port=$(free_port 18080)
    mkdir -p "$work/busybox"
    cp /bin/busybox "$work/busybox/"
    printf 'FROM scratch\nADD busybox /bin/\nRUN ["/bin/busybox","--install","-s","/bin"]\nENV PATH=/bin\n' >"$work/busybox/Dockerfile"
    check "the busybox image" "" images build -t busybox "$work/busybox"
    check 'docker run busybox echo "Hello World"' "^Hello World$" docker run busybox echo "Hello World"
    check "docker build -t kubia ." "" images build -t kubia "$project/samples/kubia"
    check "docker run --name kubia-container -p 8080:8080 -d kubia" "^[0-9a-f]{64}$" docker run --name kubia-container -p "$host_port:8080" -d kubia
    eventually "curl localhost:8080" 20 "You've hit [0-9a-f]{12}" get "http://localhost:$host_port"
    check "docker ps" "kubia-container" docker ps
    check "docker exec" "app.js" docker exec kubia-container ls /
    check "docker inspect kubia-container" '"Name": ?"/kubia-container"' docker inspect kubia-container
    # It waits ten seconds for a server that does not hear SIGTERM; the chapter goes on meanwhile.
    docker stop kubia-container >"$work/stopped" 2>&1 &
    stopping=$!
    check "docker tag" "" images tag kubia "$REGISTRY/bingyuantin/kubia:docker"
    check "docker push" "Pushed" images push "$REGISTRY/bingyuantin/kubia:docker"
fi
check "run busybox's echo" "Hello World" k run hello --image="$IMAGE" --restart=Never --rm -i --command -- sh -c 'sleep 1; echo Hello World'
check "cluster-info" "https://127.0.0.1:$API_PORT" k cluster-info
check "get nodes" " Ready " k get nodes
node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')
check "describe node" "Name: +$node.*Capacity:" k describe node "$node"
check "completion for bash" "kubectl" bash -c "source <('$KUBECTL' completion bash) && complete -p kubectl"
check "completion for an alias" "k\$" bash -c "source <('$KUBECTL' completion bash | sed s/kubectl/k/g) && complete -p k"
if own; then
    check "run --generator=run/v1 makes a ReplicationController" "replicationcontroller/kubia created" \
        k run kubia --image="$IMAGE" --port=8080 --generator=run/v1
    selector=run=kubia
else
    sed 's/replicas: 3/replicas: 1/' "$(page chapter4/kubia-rc.yaml)" >"$work/rc-one.yaml"
    check "the ReplicationController that run once made" "replicationcontroller/kubia created" k create -f "$work/rc-one.yaml"
    selector=app=kubia
fi
running $selector 1
check "get pods -o wide" "kubia-.* 10\.142\.[0-9.]+ +$node" k get pods -o wide
check "expose rc --type=LoadBalancer" "service/kubia-http exposed" k expose rc kubia --type=LoadBalancer --name kubia-http
eventually "get services: an external address" 10 "kubia-http +LoadBalancer +10\.143\.[0-9.]+ +10\.144\.[0-9.]+ +8080" k get services
external=$(field svc/kubia-http '{.status.loadBalancer.ingress[0].ip}')
eventually "curl the external address" 10 "You've hit kubia-" get "http://$external:8080"
check "minikube service kubia-http" "\| default +\| kubia-http +\| 8080 +\| http://$NODE_ADDRESS:3[0-9]{4}" cox service kubia-http
check "get rc" "kubia +1 +1 +1" k get rc
check "scale rc --replicas=3" "scaled" k scale rc kubia --replicas=3
running $selector 3
check "get rc: three" "kubia +3 +3 +3" k get rc
eventually "requests reach all three" 15 "^3 *\$" eval "spread http://$external:8080 30 | wc -l"
check "get pods -o wide: their nodes" "$node.*$node.*$node" k get pods -o wide
check "describe pod" "Status: +Running.*Started" k describe pod "$(first $selector)"
if own; then
    wait "$stopping"
    check "docker stop" "kubia-container" cat "$work/stopped"
    check "docker rm" "kubia-container" docker rm kubia-container
fi
k delete rc/kubia svc/kubia-http >/dev/null
k delete po --all --now >/dev/null
