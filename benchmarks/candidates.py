"""Which settings a search of recipes tries, and in which order: a function of what is measured.

First the recipe itself is measured with five seeds: with one it may take twice as long as with
another. Then every setting alone is changed, with two seeds. Then settings that helped are put
together, by chance. The best go on to three seeds, the best of these to five: successive halving
(Jamieson and Talwalkar 2016, arXiv 1502.07943). Whatever is asked is a function of the rows so far,
so a search that was interrupted goes on where it stopped.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from statistics import mean

import numpy as np

from course_lib.agents.ppo import PPO

Settings = dict[str, object]
# What a field may be instead. "minibatch" is in samples, "horizon" a factor of the recipe's steps,
# by which the learning rate falls slower or sooner.
# Those that are likelier to help come first, for the clock may end a search.
CHOICES: dict[str, tuple] = {
    "update_epochs": (2,),
    "gamma": (0.97, 0.95),
    "gae_lambda": (0.9, 0.8),
    "learning_rate": (4e-3, 5e-3, 2e-3, 1e-3),
    "minibatch": (128, 512),
    "ent_coef": (0.005, 0.02),
    "num_envs": (128, 512),
    "value_init_scale": (0.01, 1.0),
    "max_grad_norm": (5.0,),
    "hidden": (64, 96, 256),
    "channels": ((8, 16, 16), (8, 16, 32), (16, 32, 32)),
    "num_steps": (8, 32),
    "horizon": (0.5, 2.0),
    "vf_coef": (1.0,),
    "clip_coef": (0.3,),
}
COMBINED, SURVIVORS = 10, {3: 6, 5: 3}  # random joinings; how many go on to so many seeds
AT_FIRST = 2  # seeds
HELPED, NEVER = 0.97, 2.0  # of the recipe's own time; what counts for those with another goal
GIVEN_UP = 1.3  # times the seconds that a run had when it was given up: at least so long


def recipe_with(recipe: PPO, settings: Mapping[str, object]) -> PPO:
    """The recipe with these settings; ValueError, as PPO says it, if they do not go together."""
    known = {one.name: getattr(recipe, one.name) for one in fields(PPO)}
    changed = {**known, **{k: v for k, v in settings.items() if k in known}}
    samples = known["num_envs"] * known["num_steps"] // known["num_minibatches"]
    samples = int(settings.get("minibatch", samples))
    changed["num_minibatches"] = max(1, changed["num_envs"] * changed["num_steps"] // samples)
    changed["steps"] = int(known["steps"] * settings.get("horizon", 1.0))
    changed["channels"] = tuple(changed["channels"])
    return PPO(**changed)


def alone(recipe: PPO) -> Iterator[Settings]:
    """The recipe as it is, and with each of its settings changed by itself."""
    yield {}
    for name, choices in CHOICES.items():
        for value in choices:
            if value != getattr(recipe, name, None):
                yield {name: value}


def together(rows: Sequence[Mapping], recipe: PPO) -> Iterator[Settings]:
    """Joinings, by chance, of settings that helped by themselves."""
    singles = [one for one in alone(recipe) if len(one) == 1]
    ratios = {key_of(one): ratio(rows, one) for one in singles}
    better = [one for one in singles if (ratios[key_of(one)] or NEVER) < HELPED]
    better.sort(key=lambda one: ratios[key_of(one)])
    names = list(dict.fromkeys(next(iter(one)) for one in better))
    if len(names) < 2:
        return
    best = {name: next(one[name] for one in better if name in one) for name in names}
    drawn = np.random.default_rng(len(names))
    seen = []
    yield (first := {name: best[name] for name in names[:2]})
    seen.append(first)
    for _ in range(20 * COMBINED):
        count = int(drawn.integers(2, min(len(names), 5) + 1))
        some = [str(n) for n in drawn.choice(names, count, replace=False)]
        found = {name: _drawn(better, name, drawn) for name in sorted(some)}
        if found not in seen:
            seen.append(found)
            yield found
        if len(seen) == COMBINED:
            return


def _drawn(better: Sequence[Settings], name: str, drawn: np.random.Generator) -> object:
    """One of the values that helped, of this name."""
    values = [one[name] for one in better if name in one]
    return values[int(drawn.integers(len(values)))]


def key_of(settings: Mapping[str, object]) -> str:
    """A name for these settings, the same whatever their order."""
    return json.dumps(settings, sort_keys=True)


def next_run(rows: Sequence[Mapping], recipe: PPO, seeds: int = 5) -> tuple[Settings, int] | None:
    """What is to be measured next: settings and a seed; None when all is."""
    if (asked := _missing(rows, [{}], seeds)) is not None:
        return asked
    first = min(AT_FIRST, seeds)
    known = [one for one in alone(recipe) if _go_together(recipe, one)]
    if (asked := _missing(rows, known, first)) is not None:
        return asked
    known += [one for one in together(rows, recipe) if _go_together(recipe, one)]
    if (asked := _missing(rows, known, first)) is not None:
        return asked
    for count in sorted(SURVIVORS):
        if count > seeds:
            break
        ranked = sorted(known[1:], key=lambda one: ratio(rows, one) or NEVER)
        known = [{}, *ranked[: SURVIVORS[count]]]
        if (asked := _missing(rows, known, count)) is not None:
            return asked
    return None


def _go_together(recipe: PPO, settings: Settings) -> bool:
    try:
        recipe_with(recipe, settings)
    except ValueError:
        return False
    return True


def _missing(
    rows: Sequence[Mapping], known: Sequence[Settings], seeds: int
) -> tuple[Settings, int] | None:
    done = {(key_of(row["settings"]), row["seed"]) for row in rows}
    for seed in range(seeds):
        for settings in known:
            if (key_of(settings), seed) not in done:
                return settings, seed
    return None


def ratio(rows: Sequence[Mapping], settings: Settings, what: str = "seconds") -> float | None:
    """Mean time to the goal over seeds, as a share of the recipe's own mean; None without rows.

    Seeds are not paired: with other settings a seed meets other levels. A run that was given up
    counts `GIVEN_UP` times as long as it was; who came to want something else has `NEVER`.
    """
    key = key_of(settings)
    own = [row for row in rows if not row["settings"]]
    mine = [row for row in rows if key_of(row["settings"]) == key]
    if not own or not mine:
        return None
    if not all(row["same_goal"] for row in mine if row["reached"]):
        return NEVER
    return mean(_long(row, what) for row in mine) / mean(_long(row, what) for row in own)


def _long(row: Mapping, what: str) -> float:
    return row[what] * (1 if row["reached"] else GIVEN_UP)
