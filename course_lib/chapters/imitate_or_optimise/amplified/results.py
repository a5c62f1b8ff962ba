"""What `make sweep NAME=ridge_evaluations` measured, as the unit's figures and tables need it."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.learners import OBJECTIVES
from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.tables import SmallTable

COPY, WEIGHTED, OPTIMISE = OBJECTIVES
BOTH = (COPY, OPTIMISE)
UNITS = (1, 2, 4, 8, 16, 64)
LOST = 0.75  # of the true score at the beginning: whoever has less has lost it
Rounds = Sequence[Mapping]


def found(part: str, **wanted) -> Mapping:
    """What one job of this part found. Raises ValueError unless there is exactly one."""
    rows = load_results("ridge_evaluations", part=part)
    rows = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    if len(rows) != 1:
        raise ValueError(f"there are {len(rows)} rows of part {part!r} with {wanted}, not one")
    return rows[0]["found"]


def last(runs: Sequence[Rounds], key: str) -> np.ndarray:
    """A number of the last round, for each seed."""
    return np.array([rounds[-1][key] for rounds in runs])


# ── Copy, or optimise the evaluation ────────────────────────────────────────────────────────


def by_units(arm: str, key: str, part: str = "capacity", units: Sequence[int] = UNITS) -> dict:
    """A number of the last round for each seed, by the units of the network."""
    return {size: last(found(part, units=size)[arm], key) for size in units}


def gain(first: str, second: str, units: int, key: str = "sampled", part: str = "capacity"):
    """By how much `first` is better in the last round, paired by seed: with interval."""
    runs = found(part, units=units)
    return over_seeds(last(runs[first], key) - last(runs[second], key))


def gains_table() -> SmallTable:
    """By units: how much better it is to optimise the evaluation, for both ways to act."""
    heads = ("units", "draws its actions", "always the likeliest", "copy, weighted, draws")
    pairs = ((OPTIMISE, COPY, "sampled"), (OPTIMISE, COPY, "greedy"), (WEIGHTED, COPY, "sampled"))
    lines = [[f"{units}", *(signed(gain(a, b, units, key)) for a, b, key in pairs)]
             for units in UNITS]  # fmt: skip
    return SmallTable(heads, lines, (
        "True score above that of plain copying, in hundredths, paired by seed: the mean over ten "
        "seeds up to 4 units and five from 8 on, with its 95 % interval. A star: it leaves out 0."
    ))  # fmt: skip


def signed(told: Sequence[float]) -> str:
    """A difference of scores in hundredths as "+7 [2, 12] *", a star where 0 is outside."""
    mean, low, high = (100 * x for x in told)
    star = " *" if low > 0 or high < 0 else ""
    return f"{mean:+.0f} [{low:.0f}, {high:.0f}]{star}".replace("-", "−")


# ── A flaw ──────────────────────────────────────────────────────────────────────────────────


def fooled(rounds: Rounds, who: str) -> bool:
    """Whether a quarter of the true score is lost since the first round, and not the seen one."""
    first, end = rounds[0], rounds[-1]
    return (end[who] < LOST * first["sampled"]
            and end[f"{who}_seen"] >= first["sampled_seen"])  # fmt: skip


STANDINGS = (  # part, flaw, and how a row is called
    ("flaw", 0.8, "0.8"), ("flaw", 1.2, "1.2"), ("flaw, long", 1.2, "1.2, 48 rounds"),
    ("flaw", 2.4, "2.4"),
)  # fmt: skip


def fooled_table() -> SmallTable:
    """After the last round: who has been fooled, with both scores."""
    lines = []
    for part, flaw, words in STANDINGS:
        runs = found(part, flaw=flaw)
        lines += [[words, arm, *_standing(runs[arm], "sampled")] for arm in BOTH]
    return SmallTable(("flaw", "learner", "true score", "as the calls see it", "fooled"), lines, (
        "After twelve rounds, if not said otherwise: means over five seeds. Fooled: a quarter of "
        "the true score or more is lost, and the calls see no less than at first."
    ))  # fmt: skip


def _standing(runs: Sequence[Rounds], who: str) -> list[str]:
    true, seen = (last(runs, key).mean() for key in (who, f"{who}_seen"))
    return [f"{true:.2f}", f"{seen:.2f}", f"{sum(fooled(r, who) for r in runs)} of {len(runs)}"]


def depths(runs: Sequence[Rounds]) -> list[int | None]:
    """For each seed the depth at which a quarter of the true score was lost; None if never."""
    ends = []
    for rows in runs:
        lost = [row["depth"] for row in rows if row["true"] < LOST * rows[0]["true"]]
        ends.append(lost[0] if lost else None)
    return ends


def depths_table(flaws: Sequence[float] = (1.2, 2.4, 4.8)) -> SmallTable:
    """How deep amplified agents call each other until a quarter of the true score is lost."""
    runs = {flaw: found("nested", flaw=flaw) for flaw in flaws}
    names = {n: "all five" if n == "0" else n for n in runs[flaws[0]]}
    lines = [[name, *(_depth_words(depths(runs[flaw][n])) for flaw in flaws)]
             for n, name in names.items()]  # fmt: skip
    heads = ("candidates", *(f"flaw {flaw:g}" for flaw in flaws))
    return SmallTable(
        heads, lines, "The depth at which a quarter of the true score is lost, by seed."
    )


def _depth_words(ends: Sequence[int | None]) -> str:
    known = sorted(end for end in ends if end is not None)
    if not known:
        return "never in 12"
    never = len(ends) - len(known)
    return ", ".join(map(str, known)) + (f"; {never} never" if never else "")


# ── Decompositions ──────────────────────────────────────────────────────────────────────────


def decomposition_table() -> SmallTable:
    """The true score of both learners after calls that were asked the wrong question."""
    kinds = {
        "none": "none",
        "forgets that feet slip": "forgets that feet slip",
        "asks about left for right": "asks about left for right",
        "five, the same mistake, median": "five with this mistake, median",
        "five, each its own mistake, median": "five, each with its own, median",
    }
    lines = []
    for kind, words in kinds.items():
        runs = found("decomposition", kind=kind)
        told = [_score(last(runs[arm], "sampled")) for arm in BOTH]
        lines.append([words, *told, _score(last(runs[COPY], "amplified"))])
    return SmallTable(("mistake in the program", *BOTH, "amplified agent"), lines,
                      "True score after eight rounds: five seeds, with 95 % interval.")  # fmt: skip


def _score(values: np.ndarray) -> str:
    mean, low, high = over_seeds(values.tolist())
    return f"{mean:.2f} [{low:.2f}, {high:.2f}]"


# ── Single numbers ──────────────────────────────────────────────────────────────────────────


def gain_points(key: str, units: int) -> float:
    """By how many hundredths optimising scores above copying in the last round, on average."""
    return 100 * gain(OPTIMISE, COPY, units, key)[0]


def tailored_gain(spread: float, flaw: float = 1.2) -> float:
    """By how many hundredths the tailored search scores above the best blind one, on average."""
    runs = found("tailored", flaw=flaw)
    penalties = [name for name in runs["0"][0]["scores"] if name.startswith("penalty")]
    means = [np.mean([run["scores"][name]["flawed"] for run in runs["0"]]) for name in penalties]
    mine = np.mean([run["scores"]["tailored"]["flawed"] for run in runs[f"{spread:g}"]])
    return float(100 * (mine - max(means)))


def lost_to_learning(levels: int = 2, members: int = 4) -> float:
    """In how many per cent of the levels a search of the distilled jury stays at another tile."""
    runs = found("distilled", members=members)[f"16 units, {levels} levels"]
    return float(100 * np.mean([run["elsewhere"] for run in runs]))
