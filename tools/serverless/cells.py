"""The cells of a unit as HTML that reads without JavaScript, with places for what lives in it.

The page's script (site/src/read) finds its places by their attributes:
    data-ask, data-predict, data-observe   an exercise's name; instead of its text stands its form
    data-check                             an exercise that needs Python: it stays text
    data-recall                            which of the unit's recalls it is, from 0
    data-calibration, data-hand-in         the reader's own numbers, and their file
    data-widget                            which of the unit's widgets it is, from 0
Results are behind a click, and so is every answer with its reasons.
"""

import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from answers import answers
from editions import ANSWER_BY_CLICK, OF_KERNEL, QUESTION, html_of, is_widget, tags
from editions import holds_back as asks_first
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from reading import ADDRESS, DEBRIEF, RESULT, computes

from course_lib.quiz.recall import drawn, recall_name
from serverless import living, pictures
from serverless.exercises import answers_here

CALL = re.compile(r"\bquiz\.(\w+)\((?:\s*[\"'](\w+)[\"'])?([^\n]*)")
IMAGE = re.compile(r"<img ([^>]*?)\bsrc=\"data:image/png;base64,([^\"]+)\"([^>]*)>")
STATE = re.compile(r"<script type=\"application/json\">(.*?)</script>", re.S)
PLAIN = re.compile(r"<span class=\"(?:n|nn|p|w|o|kn|si)\">([^<]*)</span>")  # no colour of their own
NEEDS_PYTHON = (
    "This exercise is answered in Python, which this page does not have. Open the unit in Jupyter "
    "to have your answer checked; here are its hints and a solution."
)
ASKS_PYTHON = (
    "Keep your answer in mind, or on paper: this page has no Python to take it. In Jupyter it is "
    "kept, and counts."
)
STILL = "A picture of it. Where JavaScript is switched on, it lives here."
WITHOUT_SCRIPT = "<noscript><p>This needs JavaScript, which is switched off here.</p></noscript>"


@dataclass
class Unit:
    """What a page is made of, and what making it has found.

    pictures: by file name. widgets: {"kind", "state"} in order. recalls: how many so far.
    typed: the exercises that need Python so far.
    """

    name: str
    quiz: Any
    told: dict[str, str]
    pictures: dict[str, bytes] = field(default_factory=dict)
    widgets: list[dict[str, Any]] = field(default_factory=list)
    recalls: int = 0
    typed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, name: str, quiz: Any) -> "Unit":
        """A unit with its answers."""
        return cls(name, quiz, answers(quiz, twins=False))


def text(source: str) -> str:
    """Markdown as HTML, with links to the site's own pages."""
    told = ADDRESS.sub(r"](\2.html\4)", source)
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(told).strip()


def cell(unit: Unit, one: NotebookNode) -> str:
    """A cell as HTML."""
    if one.cell_type == "markdown":
        return f'<section class="text">\n{text(one.source)}\n</section>'
    parts = [code(one)] if computes(one) else []
    calls = CALL.findall(one.source)
    for told, shown in groups(one):
        if shown:
            parts.append(result("\n".join(output(unit, out) for out in shown), asks_first(one)))
        if told:
            parts.append(placed(unit, *calls.pop(0)) if calls else unasked(one))
    return "\n".join(parts + [placed(unit, *call) for call in calls])


