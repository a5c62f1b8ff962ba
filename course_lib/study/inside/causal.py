"""Causal tests of a picture: take a thing out of the world, and see what the agent makes of it.

A picture of attributions is a claim: this thing raises the value by so much. The test is the same
state without the thing. All comparisons are within a state, so intervals are of differences.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from course_lib.engine.platforms import (
    ENEMIES,
    GROUND,
    MAX_COLUMNS,
    PIT,
    ROWS,
    SAW,
    SKY,
    TILE,
    TURF,
)
from course_lib.engine.streams import Stream
from course_lib.study.inside.attribution import LAYER, STEPS, attribution, usual
from course_lib.study.inside.factors import Factors
from course_lib.study.inside.layers import Edited
from course_lib.study.inside.moments import (
    KINDS,
    StateSample,
    around,
    chance_of_right,
    observe,
    sample_states,
    standing,
)
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.policies import as_list, policy_name
from course_lib.study.measure.stats import bootstrap_mean, interval, over_seeds
from course_lib.study.measure.tables import Table, row_of
from course_lib.worlds.coin_run import RUNWAY, TRAIN, Distribution

THINGS = ("coin", "wall", "saw", "enemy", "pit")
CONDITIONS = (
    "coin, wall",
    "no coin, wall",
    "coin, no wall",
    "no coin, no wall",
    "coin moved, wall",
)
HARD = Distribution(length=(24, 36), difficulty=(8, 10))  # a part of what TRAIN draws from
MOVED = 3  # tiles up: in the picture still, and where no coin ever was in training

# ── Taking things out ───────────────────────────────────────────────────────────────────────


def without(states: np.recarray, thing: str) -> np.recarray:
    """Copies of the records from which all things of one kind are gone."""
    if thing not in THINGS:
        raise ValueError(f"thing must be one of {', '.join(THINGS)}, not {thing!r}")
    states = states.copy()
    if thing == "coin":
        states.coin_shown = False
    elif thing == "enemy":
        states.enemies = 0
    elif thing == "saw":
        states.tiles[states.tiles == SAW] = SKY
    for s in states:
        if thing == "pit":
            fill_pits(s.tiles.reshape(ROWS, MAX_COLUMNS))
        elif thing == "wall":
            open_end(s, s.tiles.reshape(ROWS, MAX_COLUMNS))
    return states


def fill_pits(tiles: np.ndarray) -> None:
    """Put ground with turf where the level has pits."""
    pit = tiles == PIT
    top = pit.copy()
    top[1:] &= ~pit[:-1]
    tiles[pit] = GROUND
    tiles[top] = TURF


def open_end(s, tiles: np.ndarray) -> None:
    """Let the ground go on where the level's last wall stands, six tiles further."""
    last = int(s.length) - 1
    tiles[:, last : last + RUNWAY] = tiles[:, [last - 1]]
    tiles[:, last : last + RUNWAY][np.isin(tiles[:, last : last + RUNWAY], [SAW])] = SKY
    tiles[:, last + RUNWAY] = GROUND
    s.length += RUNWAY


def close_end(states: np.recarray) -> np.recarray:
    """Copies of the records with a wall right behind the coin's column, as in training."""
    states = states.copy()
    for s in states:
        column = int(s.coin_at) % MAX_COLUMNS + 1
        s.tiles.reshape(ROWS, MAX_COLUMNS)[:, column] = GROUND
        s.length = column + 1
        kept = np.flatnonzero(s.home_at[: s.enemies] % MAX_COLUMNS < column)
        for name in ("home_at", "enemy_x", "enemy_way"):
            values = np.zeros(ENEMIES, np.int16)
            values[: len(kept)] = s[name][kept]
            s[name] = values
        s.enemies = len(kept)
    return states


# ── Does the value follow the picture? ──────────────────────────────────────────────────────


