"""A headless Chromium, spoken to over a pipe in the DevTools protocol with nothing but the standard library."""

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

# Nothing leaves the machine, neither for the browser's own sake nor for a page's.
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage",
    "--no-proxy-server", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
ANSWER_SECONDS = 30


class Failure(Exception):
    """What did not come about, for the person who reads the walk's output."""


class Browser:
    def __init__(self):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program is None:
            raise Failure("chromium is not installed")
        self.folder = tempfile.mkdtemp(prefix="coxswain-browser.")
        their_in, self.out = os.pipe()
        self.inn, their_out = os.pipe()

        def place():  # the protocol's descriptors are 3 and 4
            for source, target in ((os.dup(their_in), 3), (os.dup(their_out), 4)):
                os.dup2(source, target)

        self.process = subprocess.Popen(
            [program, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={self.folder}", "about:blank"],
            preexec_fn=place, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.folder})
        os.close(their_in)
        os.close(their_out)
        self.buffer = b""
        self.numbers = itertools.count(1)
        self.answers = {}
        self.listeners = []

    def close(self):
        try:
            self.call("Browser.close")
        except Failure:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, session=None, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + ANSWER_SECONDS
        while number not in self.answers:
            if not self.read(end - time.monotonic()):
                raise Failure(f"the browser did not answer {method}")
        answer = self.answers.pop(number)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error'].get('message')}")
        return answer.get("result", {})

    def post(self, method, session=None, **parameters):
        """Without waiting for the answer, which is dropped."""
        message = {"id": next(self.numbers), "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")

    def read(self, seconds):
        """Takes one message, if one comes in time."""
        end = time.monotonic() + max(0, seconds)
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.inn], [], [], max(0, end - time.monotonic()))
            if not ready:
                return False
            part = os.read(self.inn, 1 << 20)
            if not part:
                raise Failure("the browser has ended")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(text)
        if "id" in message:
            self.answers[message["id"]] = message
        else:
            for listener in list(self.listeners):
                listener(message)
        return True

    def page(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session)


class Page:
    def __init__(self, browser, session):
        self.browser = browser
        self.session = session
        self.complaints = []
        browser.listeners.append(self.listen)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def listen(self, message):
        if message.get("sessionId") != self.session:
            return
        parameters = message.get("params", {})
        if message["method"] == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description") or details["text"])
        elif message["method"] == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "assert"):
            self.complaints.append(" ".join(str(one.get("value", one.get("description"))) for one in parameters["args"]))
        elif message["method"] == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")

    def size(self, width, height, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1, mobile=phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def prefer(self, scheme):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url):
        self.call("Page.navigate", url=url)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise Failure(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def wait(self, expression, seconds=20):
        """The first value of the expression that counts as true."""
        end = time.monotonic() + seconds
        while True:
            try:
                value = self.evaluate(expression)
            except Failure as error:  # the page may be between two documents
                value, last = None, str(error)
            else:
                last = repr(value)
            if value:
                return value
            if time.monotonic() > end:
                raise Failure(f"within {seconds} s not: {expression} ({last}); the page shows: {self.text()[:600]};"
                              f" its console: {self.complaints[-5:]}")
            self.browser.read(0.1)

    def text(self):
        return self.evaluate("document.body ? document.body.innerText : ''") or ""

    def see(self, text, seconds=20, within="body"):
        needle = json.dumps(text)
        self.wait(f"[...document.querySelectorAll({json.dumps(within)})].some((one) => one.innerText.includes({needle}))", seconds)

    def click(self, selector, text=None, seconds=20):
        """A real click in the middle of the first element in sight that the selector and the text name."""
        needle = json.dumps(text or "")
        find = (f"[...document.querySelectorAll({json.dumps(selector)})].filter((one) => one.innerText.includes({needle})"
                " && one.getClientRects().length && !one.disabled)[0]")
        # What slides into sight is waited for: it stands still, and nothing lies over it.
        self.wait(
            f"(() => {{ const one = {find}; if (!one) return false; one.scrollIntoView({{block: 'nearest'}});"
            " const box = one.getBoundingClientRect(); const at = [box.x + box.width / 2, box.y + box.height / 2];"
            " const stands = String(one.lastPlace) === String(at); one.lastPlace = at;"
            " const top = document.elementFromPoint(...at); return stands && Boolean(top) && one.contains(top); })()", seconds)
        place = self.evaluate(
            f"(() => {{ const box = {find}.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def key(self, name, code=0, text=None, modifiers=0):
        named = {"key": name, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        if text is not None:
            named["text"] = text
        self.call("Input.dispatchKeyEvent", type="keyDown", **named)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def press(self, letter):
        self.key(letter, ord(letter.upper()), letter)

    def enter(self):
        self.key("Enter", 13, "\r")

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