def code(one: NotebookNode) -> str:
    """What is typed, to be folded away."""
    setup = "setup" in tags(one)
    made = highlight(one.source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip()
    words = "Imports" if setup else "Code"
    state = "" if setup else " open"
    bare = PLAIN.sub(r"\1", made)
    return f'<details class="code"{state}><summary>{words}</summary><pre>{bare}</pre></details>'


def groups(one: NotebookNode) -> list[tuple[bool, list[NotebookNode]]]:
    """The outputs of a cell: (whether an exercise follows, outputs before it)."""
    found: list[tuple[bool, list[NotebookNode]]] = [(False, [])]
    for number, out in enumerate(one.outputs):
        later = one.outputs[number + 1] if number + 1 < len(one.outputs) else {}
        asks = ANSWER_BY_CLICK in html_of(out)
        if out.output_type == "stream":
            words = QUESTION.split(out.text)
            if words[0].strip() and not (OF_KERNEL.search(one.source) and not computes(one)):
                found[-1][1].append(NotebookNode({**out, "text": words[0]}))
            asks = len(words) > 1
        elif not asks and (is_widget(out) or not is_widget(later)) and not of_kernel(one, out):
            found[-1][1].append(out)
        if asks:
            found[-1] = (True, found[-1][1])
            found.append((False, []))
    return found


def of_kernel(one: NotebookNode, out: NotebookNode) -> bool:
    """Whether an output says something of the answers of whoever ran the cell, as calibration."""
    said = "calibration(" in one.source and "<p>No answer with how sure" in html_of(out)
    return said or (ANSWER_BY_CLICK in html_of(out))


def result(html: str, behind: bool) -> str:
    """What a cell has shown; behind a click, if it answers a prediction."""
    if not behind:
        return f'<div class="output">\n{html}\n</div>'
    return f'<details class="result"><summary>{RESULT}</summary>\n{html}\n</details>'


def output(unit: Unit, out: Any) -> str:
    """An output as HTML: a widget's place, a figure, a table, or what was printed."""
    if out["output_type"] == "stream":
        return f"<pre>{escape(out['text'].rstrip())}</pre>"
    html = html_of(out)
    if "cl-still" in html:
        return widget(unit, html)
    if html:
        framed = f'<div class="site-scroll">{html}</div>' if "<table" in html else html
        return IMAGE.sub(
            lambda found: image(unit, found[2], alt(found[0]), width(found[0])), framed
        )
    return f"<pre>{escape(out['data'].get('text/plain', ''))}</pre>"


def widget(unit: Unit, html: str) -> str:
    """The place of a widget: until it stands there, its picture does."""
    picture, state = IMAGE.search(html), STATE.search(html)
    words = re.search(r"<summary>(.*?)</summary>", html, re.S)
    told = words[1] if words else ""
    values = json.loads(state[1])["state"] if state else {}
    unit.widgets.append(living.widget(unit.name, values, told))
    still = image(unit, picture[2], told) if picture else ""
    return (
        f'<figure class="widget" data-widget="{len(unit.widgets) - 1}">{still}'
        f"<figcaption>{STILL}</figcaption></figure>"
    )


def alt(tag: str) -> str:
    """The alternative text of a picture, escaped as it stands."""
    found = re.search(r"\balt=\"([^\"]*)\"", tag)
    return found[1] if found else ""


def width(tag: str) -> int | None:
    """How wide a picture is to be shown, if it says so."""
    found = re.search(r"\bwidth=\"(\d+)\"", tag)
    return int(found[1]) if found else None


def image(unit: Unit, png: str, words: str, wide: int | None = None) -> str:
    """A picture in a file of its own, with room kept for it."""
    made, (across, high) = pictures.small(png)
    name = f"{unit.name}-{len(unit.pictures)}.webp"
    unit.pictures[name] = made
    shown = wide or across
    size = f'width="{shown}" height="{round(high * shown / across)}"'
    return f'<img alt="{words}" {size} loading="lazy" src="pictures/{name}">'


# ── Exercises ───────────────────────────────────────────────────────────────────────────────────


def placed(unit: Unit, call: str, name: str, given: str) -> str:
    """The place of what a call of the quiz does, with what is read there without JavaScript."""
    if call == "recall":
        return recalled(unit, given)
    if call == "calibration":
        return f'<div data-calibration="">{WITHOUT_SCRIPT}</div>'
    if call == "save":
        return f'<div data-hand-in="">{WITHOUT_SCRIPT}</div>'
    if name not in unit.quiz.exercises or call not in (
        "predict",
        "ask",
        "observe",
        "check",
        "form",
    ):
        return ""
    one = unit.quiz.exercises[name]
    if call == "observe":
        return f'<div class="exercise" data-observe="{name}">{debrief(unit.told[name])}</div>'
    if not answers_here(one):
        return python_only(unit, one)
    if call == "predict":
        return f'<div class="exercise" data-predict="{name}">{asked(one)}</div>'
    return f'<div class="exercise" data-ask="{name}">{asked(one)}</div>\n{debrief(unit.told[name])}'


def asked(one: Any) -> str:
    """An exercise to read, without its answer."""
    kind = "Prediction" if hasattr(one, "see") else "Exercise"
    parts = [f"<p><b>{kind}</b> · {escape(one.effort())}</p>"]
    parts += [f"<p>{escape(line)}</p>" for line in one.question.split("\n")]
    if hasattr(one, "order"):
        rows = "".join(f"<li>{escape(one.options[key].text)}</li>" for key in one.order)
        parts.append(f"<ul>{rows}</ul>")
    if hasattr(one, "bins"):
        parts.append(listed((name, words) for name, words in one.bins.items()))
        cases = one.cases.items()
        parts.append(listed((f"{key} · {case.title}", case.story) for key, case in cases))
    return f'<div class="question">{"".join(parts)}</div>'


def listed(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with their words."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in pairs)
    return f"<dl>{rows}</dl>"


def debrief(told: str) -> str:
    """The answer with its reasons, behind a click."""
    return f'<details class="debrief"><summary>{DEBRIEF}</summary>\n{text(told)}\n</details>'


def python_only(unit: Unit, one: Any) -> str:
    """An exercise that is typed, with its hints; once, where a form comes before the check."""
    if one.name in unit.typed:
        return ""
    unit.typed.add(one.name)
    first, second = (escape(hint) for hint in one.hints)
    hints = (
        f"<details><summary>Hint</summary><p>{first}</p>"
        f"<details><summary>Second hint</summary><p>{second}</p></details></details>"
    )
    return (
        f'<div class="exercise python" data-check="{one.name}">{asked(one)}'
        f'<p class="site-faint">{NEEDS_PYTHON}</p>{hints}</div>\n{debrief(unit.told[one.name])}'
    )


def unasked(one: NotebookNode) -> str:
    """A question that a cell makes by itself, as a lineup of agents does, to be read."""
    forms = [html_of(out) for out in one.outputs if ANSWER_BY_CLICK in html_of(out)]
    words = re.search(r"<pre[^>]*>(.*?)</pre>", "".join(forms), re.S)
    if words is None:
        return ""
    return (
        f'<div class="exercise python"><pre>{words[1]}</pre>'
        f'<p class="site-faint">{ASKS_PYTHON}</p></div>'
    )


def recalled(unit: Unit, given: str) -> str:
    """Two questions of earlier units; without JavaScript those that everybody gets at first."""
    part = re.search(r"(?:part=)?\b(\d)", given)
    before = re.search(r"before=\"(\w+)\"", given)
    lesson = unit.quiz.answers.lesson
    with tempfile.TemporaryDirectory() as nobody:
        found = drawn(lesson, Path(nobody), int(part[1]) if part else 1,
                      before[1] if before else None)  # fmt: skip
    again = [one.again(recall_name(home, one.name), home) for home, one in found]
    parts = "\n".join(f"{asked(one)}\n{debrief(answer(one))}" for one in again)
    unit.recalls += 1
    return f'<div class="exercise" data-recall="{unit.recalls - 1}">{parts}</div>'


def answer(one: Any) -> str:
    """What is told of an exercise that is asked again."""
    return answers(type("Quiz", (), {"exercises": {one.name: one}}), twins=False)[one.name]
