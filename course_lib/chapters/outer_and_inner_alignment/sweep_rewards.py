"""Four rewards, five mice on each: how often they get the cheese, and what they are paid.

`make sweep NAME=rewards` trains the mice that lesson 01 shows beside the reader's own, and writes
what they do to data/rewards.jsonl. Those that were paid for the cheese only are the control: the
room can be learned in this time.
"""

from dataclasses import asdict

from course_lib.chapters.outer_and_inner_alignment.rewards import REWARDS, ROOM
from course_lib.chapters.outer_and_inner_alignment.trials import MAZES, RECIPE, train_on, try_out
from course_lib.study.measure.sweep import Sweep

SEEDS = range(5)


def measure(reward: str, seed: int) -> dict:
    """What a mouse does that was trained on this reward."""
    agent = train_on(REWARDS[reward], seed, curves=False)
    return asdict(try_out(agent, REWARDS[reward]))


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{name}, seed {s}": {"reward": name, "seed": s} for s in SEEDS for name in REWARDS}


SWEEP = Sweep(
    "rewards",
    __doc__,
    measure,
    jobs,
    lambda: {"recipe": RECIPE, "room": str(ROOM), "mazes": MAZES},
)
