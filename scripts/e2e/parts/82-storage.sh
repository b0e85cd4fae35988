# shellcheck shell=bash
# Volumes that outlive pods: claims, volumes, classes; the pod of three containers; what the node refuses.

fresh storage
book=$project/samples/book/chapter6
chapter() { sed "s|localhost:5000|$REGISTRY|" "$book/$1"; }
# keep YAML: flow style, which kubectl takes for JSON unless a document marker comes first.
keep() { printf -- '---\n%s\n' "$1" | k create -f - >/dev/null; }
# user NAME CLAIM [COMMAND]: a pod with a claim at /data.
user() {
    keep "{apiVersion: v1, kind: Pod, metadata: {name: $1}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: $IMAGE,
      command: [sh, -c, '${3:-sleep 3600}'], volumeMounts: [{name: data, mountPath: /data}]}],
      volumes: [{name: data, persistentVolumeClaim: {claimName: $2}}]}}"
}

check "the default class" "standard \(default\) +coxswain.io/local +Delete +WaitForFirstConsumer +true" k get sc
k create -f "$book/mongodb-pvc.yaml" >/dev/null
eventually "a claim without a class and without volumes waits and says why" 10 "no persistent volumes available for this claim and no storage class is set" k describe pvc mongodb-pvc
user waits mongodb-pvc
eventually "its pod waits, in upstream's words" 10 "pod has unbound immediate PersistentVolumeClaims" k describe po waits
k create -f "$book/mongodb-pv-hostpath.yaml" >/dev/null
eventually "a volume that fits is bound" 10 "Bound +mongodb-pv +1Gi +RWO,ROX" k get pvc mongodb-pvc
check "from both sides" "RWO,ROX +Retain +Bound +storage/mongodb-pvc" k get pv mongodb-pv
eventually "the pod starts" 40 "1/1 +Running" k get po waits
k exec waits -- sh -c 'echo kept >/data/note'
k delete pvc mongodb-pvc --wait=false >/dev/null
check "a claim in use is only marked" "Terminating" k get pvc mongodb-pvc
k delete po waits >/dev/null
eventually "it goes with its last pod" 10 "^$" k get pvc mongodb-pvc --ignore-not-found
eventually "the volume is Released and keeps its claim" 10 "Released +storage/mongodb-pvc" k get pv mongodb-pv
check "and its data" "kept" cat /tmp/mongodb/note
k delete pv mongodb-pv >/dev/null

k create -f "$book/mongodb-pvc-dp.yaml" >/dev/null
eventually "a claim of the default class waits for a pod" 10 "waiting for first consumer to be created before binding" k describe pvc mongodb-pvc-dp
user first mongodb-pvc-dp 'echo one >>/data/count; sleep 3600'
eventually "a volume is made for the pod" 20 "Bound +pvc-[0-9a-f-]+ +100Mi +RWO +standard" k get pvc mongodb-pvc-dp
eventually "it runs" 40 "1/1 +Running" k get po first
made=$(field pvc/mongodb-pvc-dp '{.spec.volumeName}')
check "the volume is a directory of the node" "/volumes/$made" field "pv/$made" '{.spec.local.path}'
directory=$(field "pv/$made" '{.spec.local.path}')
k delete po first >/dev/null
user second mongodb-pvc-dp 'cat /data/count; sleep 3600'
eventually "the next pod finds what the first wrote" 40 "one" k logs second
k patch pvc mongodb-pvc-dp -p '{"spec":{"resources":{"requests":{"storage":"200Mi"}}}}' >/dev/null
eventually "the volume grows" 10 "200Mi" k get pvc mongodb-pvc-dp
k delete po second >/dev/null
k delete pvc mongodb-pvc-dp >/dev/null
eventually "with its claim the volume goes" 20 "^$" k get pv "$made" --ignore-not-found
refuse "and its directory" "No such file" ls "$directory"

k create -f "$book/storageclass-fast.yaml" >/dev/null
keep '{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: quick}, spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}'
eventually "a class of mode Immediate makes volumes at once" 10 "Bound" k get pvc quick
keep "{apiVersion: v1, kind: Pod, metadata: {name: own}, spec: {terminationGracePeriodSeconds: 0, securityContext: {fsGroup: 4711, runAsUser: 1000},
  containers: [{name: main, image: $IMAGE, command: [sleep, '3600'], volumeMounts: [{name: scratch, mountPath: /data}]}],
  volumes: [{name: scratch, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}}}]}}"
eventually "an ephemeral volume comes with its pod" 40 "1/1 +Running" k get po own
check "its group may write" "4711" k exec own -- sh -c 'touch /data/x && stat -c %g /data/x'
k delete po own >/dev/null
eventually "and goes with it" 20 "^$" k get pvc own-scratch --ignore-not-found

# An image's files, and a block device.
keep "{apiVersion: v1, kind: Pod, metadata: {name: pictures}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: $IMAGE,
  command: [sleep, '3600'], volumeMounts: [{name: image, mountPath: /image}, {name: image, mountPath: /part, subPath: etc}]}],
  volumes: [{name: image, image: {reference: '$IMAGE:v2'}}]}}"
keep "{apiVersion: v1, kind: Pod, metadata: {name: blank}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: $IMAGE,
  volumeMounts: [{name: image, mountPath: /image}]}], volumes: [{name: image, image: {reference: '$REGISTRY/nowhere:1'}}]}}"
