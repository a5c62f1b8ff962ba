"""Imitating or optimising, by how often feet slip and by how large a hole the overseer has.

The *hole* is what the overseer gives for a whole episode at the sign, where arriving at once would
give 1. Imitators are never paid. Every row has both scores, the true one and the overseer's. RL is
PPO with one recipe (discount factor 0.98), but where the discount factor or the length of training
is varied. "planner" and "copy" are exact and not trained: the best walker of all by the overseer's
pay, and a copy to the letter of the demonstrator who goes by the ridge. The hundred levels are the
same for all rows. Rows of RL without a hole, and long trainings, have the scores of each level, so
that intervals have levels in them. In the file that is shipped the other rows of RL, those with a
hole or from imitation, are of the first edition of this lesson, which had the same recipe and kept
means only; whoever makes the file anew has levels in all of them. Long trainings are looked at on
their way ("history", 25 levels).

Expected, before the first rows with levels were measured (at slips of 0.05, 0.07 and 0.1). (1) RL
and imitation are equal up to a slip of about 0.05; RL is better by 0.02 from 0.06 or 0.07 on, the
planner from 0.05 on, and an interval that has levels in it is wider than the 0.004 of the first
edition. (2) RL without a hole stays within 0.05 of the planner at every slip. (3) With a discount
factor of 0.98, hole 1 and a slip of 0.1 the sign is still the better place by the discounted pay,
exactly. So runs of 400,000 steps that go to the flag were too short or stuck: of five runs of
1,000,000 steps at least one more is at the sign. It could be that none is; then PPO is stuck. (4)
"RL from imitation" stays between imitation and RL from 0.1 on.

A discount factor of 0.995 was tried for all of it, with 200,000 larger steps: of three seeds one
was stuck at slips of 0.07 and 0.1, more than 0.15 below the planner. So 0.98 was kept.

`make sweep NAME=ridge_slips` writes data/ridge_slips.jsonl, and goes on where it was interrupted.
"""

from dataclasses import asdict, replace

import numpy as np

from course_lib.chapters.imitate_or_optimise.imitators import base_of, way
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    Worth,
    evaluate,
    evaluate_levels,
    greedy,
    optimal,
    table_of,
    trials,
)
from course_lib.chapters.imitate_or_optimise.train import FAR, LONG, STEADY, Watch, optimise
from course_lib.study.measure.sweep import Sweep

SLIPS = (0.0, 0.03, 0.05, 0.06, 0.07, 0.1, 0.2, 0.3)
BEGUN = (0.0, 0.03, 0.06, 0.1, 0.2, 0.3)  # slips at which RL begins as an imitator, too
HOLES = (0.5, 0.75, 1.0, 1.25)
PAID = (0.0, 0.1, 0.2, 0.3)  # slips at which an overseer with a hole pays
SLIPS_OF_MAP = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
HOLES_OF_MAP = (0.0, 0.25, 0.5, 0.625, 0.75, 0.875, 1.0, 1.25)
GAMMAS = (0.9, 0.98, 0.995, 1.0)  # discount factors for which the best walker is worked out
SEEDS = range(5)
WATCHED_SLIP, WATCHED_HOLE = 0.1, 1.0  # where training and discount are varied
LOOK_EVERY, LOOKED_AT = 40_000, 25  # steps between two looks at a training; levels of a look
EQUAL = 0.02  # a difference in score that counts as none; we chose it before we measured


def worth_of(policy: FeaturePolicy, slip: float, hole: float = 0.0) -> Worth:
    """What comes of a policy on average over the levels kept apart."""
    on = trials()
    return evaluate(table_of(policy, on), on.dynamics, slip, hole)


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(kind: str, slip: float, hole: float, gamma: float, steps: int, seed: int) -> dict:
    """One row of the data file: what a policy of this kind is worth, by both scores."""
    on, history = trials(), list[tuple[int, float, float]]()
    if kind == "planner":
        table = optimal(on.dynamics, slip, hole, gamma)
    elif kind == "copy":
        table = way("ridge", on.dynamics)
    elif kind == "imitation":
        table = table_of(base_of(seed), on)
    else:
        begun = base_of(seed) if kind == "RL from imitation" else None
        recipe = replace(STEADY, gamma=gamma, steps=steps)
        watch = watcher(slip, hole, history) if hole else None
        walker = optimise(slip, seed, hole=hole, base=begun, recipe=recipe, watch=watch)
        table = table_of(walker, on)
    return {**both(table, slip, hole), "history": history}


def both(table: np.ndarray, slip: float, hole: float) -> dict:
    """The numbers of `Worth`, both scores by level, and `Worth` of its likeliest actions."""
    dynamics = trials().dynamics
    levels = evaluate_levels(table, dynamics, slip, hole)
    return {
        **asdict(Worth(*levels.mean(1).tolist())),
        "greedy": asdict(evaluate(greedy(table), dynamics, slip, hole)),
        "levels": levels[0].round(4).tolist(), "levels_seen": levels[3].round(4).tolist(),
    }  # fmt: skip


def watcher(slip: float, hole: float, history: list) -> Watch:
    """What writes (steps, true score, overseer's score) into `history` during a training."""
    on = trials(LOOKED_AT)

    def watch(steps: int, policy: FeaturePolicy) -> None:
        if steps // LOOK_EVERY > (history[-1][0] // LOOK_EVERY if history else 0):
            got = evaluate(table_of(policy, on), on.dynamics, slip, hole)
            history.append((steps, round(got.score, 4), round(got.seen, 4)))

    return watch


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key; what is exact comes first."""
    usual = (STEADY.gamma, STEADY.steps)
    exact = [("planner", s, h, 1.0, 0, 0) for s in SLIPS_OF_MAP for h in HOLES_OF_MAP]
    exact += [("planner", s, 0.0, 1.0, 0, 0) for s in SLIPS if s not in SLIPS_OF_MAP]
    exact += [("planner", WATCHED_SLIP, h, g, 0, 0) for h in HOLES_OF_MAP for g in GAMMAS[:-1]]
    exact += [("copy", s, 0.0, 1.0, 0, 0) for s in sorted({*SLIPS, *SLIPS_OF_MAP})]
    exact += [("imitation", s, 0.0, 1.0, 0, seed) for seed in SEEDS
              for s in sorted({*SLIPS, *SLIPS_OF_MAP})]  # fmt: skip
    trained = [
        (*one, seed) for seed in SEEDS for one in (
            *(("RL", s, 0.0, *usual) for s in SLIPS),
            *(("RL from imitation", s, 0.0, *usual) for s in BEGUN),
            *(("RL", s, h, *usual) for h in HOLES for s in PAID),
            ("RL", WATCHED_SLIP, WATCHED_HOLE, FAR, STEADY.steps),
            ("RL", WATCHED_SLIP, WATCHED_HOLE, STEADY.gamma, LONG),
        )
    ]  # fmt: skip
    names = ("kind", "slip", "hole", "gamma", "steps", "seed")
    asked = [dict(zip(names, one, strict=True)) for one in (*exact, *trained)]
    return {", ".join(f"{k} {v}" for k, v in one.items()): one for one in asked}


SWEEP = Sweep("ridge_slips", __doc__, job, jobs, lambda: {
    "recipe": STEADY, "equal": EQUAL, "look_every": LOOK_EVERY, "looked_at": LOOKED_AT,
})  # fmt: skip