def claims(
    agent: Any,
    seen: StateSample,
    layer: str = LAYER,
    steps: int = STEPS,
    seed: int = 0,
    baseline: np.ndarray | None = None,
    things: Sequence[str] = ("coin", "wall", "saw"),
) -> list[dict]:
    """For each thing, what the picture says of it, and what the value loses without it.

    picture: the attribution of the places within one tile of such a thing, summed. value: the
    value with it minus the value without. actor: how much probability goes to other actions
    without it (total variation). One state of each level in which the thing is in view.
    """
    kinds, rows = seen.kinds, []
    for thing in things:
        there = kinds == KINDS.index(thing)
        chosen = seen.one_a_level(there.any((1, 2)), seed)
        states = seen.records[chosen]
        if not len(chosen):
            continue
        pictures, less = (observe(seen.distribution, s) for s in (states, without(states, thing)))
        found = attribution(agent, pictures, "value", layer, steps, baseline)
        claimed = (found.parts.sum(3) * around(there[chosen])).sum((1, 2))
        (before, values), (after, left) = agent.evaluate(pictures), agent.evaluate(less)
        rows.append({"agent": policy_name(agent), "thing": thing, "levels": len(chosen),
                     "picture": claimed, "value": values - left,
                     "actor": np.abs(before - after).sum(1) / 2})  # fmt: skip
    return rows


def hard_moments(agent: Any, levels: int = 900, every: int = 4) -> StateSample:
    """States of hard and long levels of the training kind, which hold more of everything."""
    return sample_states(agent, HARD, levels, every)


def all_claims(agents: Sequence, levels: int = 1000) -> list[dict]:
    """The claims about several agents, each in its own states of hard levels."""
    return [row for one in agents for row in claims(one, hard_moments(one, levels))]


def version_words(agent: Any, seen: StateSample) -> str:
    """The claims of two other pictures of the same network: another layer, another baseline."""
    start = usual(agent, seen.pictures[::10])
    versions = {
        "layer tiles": claims(agent, seen, layer="tiles"),
        "the usual": claims(agent, seen, baseline=start),
    }
    return "\n".join(f"{name}\n{claim_words(rows)}\n" for name, rows in versions.items())


def claim_words(rows: Sequence[Mapping]) -> str:
    """What the picture claims beside what happens, a line for each thing."""
    lines = ["thing    levels  the picture says           removal takes away         same sign   r"]
    for row in rows:
        claim, effect = (interval_text(interval(row[k]), "+.3f") for k in ("picture", "value"))
        same = np.mean(np.sign(row["picture"]) == np.sign(row["value"]))
        lines.append(f"{row['thing']:8} {row['levels']:6}  {claim:25}  {effect:25}  "
                     f"{same:8.0%} {_correlation(row['picture'], row['value']):+.2f}")  # fmt: skip
    return "\n".join(lines)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if len(one) < 2 or np.std(one) == 0 or np.std(other) == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


# ── Coin and wall apart ─────────────────────────────────────────────────────────────────────


def conditions(agents: Any, levels: int = 800, distance: int = -3, seed: int = 0) -> list[dict]:
    """Value and chance of going right, for coin and wall there or not, at two places.

    At the "end", as in training, and in the "middle" of the level, where the wall is painted, and
    cuts the level off. The runner stands `distance` tiles from the coin. "coin moved": it hangs
    three tiles higher. Rows hold an array of one number a level.
    """
    rows = []
    for place in ("end", "middle"):
        open_levels = Distribution(coin=place, wall=False)
        states = standing(open_levels, levels, distance, seed)
        states = states[_room_above(states)]
        for agent in as_list(agents):
            for condition in CONDITIONS:
                changed = _arranged(states, condition)
                probabilities, values = agent.evaluate(observe(open_levels, changed))
                rows.append({"agent": policy_name(agent), "place": place, "condition": condition,
                             "levels": len(states), "value": values,
                             "right": chance_of_right(probabilities)})  # fmt: skip
    return rows


def _room_above(states: np.recarray) -> np.ndarray:
    """Where the coin can be moved up: into the sky, and still within the picture."""
    moved = states.coin_at - MOVED * MAX_COLUMNS
    height, _ = TRAIN.sight
    inside = moved // MAX_COLUMNS >= states.y // TILE - height // 2
    return inside & (states.tiles[np.arange(len(states)), moved] == SKY)


def _arranged(states: np.recarray, condition: str) -> np.recarray:
    """The records with coin and wall as the condition says."""
    changed = states.copy() if "no wall" in condition else close_end(states)
    changed.coin_shown = not condition.startswith("no coin")
    if "moved" in condition:
        changed.coin_at -= MOVED * MAX_COLUMNS
    return changed


