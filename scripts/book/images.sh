# shellcheck shell=bash
# The images of the book: built from the Dockerfiles in samples upon a base of Debian packages, pushed to the cluster's registry.

section images
# base NAME PACKAGE…: a base image, unless it is there already.
base() {
    [[ $(cox image list 2>&1) == *"${1%:*}"* ]] || check "a base of Debian packages: $*" "" env COXSWAIN="$work/coxswain" "$project/samples/base/build.sh" "$@"
}
# built NAME FOLDER
built() {
    check "image build $1" "" cox image build -t "$REGISTRY/$1" "$project/samples/$2"
    check "image push $1" "" cox image push "$REGISTRY/$1"
}
base node:7 nodejs curl bind9-dnsutils
built kubia kubia
check "image inspect" '"Entrypoint"|entrypoint' cox image inspect "$IMAGE"
built kubia-unhealthy book/chapter4/kubia-unhealthy
built batch-job book/chapter4/batch-job
built ssd-monitor book/chapter4/ssd-monitor
built dnsutils book/chapter5/dnsutils
built web-server book/chapter6/web-server
built content-agent book/chapter6/content-agent
built log-handler book/chapter6/log-handler
check "image tag and push under another name" "" bash -c "'$work/coxswain' image tag $IMAGE $REGISTRY/bingyuantin/kubia && '$work/coxswain' image push $REGISTRY/bingyuantin/kubia"
