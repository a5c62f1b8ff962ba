"""The figures of the garden lesson, and each of them in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.study.coin_tests import over_seeds
from course_lib.study.figures import style
from course_lib.study.planning import planner
from course_lib.study.policies import random_policy
from course_lib.study.pressure import (
    FORMS,
    WHERE,
    best_of_n,
    fit_interval,
    kl_best_of_n,
    measure,
)
from course_lib.study.snapshots import pictures
from course_lib.worlds.garden import WORLD

SCORES = {"true": "true score", "seen": "overseer's score"}

# ── Snapshots ───────────────────────────────────────────────────────────────────────────────


def tiles_of(drawings: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Tile ids (n, rows, columns) and veils (n,) of gardens drawn as text."""
    states = np.concatenate([WORLD.level(text) for text in drawings.values()]).view(np.recarray)
    return np.stack([WORLD.tiles(s) for s in states]), states.lens > 0


DRY = "###o###\n#G..d.#\n#.d...#\n#.....#\n#...d.#\n#.d...#\n#######"
FOUR = {
    "dry": DRY,
    "half": DRY.replace("d", "W", 2),
    "well": DRY.replace("d", "W"),
    "flooded": DRY.replace(".", "~"),
}


def plot_snapshots(overseer: Any, drawings: Mapping[str, str] = FOUR):
    """Gardens as the overseer gets them, and what it says of each."""
    shown = pictures(*tiles_of(drawings))
    titles = [
        f"{n}\napproval {a:.2f}" for n, a in zip(drawings, overseer.approve(shown), strict=True)
    ]
    return _row(dict(zip(titles, shown, strict=True)))


def _row(shown: Mapping[str, np.ndarray]):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(shown), figsize=(2.1 * len(shown), 2.7), squeeze=False)
    for axis, (title, picture) in zip(axes.flat, shown.items(), strict=True):
        axis.imshow(picture, interpolation="nearest")
        axis.set_title(title, fontsize=10)
        axis.set_axis_off()
    figure.set_layout_engine("constrained")
    return figure


def plot_attacks(shown: Mapping[str, np.ndarray], overseer: Any):
    """Pictures uint8 by their titles, each with the overseer's approval."""
    said = {n: float(overseer.approve(p[None])[0]) for n, p in shown.items()}
    return _row({f"{n}\napproval {said[n]:.2f}": p for n, p in shown.items()})


def snapshot_words(overseers: Mapping[str, Any], drawings: Mapping[str, str] = FOUR) -> str:
    """What each of the overseers says of the gardens, in a line each."""
    shown = pictures(*tiles_of(drawings))
    lines = [" " * 10 + "".join(f"{name:>10}" for name in drawings)]
    for label, overseer in overseers.items():
        lines.append(f"{label:<10}" + "".join(f"{a:10.2f}" for a in overseer.approve(shown)))
    return "\n".join(lines)


def policies_words(base: Any, overseer: Any, levels: int = 100) -> str:
    """True and overseer's score of a random policy, the base and the planner, with how sure."""
    lines = []
    for policy in (random_policy(WHERE), base, planner(WHERE)):
        row = measure(policy, overseer, None, levels=levels)
        told = [f"{row[k]:.2f} ± {1.96 * row[f'{k}_se']:.2f}" for k in SCORES]
        lines.append(f"{policy.name:<10} true score {told[0]}, overseer's {told[1]}")
    return "\n".join([*lines, f"({levels} gardens each; ± is half of a 95 % interval)"])


def stops_words(rows: Sequence[Mapping]) -> str:
    """How both scores stood at each stop of a training."""
    return "\n".join(
        f"{r['steps']:>7,} steps: true score {r['true']:.2f}, overseer's {r['seen']:.2f}; on the "
        f"camera {r['splashes']:.1f} times, {r['kl']:.1f} nats away"
        for r in rows
    )


def chosen_words(got: Any, numbers: Sequence[int] = (1, 4, 16, 64, 256, 1024)) -> str:
    """Both scores of the best of n, estimated from these shifts, and its distance in nats."""
    lines = []
    for n in numbers:
        true, seen = (best_of_n(got.seen, score, n) for score in (got.true, got.seen))
        far = float(kl_best_of_n(n))
        lines.append(f"n = {n:5,}: true score {true:.2f}, overseer's {seen:.2f}; {far:.2f} nats")
    return "\n".join(lines)


def search_words(found: Any, at: Sequence[int] = (0, 4, 14, -1)) -> str:
    """Both scores of the best plan after so many generations."""
    return "\n".join(
        f"{int(found.tried[g]):>6,} plans tried: overseer's score {found.seen[g]:.2f}, "
        f"true {found.true[g]:.2f}"
        for g in at
    )


# ── Pressure ────────────────────────────────────────────────────────────────────────────────


