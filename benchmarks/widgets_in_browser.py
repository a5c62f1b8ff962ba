"""Prints how long a key takes to a picture in the arcade, and how many pictures scrubbing draws.

    python benchmarks/widgets_in_browser.py [--delay 150]

In a real JupyterLab in Chromium, whose messages to and from the kernel are held back by so many
milliseconds each way. A key counts from the moment of its event to the frame after the one in
which the picture was painted. Keys of a reader come at irregular times; 200 are measured.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser_tools import browser_page, lab, open_notebook, run_all

ARCADE = """\
import course_lib as cl
from course_lib.worlds import coin_run
d = coin_run.Distribution(length=56, difficulty=0, coin="off path", limit=100_000)
cl.widgets.Arcade(d, seed=0)"""
PLAYER = """\
run = cl.play(cl.random_policy(d), coin_run.Distribution(difficulty=0, length=56, limit=300))
cl.widgets.EpisodePlayer(run)"""
SLOW_NETWORK = """(() => {
    const delay = %d, {send} = WebSocket.prototype;
    WebSocket.prototype.send = function (data) { setTimeout(() => send.call(this, data), delay); };
    const old = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    Object.defineProperty(WebSocket.prototype, "onmessage", {...old, set(listener) {
        old.set.call(this, (event) => setTimeout(() => listener.call(this, event), delay));
    }});
})()"""
LISTEN = """() => {
    window.times = [];
    window.paints = window.messages = 0;
    let keys = [];
    const {clearRect} = CanvasRenderingContext2D.prototype;
    const after = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        clearRect.apply(this, box);
        window.paints += 1;
        const mine = keys;
        keys = [];
        if (mine.length) after().then(() => {
            for (const start of mine) window.times.push(performance.now() - start);
        });
    };
    const pressed = (event) => { if (!event.repeat) keys.push(event.timeStamp); };
    addEventListener("keydown", pressed, true);
    const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
    kernel.anyMessage.connect((_, {direction}) => { window.messages += direction === "send"; });
}"""
SCRUB = """async () => {
    const range = document.querySelector(".cl-range");
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    const start = performance.now();
    window.paints = window.messages = 0;
    let frames = 0;
    for (; performance.now() - start < 5000; frames++) {
        range.value = (frames * 3) % Number(range.max);
        range.dispatchEvent(new Event("input", {bubbles: true}));
        await frame();
    }
    const seconds = (performance.now() - start) / 1000;
    return {frames_per_s: frames / seconds, pictures_per_s: window.paints / seconds,
        messages: window.messages};
}"""


def measure(delay: int) -> dict:
    """Milliseconds from key to picture, and pictures per second while scrubbing."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        book = new_notebook(cells=[new_code_cell(ARCADE), new_code_cell(PLAYER)])
        book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(book, Path(folder) / "book.ipynb")
        with lab(Path(folder), Path(home)) as address, browser_page() as page:
            page.add_init_script(SLOW_NETWORK % delay)
            open_notebook(page, address("book.ipynb"))
            run_all(page)
            page.locator(".cl-arcade .cl-frame").scroll_into_view_if_needed()
            page.locator(".cl-arcade .cl-frame").focus()
            page.evaluate(LISTEN)
            times = press_keys(page)
            page.evaluate("document.activeElement.blur()")  # the arcade pauses, and says so once
            page.wait_for_timeout(2000)
            page.locator(".cl-player").scroll_into_view_if_needed()
            return {"delay_ms_each_way": delay, "key_to_picture_ms": times} | page.evaluate(SCRUB)


def press_keys(page) -> dict:
    """Quantiles of the time from key to picture."""
    rng = np.random.default_rng(0)
    for n in range(200):
        page.keyboard.press(["ArrowRight", "ArrowLeft", "ArrowUp", "Space"][n % 4])
        page.wait_for_timeout(float(rng.uniform(30, 300)))
    times = page.evaluate("window.times")
    found = {f"p{q}": round(float(np.percentile(times, q)), 1) for q in (50, 95, 99)}
    return found | {"keys": len(times)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delay", type=int, default=150, help="milliseconds each way")
    print(json.dumps(measure(parser.parse_args().delay), indent=2))
