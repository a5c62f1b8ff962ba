"""Cases to sort, as a page to print: one on each strip of paper, without its answer.

`make reading` writes one beside the teachers' page of each unit that has some.
"""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from answers import quiz_of

from course_lib.quiz.sorting import Sorting

ASKED = re.compile(r"quiz\.(?:predict|ask|check)\(\s*\"(\w+)\"")
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 20px/1.4 sans-serif; max-width: 900px; margin: 20px auto; padding: 0 16px }}
section.strip {{ break-inside: avoid; padding: 18px 4px; border-bottom: 2px dashed #666 }}
h1 {{ font-size: 26px }} h2 {{ font-size: 22px; margin: 0 0 6px }} p {{ margin: 0 }}
</style></head><body><h1>{title}</h1>
{strips}
</body></html>
"""


def sortings(file: Path) -> list[Sorting]:
    """The exercises of a unit that have cases to sort, in the order in which it asks them."""
    own: Mapping[str, Any] = quiz_of(file.stem).exercises
    names = dict.fromkeys(ASKED.findall(file.read_text(encoding="utf-8")))
    return [own[name] for name in names if isinstance(own.get(name), Sorting)]


def strips(exercises: list[Sorting], title: str) -> str:
    """The page: the bins on the first strip, then one for each case."""
    parts = []
    for one in exercises:
        bins = "".join(
            f"<li>{escape(name)}: {escape(text)}</li>" for name, text in one.bins.items()
        )
        parts.append(f"<h2>{escape(' '.join(one.question.split()))}</h2><ul>{bins}</ul>")
        parts += [
            f"<h2>{key} · {escape(case.title)}</h2><p>{escape(' '.join(case.story.split()))}</p>"
            for key, case in one.cases.items()
        ]
    made = "\n".join(f'<section class="strip">{part}</section>' for part in parts)
    return PAGE.format(title=escape(title), strips=made)


def write_strips(files: list[Path], folder: Path) -> list[Path]:
    """Write the pages of these units, as far as they have cases, into `folder`; return them."""
    written = []
    for file in files:
        if found := sortings(file):
            title = f"Unit {file.stem.partition('_')[0]}: cases to cut out"
            written.append(folder / f"{file.stem}_strips.html")
            written[-1].write_text(strips(found, title), encoding="utf-8")
    return written
