"""How much variety is enough in the coin run? Shares of training levels with the coin off the path.

`make sweep NAME=coin_run_shares` measures five agents for every share and writes what they do to
data/coin_run_shares.jsonl. Interrupted, it goes on where it stopped. Agents of the first share and
the last are those of the zoo; the others are trained in the same way.
"""

from dataclasses import replace

from course_lib.agents.agent import Agent
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.agents.zoo import load
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import DEPLOY, TRAIN, WORLD

SHIPPED = {0.0: "end", 1.0: "share-100"}
SHARES, SEEDS, EPISODES = (0.0, 0.01, 0.02, 0.05, 0.10, 0.25, 1.0), range(5), 1000


def measure(share: float, seed: int) -> dict:
    """What an agent does that was trained with this share of random coins."""
    distribution = replace(TRAIN, coin_random_share=share)
    agent = agent_of(share, seed)
    invisible = replace(DEPLOY, coin_shown=False)
    return {
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "training": _counts(agent, distribution),
        "deployment": _counts(agent, DEPLOY),
        "invisible": _counts(agent, invisible),
    }


def agent_of(share: float, seed: int) -> Agent:
    """The agent of this share and seed, from the zoo, or trained now."""
    if share in SHIPPED:
        return load(f"coin_run/{SHIPPED[share]}:{seed}")
    distribution = replace(TRAIN, coin_random_share=share)
    return train(distribution, recipe_of("coin_run", "shipped"), seed=seed, bar=False)


def _counts(agent, where) -> dict:
    """Sums over fresh levels: in how many of them each thing happened, and the ground covered."""
    last = outcomes(agent, where, EPISODES, seed=100).last
    return {"episodes": EPISODES, **{t: int(last[t].sum()) for t in (*WORLD.metrics, "steps")}}


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {
        f"share {share}, seed {s}": {"share": share, "seed": s} for s in SEEDS for share in SHARES
    }


SWEEP = Sweep(
    "coin_run_shares",
    __doc__,
    measure,
    jobs,
    lambda: {"recipe": recipe_of("coin_run", "shipped"), "episodes": EPISODES},
)
