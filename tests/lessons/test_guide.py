"""The teaching guide says of each unit what the unit says, and names nothing that is not there."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from guide import GUIDE, Unit, hub_words, in_step, known_units, missing  # noqa: E402

GLOSSARY = ROOT / "lessons" / "glossary.md"


def test_the_guide_is_in_step_with_the_lessons():
    text, known = GUIDE.read_text(encoding="utf-8"), known_units()
    assert not missing(text, known)
    assert in_step(text, known) == text, "run: python tools/guide.py"


def test_titles_minutes_and_twins_are_written_into_a_guide():
    unit = Unit("02a", "A new title", 30, {1: 8, 2: 12, 3: None}, {"one": "one_twin"})
    listed = "<!-- units -->\nold\n<!-- end of units -->\n"
    old = f"{listed}### 02a · Old (9 minutes)\n\n| 1, 2 | 3 | a |\n| 3 | 1 | b |\n"
    new = in_step(old, {"02a": unit})
    assert "| 02a · A new title | 30 | `one` (`one_twin`) |" in new
    assert "### 02a · A new title (30 minutes)\n\n| 1, 2 | 20 | a |\n| 3 | – | b |" in new
    assert "| 02a · A new title *further* | 30 |" in in_step(
        old, {"02a": unit._replace(further=True)}
    )
    assert in_step(new, {"02a": unit}) == new and not missing(new, {"02a": unit})
    other = Unit("03", "Other", 5, {4: 5}, {})
    assert missing(new, {"03": other}) == [
        "the guide has no part for 03",
        "the guide has a part for 02a, which is no unit",
    ]


def test_what_a_hub_has_room_for_follows_from_what_was_measured():
    measured = {"kernels": 30, "playing": 150, "most": 160, "training": 650, "machine": 24_000}
    assert "enough for all 30 to train" in hub_words({**measured, "spare": 4_500})
    words = hub_words({**measured, "spare": 10_000})
    assert "150 MB of memory for each of them (160 MB for the largest), 4.5 GB together" in words
    assert "enough for 19 of the 30 to train" in words  # 24,000 - 10,000 - 30 x 150, by 500


def test_the_guide_names_only_questions_that_exist():
    for part in re.split(r"(?=^#{2,3} )", GUIDE.read_text(encoding="utf-8"), flags=re.M):
        number = re.match(r"### (\d\d)", part)
        if number:
            texts = [
                p.read_text() for p in (ROOT / "course_lib" / "chapters").glob("*/questions.toml")
            ]
            own = next(t for t in texts if re.search(rf'^lesson = "{number[1]}', t, re.M))
            for name in re.findall(r"`(\w+)`", part):
                assert re.search(rf"^\[{name}\]", own, re.M), f"{name} in {part[:30]}"


def links() -> set[str]:
    """The anchors of the glossary that the lessons link to."""
    found = set()
    for file in (ROOT / "lessons" / "source").rglob("*.md"):
        found |= set(re.findall(r"glossary\.md#([\w-]+)", file.read_text(encoding="utf-8")))
    return found


def anchors() -> set[str]:
    """The anchors that the glossary's headings have, as GitHub and JupyterLab make them."""
    heads = re.findall(r"^#+ (.*)$", GLOSSARY.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_each_link_into_the_glossary_leads_somewhere():
    lab = {one.lower() for one in links()}
    assert lab <= anchors()


@pytest.mark.parametrize("file", [GUIDE, GLOSSARY], ids=lambda file: file.name)
def test_what_teachers_read_links_to_files_that_exist(file):
    for target in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        assert target.startswith("http") or (file.parent / target).exists(), target
