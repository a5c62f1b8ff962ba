"""A flame picture of where training time goes: docs/training_time.svg, and the page's table.

    python benchmarks/flame.py            measures, prints the table, writes picture and page
    python benchmarks/flame.py --world gems --print

Two pictures, one below the other. First what happens from a fresh process to the first update:
imports, worlds, the first steps. Then the updates after that. Widths are seconds of computing, on
one thread (sampled.py). Each part of the table is that of the innermost function which belongs to
one.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from rows import WORLDS, few
from sampled import Seconds, Stack

HERE = Path(__file__).parent
PICTURE, PAGE = (
    HERE.parent / "docs" / "training_time.svg",
    HERE.parent / "docs" / "training_time.md",
)
BEGIN, END = "<!-- parts: begin -->", "<!-- parts: end -->"
UPDATES = few(60, 3)
COUNTS = {"start": 1, "updates": UPDATES}
# Parts of an update by how a function's name ends, of the start by how that of an import begins;
# what is no import is told by any function on the way.
PARTS = {
    "what pictures have in common": ("Mosaics.taken", "Mosaic.part", "Mosaic.numbers"),
    "environment": ("VectorEnv.step",),
    "backward": ("Tensor.backward", "_Gather.backward"),
    "optimiser": ("Adam.step", "clip_grad_norm_", "Optimizer.zero_grad", "profile_hook_step"),
    "forward, to learn": ("Trainer._loss", "Mosaics.learning", "Plainly.learning"),
    "forward, to act": ("Mosaics.opinions", "Plainly.opinions", "Trainer._forward"),
    "rewards and advantages": ("Trainer.advantages", "gae", "Trainer._finish_episodes"),
    "copies": ("Trainer.learn", "Trainer._learn_minibatch", "Trainer._step", "Trainer.collect"),
}
STARTING = {
    "import torch._dynamo, by the optimiser": ("import torch._dynamo", "import sympy"),
    "import torch": ("import torch",),
    "import numba": ("import numba", "import llvmlite"),
    "import numpy, scipy, pandas": ("import numpy", "import scipy", "import pandas"),
    "import gymnasium": ("import gymnasium",),
    "import of the course": ("import course_lib",),
    "compiled worlds, read": ("numba.",),
    "the first update": ("agents.ppo: Trainer.iterate",),
    "network, optimiser and levels, made": ("agents.training: train",),
}
COLOURS = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#7f7f7f",
           "#b0a030")  # fmt: skip
WIDTH, BAR, LEVELS, LEAST = 1100, 18, 14, 3.0  # pixels; a bar narrower than LEAST is left out


def fresh(part: str, name: str) -> Seconds:
    """The same, of a process of its own."""
    done = subprocess.run(
        [sys.executable, str(HERE / "sampled.py"), part, name, str(COUNTS[part])],
        env={**os.environ, "OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    rows = json.loads(done.stdout.splitlines()[-1])
    found: Seconds = defaultdict(float)
    for stack, seconds in rows:
        found[_shortened(tuple(stack))] += seconds
    return found


def _shortened(stack: Stack) -> Stack:
    """The stack from the trainer's own doors on, without what started the process."""
    ours = [n for n, name in enumerate(stack) if name.endswith(("Trainer.iterate", ": train"))]
    return stack[ours[-1] if ours else 1 :] or stack


def part_of(stack: Stack, parts: Mapping[str, Sequence[str]], begins: bool) -> str:
    """The part of an update to which the innermost function belongs that belongs to any.

    begins: of the start instead. There it is that of the outermost import that names one which is
    not the course's own, for a library's imports are its own; else the course's, else any other.
    """
    names = stack[:-1]
    if not begins:
        found = [part for name in reversed(names) for part, ends in parts.items()
                 if name.endswith(tuple(ends))]  # fmt: skip
        return found[0] if found else "other"
    for part, starts in parts.items():
        if part.endswith("by the optimiser") and any(n.startswith(starts) for n in names):
            return part
    imports = [n for n in names if n.startswith("import ")]
    foreign = [n for n in imports if not n.startswith("import course_lib")]
    for name in (*foreign, *imports[-1:], *reversed(names)):
        for part, starts in parts.items():
            if name.startswith(tuple(starts)):
                return part
    return "other"


def table(start: Seconds, updates: Seconds, name: str) -> str:
    """Two small tables: seconds until the first update, and milliseconds of each one after."""
    lines = [f"From a fresh process to the first update ({name}):", "",
             "| part | seconds of computing | share |", "|---|---|---|"]  # fmt: skip
    lines += _lines(start, STARTING, True, 1, "{:.2f}")
    lines += ["", f"Each update after that, mean of {UPDATES}:", "",
              "| part | milliseconds | share |", "|---|---|---|"]  # fmt: skip
    lines += _lines(updates, PARTS, False, 1000 / UPDATES, "{:.1f}")
    return "\n".join(lines) + "\n"


