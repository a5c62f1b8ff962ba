"""A real JupyterLab and a real Chromium for the browser tests, and eyes and hands inside them."""

import json
import os
import secrets
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import quiet_kernel
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUIET = {  # what JupyterLab says of itself, which would cover the notebook
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {"doNotDisturbMode": True},
}

TWICE = "ddxxii00"  # some commands of the notebook are one key pressed twice
LETTERS = string.ascii_letters + string.digits + ",.-[]/" + TWICE
MOVES = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "Enter", "Space"]
MOVES += ["PageUp", "PageDown", "Backspace", "Delete", "Shift+ArrowDown", "Shift+M", "Shift+O"]


def chromium() -> str | None:
    """Where Chromium is; None if there is none."""
    return CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write_settings(folder: Path, theme: str) -> None:
    """JupyterLab in `folder` asks nothing and has the theme "JupyterLab Light" or "… Dark"."""
    themes = {"@jupyterlab/apputils-extension/themes.jupyterlab-settings": {"theme": theme}}
    for name, value in {**QUIET, **themes}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))


def private_environment(home: Path, theme: str, older: Path | None = None) -> dict:
    """The environment of a JupyterLab that reads and writes nothing outside `home`.

    older: where another JupyterLab lies, that is to be found before the installed one.
    """
    write_settings(home / "settings", theme)
    first = [str(older)] if older else []
    pages = {"JUPYTERLAB_DIR": str(older / "share" / "jupyter" / "lab")} if older else {}
    return {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "OMP_NUM_THREADS": "1",
        **pages,
        "PYTHONPATH": os.pathsep.join([*first, str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }


def wait_until_up(url: str, process: subprocess.Popen, seconds: float) -> None:
    """Returns when the server answers; RuntimeError if it ends or stays silent."""
    end = time.time() + seconds
    while time.time() < end:
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at once with code {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not answer within {seconds} s at {url}")


@contextmanager
def lab(folder: Path, home: Path, theme: str = "JupyterLab Light", older: Path | None = None):
    """A JupyterLab that serves `folder`; gives a function from a file's name to its address.

    older: where tools/browser.py has put another version than the installed one.
    """
    port, token = free_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"]
    quiet_kernel.write_lab(home / "defaults")  # as `make lab` does it
    command += ["--expose-app-in-browser", f"--LabApp.app_settings_dir={home / 'defaults'}"]
    environment = private_environment(home, theme, older)
    with open(home / "lab.log", "w") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(f"{base}/api?token={token}", process, 180)
        yield lambda name: f"{base}/lab/tree/{name}?reset&token={token}"
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def browser_page(width: int = 1280, height: int = 900, **options):
    """A page of Chromium without a window, with a profile on the disk, as a reader's browser has.

    A private window keeps its store in the memory of one process; what was kept there was gone
    twice before the next page looked for it.
    """
    from playwright.sync_api import sync_playwright

    size = {"width": width, "height": height}
    with sync_playwright() as tools, tempfile.TemporaryDirectory(prefix="profile-") as profile:
        context = tools.chromium.launch_persistent_context(
            profile, executable_path=chromium(), args=FLAGS, viewport=size, **options
        )
        try:
            page = context.pages[0]
            page.set_default_timeout(180_000)  # a crowded machine is no failure
            yield page
        finally:
            context.close()


def open_notebook(page, url: str, folded: bool = True) -> None:
    """The notebook is open, its kernel is idle and the widgets that the kernel has are known."""
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    if folded and page.locator("#jp-left-stack").is_visible():
        page.keyboard.press("Control+b")
    wait_for_kernel(page)
    wait_for_widgets(page)


def wait_for_kernel(page) -> None:
    """The notebook's kernel is connected and has answered."""
    page.evaluate(
        """async () => {
            const context = window.jupyterapp.shell.currentWidget.sessionContext;
            await context.ready;
            await context.session.kernel.info;
        }"""
    )


def wait_for_widgets(page) -> None:
    """The page has asked the kernel for its widgets, and has them.

    Until then, and on a slow machine, ipywidgets may give a new widget older state, or make it a
    second time, and the one that is seen hears nothing more. People are slower than a test.
    """
    page.evaluate(
        """async () => {
            const {rendermime} = window.jupyterapp.shell.currentWidget.content;
            const mimeType = "application/vnd.jupyter.widget-view+json";
            const manager = await rendermime.createRenderer(mimeType, {mimeType})._manager.promise;
            if (!manager.restoredStatus) await new Promise((go) => manager.restored.connect(go));
        }"""
    )


def run_all(page, seconds: float = 180, wait: bool = True) -> None:
    """Every cell has been run (or, without `wait`, has been told to run)."""
    page.set_default_timeout(seconds * 1000)
    run = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
    page.evaluate(f"async () => {{ {'await' if wait else 'void'} {run}; }}")


def cells(page) -> list[dict]:
    """The kinds and sources of all cells, as the open notebook's own model has them."""
    return page.evaluate(
        """() => {
            const panel = window.jupyterapp.shell.currentWidget;
            return panel.content.model.toJSON().cells.map(c => ({
                kind: c.cell_type,
                source: Array.isArray(c.source) ? c.source.join("") : c.source}));
        }"""
    )


def picture_hash(canvas) -> str:
    """A number that changes when the pixels of this canvas do."""
    return canvas.evaluate(
        """async node => {
            const data = node.getContext("2d").getImageData(0, 0, node.width, node.height).data;
            const hash = await crypto.subtle.digest("SHA-1", data);
            return Array.from(new Uint8Array(hash), b => b.toString(16).padStart(2, "0")).join("");
        }"""
    )


STAND_ALONE = """async ([esm, css, state]) => {
    document.head.append(Object.assign(document.createElement("style"), {textContent: css}));
    const listeners = {};
    const model = window.model = {
        saved: [],
        get: (name) => state[name],
        set(name, value) {
            if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
            state[name] = value;
            for (const listener of [...listeners["change:" + name] || []]) listener();
        },
        save_changes() { this.saved.push(JSON.parse(JSON.stringify(state))); },
        on(name, listener) { (listeners[name] ??= []).push(listener); },
        off(name, listener) { listeners[name] = listeners[name].filter((l) => l !== listener); },
        listening: () => Object.values(listeners).flat().length,
    };
    const url = window.url = URL.createObjectURL(new Blob([esm], {type: "text/javascript"}));
    const widget = (await import(url)).default;
    const el = document.createElement("main");
    document.body.append(el);
    window.close_widget = await widget.render({model, el});
}"""


def stand_alone(page, widget) -> None:
    """The widget stands on an empty page, with nobody to answer it, as in an exported file.

    `window.model.saved` are the states that it would have sent; `close_widget()` takes it away.
    """
    zeros = "<!doctype html><html lang=en><title>A widget</title><body></body></html>"
    page.route(
        "http://localhost/", lambda route: route.fulfill(body=zeros, content_type="text/html")
    )
    page.goto("http://localhost/")  # answered by the line above: there is no server
    state = widget.get_state()
    style = str(state.pop("_css"))
    page.evaluate(STAND_ALONE, [str(state.pop("_esm")), style, plain(state)])


def plain(state: dict) -> dict:
    """What of a widget's state travels as JSON and is its own."""
    return {
        k: v
        for k, v in state.items()
        if not k.startswith("_") and k not in ("layout", "tabbable", "tooltip")
    }


def write_notebook(path, sources) -> None:
    """A notebook with a text before and after the code cells."""
    code = [new_code_cell(source) for source in sources]
    book = new_notebook(cells=[new_markdown_cell("# Before"), *code, new_markdown_cell("After.")])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, path)


def opened(page, address, name: str, widget: str):
    """The notebook has been opened and run; gives the widget."""
    open_notebook(page, address(name))
    run_all(page)
    assert failed_cells(page) == []
    node = page.locator(widget).first
    node.wait_for()
    node.scroll_into_view_if_needed()
    return node


def wait_until(page, check, seconds: float = 30) -> None:
    """Returns when `check()` holds; AssertionError with the widgets' own words if not in time."""
    for _ in range(int(seconds / 0.1)):
        if check():
            return
        page.wait_for_timeout(100)
    said = page.locator(".cl-trouble, .cl-note, .cl-live").all_inner_texts()
    raise AssertionError(f"not within {seconds} s; widgets in the page say {said}")


def count_messages(page) -> None:
    """From now on `window.sent` counts what the page sends to the kernel for widgets."""
    page.evaluate(
        """() => {
            const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
            window.sent = [];
            kernel.anyMessage.connect((_, {msg, direction}) => {
                if (direction === "send" && msg.header.msg_type === "comm_msg")
                    window.sent.push(msg.content.data);
            });
        }"""
    )


def ask_kernel(page, code: str) -> str:
    """What the notebook's kernel prints for this code."""
    return page.evaluate(
        """async code => {
            const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
            const future = kernel.requestExecute({code, store_history: false});
            let text = "";
            future.onIOPub = ({content}) => { text += content.text || ""; };
            await future.done;
            return text.trim();
        }""",
        code,
    )


def failed_cells(page) -> list[str]:
    """The sources of cells that ended with an error, or did not run, though they should have."""
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
            .filter(c => c.cell_type === "code" && c.source.length)
            .filter(c => !(c.metadata.tags || []).includes("raises-exception"))
            .filter(c => !c.execution_count || c.outputs.some(o => o.output_type === "error"))
            .map(c => [c.source].flat().join(""))"""
    )


def execute(path, environment) -> None:
    """The notebook has been run and stored with the state of its widgets."""
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    subprocess.run([*command, str(path)], env=environment, check=True, capture_output=True)
