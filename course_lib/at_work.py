"""A sign below a cell that works and has shown nothing yet.

Jupyter takes away what stood below a cell as soon as it is run, and an asterisk beside it is all
that it says until the cell shows something: with a cold kernel that is many seconds. Here a line
stands there in between. It goes when the first output comes, or with the cell's end, and is never
stored. Only the standard library is imported, so that a kernel can begin with it
(tools/quiet_kernel.py) before the course is imported.
"""

import os
import sys
import threading
from typing import Any

AFTER = 0.6  # seconds that a cell may take without a word
WORDS = "The kernel is at work. After its start, the first cells take some seconds."
HTML = f'<p role="status" style="margin:4px 0;color:var(--jp-ui-font-color2,#555)">{WORDS}</p>'
# The messages at which a front end shows something for a cell.
SHOWN = ("display_data", "update_display_data", "execute_result", "stream", "error")
ASKED = "input_request"


def install(shell: Any) -> "Sign | None":
    """Let an IPython shell show the sign, if it is a kernel's and a notebook is open on it.

    What executes notebooks to store or to compare them gets none.
    """
    if getattr(shell, "kernel", None) is None or "JPY_SESSION_NAME" not in os.environ:
        return None
    sign = Sign(shell)
    shell.events.register("pre_run_cell", sign.begin)
    shell.events.register("post_run_cell", sign.end)
    return sign


class Sign:
    """The sign of one kernel: it is put up, and taken down, by messages to the front end."""

    def __init__(self, shell: Any, after: float = AFTER):
        self.after = after
        self.kernel, self.topic = shell.kernel, shell.display_pub.topic
        self.lock = threading.RLock()
        self.quiet = False  # a cell is running and has shown nothing
        self.up = False
        self.timer: threading.Timer | None = None
        self.parent: Any = None
        self._send = self.kernel.session.send
        self.kernel.session.send = self.send

    def send(self, stream: Any, message: Any, *args: Any, **options: Any) -> Any:
        """Send a message as the kernel's session does; after the first that shows, no sign."""
        kind = message if isinstance(message, str) else message["header"]["msg_type"]
        if kind in SHOWN:
            with self.lock:
                self.quiet = self.up = False  # the front end takes it down itself
        elif kind == ASKED:
            self.take_down()
        return self._send(stream, message, *args, **options)

    def begin(self, *_info: Any) -> None:
        """Put the sign up in a moment, for a cell has begun."""
        self.take_down()
        with self.lock:
            self.quiet, self.parent = True, self.kernel.get_parent()
            self.timer = threading.Timer(self.after, self.put_up)
            self.timer.daemon = True
            self.timer.start()

    def put_up(self) -> None:
        """Show the sign, which goes when something else is shown."""
        with self.lock:
            if not self.quiet or self.up:
                return
            self.up = True
            shown = {"text/plain": WORDS, "text/html": HTML}
            self.tell("display_data", {"data": shown, "metadata": {}, "transient": {}})
            self.tell("clear_output", {"wait": True})

    def end(self, *_result: Any) -> None:
        """Take the sign away, for the cell is over."""
        sys.stdout.flush()
        sys.stderr.flush()
        self.take_down()

    def take_down(self) -> None:
        """Take the sign away, if it is all that the cell has shown, and put up no other."""
        with self.lock:
            if self.timer is not None:
                self.timer.cancel()
            if self.up:
                self.tell("clear_output", {"wait": False})
            self.quiet = self.up = False

    def tell(self, kind: str, content: dict) -> None:
        """Send the front end a message that belongs to the running cell."""
        self._send(self.kernel.iopub_socket, kind, content, parent=self.parent, ident=self.topic)