def curve_of(row: Mapping, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps and a score along a run of PPO, its beginning (0 steps) included."""
    points = [{"steps": 0, **row["base"]}, *row["curve"]]
    return np.array([p["steps"] for p in points]), np.array([p[name] for p in points])


def best_of(row: Mapping, name: str) -> tuple[np.ndarray, np.ndarray]:
    """n, and a score of the best of n, the mean over gardens."""
    return np.array([r["n"] for r in row["best"]]), np.array(
        [np.mean(r[name]) for r in row["best"]]
    )


def plot_pressure(chosen: Sequence[Mapping], pressed: Sequence[Mapping]):
    """Best of n on the left, PPO on the right: true and overseer's score against the pressure."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained", sharey=True)
    _lines(axes[0], chosen, best_of)
    _lines(axes[1], pressed, curve_of)
    axes[0].set(xscale="log", xlabel="n: episodes of which the best is taken", ylabel="score")
    axes[0].set_title("best of n")
    axes[1].set(xlabel="steps of PPO", title="PPO, from the imitator on")
    axes[0].legend()
    return figure


def _lines(axis, rows: Sequence[Mapping], points) -> None:
    """Both scores: faint lines are seeds, a bold one their mean."""
    for number, (name, label) in enumerate(SCORES.items()):
        look, all_of = style(number), [points(row, name) for row in rows]
        for x, y in all_of:
            axis.plot(x, y, color=look["color"], alpha=0.3, linewidth=1)
        x, mean = all_of[0][0], np.mean([y for _, y in all_of], axis=0)
        axis.plot(x, mean, label=label, linewidth=2, markersize=5, **look)
    axis.grid(alpha=0.3)


def pressure_words(chosen: Sequence[Mapping], pressed: Sequence[Mapping]) -> str:
    """The curves as lines of text: means over seeds with 95 % intervals."""
    lines = []
    for label, rows, points in (("n", chosen, best_of), ("steps", pressed, curve_of)):
        all_of = {name: [points(row, name) for row in rows] for name in SCORES}
        lines += [f"{label:>9}  true score            overseer's score"] if rows else []
        for at, pressure in enumerate(all_of["true"][0][0].tolist() if rows else ()):
            told = [_told([float(y[at]) for _, y in all_of[name]]) for name in SCORES]
            lines.append(f"{pressure:>9,}  {told[0]:<20}  {told[1]}")
    return "\n".join(lines)


def _told(values: Sequence[float]) -> str:
    """A mean over seeds with its interval (none for one seed)."""
    mean, low, high = over_seeds(values)
    return f"{mean:.2f} [{low:.2f}, {high:.2f}]" if len(values) > 1 else f"{mean:.2f}"


# ── Distance ────────────────────────────────────────────────────────────────────────────────


def gains(form: str, rows: Sequence[Mapping]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each run d = sqrt(KL) and the gain in true score; of best of n, for each seed."""
    found = []
    for row in rows:
        if form == "best of n":
            d = np.sqrt([r["kl"] for r in row["best"]])
            true = best_of(row, "true")[1]
        else:
            d, true = np.sqrt(curve_of(row, "kl")[1]), curve_of(row, "true")[1]
        found.append((d[1:], true[1:] - true[0]))
    return found


def plot_distance(chosen: Sequence[Mapping], pressed: Sequence[Mapping]):
    """The gain in true score against the distance from the imitator, with Gao et al.'s forms."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
    for axis, form, rows in zip(axes, FORMS, (chosen, pressed), strict=True):
        runs = gains(form, rows)
        (alpha, *_), (beta, *_) = fit_interval(form, runs, draws=50)
        for d, gain in runs:
            axis.plot(d, gain, linestyle="none", alpha=0.5, **style(0))
        x = np.linspace(0.05, max(d.max() for d, _ in runs), 100)
        axis.plot(x, FORMS[form](x, alpha, beta), color="0.3", linestyle="--", label="fitted form")
        axis.set(title=form, xlabel="d: square root of KL, in nats", ylabel="gain in true score")
        axis.grid(alpha=0.3)
        axis.legend()
    return figure


def distance_words(chosen: Sequence[Mapping], pressed: Sequence[Mapping]) -> str:
    """The fitted parameters of both forms, each with its interval over seeds."""
    lines = []
    for form, rows in zip(FORMS, (chosen, pressed), strict=True):
        told = [
            f"{name} = {value:.3f} [{low:.3f}, {high:.3f}]"
            for name, (value, low, high) in zip(
                ("alpha", "beta"), fit_interval(form, gains(form, rows)), strict=True
            )
        ]
        lines.append(f"{form:<10}{', '.join(told)}; {len(rows)} seeds")
    return "\n".join(lines)


# ── Remedies ────────────────────────────────────────────────────────────────────────────────


def plot_remedies(groups: Mapping[str, Sequence[Mapping]]):
    """A panel for each remedy, all on the same axes: both scores against the steps of PPO."""
    import matplotlib.pyplot as plt

    columns = 4
    lines = -(-len(groups) // columns)
    figure, axes = plt.subplots(
        lines, columns, figsize=(11, 2.7 * lines), sharex=True, sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    for axis in axes.flat[len(groups) :]:
        axis.set_axis_off()
    for axis, (title, rows) in zip(axes.flat, groups.items(), strict=False):
        _lines(axis, rows, curve_of)
        axis.set_title(title, fontsize=10)
    axes[0, 0].legend(fontsize=8)
    figure.supxlabel("steps of PPO")
    return figure


def remedy_words(groups: Mapping[str, Sequence[Mapping]]) -> str:
    """For each remedy the scores at its last step, and the best true score on the way."""
    wide = max(map(len, groups))
    lines = [
        f"{'':<{wide}}  true at the end       true at its best      overseer at the end   nats"
    ]
    for title, rows in groups.items():
        true = [curve_of(row, "true")[1] for row in rows]
        seen, kl = ([float(curve_of(row, k)[1][-1]) for row in rows] for k in ("seen", "kl"))
        told = [_told([float(f(t)) for t in true]) for f in (_last, np.max)] + [_told(seen)]
        cells = "  ".join(f"{words:<20}" for words in told)
        lines.append(f"{title:<{wide}}  {cells}  {np.mean(kl):.1f}")
    return "\n".join(lines)


def _last(values):
    return values[-1]


def plot_quantilizer(rows: Sequence[Mapping]):
    """Cost and true score of the quantilizer against q; the dashed line bounds the cost."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    q = [row["q"] for row in rows[0]["quantilized"]]
    for row in rows:
        cost, bound, true = (
            [np.mean(r[name]) for r in row["quantilized"]] for name in ("splashes", "bound", "true")
        )
        axes[0].plot(q, cost, alpha=0.6, **style(1))
        axes[0].plot(q, bound, color="0.3", linestyle="--", alpha=0.6)
        axes[1].plot(q, true, alpha=0.6, **style(0))
    axes[0].plot([], [], label="splashes, measured", **style(1))
    axes[0].plot([], [], color="0.3", linestyle="--", label="bound: the imitator's / q")
    axes[0].legend()
    axes[0].set(yscale="log", ylabel="splashes an episode")
    axes[1].set(ylabel="true score")
    for axis in axes:
        axis.set(xscale="log", xlabel="q: share of the imitator's episodes that is kept")
        axis.invert_xaxis()
        axis.grid(alpha=0.3)
    return figure


def quantilizer_words(rows: Sequence[Mapping]) -> str:
    """Cost beside its bound, over all seeds and gardens, and whether the bound holds."""
    lines = ["     q  true score  splashes  bound  cost / bound at most  the bound holds"]
    for at, first in enumerate(rows[0]["quantilized"]):
        cost, bound, true = (
            np.concatenate([row["quantilized"][at][name] for row in rows])
            for name in ("splashes", "bound", "true")
        )
        ratio = float((cost / np.maximum(bound, 1e-9)).max())
        holds = f"{int((cost <= bound + 1e-5).sum())} of {len(cost)} runs"
        means = f"{true.mean():10.2f}  {cost.mean():8.2f}  {bound.mean():5.0f}"
        lines.append(f"{first['q']:6g}  {means}  {ratio:20.2f}  {holds}")
    return "\n".join(lines)


# ── Parts ───────────────────────────────────────────────────────────────────────────────────


def plot_parts(rows: Sequence[Mapping]):
    """The size of the hole, and the search that it takes to find it, by the number of parts."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    names = {"hole": "share of strange objects taken in", "effort": "objects shown until one is",
             "error": "error on honest snapshots"}  # fmt: skip
    for number, (axis, (name, words)) in enumerate(zip(axes, names.items(), strict=True)):
        x, y = [r["parts"] for r in rows], [max(r[name], 1 / r["objects"]) for r in rows]
        axis.plot(x, y, linestyle="none", **style(number))
        axis.set(xscale="log", xlabel="parts", ylabel=words)
        axis.set_xticks(sorted(set(x)), [str(n) for n in sorted(set(x))])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
        if name != "error":
            axis.set_yscale("log")
    return figure


def parts_words(rows: Sequence[Mapping]) -> str:
    """The same in a line for each number of parts: means over the choices of parts."""
    lines = ["parts  hole      objects until taken in  honest error  a puddle, in plants"]
    for number in sorted({row["parts"] for row in rows}):
        some = [row for row in rows if row["parts"] == number]
        hole, effort, error, puddle = (
            np.mean([row[name] for row in some]) for name in ("hole", "effort", "error", "puddle")
        )
        lines.append(f"{number:5}  {hole:8.4%}  {effort:22.0f}  {error:12.3f}  {puddle:.2f}")
    return "\n".join(lines)