def _lines(found, parts, begins: bool, unit: float, how: str) -> list[str]:
    sums: dict[str, float] = defaultdict(float)
    for stack, count in found.items():
        sums[part_of(stack, parts, begins)] += count
    total = sum(sums.values())
    rows = [(part, count) for part, count in sorted(sums.items(), key=lambda one: -one[1])] + [
        ("all", total)
    ]
    return [f"| {p} | {how.format(unit * n)} | {100 * n / total:.0f} % |" for p, n in rows]


# ── The picture ─────────────────────────────────────────────────────────────────────────────


def svg(pictures: Mapping[str, tuple[Seconds, Mapping, bool, float]]) -> str:
    """Pictures one below the other: of each stacks, parts, whether names begin so, and a unit."""
    top, body = 0, []
    for title, (found, parts, begins, unit) in pictures.items():
        total = sum(found.values())
        body.append(f'<text x="4" y="{top + 20}" font-size="15">{_safe(title)}</text>')
        hues = dict(zip(parts, COLOURS, strict=False))
        for number, part in enumerate(parts):
            x, y = 4 + number % 4 * 270, top + 40 + number // 4 * 18
            body.append(
                f'<rect x="{x}" y="{y - 11}" width="12" height="12" fill="{hues[part]}" '
                'fill-opacity="0.55"/>'
            )
            body.append(f'<text x="{x + 18}" y="{y}">{_safe(part)}</text>')
        top += 34 + 18 * -(-len(parts) // 4)
        bars = list(_bars(found, (), 0.0, WIDTH / total, hues, parts, begins, unit))
        depth = max(level for level, _ in bars) + 1
        body += [f'<g transform="translate(0 {top})">', *(text for _, text in bars), "</g>"]
        top += depth * BAR + 24
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" '
        f'height="{top}" font-family="sans-serif" font-size="12" fill="#222">'
        f'<rect width="{WIDTH}" height="{top}" fill="white"/>'
    )
    return "\n".join([head, *body, "</svg>"]) + "\n"


def _bars(found, above: Stack, left: float, scale: float, hues, parts, begins, unit):
    """Yield (level, text) of each bar: a function as wide as what it takes, above what it calls."""
    level = len(above)
    inside: dict[str, Seconds] = defaultdict(dict)
    for stack, count in found.items():
        if len(stack) > level:
            inside[stack[level]][stack] = count
    for name, some in sorted(inside.items(), key=lambda one: -sum(one[1].values())):
        count = sum(some.values())
        if (wide := scale * count) >= LEAST and level < LEVELS:
            hue = hues.get(part_of((*above, name, ""), parts, begins), "#bbbbbb")
            told = f"{name}: {1000 * unit * count:.1f} ms, {100 * wide / WIDTH:.0f} %"
            yield level, _bar(level, left, wide, hue, told, _fit(name, wide))
            yield from _bars(some, (*above, name), left, scale, hues, parts, begins, unit)
        left += wide


def _bar(level: int, left: float, wide: float, hue: str, told: str, name: str) -> str:
    """One bar with its name; what it took is said where the mouse rests."""
    return (
        f'<g><title>{_safe(told)}</title><rect x="{left:.1f}" y="{level * BAR}" '
        f'width="{wide - 0.6:.1f}" height="{BAR - 1}" fill="{hue}" fill-opacity="0.55"/>'
        f'<text x="{left + 3:.1f}" y="{level * BAR + 13}">{_safe(name)}</text></g>'
    )


def _fit(name: str, wide: float) -> str:
    """As much of a name as a bar has room for."""
    short = name.rpartition(": ")[2] if name[:1] != "|" else name[2:]
    room = int((wide - 6) / 6.4)
    return short if len(short) <= room else short[: max(room - 1, 0)] + "…" * (room > 3)


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def main() -> None:
    """Measure in fresh processes; print the table, write picture and page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", choices=WORLDS, default="maze")
    parser.add_argument("--print", action="store_true", help="write nothing")
    asked = parser.parse_args()
    start, updates = fresh("start", asked.world), fresh("updates", asked.world)
    text = table(start, updates, asked.world)
    print(text)
    if not asked.print:
        picture = svg({
            f"From a fresh process to the first update: {sum(start.values()):.1f} s":
                (start, STARTING, True, 1),
            f"An update: {1000 * sum(updates.values()) / UPDATES:.0f} ms":
                (updates, PARTS, False, 1 / UPDATES),
        })  # fmt: skip
        PICTURE.write_text(picture)
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + text + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
