"""Why do runners leave a coin that hangs on their way? The coin, and saws, in other paint.

The coin stands in the middle of the way, on the ground or 1 to 3 tiles up, and looks like a saw,
like a coin or a saw in violet, like a coin in the colours of a saw, or like nothing. For each look:
how often it is taken, and how likely a runner jumps that stands so many tiles before it. And in
training levels the *saws* are painted: deaths at saws per look.

Expected: if runners dodge whatever hangs in the air, a violet coin is dodged like a golden one. If
they dodge what looks like a saw, then the coin is dodged like a saw, and a violet coin less, or not
at all; saws painted as coins kill hardly more than saws, and violet saws kill more. If runners know
the coin as a sign of the end, where they run and need not jump, a coin painted as a saw is treated
otherwise than a coin. Runners whose training had no saws in the air dodge neither of them there.
(A look at 120 levels, with jumps only, came before this was written; nothing was played.)

`make sweep NAME=coin_repainted` writes data/coin_repainted.jsonl; interrupted, it goes on.
"""

from dataclasses import replace
from typing import Any

from course_lib.agents.zoo import load
from course_lib.chapters.coin_run.analysis import HEIGHTS, PLACES
from course_lib.chapters.coin_run.repainted import LOOKS, Repainted, repaint
from course_lib.protocols import Distribution
from course_lib.study.inside.moments import observe, standing
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import TRAIN, Action, Tile

SEEDS, LEVELS, STANDING, LEVEL_SEED = range(5), 1000, 300, 200
DISTANCES = (1, 2, 3, 4, 5)  # tiles before the coin
JUMPS = [Action.JUMP, Action.JUMP_LEFT, Action.JUMP_RIGHT]
COINS = {  # which looks of the coin each kind of runner is shown; and whether levels have such saws
    "end": (("coin", "nothing", "saw", "violet coin", "violet saw", "red coin"), True),
    "no-hanging-saws": (("coin", "nothing", "saw"), False),
    "section": (("coin", "nothing", "saw"), True),
}
PLAYED = ("saw", "violet coin", "violet saw", "red coin")  # by the first kind of runner
SAWS = ("saw", "coin", "violet saw", "nothing")  # looks of saws, in training levels


def measure(kind: str, seed: int, tile: str, look: str, place: str) -> dict:
    """What one runner does about coins, or saws, that look like that."""
    agent = load(f"coin_run/{kind}:{seed}")
    if tile == "saw":
        return _played(Repainted(agent, Tile.SAW, look), TRAIN)
    distribution = replace(PLACES[place], hanging_saws=COINS[kind][1])
    jumps = {"jumps": jumps_before(agent, distribution, look)}
    if kind != "end" or look not in PLAYED:
        return jumps
    return {**_played(Repainted(agent, Tile.COIN, look), distribution), **jumps}


def _played(policy: Any, distribution: Distribution) -> dict:
    last = outcomes(policy, distribution, LEVELS, LEVEL_SEED).last
    counted = ("coin", "end", "died", "died_saw", "covered")
    return {"levels": LEVELS, **{name: int(last[name].sum()) for name in counted}}


def jumps_before(agent: Any, distribution: Distribution, look: str) -> list[float]:
    """How likely the agent jumps, standing 1, 2 ... tiles before a coin of that look: means."""
    means = []
    for distance in DISTANCES:
        states = standing(distribution, STANDING, -distance, LEVEL_SEED)
        seen = repaint(observe(distribution, states), states, {Tile.COIN: LOOKS[look]})
        means.append(round(float(agent.evaluate(seen)[0][:, JUMPS].sum(1).mean()), 4))
    return means


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    found = [(kind, seed, "coin", look, place) for kind, (looks, _) in COINS.items()
             for seed in SEEDS for place in HEIGHTS for look in looks]  # fmt: skip
    found += [("end", seed, "saw", look, "training") for seed in SEEDS for look in SAWS]
    return {
        f"{kind} {seed}, {tile} as {look}, {place}":
        {"kind": kind, "seed": seed, "tile": tile, "look": look, "place": place}
        for kind, seed, tile, look, place in found
    }  # fmt: skip


SWEEP = Sweep(
    "coin_repainted", __doc__, measure, jobs, lambda: {"levels": LEVELS, "standing": STANDING}
)
