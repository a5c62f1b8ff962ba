"""Firefox as it is, driven through WebDriver BiDi: a websocket and JSON, so no driver is needed."""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from support.browser_tools import free_port

QUIET = {  # Firefox asks for nothing by itself
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
}
SECONDS = 60


def firefox() -> str | None:
    """Where Firefox is; None if there is none."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Wire:
    """A websocket to one address of this machine, for text (RFC 6455)."""

    def __init__(self, port: int, path: str):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.file = self.socket.makefile("rb")
        status = self.file.readline()
        if b" 101 " not in status:
            raise ConnectionError(f"Firefox answers {status!r}")
        while self.file.readline().strip():
            pass

    def send(self, text: str) -> None:
        """Send a text."""
        content, mask = text.encode(), os.urandom(4)
        size = len(content)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 2**16:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(content))
        self.socket.sendall(head + mask + masked)

    def receive(self) -> str:
        """The next text; parts of one are put together."""
        content = b""
        while True:
            first, second = self.file.read(2)
            size = second & 127
            if size == 126:
                (size,) = struct.unpack("!H", self.file.read(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self.file.read(8))
            part = self.file.read(size)
            if first & 15 in (0, 1):
                content += part
                if first & 128:
                    return content.decode()

    def close(self) -> None:
        """End the connection."""
        self.file.close()
        self.socket.close()


class Fox:
    """A page of Firefox. `errors` are what its console has as errors."""

    def __init__(self, port: int):
        self.wire = Wire(port, "/session")
        self.count = 0
        self.errors: list[str] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params) -> dict:
        """The result of a command; RuntimeError with Firefox's words if there is none."""
        self.count += 1
        self.wire.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            found = json.loads(self.wire.receive())
            if found.get("method") == "log.entryAdded" and found["params"]["level"] == "error":
                self.errors.append(str(found["params"].get("text")))
            if found.get("id") == self.count:
                if found["type"] == "error":
                    raise RuntimeError(f"{method}: {found['error']}: {found['message']}")
                return found["result"]

    def go(self, url: str) -> None:
        """The page of this address is there."""
        self.ask(
            "browsingContext.navigate", context=self.context, url="about:blank", wait="complete"
        )
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def value(self, expression: str):
        """What a JavaScript expression is, as JSON; promises are awaited."""
        found = self.ask(
            "script.evaluate", expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        text = found["result"].get("value")
        return None if text is None else json.loads(text)

    def wait_for(self, expression: str, seconds: float = SECONDS) -> None:
        """Returns when the expression is true; AssertionError if it is not in time."""
        end = time.time() + seconds
        while not self.value(expression):
            assert time.time() < end, f"{expression} is not true within {seconds} s"
            time.sleep(0.1)


@contextmanager
def fox():
    """A Firefox without a window, with a profile that nobody has used."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="firefox-") as profile:
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in QUIET.items()]
        Path(profile, "user.js").write_text("\n".join(lines))
        command = [firefox() or "", "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, f"--remote-debugging-port={port}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile},
        )  # fmt: skip
        try:
            page = _connected(port)
            yield page
            page.wire.close()
        finally:
            process.terminate()
            process.wait(20)


def _connected(port: int) -> Fox:
    end = time.time() + SECONDS
    while True:
        try:
            return Fox(port)
        except OSError:
            if time.time() > end:
                raise
            time.sleep(0.3)
