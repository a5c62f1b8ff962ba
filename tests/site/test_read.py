"""The lessons on the site: whole, in order, readable without JavaScript, and small."""

import json
import re
from functools import cache

import pytest
from answers import quiz_of
from bs4 import BeautifulSoup
from editions import MEASURED
from reading import DEBRIEF, RESULT
from serverless import cells, lessons, living, pictures
from serverless.exercises import answers_here
from support.javascript import ROOT
from support.units import UNITS, by_unit, calls, headings, source, teacher

PARTS = {"predict": "data-predict", "ask": "data-ask", "observe": "data-observe"}


@cache
def soup_of(file) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def page_of(folder, unit) -> BeautifulSoup:
    return soup_of(folder / "lessons" / f"{unit.stem}.html")


def in_sight(page: BeautifulSoup) -> str:
    """What is read before anything is clicked, where JavaScript is off."""
    made = BeautifulSoup(str(page.main), "html.parser")
    for part in made.select("details.result, details.debrief, script, style"):
        part.decompose()
    return " ".join(made.get_text(" ").split())


@by_unit
def test_a_unit_reads_without_javascript(site_folder, unit):
    page = page_of(site_folder, unit)
    shown = re.sub(r"[*`_\"“”'’<>&]", "", in_sight(page))
    for cell in source(unit).cells:
        for title in headings(cell):
            assert re.sub(r"[*`_\"“”'’<>&]", "", title)[:20] in shown
    exercises = quiz_of(unit.stem).exercises
    for one in calls(source(unit)):
        told = exercises.get(one.name)
        for option in getattr(told, "options", {}).values():
            why = re.sub(r"[*`_\"“”'’<>&]", "", " ".join(option.why.split()))[:50]
            assert not why or why not in shown, (one.name, "its reason is in sight")
    assert {one.summary.text for one in page.select("details.result")} <= {RESULT}
    assert {one.summary.text for one in page.select("details.debrief")} <= {DEBRIEF}
    assert "Not answered yet" not in shown and "Run its cell" not in shown


@by_unit
def test_every_exercise_has_its_place(site_folder, unit):
    page, exercises = page_of(site_folder, unit), quiz_of(unit.stem).exercises
    for one in calls(source(unit)):
        if one.kind in PARTS:
            attribute = PARTS[one.kind]
            if one.kind != "observe" and not answers_here(exercises[one.name]):
                attribute = "data-check"
            assert page.find(attrs={attribute: one.name}), (one.kind, one.name)
    typed = [one["data-check"] for one in page.select("[data-check]")]
    assert all(not answers_here(exercises[name]) for name in typed)
    for place in page.select("[data-check]"):
        assert "needs" not in place or place.find("summary", string="Hint")
    recalls = len(re.findall(r"quiz\.recall\(", unit.read_text(encoding="utf-8")))
    assert len(page.select("[data-recall] .question")) in (recalls, 2 * recalls)
    assert page.select("[data-calibration]") and page.select("[data-hand-in]")


@by_unit
def test_every_picture_is_there_and_has_words_and_every_widget_its_picture(site_folder, unit):
    page = page_of(site_folder, unit)
    for image in page.select("img"):
        assert image.get("alt", "").strip(), str(image)[:200]
        assert (site_folder / "lessons" / image["src"]).stat().st_size > 0
        assert int(image["width"]) > 0 and int(image["height"]) > 0
    for place in page.select("[data-widget]"):
        assert place.find("img"), place.get_text()
    stored = "".join(str(cell.get("outputs", "")) for cell in teacher(unit).cells)
    alone = len(re.findall(r'<script type=\\?"application/json', stored))
    assert len(page.select("[data-widget]")) >= alone


@by_unit
def test_predictions_of_a_number_meet_the_measured_one(unit):
    known = json.loads(MEASURED.read_text(encoding="utf-8")).get(unit.stem, {})
    exercises = quiz_of(unit.stem).exercises
    seen = [one.name for one in calls(source(unit)) if one.kind == "observe"]
    assert set(known) == {name for name in seen if exercises[name].measured}
    for name, value in known.items():
        exercises[name].truth(value)


