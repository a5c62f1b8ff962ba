"""The site in a browser, from its folder or from a server, and all that it asks for."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WAYS = ("file", "http")
SECONDS = 30


class Quiet(SimpleHTTPRequestHandler):
    """A server as plain as GitHub's, that says nothing and names its own charset."""

    def guess_type(self, path) -> str:
        return (
            "text/javascript; charset=utf-8"
            if str(path).endswith(".js")
            else super().guess_type(path)
        )

    def log_message(self, *_args) -> None:
        pass


@contextmanager
def opened(folder: Path, way: str):
    """The address of the folder, with a slash at its end: "file" or "http"."""
    if way == "file":
        yield f"{folder.as_uri()}/"
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


GIVEN_UP = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # by Chromium, and by Firefox


class Visit:
    """A page that visits the site, and what was wrong on the way.

    outside: addresses asked for that are not in the folder. failed: those that did not come, but
    for those that the browser gives up itself, since another page was opened meanwhile.
    errors: what stands in the console as an error, or was thrown and caught by nobody.
    """

    def __init__(self, page, base: str):
        self.page, self.base = page, base
        self.outside: list[str] = []
        self.failed: list[str] = []
        self.errors: list[str] = []
        self._heard = {
            "request": self._ask,
            "requestfailed": self._note_failure,
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": self._console,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)

    def end(self) -> None:
        """Hear nothing of the page any more."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)

    def _ask(self, request) -> None:
        url = request.url
        if not url.startswith(
            (self.base, "data:", f"blob:{self.base[:-1]}", "blob:null", "blob:file")
        ):
            self.outside.append(url)

    def _note_failure(self, request) -> None:
        if request.failure not in GIVEN_UP:
            self.failed.append(request.url)

    def _console(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong so far."""
        return not (self.outside or self.failed or self.errors)

    def go(self, address: str) -> None:
        """The page of this address ("play.html#seed=3") is there, or says why it is not."""
        self.page.goto("about:blank")  # else another hash is no new page
        self.page.goto(self.base + address)
        self.page.wait_for_selector(
            "html[data-ready], #trouble:not(:empty)", state="attached", timeout=SECONDS * 1000
        )

    @property
    def trouble(self) -> str:
        """The one sentence above the page's content; "" if there is none."""
        return self.page.locator("#trouble").inner_text()

    @property
    def address(self) -> str:
        """The address behind the folder's."""
        return self.page.url.removeprefix(self.base)
