"""Chromium without a screen, driven through a pipe: what is asked of a page, and what it logs.

Speaks the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/) over
`--remote-debugging-pipe`: messages as JSON, a zero byte after each, in by descriptor 3, out by 4.
"""

import base64
import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from programs import CHROMIUM, PATIENCE_S

_WITH_PIPES = """
import fcntl, os, sys
pipes = [fcntl.fcntl(int(pipe), fcntl.F_DUPFD, 10) for pipe in sys.argv[1:3]]
for pipe, wanted in zip(pipes, (3, 4)):
    os.dup2(pipe, wanted)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Becomes Chromium, the two pipes at the descriptors where it looks for them."""


@dataclass
class Browser:
    """A running Chromium."""

    process: subprocess.Popen[bytes]
    to_it: int
    from_it: int
    _unread: bytes = b""
    _last: int = 0
    said: list[Mapping[str, Any]] = field(default_factory=list)
    """Every event since it was started."""

    def call(self, method: str, session: str = "", **parameters: Any) -> Mapping[str, Any]:
        """Ask for one thing and return the answer; fail where Chromium refuses."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        text = json.dumps(message).encode() + b"\0"
        while text:
            text = text[os.write(self.to_it, text) :]
        while (answer := self._next()).get("id") != self._last:
            self.said.append(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: Mapping[str, Any] = answer["result"]
        return result

    def wait_for(self, method: str, session: str) -> None:
        """Wait until an event has come that no earlier wait has seen."""
        while True:
            for position, event in enumerate(self.said):
                if (event.get("method"), event.get("sessionId")) == (method, session):
                    del self.said[position]
                    return
            self.said.append(self._next())

    def _next(self) -> Mapping[str, Any]:
        until = monotonic() + PATIENCE_S
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self.from_it], [], [], max(0, until - monotonic()))
            more = os.read(self.from_it, 1 << 20) if ready else b""
            assert more, "Chromium ended, or says nothing any more"
            self._unread += more
        text, _, self._unread = self._unread.partition(b"\0")
        message: Mapping[str, Any] = json.loads(text)
        return message


@contextmanager
def open_browser(profile: Path) -> Iterator[Browser]:
    """Start Chromium with its own profile, and end it again."""
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()
    words = [*CHROMIUM, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        [sys.executable, "-c", _WITH_PIPES, str(in_read), str(out_write), *words],
        pass_fds=(in_read, out_write),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(in_read)
    os.close(out_write)
    browser = Browser(process, in_write, out_read)
    try:
        yield browser
    finally:
        try:
            browser.call("Browser.close")
        except (AssertionError, OSError):
            process.kill()
        process.wait(PATIENCE_S)
        os.close(in_write)
        os.close(out_read)


@dataclass
class Tab:
    """One page, open."""

    browser: Browser
    session: str

    def call(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        """Ask for one thing of this page."""
        return self.browser.call(method, self.session, **parameters)

    def ask(self, expression: str) -> Any:
        """Return what a JavaScript expression comes to; a promise is waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(self, page: Path) -> None:
        """Load a file and wait until it is there."""
        self.call("Page.navigate", url=page.resolve().as_uri())
        self.browser.wait_for("Page.loadEventFired", self.session)

    def resize(self, width: int, height: int = 900) -> None:
        """Let the window have a width and height."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def show_as(self, scheme: str = "light", media: str = "screen") -> None:
        """Let the page believe in a colour scheme, and in paper or a screen."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def press(self, key: str) -> None:
        """Press and let go one key: `Tab`, `Enter`, `x`."""
        code = {"Tab": 9, "Enter": 13, " ": 32}.get(key, ord(key[0].upper()))
        text = {"Tab": "", "Enter": "\r"}.get(key, key)
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                text=text if kind == "keyDown" else "",
                windowsVirtualKeyCode=code,
            )

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, file: Path, *, whole: bool = False) -> Path:
        """Write what is seen, or the whole page, as PNG."""
        taken = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(taken["data"]))
        return file

    def print(self, file: Path) -> Path:
        """Write the page as PDF, its size and edges as its style sheet says."""
        self.call("Emulation.setEmulatedMedia", media="")
        made = self.call("Page.printToPDF", preferCSSPageSize=True)
        file.write_bytes(base64.b64decode(made["data"]))
        return file

    def complaints(self) -> list[str]:
        """Return what the console, the security policy and the script complained of."""
        named = {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
        return [
            json.dumps(event["params"])
            for event in self.browser.said
            if event.get("sessionId") == self.session and event["method"] in named
        ]


def open_tab(browser: Browser) -> Tab:
    """Open an empty page that listens to everything it is told."""
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    tab = Tab(browser, session)
    for domain in ("Page", "Runtime", "Log"):
        tab.call(f"{domain}.enable")
    return tab
