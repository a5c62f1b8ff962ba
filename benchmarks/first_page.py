"""The site's first page: what it weighs, and when its maze can be played on a slow machine.

    python benchmarks/first_page.py

Chromium opens index.html from the folder, its processor slowed to a quarter of this machine's.
The clock runs from the start of the navigation to the frame after the one in which the arcade's
canvas was painted. Every opening begins with an empty cache.
"""

import gzip
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from rows import Row, emit, few

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import make_site
from support.browser_tools import browser_page
from support.site import opened

MOST_BYTES = 200_000  # gzipped: the page and all that it asks for
MOST_SECONDS = 1.0
MOST_FOLDER = 20_000_000
SLOWER = 4
OPENINGS = few(15, 2)
PAINTED = """() => {
    const painted = () => [...document.querySelectorAll(".cl-arcade canvas")].some((canvas) =>
        canvas.width > 0 && canvas.getContext("2d")
            .getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data[3] > 0);
    const look = () => {
        if (painted()) requestAnimationFrame(() => { window.paintedAt = performance.now(); });
        else requestAnimationFrame(look);
    };
    look();
}"""


def measure() -> list[Row]:
    """Weight and first picture of the first page, and the weight of the folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.environ.get("COURSE_SITE", name)).resolve()  # one that was made before
        if folder == Path(name).resolve():
            make_site.make(folder)
        asked, seconds = _openings(folder)
        packed = sum(len(gzip.compress((folder / one).read_bytes(), 9)) for one in asked)
        whole = make_site.size(folder)
    files = f"{len(asked)} files: " + ", ".join(sorted(asked))
    slow = f"median of {len(seconds)} openings, slowest {max(seconds):.2f} s; from the folder"
    return [
        Row("The site's first page with all that it asks for, gzipped", f"{packed / 1e3:.0f} kB",
            target=f"≤ {MOST_BYTES / 1e3:.0f} kB", reached=packed <= MOST_BYTES, note=files),
        Row(f"The first page's maze can be played, processor slowed {SLOWER} times",
            f"{median(seconds):.2f} s", target=f"≤ {MOST_SECONDS:g} s",
            reached=median(seconds) <= MOST_SECONDS, note=slow),
        Row("The whole folder of the site", f"{whole / 1e6:.1f} MB",
            target=f"≤ {MOST_FOLDER / 1e6:.0f} MB", reached=whole <= MOST_FOLDER),
    ]  # fmt: skip


def _openings(folder: Path) -> tuple[set[str], list[float]]:
    """The files that the first page asks for, and the seconds to its picture in each opening."""
    asked: set[str] = set()
    seconds = []
    with opened(folder, "file") as base, browser_page() as page:
        page.on("request", lambda r: asked.add(r.url.removeprefix(base).partition("#")[0]))
        page.add_init_script(f"({PAINTED})()")
        wire = page.context.new_cdp_session(page)
        for _ in range(OPENINGS):
            page.goto("about:blank")
            wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            wire.send("Network.clearBrowserCache")
            page.goto(base + "index.html", wait_until="commit")
            page.wait_for_function("() => window.paintedAt !== undefined")
            seconds.append(page.evaluate("window.paintedAt") / 1000)
    return {one for one in asked if (folder / one).is_file()}, seconds


if __name__ == "__main__":
    emit(measure)
