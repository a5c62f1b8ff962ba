"""The class report: what a class has understood, from files that are not always sound."""

import json
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_lib.quiz.export import FORMAT
from course_lib.quiz.report.example import write_example
from course_lib.quiz.report.outcomes import Question, outcome, question_of, questions
from course_lib.quiz.report.report import class_report
from course_lib.study.show.tables import SmallTable

LESSON = "99_made_up"
TABLES = {
    "pick": {"kind": "choice", "question": "Which one?", "options": {
        "a": {"text": "The right one.", "right": True, "why": "."},
        "b": {"text": "A wrong one.", "right": False, "why": "."},
        "c": {"text": "Another right one.", "right": True, "why": "."}}},
    "guess": {"kind": "prediction", "question": "What will it do?", "options": {
        "a": {"text": "It goes to the corner.", "right": True, "why": "."},
        "b": {"text": "It goes to the cheese.", "why": "."}}},
    "count": {"kind": "number", "question": "How many?", "value": 3, "tolerance": 0,
              "mistakes": [{"value": 4, "why": "You counted the wall."}]},
    "sort": {"kind": "sorting", "question": "Which bin?", "cases": {
        "a": {"title": "The boat", "homes": ["outer"]},
        "b": {"title": "The mouse", "homes": ["inner"]}}},
}  # fmt: skip
MADE = {(LESSON, name): Question(LESSON, name, table) for name, table in TABLES.items()}


@pytest.fixture(autouse=True)
def a_lesson_made_up(monkeypatch):
    known = {**questions(), **MADE}
    for module in ("outcomes", "report"):
        monkeypatch.setattr(f"course_lib.quiz.report.{module}.questions", lambda: known)


def attempt(answer, right=None, **more):
    base = {"answer": answer, "right": right, "time": "2026-11-30T10:00", "confidence": None,
            "observed": None, "was": None}  # fmt: skip
    return {**base, **more}


def file(folder, path, attempts, **more):
    content = {"format": FORMAT, "version": 2, "id": path, "lessons": {LESSON: attempts or {}}}
    (folder / path).write_text(json.dumps({**content, **more}), encoding="utf-8")


# ── One answer ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "tries", "right", "wrong", "seen"),
    [
        ("pick", [attempt("b", False), attempt("ac", True)], False, ("A wrong one.",), None),
        ("pick", [attempt("ac", True)], True, (), None),
        ("pick", [attempt("a", False)], False,
         ("not chosen, though right: Another right one.",), None),
        ("count", [attempt(4.0, False)], False, ("4: You counted the wall.",), None),
        ("count", [attempt(7.5, False)], False, ("7.5",), None),
        ("sort", [attempt({"a": "inner", "b": "inner"}, False)], False, ("The boat: inner",), None),
        ("guess", [attempt("b", confidence=80)], "none", None, None),
        ("guess", [attempt("b", confidence=80),
                   attempt("b", False, confidence=80, observed="a", was="a")],
         False, ("It goes to the cheese.",), True),
        ("guess", [attempt("a", True, observed="b", was="a")], True, (), False),
    ],
)  # fmt: skip
def test_an_answer_shows_what_is_misunderstood(name, tries, right, wrong, seen):
    found = outcome(MADE[LESSON, name], tries)
    if right == "none":
        assert found is None
    else:
        assert (found.right, found.wrong, found.seen) == (right, wrong, seen)


def test_a_recalled_question_is_the_earlier_lessons():
    question, again = question_of("05_later", "recall 99/pick")
    assert (question.label, again) == ("99 · pick", True)
    assert question_of("05_later", "gone")[0].words == "(no lesson asks this any more)"


# ── A class ─────────────────────────────────────────────────────────────────────────────────


def test_a_class_of_ten(tmp_path):
    for n in range(10):
        file(tmp_path, f"{n}.json", {
            "pick": [attempt("b" if n < 5 else "ac", n >= 5, confidence=90)],
            "count": [attempt(4, False)],
            "guess": [attempt("a", True, observed="a" if n < 8 else "b", was="a", confidence=60)],
        })  # fmt: skip
    report = class_report(tmp_path)
    assert report.discuss().lines[0][:3] == ["99 · pick", "50 % [24, 76]", "10"]
    assert len(report.discuss().lines) == 1 and "A wrong one. (5)" in str(report.discuss())
    assert report.misunderstandings("99").lines == [
        ["99 · count", "4: You counted the wall.", "10 of 10"],
        ["99 · pick", "A wrong one.", "5 of 10"],
    ]
    assert report.predictions().lines == [["99 · guess", "100 %", "80 %", "10"]]
    assert [row[2:] for row in report.calibration().lines] == [
        ["10", "100 % [72, 100]"],
        ["10", "50 % [24, 76]"],
    ]
    frame = report.frame()
    assert list(frame.question) == ["pick", "guess", "count"]
    assert frame.set_index("question").loc["pick", "right"] == 0.5


