"""The widgets' JavaScript: well formed, of the types it says, bundled, and right in its parts."""

import importlib.util
import re
from pathlib import Path

import pytest

from course_lib.widgets.base import STATIC

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("tools_js", ROOT / "tools" / "js.py")
js = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(js)

needs_npm = pytest.mark.skipif(
    not js.installed(), reason="the tools of package-lock.json are not there; run: make javascript"
)
ADVICE = "see make format, and biome's and tsc's words above"


def said(done) -> str:
    """All that a finished process has printed, without colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)


@needs_npm
@pytest.mark.parametrize("part", ["format and lint", "types"])
def test_biome_and_tsc_have_nothing_to_say(part):
    done = js.check(capture_output=True, text=True)[part]
    assert done.returncode == 0, f"{said(done)}\n{ADVICE}"


@needs_npm
def test_the_bundles_are_made_from_the_modules_that_are_there(tmp_path):
    done = js.bundle(tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, said(done)
    assert {f.name for f in tmp_path.iterdir()} == {f.name for f in STATIC.iterdir()}
    stale = [f.name for f in STATIC.iterdir() if f.read_bytes() != (tmp_path / f.name).read_bytes()]
    assert not stale, f"make bundle writes {', '.join(stale)} anew"


@needs_npm
def test_the_parts_of_the_widgets_do_what_they_should():
    done = js.test(capture_output=True, text=True)
    assert done.returncode == 0, said(done)
    found = int(re.search(r"Tests +(\d+) passed", said(done))[1])
    assert found >= 30, "vitest has found all tests"


def test_a_widget_has_one_module_and_one_style():
    assert {f.name for f in STATIC.iterdir()} == {
        f"{name}{kind}" for name in js.ENTRIES for kind in (".js", ".css")
    }


def test_tools_of_another_package_lock_count_as_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(js, "STAMP", tmp_path / ".installed")
    assert not js.installed()
    js.STAMP.write_text("another")
    assert not js.installed()
    js.STAMP.write_text(js.lock())
    assert js.installed()
