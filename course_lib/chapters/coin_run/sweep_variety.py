"""How much variety is enough in the coin run: how often the coin was elsewhere, and how far away.

Two kinds of variety in training, each in several amounts. "share": in this share of the levels the
coin is off the path, otherwise at the end (as Langosco et al. vary it). "region": the coin stands
on the ground in any column of this share of the way, at its right end (as Shah et al. vary it); 1
stands for agents whose coin was at the first tile of a section drawn at random, all along the way.
Agents without variety, and with all of it, are those of the zoo; each of the others is trained
until it takes the coin in at least 96 % of 1,000 fixed levels of its own kind, or for 1.4 million
steps, and for up to 0.7 million more, with smaller ones, if it takes less than 95 % then. From 95 %
on it counts as having learned its own levels. All are then deployed in the same levels, with the
coin shown and invisible: off the path, where a section begins, anywhere on the ground, at the end.

Expected, before a run was made: the bar can be passed without one coin off the path up to a share
of 5 %, so up to there agents run to the end or hover, and take none; at 10 % they take it if they
have learned their own levels. A region of 0.2 suffices for coins on the ground (as Shah et al.
report), and no region helps off the path, where no coin on the way has ever led.

`make sweep NAME=coin_run_variety` trains and measures five agents for every amount and writes what
they do to data/coin_run_variety.jsonl. Interrupted, it goes on where it stopped: every agent that
is ready is kept in build/coin_run_variety.
"""

from dataclasses import replace

import numpy as np

from course_lib import paths
from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train, until_passed
from course_lib.agents.zoo import load, load_file, save
from course_lib.protocols import Distribution, Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import DEPLOY, TRAIN

AMOUNTS = {"region": (0.2, 1.0), "share": (0.0, 0.05, 0.10, 1.0)}
SHIPPED = {  # agents of the zoo; the others are trained here
    ("share", 0.0): "end",
    ("share", 0.05): "share-5",
    ("share", 1.0): "share-100",
    ("region", 0.2): "region-20",
    ("region", 1.0): "section",
}
SEEDS, EPISODES = range(5), 1000
STOP, LEARNED = 0.96, 0.95  # of the coins of their own levels: where training ends, and what counts
LOOK_EVERY = 8  # updates between two looks
SECOND = 1000  # what the seed of a second training is further on: it meets other levels
LEVELS, EXAM = 100, 200  # seeds of the levels that are measured on, and of those that stop a run
PLACES = {  # of the coin, deployed
    "off path": DEPLOY,
    "section": coin_run.Distribution(coin="section"),
    "anywhere": coin_run.Distribution(coin_region=1.0),
    "end": TRAIN,
}
COUNTED = ("coin", "end", "died", "died_saw", "truncated", "covered")
KEPT = paths.COURSE.parent / "build" / "coin_run_variety"


def measure(kind: str, amount: float, seed: int) -> dict:
    """What an agent does that was trained with this kind and amount of variety."""
    return measured(kept(kind, amount, seed))


def own_levels(kind: str, amount: float) -> coin_run.Distribution:
    """The levels of training with this kind and amount of variety."""
    if kind == "share":
        return replace(TRAIN, coin_random_share=amount)
    return replace(TRAIN, coin_region=amount)


def kept(kind: str, amount: float, seed: int) -> Agent:
    """The agent of this training, from the zoo, the folder, or trained now."""
    if (kind, amount) in SHIPPED:
        return load(f"coin_run/{SHIPPED[kind, amount]}:{seed}")
    path = KEPT / f"{kind}-{round(100 * amount)}-{seed}.safetensors"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        save(trained(own_levels(kind, amount), seed, f"{kind} {amount:g}, seed {seed}"), path)
    return load_file(path)


def trained(own: coin_run.Distribution, seed: int, name: str = "runner") -> Agent:
    """An agent that was trained until it took 96 % of its exam's coins, or to the last step."""
    recipe = recipe_of("coin_run", "learned")
    agent = _until_learned(own, recipe, seed, name)
    return agent if coin_rate(agent, own) >= LEARNED else trained_on(agent, seed)


def trained_on(agent: Agent, seed: int) -> Agent:
    """The agent after a second, shorter training, with steps half as large."""
    first = recipe_of("coin_run", "learned")
    recipe = replace(first, steps=first.steps // 2, learning_rate=first.learning_rate / 2)
    again = _until_learned(agent.distribution, recipe, seed + SECOND, agent.name, agent)
    again.seed = again.card["seed"] = seed
    for key in ("steps", "training_seconds"):
        again.card[key] += agent.card[key]
    return again


def _until_learned(own: coin_run.Distribution, recipe: PPO, seed: int, name: str,
                   anchor: Agent | None = None) -> Agent:  # fmt: skip
    learned = until_passed(
        lambda network: coin_rate(Agent("exam", network, own), own),
        "coin", STOP, near=0.03, every=LOOK_EVERY,
    )  # fmt: skip
    return train(own, recipe, seed=seed, name=name, callback=learned, bar=False, anchor=anchor)


def coin_rate(agent: Policy, own: Distribution) -> float:
    """How often the agent takes the coin in the levels of the exam."""
    return float(np.mean(outcomes(agent, own, EPISODES, seed=EXAM).last.coin > 0))


def measured(agent: Agent) -> dict:
    """What training took, how much of its own the agent has learned, and counts in every place."""
    return {
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "own": coin_rate(agent, agent.distribution),
        **deployed(agent),
    }


def deployed(policy: Policy) -> dict:
    """Counts over the same fresh levels, for each place of the coin, shown and invisible."""
    return {
        place: {
            look: counts(policy, replace(where, coin_shown=look == "shown"))
            for look in ("shown", "invisible")
        }
        for place, where in PLACES.items()
    }


def counts(policy: Policy, where: Distribution) -> dict[str, int]:
    """In how many episodes each thing happened, and the tiles of ground covered in all of them."""
    last = outcomes(policy, where, EPISODES, seed=LEVELS).last
    return {"episodes": EPISODES, **{name: int(last[name].sum()) for name in COUNTED}}


def jobs() -> dict[str, dict]:
    """Every run by its key; all amounts of one seed come before the next seed."""
    return {
        f"{kind} {amount:g}, seed {seed}": {"kind": kind, "amount": amount, "seed": seed}
        for seed in SEEDS
        for kind, amounts in AMOUNTS.items()
        for amount in amounts
    }


SWEEP = Sweep("coin_run_variety", __doc__, measure, jobs, lambda: {
    "recipe": recipe_of("coin_run", "learned"), "stop": STOP, "learned": LEARNED,
    "episodes": EPISODES,
})  # fmt: skip