def test_a_report_without_files_says_so(tmp_path):
    report = class_report(tmp_path)
    assert "0 of 0 files" in repr(report)
    for table in (report.discuss(), report.misunderstandings(), report.predictions()):
        assert not table.lines and "There is no such" in table.caption
    assert "Nobody has said" in report.calibration().caption
    with pytest.raises(ValueError, match="there is no folder"):
        class_report(tmp_path / "nowhere")


def test_names_are_told_only_where_a_file_carries_one(tmp_path):
    file(tmp_path, "Grace_Hopper.json", {"pick": [attempt("b", False)]})
    file(tmp_path, "b.json", {"pick": [attempt("b", False)]}, name="Ada\n Lovelace " + "x" * 99)
    report = class_report(tmp_path)
    assert report.names[0] == "student 1"
    assert report.names[1].startswith("Ada Lovelace x") and len(report.names[1]) == 60
    assert "Grace" not in repr(report)


def test_two_files_of_one_student_count_once_and_nothing_of_them_is_lost(tmp_path):
    one, two = attempt("b", False), attempt("ac", True, time="2026-11-30T11:00")
    file(tmp_path, "first.json", {"pick": [one]}, id="ada")
    file(tmp_path, "again.json", {"pick": [one, two], "count": [attempt(4, False)]}, id="ada")
    report = class_report(tmp_path)
    assert len(report.handed.students) == 1
    assert report.handed.students[0].lessons[LESSON] == {
        "pick": [one, two], "count": [attempt(4, False)]
    }  # fmt: skip
    assert "A wrong one." in str(report.misunderstandings())


def test_answers_of_single_lessons_are_read_too(tmp_path):
    old = {"lesson": LESSON, "version": 1, "attempts": {
        "pick": [{"answer": "b", "right": False, "time": "2026-01-01"}]}}  # fmt: skip
    (tmp_path / f"ada {LESSON}.answers.json").write_text(json.dumps(old))
    for number, lesson in enumerate((LESSON, "98_other")):
        below = tmp_path / "one pupil" / f"{lesson}.answers.json"
        below.parent.mkdir(exist_ok=True)
        below.write_text(json.dumps({**old, "lesson": lesson, "version": 1 + number}))
    report = class_report(tmp_path)
    assert len(report.handed.students) == 2 and not report.handed.unread
    assert report.misunderstandings().lines == [["99 · pick", "A wrong one.", "2 of 2"]]


# ── Damage ──────────────────────────────────────────────────────────────────────────────────


def test_thirty_files_three_of_them_damaged_are_read_in_two_seconds(tmp_path):
    write_example(tmp_path)
    (tmp_path / "list of marks.xlsx").write_bytes(b"PK")
    begin = time.perf_counter()
    report = class_report(tmp_path)
    tables = [report.discuss(), report.misunderstandings(), report.predictions(),
              report.calibration()]  # fmt: skip
    assert time.perf_counter() - begin < 2
    assert len(report.handed.unread) == 3 and len(report.handed.students) == 27
    for problem in report.handed.unread:
        assert problem.file in repr(report) and problem.file in report._repr_html_()
    assert "1 other files were not looked at" in repr(report)
    assert all(isinstance(table, SmallTable) and table.lines for table in tables)


def test_the_figure_tells_what_it_shows(tmp_path, capsys):
    write_example(tmp_path, students=12, damaged=0)
    class_report(tmp_path).plot()
    assert "right at first for 35 to 70 %" in " ".join(capsys.readouterr().out.split())


