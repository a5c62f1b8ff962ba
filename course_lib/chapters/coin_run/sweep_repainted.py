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

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course_lib.agents.zoo import load
from course_lib.chapters.coin_run.analysis import HEIGHTS, PLACES
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, Sprite, rasterise
from course_lib.protocols import Distribution
from course_lib.study.inside.moments import observe, standing
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import TRAIN, Action, Tile
from course_lib.worlds.coin_run.sprites import AIR, SPRITES, TEETH

# ── Paint ───────────────────────────────────────────────────────────────────────────────────

# The rules stay as they are, and so does every true state: a coin that looks like a saw is taken,
# and a saw that looks like a coin kills. What changes is due to the looks.
Paint = Mapping[int, Sprite]  # from tile ids to what is painted in their place


def disc(edge: str, face: str, middle: str) -> Sprite:
    """The coin's shape in other colours."""
    return (AIR, ("circle", 0.5, 0.5, 0.48, edge), ("circle", 0.5, 0.5, 0.42, face),
            ("rect", 0.42, 0.22, 0.16, 0.56, middle))  # fmt: skip


def teeth(rim: str, face: str, hub: str) -> Sprite:
    """The saw's shape in other colours."""
    return (AIR, ("polygon", TEETH, rim), ("circle", 0.5, 0.53, 0.3, face),
            ("circle", 0.5, 0.53, 0.1, hub))  # fmt: skip


RED = ("#e3241b", "#ff6a5e", "#5a0d0a")  # of a saw
VIOLET = ("#6a2fa0", "#9a55d6", "#d9b8ff")  # a colour that nothing in this world has
LOOKS: Mapping[str, Sprite] = {
    "coin": SPRITES[Tile.COIN],
    "saw": SPRITES[Tile.SAW],
    "violet coin": disc(*VIOLET),
    "violet saw": teeth(*VIOLET),
    "red coin": disc(*RED),
    "nothing": SPRITES[Tile.SKY],
}


@dataclass(frozen=True)
class Repainted:
    """An agent to which tiles of one kind, coins or saws, look like something else."""

    agent: Any
    tile: Tile
    look: str

    @property
    def name(self) -> str:
        """The agent's name, and what looks like what."""
        return f"{policy_name(self.agent)}, {self.tile.name.lower()} as {self.look}"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The agent's actions (batch,), had the pictures looked like this."""
        seen = repaint(observations, states, {self.tile: LOOKS[self.look]})
        return self.agent.choose(seen, states, uniform)


def repaint(observations: np.ndarray, states: np.recarray, paint: Paint) -> np.ndarray:
    """The pictures (n, height, width, 3) of these states with such tiles painted otherwise; new.

    Where a figure stands before a tile, the figure stays.
    """
    bare = states.copy()
    bare.enemies = 0  # else an enemy before a coin would hide it from the list of tiles
    tiles = BatchSim(TRAIN, 1, "tiles").observe(bare)
    n, rows, columns = tiles.shape
    seen = np.array(observations)
    patches = seen.reshape(n, rows, AGENT_PIXELS, columns, AGENT_PIXELS, 3)
    for tile, sprite in paint.items():
        old, new = (rasterise(one, AGENT_PIXELS) for one in (SPRITES[tile], sprite))
        places = np.nonzero(tiles == tile)
        there = patches[places[0], places[1], :, places[2]]
        same = (there == old).all(axis=-1, keepdims=True)
        patches[places[0], places[1], :, places[2]] = np.where(same, new, there)
    return seen


# ── The sweep ───────────────────────────────────────────────────────────────────────────────

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
