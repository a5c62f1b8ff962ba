"""The README says what is there: its links, its lessons, its measurements, its two commands."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_every_link_inside_the_repository_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    inside = [link for link in links if not link.startswith("http")]
    assert len(inside) > 8
    missing = [link for link in inside if not (ROOT / link).exists()]
    assert not missing


def test_every_lesson_is_in_the_table():
    lessons = {path.name for path in (ROOT / "lessons").glob("[0-9][0-9]_*.ipynb")}
    listed = set(re.findall(r"lessons/([0-9][0-9]_\w+\.ipynb)\)", README))
    assert lessons and listed == lessons


def test_the_measured_section_is_what_the_benchmark_stored():
    begin, end = "<!-- measured: begin -->\n", "<!-- measured: end -->"
    shown = README.split(begin)[1].split(end)[0]
    assert shown == (ROOT / "benchmarks" / "results.md").read_text()
    assert shown.count("\n|") > 10


def test_the_two_commands_are_targets_of_the_makefile():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M)
    commands = re.findall(r"^make (\w+)", README, re.M)
    assert commands[:2] == ["lab", "test"]
    assert set(commands) <= set(targets)
