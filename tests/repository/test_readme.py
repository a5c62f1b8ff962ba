"""The README says what is there: its links, its lessons, its measurements, its two commands."""

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_link_inside_the_repository_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    inside = [link for link in links if not link.startswith("http")]
    assert len(inside) > 8
    missing = [link for link in inside if not (ROOT / link).exists()]
    assert not missing


def test_every_lesson_is_in_the_table():
    lessons = {path.name for path in (ROOT / "lessons").glob("[0-9]*.ipynb")}
    listed = set(re.findall(r"lessons/([0-9]\w+\.ipynb)\)", README))
    assert lessons and listed == lessons


def between_marks(text: str) -> str:
    begin, end = "<!-- measured: begin -->\n", "<!-- measured: end -->"
    return text.split(begin)[1].split(end)[0]


def test_the_measured_section_is_what_the_benchmark_stored():
    shown = between_marks((ROOT / "docs" / "measured.md").read_text())
    assert shown == (ROOT / "benchmarks" / "results.md").read_text()
    assert shown.count("\n|") > 10


@pytest.fixture
def bench(monkeypatch):
    """benchmarks/run.py as a module."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    monkeypatch.delenv("ONLY", raising=False)
    run = importlib.import_module("run")
    yield run
    for name in ("run", "rows"):
        sys.modules.pop(name, None)


def test_the_stored_table_says_what_the_stored_numbers_say(bench):
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text())
    assert set(results) <= set(bench.PARTS)
    assert bench.markdown(results) == (ROOT / "benchmarks" / "results.md").read_text()


def test_the_readme_has_the_six_rows_that_a_reader_cares_about(bench):
    shown = between_marks(README)
    assert shown == bench.in_short(json.loads((ROOT / "benchmarks" / "results.json").read_text()))
    rows, all_rows = shown.splitlines()[2:], (ROOT / "docs" / "measured.md").read_text()
    assert len(rows) == 6
    for row in rows:
        what, here = (cell.strip() for cell in row.split("|")[1:3])
        assert what in all_rows and here in all_rows


def test_the_measured_tables_are_written_where_they_are_read(bench, tmp_path):
    file = tmp_path / "page.md"
    file.write_text(f"before\n{bench.BEGIN}\nold\n{bench.END}\nafter\n")
    bench.write_between(file, "| new |\n")
    assert file.read_text() == f"before\n{bench.BEGIN}\n| new |\n{bench.END}\nafter\n"


def test_a_benchmark_keeps_what_was_measured_on_another_machine(bench):
    row = {"what": "w", "ours": "1", "peer": "", "ratio": None, "target": "", "reached": None}
    results = {
        "lessons": {"measured": "2026-01-01", "machine": "old", "rows": [row | {"note": "first"}]},
        "agents:maze": {"measured": "2026-02-01", "machine": "new", "rows": [row | {"note": ""}]},
    }
    table = bench.markdown(results)
    assert table.index("Measured on: new.") < table.index("Measured on: old.")
    assert (
        table.count("| w |") == 1
        and table.count("| w (1) |") == 1
        and table.endswith("1. first.\n")
    )


def test_a_benchmark_is_chosen_by_its_name_its_world_or_its_part(bench):
    assert bench.chosen(["agents:gems", "lessons"]) == ["agents:gems", "lessons"]
    assert all(part.endswith(":gems") for part in bench.chosen(["gems"]))
    assert len(bench.chosen(["agents"])) == 5
    everything = bench.chosen([])
    assert set(bench.PARTS) - set(everything) == set(bench.SELDOM)
    with pytest.raises(ValueError, match=r"'gem'.*agents:gems"):
        bench.chosen(["gem"])


def test_the_two_commands_are_targets_of_the_makefile():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M)
    commands = re.findall(r"^make (\w+)", README, re.M)
    assert commands[:2] == ["lab", "test"]
    assert set(commands) <= set(targets)
