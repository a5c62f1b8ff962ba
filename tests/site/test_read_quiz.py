"""The site's exercises judge, answer and remember as Python's do, word by word."""

import json
import random
import re
from datetime import UTC, datetime
from functools import cache

import pytest
from answers import quiz_of
from editions import units
from serverless.exercises import answers_here, packed, pools
from support.javascript import ROOT, in_node

import course_lib.quiz.answers as answers_module
from course_lib.quiz.calibration import answers_in, report
from course_lib.quiz.choices import Choice
from course_lib.quiz.export import read_export, student_id
from course_lib.quiz.foresight import Foresight
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.recall import drawn

SITE = ROOT / "site" / "src" / "read" / "quiz"
BEGIN = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


def js(code: str, **given):
    """What this module prints, which imports from site/src/read/quiz: `from "./x.js"`."""
    return in_node(code.replace('from "./', f'from "{SITE.as_uri()}/'), **given)


@cache
def quizzes() -> tuple[Quiz, ...]:
    """The exercises of each chapter, once."""
    return tuple({q.answers.lesson: q for q in map(quiz_of, (u.stem for u in units()))}.values())


# ── Answers that people may give, right and wrong ───────────────────────────────────────────────

NUMBERS = [
    *["12", " 7 ", "9/108", "1 %", "12.5%", ".5", "5.", "1e3", "1_000", "-3", "+4", "1/0", "0/5"],
    *["", " . ", "...", "x", "12 cm", "1,5", "½", "inf", "nan", "1e400", "--1", "1//2", "'", 'a"b'],
    *[
        "a'b\"c",
        "\t",
        "\u00a03\u2003",
        "é\u0301",
        "\u202e",
        "\U0001f9c0",
        "back\\slash",
        "two\nlines",
    ],
]
TEXTS = ["", "...", "one two", "one two three", " a\u00a0b\u2003c ", 'It\'s "so"', "a\x1fb\x85c d"]


def choice_answers(one, rng) -> list:
    keys = "".join(one.options)
    drawn = ["".join(rng.sample(keys, rng.randint(1, len(keys)))) for _ in range(4)]
    return [*keys, *drawn, "", " ", keys.upper(), "z", "a, z", f"{keys[0]};{keys[-1]}", "é"]


def number_answers(one, rng) -> list:
    near = [one.value, *(mistake.value for mistake in one.mistakes)]
    told = [f"{v + d * one.tolerance!r}" for v in near for d in (-1.01, -0.5, 0, 0.5, 1, 1.01)]
    return [*told, *(f"{100 * v!r} %" for v in near), *NUMBERS, f"{rng.uniform(-9, 9):.3g}"]


def sorting_answers(one, rng) -> list:
    bins = [*one.bins, ""]
    right = {key: case.homes[0] for key, case in one.cases.items()}
    drawn = [{key: rng.choice(bins) for key in one.cases} for _ in range(12)]
    same = [{key: name for key in one.cases} for name in one.bins]
    return [right, {}, *drawn, *same, {next(iter(one.cases)): "elsewhere"}]


def answers_to(one, rng) -> list:
    kind = packed(one)["kind"]
    if kind == "number":
        return number_answers(one, rng)
    if kind == "sorting":
        return sorting_answers(one, rng)
    return TEXTS if kind == "open" else choice_answers(one, rng)


# ── The same words ──────────────────────────────────────────────────────────────────────────────

CLICKS = """
import { AnswerBook } from "./answers.js";
import { Desk } from "./desk.js";
import { sent } from "./replies.js";
let minute = 0;
const now = () => new Date(Date.parse(given.begin) + 60000 * minute++);
const out = given.exercises.map(({ one, tries, value }) => {
  const measured = value === null ? {} : { [one.name]: value };
  const told = tries.map(([answer, sure, seen]) => {
    const desk = new Desk("00_x", { [one.name]: one }, measured, new AnswerBook(null));
    desk.book.write = () => {};
    const first = sent(desk.clicked(one, answer, sure));
    const { answer: kept, sure: said, reply } = desk.form(one);
    const then = [first, kept, said, reply.words ?? ""];
    if (seen) then.push(sent(desk.observe(one, seen)), desk.form(one).reply.words);
    return then;
  });
  return told;
});
console.log(JSON.stringify(out));
"""


def python_clicks(lesson_quiz, one, tries, value, folder) -> list:
    """What Python's form says to each of the answers, each in an empty folder."""
    told = []
    for answer, sure, seen in tries:
        quiz = Quiz("00_x", [one], folder)
        quiz.answers.write = lambda: None
        quiz.answers._read = dict
        first = quiz._clicked(one, answer, sure).sent()
        last = (quiz.answers.tries(one.name) or [{}])[-1]
        earlier = quiz._earlier(one)
        empty = {} if one.form()["kind"] == "sorting" else ""
        kept = last.get("answer")
        then = [first, empty if kept is None else kept, last.get("confidence") or 0]
        then.append(earlier.words if earlier else "")
        if seen:
            then.append(quiz._observed(one, value, seen).sent())
            then.append(quiz._earlier(one).words)
        told.append(then)
    return told


