"""The files of answers: older ones are read, strange ones put aside, and one file is handed in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exercises import SMALL

from course_lib.quiz.answers import ADDED, AnswerFile, attempts_in, lessons_in
from course_lib.quiz.export import read_export, write_export
from course_lib.quiz.quiz import Quiz

TIME = "2025-11-30T09:00:00.000+00:00"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
ATTEMPT = st.fixed_dictionaries(
    {"answer": JSON, "right": st.sampled_from([True, False, None]), "time": st.text()},
    optional={"confidence": st.none() | st.integers(50, 100), "observed": JSON, "newer": JSON},
)


def write(folder, lesson="x", version=1, **attempts):
    content = {"lesson": lesson, "version": version, "attempts": attempts}
    (folder / f"{lesson}.answers.json").write_text(json.dumps(content), encoding="utf-8")


def test_a_file_of_version_1_is_read_and_written_anew_with_nothing_lost(tmp_path):
    old = [{"answer": key, "right": key == "a", "time": TIME[:-1] + n} for key, n in ("b0", "a1")]
    write(tmp_path, small=old, gone=[{"answer": "own words", "right": None, "time": TIME}])
    Quiz("x", [SMALL], tmp_path).reply("small", "b", 70)
    content = json.loads((tmp_path / "x.answers.json").read_text(encoding="utf-8"))
    assert content["version"] == 2
    assert content["attempts"]["small"][:2] == [{**ADDED, **one} for one in old]
    assert content["attempts"]["small"][2]["confidence"] == 70
    assert content["attempts"]["gone"][0]["answer"] == "own words"


@pytest.mark.slow
@given(st.dictionaries(st.text(), st.lists(ATTEMPT)))
def test_attempts_of_any_version_keep_all_their_fields(named):
    found = attempts_in({"attempts": named})
    assert list(found) == list(named)
    for name, tries in named.items():
        assert all(one.items() <= new.items() for one, new in zip(tries, found[name], strict=True))
        assert all(new.keys() >= ADDED.keys() for new in found[name])


@given(JSON)
def test_what_is_no_file_of_answers_is_refused_with_words_and_nothing_else(content):
    for strange in (content, {"attempts": content}, {"attempts": {"a": content}}):
        try:
            found = attempts_in(strange)
        except ValueError as error:
            assert str(error)
        else:
            assert all(isinstance(tries, list) for tries in found.values())


def test_answers_are_kept_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    Quiz("x", [SMALL]).reply("small", "a")
    assert list(lessons_in(tmp_path)) == ["x"]


def test_one_file_is_handed_in_with_all_lessons_and_no_name_unless_it_is_given(tmp_path, capsys):
    desk = Quiz("x", [SMALL], tmp_path)
    desk.export()
    assert "Nothing was written: there are no answers" in capsys.readouterr().out
    desk.reply("small", "a", 90)
    write(tmp_path, "y", other=[{"answer": "c", "right": False, "time": TIME}])
    desk.export()
    (path,) = tmp_path.glob("hand_in_*.json")
    assert path.name in capsys.readouterr().out
    content = read_export(path)
    assert set(content["lessons"]) == {"x", "y"} and "name" not in content
    assert content["lessons"]["x"]["small"][0]["confidence"] == 90
    assert content["version"] == 2 and content["course"]
    before = content["id"]
    desk.reply("small", "b", 60)
    named = write_export(tmp_path, "Ada Ö. / L")
    assert named.name == "hand_in_Ada_Ö_L.json" and named.parent == tmp_path
    assert read_export(named)["name"] == "Ada Ö. / L" and read_export(named)["id"] == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"lessons": {"x', "only a part"),
        ("[]", "no answers of lessons"),
        ('{"lessons": {"x": {"a": [3]}}}', "not an attempt"),
    ],
)
def test_a_damaged_file_to_hand_in_is_named(tmp_path, text, words):
    path = tmp_path / "hand_in_1.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=words) as error:
        read_export(path)
    assert path.name in str(error.value)


def test_a_crash_while_handing_in_leaves_the_former_file(tmp_path, monkeypatch, capsys):
    desk = Quiz("x", [SMALL], tmp_path)
    desk.reply("small", "a")
    path = write_export(tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    desk.export()
    assert "Nothing was written: disk full" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_attempts_that_another_kernel_wrote_are_seen_by_the_next_look(tmp_path):
    one, other = AnswerFile("x", tmp_path), AnswerFile("x", tmp_path)
    one.add("small", "a", True, confidence=80)
    assert other.latest("small") == "a"
    other.add("small", "a", True, confidence=80)
    assert len(one.tries("small")) == 1
    other.add("small", "a", True, confidence=90)
    assert [attempt["confidence"] for attempt in one.tries("small")] == [80, 90]


@pytest.mark.parametrize(
    "answer", ["half a pair: \ud83d", {"a": "\udc00"}, ["\ud800", 1], "whole: 🐭"]
)
def test_halves_of_characters_are_kept_as_question_marks_and_cost_no_other_answer(tmp_path, answer):
    """A browser may paste half of a surrogate pair, which no file can hold."""
    file = AnswerFile("x", tmp_path)
    file.add("first", "a", True)
    file.add("second", answer, None)
    file.add("third", "c", False)
    again = AnswerFile("x", tmp_path).load()
    assert sorted(again) == ["first", "second", "third"]
    assert len(file.tries("second")) == 1, "not once as it was, and once as it is written"
    text = json.dumps(again["second"][0]["answer"], ensure_ascii=False)
    assert ("🐭" if "whole" in str(answer) else "?") in text


@pytest.mark.parametrize("content", ["[]", '"a"', "3", "null", '{"attempts": []}', "{}"])
def test_json_of_another_shape_is_put_aside(tmp_path, content, capsys):
    (tmp_path / "x.answers.json").write_text(content)
    file = AnswerFile("x", tmp_path)
    file.add("small", "a", True)
    assert (tmp_path / "x.answers.damaged-1.json").read_text() == content
    assert AnswerFile("x", tmp_path).latest("small") == "a"
    assert "could not be read; they are in" in capsys.readouterr().out


def test_a_folder_of_that_name_is_put_aside(tmp_path, capsys):
    (tmp_path / "x.answers.json").mkdir()
    AnswerFile("x", tmp_path).add("small", "a", True)
    assert AnswerFile("x", tmp_path).latest("small") == "a"
    assert (tmp_path / "x.answers.damaged-1.json").is_dir()


def test_answers_that_may_neither_be_read_nor_renamed_stay_in_memory(tmp_path, capsys, monkeypatch):
    def refuse(self, *_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    file = AnswerFile("x", tmp_path)
    assert file.load() == {} and file.load() == {}
    assert capsys.readouterr().out.count("cannot be read, nor renamed") == 1


KEEP = """
import sys
from pathlib import Path
from course_lib.quiz.answers import AnswerFile
for number in range(40):
    AnswerFile("x", Path(sys.argv[1])).add(f"{sys.argv[2]}-{number}", "a", True)
"""


def test_two_kernels_at_one_file_lose_nothing(tmp_path):
    kernels = [
        subprocess.Popen([sys.executable, "-c", KEEP, str(tmp_path), name])
        for name in ("one", "two")
    ]
    assert [kernel.wait() for kernel in kernels] == [0, 0]
    assert len(AnswerFile("x", tmp_path).load()) == 80


def test_answers_changed_outside_are_used_and_that_is_said(tmp_path, capsys):
    """One letter, by hand or by a damaged disk: nothing can tell which, and nothing is lost."""
    AnswerFile("02_maze", tmp_path).add("where", "b", None)
    file = AnswerFile("02_maze", tmp_path)
    file.path.write_text(file.path.read_text().replace('"answer": "b"', '"answer": "c"'))
    assert [file.latest("where") for _ in range(3)] == ["c"] * 3
    assert capsys.readouterr().out.count("changed outside of the course") == 1
    file.add("where", "a", None)
    assert AnswerFile("02_maze", tmp_path).latest("where") == "a"
    assert not capsys.readouterr().out
