"""The figure of the class report: which questions divide the class, and what it knows it knows."""

from collections.abc import Sequence

from course_lib.quiz.report.tally import DISCUSS, Tally
from course_lib.study.game.scoring import calibration
from course_lib.study.show.marks import errorbar_line, errorbar_rows, per_cent
from course_lib.study.show.style import FAINT, INK, INTENDED, INTENDED_LOOK, NEITHER_LOOK, panels

MOST = 24  # questions in the left panel: those with most answers


def plot_report(tallies: Sequence[Tally], answers: Sequence[dict]):
    """A figure: questions by the share right on the left, the class's calibration on the right.

    answers: {"sure", "right"} each, as in `scoring.calibration`.
    """
    shown = asked(tallies)
    height = 2.2 + 0.22 * max(6, len(shown))
    figure, (left, right) = panels(2, height=height)
    left.axvspan(*DISCUSS, color=FAINT, alpha=0.6, zorder=0)
    for inside, look in ((True, INTENDED_LOOK), (False, NEITHER_LOOK)):
        rows = [(n, t) for n, t in enumerate(shown) if t.discuss == inside]
        errorbar_rows(left, [t.right for _, t in rows], [n for n, _ in rows], markersize=5, **look)
    left.set_yticks(range(len(shown)), [t.label for t in shown], fontsize=9)
    left.yaxis.set_inverted(True)
    per_cent(left, step=0.25)
    left.set(title="Grey band: worth a discussion", xlabel="right on the first attempt")
    _draw_calibration(right, answers)
    return figure


def asked(tallies: Sequence[Tally]) -> list[Tally]:
    """The questions in the left panel: of those that are judged, the ones with most answers."""
    judged = [tally for tally in tallies if tally.judged]
    kept = sorted(judged, key=lambda tally: -len(tally.judged))[:MOST]
    return [tally for tally in judged if tally in kept]


def _draw_calibration(axis, answers: Sequence[dict]) -> None:
    rows = calibration(answers)
    axis.plot([0.5, 1], [0.5, 1], color=INK, linewidth=1, linestyle="--")
    axis.annotate("as often right as sure", (0.98, 0.98), (-4, 10), textcoords="offset points",
                  ha="right", color=INK, fontsize=9, annotation_clip=False)  # fmt: skip
    told = [(row["right"], row["low"], row["high"]) for row in rows]
    errorbar_line(axis, told, [row["said"] for row in rows], linestyle="none", **INTENDED_LOOK)
    for row in rows:
        axis.annotate(str(row["answers"]), (row["said"], row["right"]), (7, -3), fontsize=9,
                      textcoords="offset points", color=INTENDED)  # fmt: skip
    per_cent(axis, "y")
    axis.set_xticks([0.5, 0.75, 1], ["50 %", "75 %", "100 %"])
    axis.set(title="Sure, and right", xlabel="how sure they were", xlim=(0.47, 1.05))
    axis.set_ylabel("right (numbers: answers)")


def alt_text(tallies: Sequence[Tally], answers: Sequence[dict]) -> str:
    """The figure in words: the questions worth a discussion, and the calibration."""
    worth = [f"{t.label} {100 * t.right[0]:.0f} %" for t in asked(tallies) if t.discuss]
    first = f"Of {len(asked(tallies))} questions these were right at first for 35 to 70 %: "
    rows = [
        f"at {100 * row['said']:.0f} % sure right in {100 * row['right']:.0f} % of {row['answers']}"
        for row in calibration(answers)
    ]
    return (
        first + (", ".join(worth) or "none") + ". Calibration: " + ("; ".join(rows) or "none") + "."
    )
