"""Files after a kill -9 at random moments, a full disk, and damage: a short campaign of each.

The long one is `PYTHONPATH=tests python -m support.campaign`: 100 kills, 200 damaged variants.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork"),
]


@pytest.fixture(scope="module")
def found():
    """The summary of a short campaign, in a process of its own: it forks."""
    done = subprocess.run(
        [sys.executable, "-m", "support.campaign", "10", "40"],
        capture_output=True, text=True, cwd=ROOT, timeout=1200,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("kind", ["agent", "answers", "checkpoint", "sweep", "table"])
def test_what_was_whole_stays_whole_and_damage_is_named(found, kind):
    said = found[kind]
    where = f"again: python -m support.campaign 10 40 {found['seed']}"
    assert said["killed"] == {**said["killed"], "kills": 10, "wrong": []}, where
    assert said["damaged"] == {**said["damaged"], "variants": 40, "wrong": []}, where
    assert said["full disk"] == "as it was", where
    assert said["damaged"]["named"] >= 10, "or the variants are none"