def test_links_lead_to_what_is_there_and_nothing_is_asked_for_elsewhere(site_folder):
    files = [site_folder / "read.html", *(site_folder / "lessons").glob("*.html")]
    assert len(files) == len(UNITS) + 3  # the list, the glossary and the guide
    for file in files:
        for tag, name in (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")):
            for one in soup_of(file).select(f"{tag}[{name}]"):
                address = one[name].partition("#")[0]
                if not address or address.startswith("data:"):
                    continue
                if address.startswith("http"):
                    assert tag == "a", (file.name, address)
                    continue
                assert (file.parent / address).resolve().exists(), (file.name, address)


def test_the_list_has_all_units_in_order_with_their_minutes(site_folder):
    rows = soup_of(site_folder / "read.html").select(".units li")
    assert [row["data-unit"] for row in rows] == [unit.stem for unit in UNITS]
    for row, unit in zip(rows, UNITS, strict=True):
        assert row.a["href"] == f"lessons/{unit.stem}.html"
        stated = re.search(r"\*\*Minutes:\*\*\D*(\d+)", unit.read_text(encoding="utf-8"))
        assert f"{stated[1]} minutes" in row.get_text()
    further = {row["data-unit"] for row in rows if "further" in row.get_text()}
    assert "04c_how_many_levels" in further and "02a_what_is_it_after" not in further


def test_the_lessons_take_less_than_three_and_a_half_megabytes(site_folder):
    files = [*(site_folder / "lessons").rglob("*"), *(site_folder / "data").rglob("*")]
    own = [one for one in files if one.is_file() and re.search(r"lesson|quiz|course", str(one))]
    assert sum(one.stat().st_size for one in own) < 3_500_000


def test_the_page_knows_every_kind_of_widget():
    made = (ROOT / "site" / "src" / "read" / "widgets.js").read_text(encoding="utf-8")
    body = made.partition("const MAKERS")[2].partition("};")[0]
    known = set(re.findall(r"^  (\w+): ", body, re.M))
    found = {"player": {"payload": 1}, "arcade": {"rules": ""},
             "shelf": {"selected": [], "rules": ""},
             "training": {"deployed": [], "points": []}, "curves": {"points": []}}  # fmt: skip
    assert all(living.kind_of(state, "") == kind for kind, state in found.items())
    assert living.kind_of({}, "SpotTheDifference: round 1") == "spot"
    assert living.kind_of({}, "Spot the difference: round 1") == "spot"
    assert living.kind_of({}, "Level to edit: Maze") == "editor"
    assert living.kind_of({}, "LevelEditor: Maze") == "editor"
    assert known == {*found, "spot", "editor"}


def test_worlds_of_the_site_and_of_lesson_10_make_new_levels_and_others_stay_as_stored():
    arcade = living.widget("00_x", {"rules": "old", "label": "Maze, training", "seed": 3}, "")
    assert arcade["state"] == {"world": "maze", "distribution": "training", "seed": 3}
    own = {"rules": "old", "label": "Buttons, training", "seed": 0, "levels": [1] * 12}
    made = living.widget("10a_x", own, "")
    assert made["kind"] == "arcade" and made["state"]["rules"] != "old"
    assert made["state"]["params"]
    shelf = living.widget("10a_x", {**own, "selected": []}, "")
    assert shelf["kind"] == "shelf" and len(shelf["state"]["levels"]) == 12
    assert shelf["state"]["rules"] and shelf["state"]["params"]
    other = {"label": "Careless, default", "levels": [1, 2], "selected": []}
    assert living.widget("10a_x", other, "") == {"kind": "shelf", "state": other}
    assert living.widget("99_x", {}, "LevelEditor: Maze") == living.PICTURE
    assert living.widget("99_x", {}, "A widget that is new") == living.PICTURE


def test_a_picture_is_small_and_looks_the_same():
    import base64
    from io import BytesIO

    import numpy as np
    from PIL import Image

    wide = np.linspace(0, 1, 200)[None, :, None] * np.array([255, 200, 40])
    image = Image.fromarray(np.broadcast_to(wide, (60, 200, 3)).astype(np.uint8))
    out = BytesIO()
    image.save(out, "PNG")
    made, size = pictures.small(base64.b64encode(out.getvalue()).decode())
    again = np.asarray(Image.open(BytesIO(made)).convert("RGB")).astype(int)
    assert size == (200, 60) and np.abs(again - np.asarray(image)).max() < 12


def test_links_to_run_a_unit_stand_on_its_page_once_there_is_an_address(monkeypatch):
    unit = UNITS[0]
    monkeypatch.setattr(lessons.elsewhere, "address", lambda: "https://github.com/org/name")
    made = lessons.body(cells.Unit.of(unit.stem, quiz_of(unit.stem)), "")
    assert "org/name/v" in made and f"lessons/{unit.stem}.ipynb" in made
    monkeypatch.setattr(lessons.elsewhere, "address", lambda: "")
    assert "mybinder.org" not in lessons.body(cells.Unit.of(unit.stem, quiz_of(unit.stem)), "")


@pytest.mark.parametrize("name", ["glossary", "teaching_guide"])
def test_glossary_and_guide_are_pages(site_folder, name):
    page = soup_of(site_folder / "lessons" / f"{name}.html")
    assert page.h1 and page.select("a[href$='read.html']")
