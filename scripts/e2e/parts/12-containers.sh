# shellcheck shell=bash
# Containers without a pod, as the book's docker commands run them: on the cluster's own runtime, seen by nobody in Kubernetes.

box() { "$BINARY" container "$1" --cluster "$CLUSTER" "${@:2}"; }
status_of() { "$@" >/dev/null 2>&1; echo $?; }

mkdir -p "$work/busybox"
cp /bin/busybox "$work/busybox/"
printf 'FROM scratch\nADD busybox /bin/busybox\nRUN ["/bin/busybox","--install","-s","/bin"]\nENV PATH=/bin\nCMD ["sh"]\n' >"$work/busybox/Dockerfile"
check "image build of busybox, from one program" "" cox image build -t busybox "$work/busybox"
check "run prints what the program says" "^Hello World$" box run --rm busybox echo "Hello World"
check "run passes its exit code on" "^7$" status_of box run --rm busybox sh -c 'exit 7'
check "a program that is not there: 127" "^127$" status_of box run --rm busybox no-such-program
check "run -i passes input on" "^HELLO$" bash -c "echo hello | '$BINARY' container run --cluster '$CLUSTER' --rm -i busybox tr a-z A-Z"
check "run -it has a terminal" "/dev/(pts|console)" script -qec "$BINARY container run --cluster $CLUSTER --rm -it busybox tty" /dev/null
check "--rm leaves nothing" "^CONTAINER ID[^0-9]*$" box ps -a

container_port=$(free_port 18080)
check "image build of kubia under its short name" "" cox image build -t kubia "$project/samples/kubia"
check "run -d prints an id" "^[0-9a-f]{64}$" box run --name kubia-container -p "$container_port:8080" -d -e GREETING=hi -v data:/data kubia
eventually "a published port is reached" 20 "You've hit [0-9a-f]{12}" get "http://localhost:$container_port"
container_id=$(get "http://localhost:$container_port" | grep -oE '[0-9a-f]{12}')
box exec kubia-container sh -c 'echo kept >/note'
check "ps lists it" "kubia .*\"node app.js\".*Up .*127.0.0.1:$container_port->8080/tcp +kubia-container" box ps
check "inspect shows it as JSON" '"Name": ?"/kubia-container"' box inspect kubia-container
check "logs" "Kubia server starting" box logs kubia-container
check "logs --tail" "^Received request[^\n]*$" box logs --tail 1 kubia-container
check "exec" "^hi$" box exec kubia-container sh -c 'echo $GREETING'
check "exec passes its exit code on" "^3$" status_of box exec kubia-container sh -c 'exit 3'
check "exec -i passes input on" "^abc$" bash -c "echo abc | '$BINARY' container exec --cluster '$CLUSTER' -i kubia-container cat"
refuse "a name is given once" 'Conflict. The container name "/kubia-container" is already in use' box run -d --name kubia-container kubia
refuse "a port is given once" "Bind for 127.0.0.1:$container_port failed: port is already allocated" box run -d -p "$container_port:8080" kubia
refuse "an image that is nowhere" "No such image: nope:latest" box run nope
refuse "a container that is nowhere" "No such container: nope" box logs nope
refuse "one that runs is not removed" "container is running: stop the container before removing" box rm kubia-container
check "kubectl sees nothing of it" "^[^@]*$" k get pods -A --no-headers -o name
same "no pod of that name is there" "0" "$(k get pods -A -o name | grep -c kubia-container)"
check "stop" "^kubia-container$" box stop -t 1 kubia-container
check "ps leaves it out" "^CONTAINER ID[^0-9]*$" box ps
check "ps -a says how it ended" "Exited \([0-9]+\)" box ps -a
refuse "a stopped one answers no more" "" get "http://localhost:$container_port"
check "start: the same one again" "^kubia-container$" box start kubia-container
eventually "at its port" 20 "You've hit $container_id" get "http://localhost:$container_port"
check "with what it wrote" "^kept$" box exec kubia-container cat /note
same "and with its log" 2 "$(box logs kubia-container | grep -c 'server starting')"
check "restart" "^kubia-container$" box restart -t 1 kubia-container
check "it runs once" "^1$" lines box ps -q
check "stop again" "^kubia-container$" box stop -t 1 kubia-container
check "rm" "^kubia-container$" box rm kubia-container
check "run -d --rm" "^[0-9a-f]{64}$" box run -d --rm --name brief busybox sleep 1
eventually "it goes by itself" 20 "^CONTAINER ID[^0-9]*$" box ps -a
check "called docker, the words are docker's" "^Hello$" bash -c "ln -sf '$BINARY' '$work/docker' && '$work/docker' run --cluster '$CLUSTER' --rm busybox echo Hello"
check "image save" "" cox image save -o "$work/busybox.tar" busybox
check "image rm" "" cox image rm busybox
check "image load takes it in again" "Loaded image: localhost/busybox:latest" cox image load "$work/busybox.tar"
# One that runs when the whole cluster is stopped, at the end of the walk.
check "one that stays" "^[0-9a-f]{64}$" box run -d --name stays busybox sleep 100000
