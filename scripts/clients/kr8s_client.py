"""kr8s at its own work. Prints a line a step."""
import os
import time
import urllib.request

import kr8s
from kr8s.objects import ConfigMap, Deployment, Pod

namespace = os.environ["NAMESPACE"]
image = os.environ["IMAGE"]


def step(text, holds=True):
    print(("ok " if holds else "NOT ") + text, flush=True)


def soon(holds, seconds=20):
    """Whether it comes to hold: a container that runs need not have said anything yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


api = kr8s.api()
step("version " + api.version()["gitVersion"])
pod = Pod(
    {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "kr8s", "namespace": namespace, "labels": {"app": "kr8s"}},
        "spec": {"terminationGracePeriodSeconds": 1, "containers": [{"name": "main", "image": image, "ports": [{"containerPort": 8080}]}]},
    })
pod.create()
pod.wait("condition=Ready", timeout=60)
step("created and ready", pod.ready())
step("logs", soon(lambda: "server starting" in "\n".join(pod.logs())))
done = pod.exec(["sh", "-c", "echo hello"])
step("exec", done.returncode == 0 and b"hello" in done.stdout)
with pod.portforward(remote_port=8080) as port:

    def greets():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=10) as answer:
            return b"You've hit kr8s" in answer.read()

    step("port-forward", soon(greets))
pod.patch({"metadata": {"labels": {"colour": "blue"}}})
pod.refresh()
step("patch", pod.labels["colour"] == "blue")
pod.label({"more": "yes"})
pod.annotate({"note": "this"})
step("label and annotate", pod.labels["more"] == "yes" and pod.annotations["note"] == "this")
names = [found.name for found in kr8s.get("pods", namespace=namespace, label_selector={"app": "kr8s"})]
step("list by label", names == ["kr8s"])
deployment = Deployment(
    {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "kr8s", "namespace": namespace},
        "spec": {
            "replicas": 0, "selector": {"matchLabels": {"app": "deployed"}},
            "template": {"metadata": {"labels": {"app": "deployed"}}, "spec": {"containers": [{"name": "main", "image": image}]}},
        },
    })
deployment.create()
deployment.scale(1)
step("scale", deployment.replicas == 1)
deployment.delete()
for event, config_map in api.watch("configmaps", namespace=namespace):
    step("watch", event == "ADDED" and config_map.name == "kube-root-ca.crt")
    break
pod.delete()
pod.wait("delete", timeout=60)
step("deleted", not pod.exists())
