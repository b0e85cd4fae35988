"""An operator written with kopf: for every Greeter a ConfigMap with its greeting, kept up to date, and gone with it. It counts the seconds
that a Greeter has been there in its status, and tells in events what it does."""
import kopf
import kubernetes


def greeting(spec):
    return {"greeting": f"{spec.get('greeting', 'hello')}, {spec['who']}"}


@kopf.on.startup()
def configure(settings, **_):
    settings.posting.enabled = True
    settings.persistence.finalizer = "greeters.example.com/operator"


@kopf.on.create("example.com", "v1", "greeters")
def created(body, spec, name, namespace, **_):
    made = {"metadata": {"name": name}, "data": greeting(spec)}
    kopf.adopt(made)
    kubernetes.client.CoreV1Api().create_namespaced_config_map(namespace, made)
    kopf.info(body, reason="Greeted", message=f"{name} is greeted")
    return {"made": name}


@kopf.on.field("example.com", "v1", "greeters", field="spec")
def changed(spec, name, namespace, old, **_):
    if old is not None:
        kubernetes.client.CoreV1Api().patch_namespaced_config_map(name, namespace, {"data": greeting(spec)})


@kopf.timer("example.com", "v1", "greeters", interval=1.0)
def beat(status, patch, **_):
    patch.status["beats"] = status.get("beats", 0) + 1


@kopf.on.delete("example.com", "v1", "greeters")
def deleted(body, spec, namespace, **_):
    farewell = {"metadata": {"name": "farewell"}, "data": {"to": spec["who"]}}
    kubernetes.client.CoreV1Api().create_namespaced_config_map(namespace, farewell)
