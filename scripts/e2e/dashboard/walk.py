"""Walks through the dashboard in a real browser, as a person would, and prints a line a step: `ok TITLE` or `FAILED TITLE: why`.

    walk.py LINK NAMESPACE IMAGE SCREENSHOTS     the local dashboard; KUBECTL names the kubectl that makes and looks at objects
    walk.py --cluster PROXY SERVER TOKEN         the page within the cluster: through `kubectl proxy`, and by signing in with a token

The namespace is there, with a Deployment `talker` that logs a line a second.
"""

import json
import os
import subprocess
import sys
import time

from browser import Browser, Failure

KUBECTL = os.environ.get("KUBECTL", "kubectl")
failed = 0


# What programs send to a terminal of 10 by 4, and what it shows then, its lines joined; then what it answers.
TERMINAL = [
    ("abc\r\ndef", "abc|def||"),
    ("abcdefghijkl", "abcdefghij|kl||"),
    ("\x1b[?7labcdefghijkl", "abcdefghil|||"),
    ("\x1b[2;3Hx\x1b[AY\x1b[1;1Hz", "z  Y|  x||"),
    ("1\r\n2\r\n3\r\n4\r\n5", "2|3|4|5"),
    ("1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[3;1H\n", "1|3||4"),
    ("1\r\n2\r\n3\x1b[2;1H\x1b[L", "1||2|3"),
    ("1\r\n2\r\n3\x1b[2;1H\x1b[M", "1|3||"),
    ("abcdef\x1b[1;2H\x1b[2P", "adef|||"),
    ("abcdef\x1b[1;2H\x1b[2@", "a  bcdef|||"),
    ("abcdef\x1b[1;3H\x1b[K", "ab|||"),
    ("abcdef\x1b[1;3H\x1b[1K", "   def|||"),
    ("one\x1b[?1049htwo\x1b[?1049l!", "one!|||"),
    ("\x1b(0lqk\x1b(B|", "┌─┐||||"),
    ("日本x", "日本x|||"),
    ("e\u0301!", "e\u0301!|||"),
    ("a\tb", "a       b|||"),
    ("\x1b]0;title\x07ok", "ok|||"),
    ("\x1bP+q\x1b\\ok", "ok|||"),
    ("ab\x1b[6n", "ab|||\x1b[1;3R"),
    ("ab\x1b7cd\x1b8X", "abXd|||"),
    ("1\r\n2\x1b[1;1H\x1bM0", "0|1|2|"),
    ("x\x1b[4b", "xxxxx|||"),
    ("ab\x1b[99;99H\x1b[J\x1b[-1m\x1b[;;;m!", "ab|||         !"),
]


def step(title):
    """Runs the function at once, as a step of that title."""
    def run(body):
        global failed
        try:
            body()
        except Failure as error:
            failed += 1
            print(f"FAILED {title}: {' '.join(str(error).split())}", flush=True)
        else:
            print(f"ok {title}", flush=True)
    return run