EFFECTS = {  # a name: what is compared with what
    "the coin, beside the wall": ("coin, wall", "no coin, wall"),
    "the coin, without a wall": ("coin, no wall", "no coin, no wall"),
    "the wall, with the coin": ("coin, wall", "coin, no wall"),
    "the wall, without a coin": ("no coin, wall", "no coin, no wall"),
    "moving the coin up": ("coin moved, wall", "coin, wall"),
}


def effects(rows: Sequence[Mapping], what: str = "value") -> Table:
    """A table of what coin and wall each add, level by level, with intervals."""
    by = {(r["agent"], r["place"], r["condition"]): r[what] for r in rows}
    found = []
    for agent in dict.fromkeys(row["agent"] for row in rows):
        for place in dict.fromkeys(row["place"] for row in rows):
            for name, (one, other) in EFFECTS.items():
                change = by[agent, place, one].astype(float) - by[agent, place, other]
                found.append(row_of(agent, place, name, change, bootstrap_mean))
    return Table(found, counts=frozenset(EFFECTS))


def effect_words(rows: Sequence[Mapping]) -> str:
    """What coin and wall each add, as means over agents with 95 % intervals over agents."""
    lines = ["place   what changes".ljust(36) + "the value".ljust(27) + "the chance of going right"]
    tables = [effects(rows, what) for what in ("value", "right")]
    agents = list(dict.fromkeys(row["agent"] for row in rows))
    for place in dict.fromkeys(row["place"] for row in rows):
        for name in EFFECTS:
            value, right = (
                interval_text(over_seeds(table.means(agents, place, name)), "+.3f")
                for table in tables
            )
            lines.append(f"{place:6}  {name:26}  {value:25}  {right}")
    levels = sorted({row["levels"] for row in rows})
    return "\n".join(
        [*lines, f"{len(agents)} agents; {levels[0]} to {levels[-1]} levels a condition"]
    )


def head_words(rows: Sequence[Mapping]) -> str:
    """How far each head moves when a thing is gone: means over agents, intervals over agents."""
    lines = [
        "without the …  critic: change of value    actor: other actions     levels, each agent"
    ]
    for thing in dict.fromkeys(row["thing"] for row in rows):
        chosen = [row for row in rows if row["thing"] == thing]
        critic = over_seeds([row["value"].mean() for row in chosen])
        actor = over_seeds([row["actor"].mean() for row in chosen])
        change = interval_text((-critic[0], -critic[2], -critic[1]), "+.3f")
        moved = interval_text(actor, ".3f")
        levels = " ".join(str(row["levels"]) for row in chosen)
        lines.append(f"{thing:13}  {change:25}  {moved:23}  {levels}")
    return "\n".join(lines)


# ── Blind to one factor ─────────────────────────────────────────────────────────────────────


def blind(direction: np.ndarray) -> Callable:
    """An edit that takes a direction (channels,) out of a layer's activation, at every place.

    What is left has no part along it: the next layer cannot know of it.
    """
    unit = torch.from_numpy((direction / np.linalg.norm(direction)).astype(np.float32))

    def edit(activation):
        along = torch.tensordot(activation, unit, dims=([1], [0]))
        return activation - along.unsqueeze(1) * unit.view(1, -1, *[1] * (activation.ndim - 2))

    return edit


def blinded(agent: Any, factors: Factors, controls: int = 3, seed: int = 0) -> list[Edited]:
    """The agent blind to each factor in turn, and as controls to random mixtures of channels."""
    rng = np.random.default_rng([seed, Stream.RANDOM_MIXTURES])
    found = [
        Edited(agent, factors.layer, blind(way), f"blind to {name}")
        for name, way in zip(factors.names, factors.directions, strict=True)
    ]
    for n in range(controls):
        way = rng.dirichlet(np.ones(factors.directions.shape[1]))
        found.append(Edited(agent, factors.layer, blind(way), f"blind to random {n + 1}"))
    return found


CAUSES = ("coin", "end", "died_pit", "died_saw", "died_enemy")


def deaths(policies: Sequence, distribution=TRAIN, episodes: int = 500, seed: int = 0) -> Table:
    """A table of how episodes end: coin, end without it, and deaths by cause, with intervals."""
    rows = []
    for policy in policies:
        last = outcomes(policy, distribution, episodes, seed).last
        rows += [row_of(policy_name(policy), "training", cause, last[cause]) for cause in CAUSES]
    return Table(rows)
