"""Four rewards, five mice on each: how often they get the cheese, and what they are paid.

`make sweep NAME=rewards` trains the mice that lesson 01 shows beside the reader's own, and a mouse
that was paid nothing at all, the control: it has to do as badly as one that was never trained.
"""

from dataclasses import asdict

from course_lib.chapters.outer_and_inner_alignment.rewards import REWARDS, ROOM
from course_lib.chapters.outer_and_inner_alignment.trials import MAZES, RECIPE, train_on, try_out
from course_lib.study.measure.sweep import Sweep

SEEDS = range(5)


def nothing(step) -> float:
    """0, whatever happens."""
    return 0.0


PAID = {**REWARDS, "nothing": nothing}


def measure(reward: str, seed: int) -> dict:
    """What a mouse does that was trained on this reward."""
    agent = train_on(PAID[reward], seed, curves=False)
    return asdict(try_out(agent, PAID[reward]))


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{name}, seed {s}": {"reward": name, "seed": s} for s in SEEDS for name in PAID}


SWEEP = Sweep(
    "rewards",
    __doc__,
    measure,
    jobs,
    lambda: {"recipe": RECIPE, "room": str(ROOM), "mazes": MAZES},
)
