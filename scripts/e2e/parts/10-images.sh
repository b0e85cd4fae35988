# shellcheck shell=bash
# A base image of Debian packages, the kubia image from its Dockerfile, and the local registry that nodes pull from.

printf '#!/bin/sh\nexec "%s" "$@" --name %s\n' "$BINARY" "$CLUSTER" >"$work/coxswain"
chmod +x "$work/coxswain"

if [[ $(cox image list 2>&1) != *node*7* ]]; then
    check "a base image is made from Debian packages" "" env COXSWAIN="$work/coxswain" "$project/samples/base/build.sh" node:7 nodejs curl
fi
check "image build" "" cox image build -t "$IMAGE" "$project/samples/kubia"
check "image list shows it" "kubia" cox image list
check "image inspect" '"Entrypoint"|entrypoint' cox image inspect "$IMAGE"
check "image tag" "" cox image tag "$IMAGE" "$IMAGE:v1"
check "image push" "" cox image push "$IMAGE"
check "image push of the tag" "" cox image push "$IMAGE:v1"
mkdir -p "$work/v2" && sed "s/You've hit/This is v2 running in pod/" "$project/samples/kubia/app.js" >"$work/v2/app.js"
cp "$project/samples/kubia/Dockerfile" "$work/v2/"
check "image build of a second version" "" cox image build -t "$IMAGE:v2" "$work/v2"
check "image push of it" "" cox image push "$IMAGE:v2"
check "the registry has both" 'v1.*v2|v2.*v1' get "http://127.0.0.1:$REGISTRY_PORT/v2/kubia/tags/list"
refuse "image build without a Dockerfile is refused" "Dockerfile" cox image build -t "$IMAGE:none" "$work"
