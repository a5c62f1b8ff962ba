"""A sign stands below a cell that works and has shown nothing: in a real kernel."""

import os

import pytest
from jupyter_client.manager import start_new_kernel
from quiet_kernel import write

from course_lib.at_work import WORDS, install

WAITS = "import os, time\nwhile not os.path.exists({!r}):\n    time.sleep(0.02)\n"
SHOWS = ("display_data", "stream", "execute_result", "error", "clear_output")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """What talks with a kernel that a notebook is open on."""
    home = tmp_path_factory.mktemp("ipython")
    write(home / "profile_default")
    told = {"IPYTHONDIR": str(home), "JPY_SESSION_NAME": str(home / "lesson.ipynb")}
    manager, client = start_new_kernel(startup_timeout=300, env={**os.environ, **told})
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def messages(client, code: str, go) -> list[tuple[str, dict]]:
    """What the front end hears of a cell; `go()` is called when the sign stands there."""
    asked, heard = client.execute(code), []
    while True:
        message = client.get_iopub_msg(timeout=300)
        if message["parent_header"].get("msg_id") != asked:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind in SHOWS:
            heard.append((kind, content))
        if content.get("data", {}).get("text/plain") == WORDS:
            go()
        if kind == "status" and content["execution_state"] == "idle":
            return heard


def kinds(heard: list[tuple[str, dict]]) -> list[tuple[str, bool | None]]:
    return [(kind, content.get("wait")) for kind, content in heard]


SIGN = [("display_data", None), ("clear_output", True)]


@pytest.mark.parametrize(
    "code, after",
    [
        ("", [("clear_output", False)]),  # nothing is shown, and nothing is left
        ("print(1)", [("stream", None)]),
        ("2", [("execute_result", None)]),
        ("1 / 0", [("error", None)]),
        ("from IPython.display import display\ndisplay(3)\n4", [("display_data", None),
                                                                ("execute_result", None)]),
    ],
    ids=["nothing", "print", "value", "error", "display"],
)  # fmt: skip
def test_the_sign_stands_until_the_first_output_or_the_end(client, tmp_path, code, after):
    file = tmp_path / "go"
    heard = messages(client, WAITS.format(str(file)) + code, file.touch)
    assert kinds(heard) == SIGN + after


def test_what_stores_notebooks_gets_no_sign(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    class Shell:
        kernel = object()

    assert install(Shell()) is None and install(None) is None