def kubectl(*words, text=None):
    done = subprocess.run([KUBECTL, *words], input=text, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise Failure(f"kubectl {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def expect(value, text):
    if not value:
        raise Failure(text)


def eventually(read, wanted, seconds=20):
    end = time.monotonic() + seconds
    while (value := read()) != wanted:
        if time.monotonic() > end:
            raise Failure(f"{value!r} and not {wanted!r} after {seconds} s")
        time.sleep(0.2)


def no_complaints(page, but="nothing"):
    """`but` is in complaints that the walk itself brought about. Every pod changes the machine's network, which browsers take note of."""
    found = [one for one in page.complaints if but not in one and "ERR_NETWORK_CHANGED" not in one]
    expect(not found, f"the console shows {found[:5]}")


class Walk:
    """The local dashboard, all of it."""

    def __init__(self, page, link, namespace, image, folder):
        self.page = page
        self.link = link
        self.namespace = namespace
        self.image = image
        self.folder = folder

    def go(self, hash_):
        self.page.evaluate(f"location.hash = {json.dumps(hash_)}")

    def shot(self, name):
        if self.folder:
            self.page.screenshot(os.path.join(self.folder, name + ".png"))

    def field(self, kind_name, path):
        return kubectl("-n", self.namespace, "get", kind_name, "-o", "jsonpath=" + path)

    def pod(self):
        return kubectl("-n", self.namespace, "get", "pods", "-l", "app=talker", "-o", "jsonpath={.items[0].metadata.name}")

    def run(self):
        self.seeing()
        self.following()
        self.changing()
        self.looks()

    def seeing(self):
        page, namespace = self.page, self.namespace

        @step("files that do not arrive at once are asked for again")
        def _():
            page.call("Network.setBlockedURLs", urls=["*/dom.js", "*/theme.css"])
            page.open(self.link.split("#")[0] + "index.html")
            page.wait("history.state?.arrivals > 0 && Boolean(document.querySelector('link[data-attempt]'))")
            page.call("Network.setBlockedURLs", urls=[])
            page.see("coxswain dashboard", within=".sign-in")
            page.wait("getComputedStyle(document.documentElement).getPropertyValue('--accent') !== ''")

        @step("the link opens the overview")
        def _():
            page.open(self.link)
            page.see("in the cluster", within=".verdict")
            page.see("Live", within=".connection")
            expect("open=" not in page.evaluate("location.href"), "the secret stays in the address")
            page.wait("document.querySelectorAll('.tile').length >= 10")
            page.see(kubectl("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}"), within=".node-card")

        @step("a pod appears in the list as it is made, and goes as it is deleted")
        def _():
            self.go(f"#/pods?namespace={namespace}")
            page.see("talker-", within=".list")
            page.evaluate("window.isStillHere = true")
            kubectl("-n", namespace, "run", "passenger", f"--image={self.image}", "--restart=Never", "--", "sleep", "300")
            page.see("passenger", within=".list")
            page.see("Running", within=".list")
            kubectl("-n", namespace, "delete", "pod", "passenger", "--grace-period=0", "--force", "--wait=false")
            page.wait("!document.querySelector('.list').innerText.includes('passenger')")
            expect(page.evaluate("window.isStillHere"), "the page was loaded anew")

        @step("the filter leaves what matches")
        def _():
            page.click(".filter")
            page.type("nothing-like-this")
            page.see("Nothing matches the filter", within=".table-scroll")
            page.evaluate("document.querySelector('.filter').select()")
            page.type("talker run")
            page.wait("document.querySelectorAll('.list tbody tr:not(.spacer)').length >= 1")
            page.key("Escape", 27)

        @step("search goes to an object")
        def _():
            page.press("/")
            page.wait("document.activeElement.matches('.palette input')")
            page.type("talker dep")
            page.see("Deployment", within=".palette li")
            page.enter()
            page.wait(f"location.hash === '#/deployments.apps/{namespace}/talker'")
            page.see("Ready", within=".page-head")
            page.wait("document.querySelectorAll('.panels .rows a').length > 0")
            self.shot("deployment")

        @step("keys: down and Enter open a pod, Escape goes back")
        def _():
            self.go("#/pods")
            page.see("talker-", within=".list")
            page.wait("document.activeElement.matches('.table-scroll')")
            page.press("j")
            page.wait("Boolean(document.querySelector('.list .is-selected'))")
            page.enter()
            page.wait("location.hash.split('/').length === 4")
            page.wait("Boolean(document.querySelector('.panel'))")
            page.key("Escape", 27)
            page.wait("location.hash === '#/pods'")

    def following(self):
        page, namespace = self.page, self.namespace
        pod = self.pod()

        @step("a pod's log is followed")
        def _():
            self.go(f"#/pods/{namespace}/{pod}/logs")
            page.see("all is well", within=".log")
            before = page.evaluate("document.querySelectorAll('.log .line').length")
            page.wait(f"document.querySelectorAll('.log .line').length > {before + 1}")
            self.shot("logs")

        @step("a shell runs commands")
        def _():
            self.go(f"#/pods/{namespace}/{pod}/shell")
            page.see("connected", within=".bar")
            page.wait("document.activeElement.matches('.terminal textarea') && document.querySelector('.terminal').innerText.trim() !== ''")
            page.type("echo answer=$((6*7))")
            page.enter()
            page.see("answer=42", within=".terminal")
            page.type("printf '\\033[1;31mred\\033[0m\\n'; stty size")
            page.enter()
            page.wait("Boolean(document.querySelector('.terminal .f-1.bold, .terminal .f-9.bold'))")
            size = page.evaluate("String(document.querySelectorAll('.terminal .present .line').length)")
            page.wait(f"new RegExp('^{size} [0-9]+', 'm').test(document.querySelector('.terminal').innerText)")
            self.shot("shell")
            page.type("exit 3")
            page.enter()
            page.see("the shell has ended with 3", within=".terminal")

        @step("the terminal understands what programs send")
        def _():
            for sent, shown in TERMINAL:
                script = ("(async () => { const { Screen } = await import('./vtscreen.js'); const { Parser } = await import('./vtparser.js');"
                          " const screen = new Screen(10, 4); const said = [];"
                          f" new Parser(screen, {{ answer: (text) => said.push(text), titled: () => {{}} }}).feed({json.dumps(sent)});"
                          " return screen.lines.map((one) => one.cells.join('').trimEnd()).join('|') + said.join(''); })()")
                found = page.evaluate(script)
                expect(found == shown, f"{sent!r} shows {found!r} and not {shown!r}")

        @step("why is told")
        def _():
            self.go(f"#/pods/{namespace}/broken/why")
            page.see("Fix:", within=".why", seconds=40)
            self.shot("why")

    def changing(self):
        page, namespace = self.page, self.namespace
        deployment = f"#/deployments.apps/{namespace}/talker"

        def edit(before, after):
            page.wait("document.querySelector('.yaml textarea')?.value.includes('kind: Deployment')")
            page.evaluate("(() => { const one = document.querySelector('.yaml textarea'); one.focus();"
                          f" one.value = one.value.replace({json.dumps(before)}, {json.dumps(after)});"
                          " one.dispatchEvent(new Event('input')); })()")

        @step("YAML is edited, and what the server says against it is shown")
        def _():
            self.go(deployment + "/yaml")
            edit("  replicas: 1\n", "  replicas: -1\n")
            page.click(".bar .primary", "Save")
            page.see("must be greater than or equal to 0", within=".problem")
            self.shot("yaml-error")
            edit("  replicas: -1\n", "  replicas: 1\n  replicsa: 2\n")
            page.click(".bar .button", "Check")
            page.see("unknown field", within=".problem")
            edit("  replicas: 1\n  replicsa: 2\n", "  replicas: 2\n")
            page.click(".bar .primary", "Save")
            page.see("saved", within=".toasts")
            page.wait("document.querySelector('.problem').hidden")
            expect(self.field("deployment/talker", "{.spec.replicas}") == "2", "the server has other replicas")

        @step("a Deployment is scaled")
        def _():
            self.go(deployment)
            page.click(".actions button", "Scale")
            page.wait("document.activeElement.name === 'replicas'")
            page.evaluate("document.activeElement.select()")
            page.type("3")
            page.click("dialog .primary", "Scale")
            eventually(lambda: self.field("deployment/talker", "{.spec.replicas}"), "3")
            page.see("3 ready of 3", within=".facts", seconds=60)

        @step("a Deployment is restarted")
        def _():
            page.click(".actions button", "Restart")
            page.click("dialog .primary", "Restart")
            page.see("restarted", within=".toasts")
            path = "{.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt}"
            eventually(lambda: self.field("deployment/talker", path) != "", True)

        @step("deleting asks first")
        def _():
            kubectl("-n", namespace, "create", "configmap", "doomed", "--from-literal=a=b")
            self.go(f"#/configmaps/{namespace}/doomed")
            page.click(".actions button", "Delete")
            page.see("Delete ConfigMap doomed?", within="dialog")
            page.click("dialog button", "Cancel")
            page.wait("!document.querySelector('dialog')")
            expect(self.field("configmap/doomed", "{.data.a}") == "b", "it was deleted all the same")
            page.click(".actions button", "Delete")
            page.click("dialog .primary", "Delete")
            page.see("Deleted", within=".page-head")
            eventually(lambda: kubectl("-n", namespace, "get", "configmap", "doomed", "--ignore-not-found"), "")

        @step("an object is made from YAML, in the namespace that is chosen")
        def _():
            self.go("#/create")
            page.wait("Boolean(document.querySelector('.yaml textarea'))")
            page.evaluate("document.querySelector('.yaml textarea').select()")
            page.type("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: written\ndata:\n  by: hand\n")
            page.click(".page-head .primary", "Create")
            page.wait(f"location.hash === '#/configmaps/{namespace}/written'")
            page.see("hand", within=".datum")

    def looks(self):
        page = self.page

        @step("light, dark, and as the system has it")
        def _():
            self.go("#/")
            page.see("pods in", within=".verdict")
            paint = "getComputedStyle(document.body).backgroundColor"
            page.prefer("light")
            light = page.evaluate(paint)
            page.prefer("dark")
            dark = page.evaluate(paint)
            expect(light != dark, "the system's choice changes nothing")
            page.evaluate("document.activeElement.blur()")
            page.press("t")
            page.wait(f"{paint} === {json.dumps(light)}")
            page.press("t")
            page.wait(f"{paint} === {json.dumps(dark)}")
            self.shot("dark")
            page.press("t")
            page.prefer("light")

        @step("on a phone nothing is cut off, and the menu opens")
        def _():
            page.size(390, 844, phone=True)
            for hash_ in ("#/", "#/pods", f"#/deployments.apps/{self.namespace}/talker", "#/nodes"):
                self.go(hash_)
                page.wait("Boolean(document.querySelector('.tile, .list td, .facts'))")
                time.sleep(0.3)
                width = page.evaluate("Math.max(...[...document.querySelectorAll('.content, .page')].map((one) => one.scrollWidth))")
                expect(width <= 390, f"{hash_} is {width} wide")
                self.shot("phone" + hash_.strip("#").replace("/", "-"))
            page.click(".menu-button")
            page.click(".menu a", "Services")
            page.see("Services", within=".page-head")
            page.wait("!document.querySelector('.menu-open')")

        @step("nothing was complained of in the console")
        def _():
            no_complaints(page, but="/talker?fieldManager=")  # what was written wrongly on purpose


def walk_cluster(page, proxy, server, token):
    """The page within the cluster."""
    path = "/api/v1/namespaces/kube-system/services/kubernetes-dashboard/proxy/"

    @step("kubectl proxy shows the dashboard, signed in")
    def _():
        page.open(proxy + path)
        page.see("in the cluster", within=".verdict")
        page.see("Live", within=".connection")
        no_complaints(page)

    @step("at the API server's own port it asks for a token")
    def _():
        page.call("Security.setIgnoreCertificateErrors", ignore=True)
        page.open(server + path)
        page.see("Token", within=".sign-in")
        page.type("nonsense")
        page.click(".sign-in .primary")
        page.see("does not know this token", within=".sign-in")

    @step("a token shows what its owner may see, and says what not")
    def _():
        page.evaluate("document.querySelector('.sign-in textarea').select()")
        page.type(token)
        page.click(".sign-in .primary")
        page.see("cannot list resource", within=".verdict")
        page.evaluate("location.hash = '#/configmaps?namespace=default'")
        page.see("kube-root-ca.crt", within=".list")
        page.evaluate("location.hash = '#/secrets'")
        page.see("is forbidden", within=".table-scroll")


def main(words):
    browser = Browser()
    try:
        page = browser.page()
        page.size(1360, 860)
        if words[0] == "--cluster":
            walk_cluster(page, *words[1:])
        else:
            Walk(page, *words).run()
    finally:
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