truncate -s 16M "$work/block"
device=$(losetup -f --show "$work/block" 2>/dev/null)
block() {
    keep "{apiVersion: v1, kind: PersistentVolume, metadata: {name: $1}, spec: {capacity: {storage: 16Mi}, accessModes: [ReadWriteOnce], volumeMode: Block,
      storageClassName: raw, persistentVolumeReclaimPolicy: Retain, local: {path: $2}, nodeAffinity: {required: {nodeSelectorTerms:
      [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]}}}}"
    keep "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: $1}, spec: {storageClassName: raw, volumeName: $1, volumeMode: Block,
      accessModes: [ReadWriteOnce], resources: {requests: {storage: 16Mi}}}}"
    keep "{apiVersion: v1, kind: Pod, metadata: {name: $1}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: $IMAGE,
      command: [sleep, '3600'], volumeDevices: [{name: raw, devicePath: /dev/raw0}]}],
      volumes: [{name: raw, persistentVolumeClaim: {claimName: $1}}]}}"
}
block missing /dev/coxswain-none
eventually "an image's files are a volume" 40 "app.js" k exec pictures -- ls /image
check "or a part of them" "passwd|hosts|os-release" k exec pictures -- ls /part
refuse "for reading alone" "Read-only file system" k exec pictures -- touch /image/x
eventually "an image that is nowhere keeps its pod waiting" 30 "ErrImagePull|ImagePullBackOff" k get po blank
seen=$("$BINARY" why pod/blank -n storage --name "$CLUSTER" 2>&1)
if [[ $seen =~ "nowhere:1 of volume image does not exist" ]]; then pass "and why names the volume"; else fail "and why names the volume" "of volume image" why pod/blank; fi
eventually "a device that is not there" 30 'FailedMapVolume.*"/dev/coxswain-none" does not exist' k describe po missing
if [ -n "$device" ]; then
    block raw "$device"
    eventually "a block device of a volume" 40 "^b[rw-]+ .*/dev/raw0" k exec raw -- ls -l /dev/raw0
    k exec raw -- sh -c 'printf written >/dev/raw0'
    eventually "what the container writes is on the device" 10 "^written$" head -c 7 "$device"
    k delete po raw >/dev/null
    losetup -d "$device"
fi
k delete po pictures blank missing >/dev/null
image_mounts() { grep -c "coxswain-$CLUSTER/.*io~image" /proc/mounts; true; }
eventually "nothing of the image stays mounted" 20 "^0$" image_mounts
k delete pv missing raw --ignore-not-found --wait=false >/dev/null

# What the node refuses, it says.
refused() {
    keep "{apiVersion: v1, kind: Pod, metadata: {name: $1}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: $IMAGE,
      volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, $2}]}}"
}
refused csi 'csi: {driver: nobody.example.com}'
refused directory 'hostPath: {path: /etc/passwd, type: Directory}'
refused nfs 'nfs: {server: 127.0.0.1, path: /none}'
refused nowhere 'persistentVolumeClaim: {claimName: nowhere}'
eventually "an unknown CSI driver" 20 "driver name nobody.example.com not found in the list of registered CSI drivers" k describe po csi
eventually "a hostPath of another type" 20 "hostPath type check failed: /etc/passwd is not a directory" k describe po directory
lacks=""
[ -e /sbin/mount.nfs ] || lacks=".*/sbin/mount.nfs is missing on this node: install the package nfs-common"
grep -qw nfs /proc/filesystems || lacks="$lacks.*kernel has no NFS client: load it by 'modprobe nfs'"
eventually "an NFS server that is not there, and what the node lacks for one" 30 "FailedMount.*mount failed$lacks" k describe po nfs
eventually "a claim that does not exist" 20 'persistentvolumeclaim "nowhere" not found' k describe po nowhere
keep "{apiVersion: v1, kind: Pod, metadata: {name: greedy}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: $IMAGE,
  command: [sh, -c, 'head -c 8000000 /dev/zero >/v/big; sleep 3600'], volumeMounts: [{name: v, mountPath: /v}]}],
  volumes: [{name: v, emptyDir: {sizeLimit: 1Mi}}]}}"
keep "{apiVersion: v1, kind: Pod, metadata: {name: unsafe}, spec: {securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}, containers: [{name: main, image: $IMAGE}]}}"
eventually "an unsafe sysctl" 20 "SysctlForbidden" k get po unsafe

# Three containers over two volumes.
for part in web-server content-agent log-handler; do
    cox image build -t "$REGISTRY/$part" "$book/$part" >/dev/null && cox image push "$REGISTRY/$part" >/dev/null
done
chapter website.yaml | k create -f - >/dev/null
eventually "the web site of three containers runs" 60 "3/3 +Running" k get po website
page() { k exec website -c log-handler -- node -e 'require("http").get("http://localhost/", r => r.pipe(process.stdout))'; }
eventually "the server serves what the agent writes" 20 "Page [0-9]+, made by website" page
eventually "the handler finds the server's log" 20 "200" k exec website -c log-handler -- cat /var/logs/summary
k exec website -c content-agent -- sh -c 'kill 1' >/dev/null 2>&1
eventually "a container restarts" 20 "3/3 +Running +1" k get po website
check "and its volumes are as they were" "Page" page
eventually "a pod that overfills its emptyDir is evicted" 40 'Usage of EmptyDir volume "v" exceeds the limit "1Mi"' field po/greedy '{.status.message}'
leave storage
k delete sc fast --wait=false >/dev/null 2>&1
rm -rf /tmp/mongodb