@pytest.mark.parametrize("quiz", quizzes(), ids=lambda quiz: quiz.answers.lesson)
def test_the_same_verdict_and_the_same_words_as_python(quiz, tmp_path):
    rng = random.Random(quiz.answers.lesson)
    mine, theirs = [], []
    for one in quiz.exercises.values():
        if not answers_here(one):
            continue
        value = rng.choice([None, one.example_value(), 12.345, 62.25, -3.0]) if (
            measured := getattr(one, "measured", False)) else None  # fmt: skip
        value = one.example_value() if measured and value is None else value
        tries = []
        for answer in answers_to(one, rng):
            seen = rng.choice(list(one.options)) if packed(one)["kind"] == "prediction" else None
            tries.append([answer, rng.choice([None, 50, 75, 100]), seen])
        mine.append({"one": packed(one), "tries": tries, "value": value})
        theirs.append(python_clicks(quiz, one, tries, value, tmp_path))
    told = js(CLICKS, exercises=json.loads(json.dumps(mine)), begin=BEGIN.isoformat())
    for exercise, here, there in zip(mine, told, theirs, strict=True):
        for given, a, b in zip(exercise["tries"], here, json.loads(json.dumps(there)), strict=True):
            assert a == b, (exercise["one"]["name"], given)


# ── A life of answers: what is kept, recalled, drawn and handed in ─────────────────────────────

LIFE = """
import { AnswerBook } from "./answers.js";
import { answersIn, report } from "./calibration.js";
import { Desk } from "./desk.js";
import { handIn, readHandIn } from "./hand_in.js";
import { drawn } from "./recall.js";
const kept = new Map();
const store = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v),
  key: (n) => [...kept.keys()][n], get length() { return kept.size; } };
let second = 0;
const now = () => new Date(Date.parse(given.begin) + 1000 * second++);
for (const [lesson, name, answer, sure, seen] of given.clicks) {
  const one = given.exercises[lesson][name];
  const book = new AnswerBook(store, () => {}, now);
  const desk = new Desk(lesson, { [name]: one }, given.values, book);
  desk.clicked(one, answer, sure);
  if (seen) desk.observe(one, seen);
}
const lessons = new AnswerBook(store).lessons();
const everywhere = Object.values(lessons).flatMap(answersIn);
const out = {
  lessons,
  recalled: given.pools.map(([lesson, pool]) => drawn(lesson, pool, lessons)),
  reports: Object.values(lessons).map((one) => report(answersIn(one), everywhere)),
  file: handIn(lessons, "9.9", "Ada Lovelace é", new Date(given.begin)),
  nameless: handIn(lessons, "9.9", "", new Date(given.begin)).file,
};
out.again = readHandIn("x.json", out.file.text);
console.log(JSON.stringify(out));
"""


def clicks(rng) -> list:
    """Many answers over all lessons, as (lesson, exercise, answer, sure, seen)."""
    found = []
    for quiz in quizzes():
        for one in quiz.exercises.values():
            if isinstance(one, Choice) or (answers_here(one) and hasattr(one, "see")):
                answer = rng.choice(list(one.options))
                seen = rng.choice(list(one.options)) if hasattr(one, "see") else None
                found.append(
                    [quiz.answers.lesson, one.name, answer, rng.randrange(50, 101, 5), seen]
                )
    rng.shuffle(found)
    return found[: rng.randint(1, len(found))] + found[:5]


def _befores(unit) -> list:
    found = re.findall(r"\bquiz\.recall\(([^)]*)\)", unit.read_text(encoding="utf-8"))
    return [(m[1] if (m := re.search(r'before="(\w+)"', one)) else None) for one in found]


@pytest.fixture(params=range(2))
def life(request, tmp_path, monkeypatch):
    """Answers of one reader, given to Python in `tmp_path` and to the page; what the page tells."""
    rng = random.Random(request.param)
    told = clicks(rng)
    second = iter(range(10**6))

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(BEGIN.timestamp() + next(second), tz)

    monkeypatch.setattr(answers_module, "datetime", Clock)
    exercises, values = {}, {}
    for quiz in quizzes():
        lesson = quiz.answers.lesson
        exercises[lesson] = {n: packed(o) for n, o in quiz.exercises.items() if answers_here(o)}
        for name, one in quiz.exercises.items():
            if getattr(one, "measured", False):
                values[name] = one.example_value()
    by_name = {quiz.answers.lesson: quiz for quiz in quizzes()}
    for lesson, name, answer, sure, seen in told:
        one = by_name[lesson].exercises[name]
        desk = Quiz(lesson, [one], tmp_path)
        desk._clicked(one, answer, sure)
        if seen:
            Foresight(desk.answers).observe(one, values.get(name), seen)
    asked = []
    for unit in units():
        lesson = quiz_of(unit.stem).answers.lesson
        asked += [[lesson, pool] for pool in pools(lesson, unit.read_text(encoding="utf-8"))]
    given = {"clicks": told, "exercises": exercises, "values": values, "pools": asked}
    page = js(LIFE, begin=BEGIN.isoformat(), **json.loads(json.dumps(given)))
    return page, tmp_path, asked


@pytest.mark.slow
def test_the_page_keeps_recalls_calibrates_and_hands_in_as_python_does(life):
    page, folder, asked = life
    known = answers_module.lessons_in(folder)
    assert page["lessons"] == known
    befores = [before for unit in units() for before in _befores(unit)]
    for (lesson, pool), before, told in zip(asked, befores, page["recalled"], strict=True):
        wanted = [[home, one.name] for home, one in drawn(lesson, folder, pool["part"], before)]
        assert told == wanted, lesson
    everywhere = [one for tries in known.values() for one in answers_in(tries)]
    for tries, told in zip(known.values(), page["reports"], strict=True):
        html, _ = report(answers_in(tries), everywhere)
        assert told["html"] == html
    assert page["file"]["file"] == "hand_in_Ada_Lovelace_é.json"
    assert page["nameless"] == f"hand_in_{student_id(known)}.json"
    path = folder / "handed_in" / page["file"]["file"]
    path.parent.mkdir()
    path.write_text(page["file"]["text"], encoding="utf-8")
    content = read_export(path)
    assert content["lessons"] == known and content["id"] == student_id(known)
    assert page["again"] == {"lessons": known, "name": "Ada Lovelace é"}