WRONG = {
    "empty": (b"", "is empty"),
    "cut": (b'{"format": "spot', "only a part of one"),
    "zip": (b"PK\x03\x04", "no JSON"),
    "list": (b"[]", "holds no answers"),
    "other": (b'{"cells": []}', "holds no answers"),
    "deep": (b"[" * 100_000, "no JSON"),
    "types": (b'{"lessons": {"99_made_up": 3}}', "damaged all through"),
    "lesson": (b'{"lesson": "x", "attempts": [1]}', "damaged all through"),
    "binary": (bytes(range(128, 256)), "no JSON"),
    "utf16": (b"\xff\xfe\x00", "no JSON"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_damaged_file_is_named_with_its_reason(tmp_path, what):
    raw, reason = WRONG[what]
    file(tmp_path, "sound.json", {"pick": [attempt("b", False)]})
    (tmp_path / f"{what}.json").write_bytes(raw)
    report = class_report(tmp_path)
    ((name, said),) = report.handed.unread
    assert name == f"{what}.json" and reason in said
    assert report.misunderstandings().lines == [["99 · pick", "A wrong one.", "1 of 1"]]


def test_what_is_no_file_or_too_large_is_named(tmp_path):
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "large.json").write_bytes(b" " * (6 * 2**20))
    (tmp_path / ".hidden.json").write_text("no")
    said = dict(class_report(tmp_path).handed.unread)
    assert set(said) == {"folder.json", "gone.json", "pipe.json", "large.json"}
    assert "larger than 5 MB" in said["large.json"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(tmp_path, encoding):
    content = {"id": "x", "version": 2, "name": "Zoë", "lessons": {LESSON: {
        "pick": [attempt("b", False)]}}}  # fmt: skip
    text = json.dumps(content, ensure_ascii=False)
    (tmp_path / "a.json").write_bytes(text.encode(encoding))
    assert class_report(tmp_path).names == ["Zoë"]


def test_of_a_file_that_is_damaged_in_part_the_rest_is_read(tmp_path):
    file(tmp_path, "part.json", {
        "pick": [attempt("b", False), {"answer": "a"}, 7],
        "count": "no list", "guess": [attempt("a", True, confidence=10**40, was="a")],
    })  # fmt: skip
    report = class_report(tmp_path)
    assert report.handed.partly == [("part.json", "4 parts of it are damaged; the rest was read")]
    assert report.misunderstandings().lines == [["99 · pick", "A wrong one.", "1 of 1"]]


def test_a_file_of_a_newer_version_is_read_as_far_as_it_is_known(tmp_path):
    file(tmp_path, "new.json", {"pick": [attempt("b", False, mood="fine")]}, version=9)
    report = class_report(tmp_path)
    assert "newer version" in repr(report) and report.misunderstandings().lines


def test_what_a_file_says_is_shown_as_text(tmp_path):
    file(tmp_path, "x.json", {"<script>alert(1)</script>": [attempt("b", False)]}, name="<b>")
    report = class_report(tmp_path)
    html = report._repr_html_() + report.misunderstandings()._repr_html_()
    assert "<script>" not in html + report.frame().to_html() and "<b>" not in html


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["answer", "right", "time", "confidence", "observed", "was", "pick",
                         "guess", "count", "sort", "lessons", "attempts", LESSON, "name", "id",
                         "version", "lesson"]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=json_values, cut=st.integers(0, 400), raw=st.binary(max_size=40))
def test_no_file_whatever_it_holds_stops_a_report(tmp_path, content, cut, raw):
    for old in tmp_path.iterdir():
        old.unlink()
    file(tmp_path, "sound.json", {"pick": [attempt("b", False)]})
    (tmp_path / "a.json").write_text(json.dumps({"lessons": {LESSON: content}, "id": content}))
    (tmp_path / "b.json").write_text(json.dumps(content)[:cut])
    (tmp_path / "c.json").write_bytes(raw)
    attempts = {name: [attempt(content, False), attempt(content, True, observed="a", was="a")]
                for name in TABLES}  # fmt: skip
    file(tmp_path, "d.json", attempts)
    report = class_report(tmp_path)
    assert report.handed.files == 5
    told = {file for student in report.handed.students for file in student.files}
    assert told | {problem.file for problem in report.handed.unread} == {
        "sound.json", "a.json", "b.json", "c.json", "d.json"
    }  # fmt: skip
    assert repr(report) and report._repr_html_() and len(report.frame())
    tables = (report.discuss(), report.misunderstandings(), report.predictions(),
              report.calibration())  # fmt: skip
    assert all(map(str, tables))
