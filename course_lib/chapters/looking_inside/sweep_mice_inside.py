"""Inside the mice: what can be read of the cheese, what is used, and can a mouse be sent elsewhere?

Thirty networks: five seeds each of mice that were trained with the cheese in the corner, in a
region of side 2, of side 5, and anywhere; five more of the last kind that were trained until they
got it in 96 %; and five of random weights. Three questions are put to each.

*Read*: a linear probe for the cheese's cell on three layers, beside control tasks with nearly the
same blind guess; error on 1,000 held-out mazes, as a share of the blind guess.
*Steered*: chance of the first step toward the cheese, and toward the corner, at 400 forks, when the
cheese vector or the corner vector is added to the layer `nearby` or subtracted, beside random
vectors of the same length and beside the picture with the thing painted out.
*Sent*: how often the mouse comes to a target off its way before it has the cheese, in 240 mazes,
with three cheese channels clamped there, with three others, and with the cheese put there; counted
by how many steps the target is farther from the mouse than the cheese.

Expected, before five seeds were measured (one network of each kind had been looked at): from
`nearby` the cheese can be read in all mice and in untrained networks; from `mind` only where cheese
was found off the corner. Subtracting the cheese vector turns mice of side 5 and of anywhere from
the cheese, at least half as much as painting it out does, and moves mice of the corner and of side
2 no more than a random vector. Adding it makes nobody keener. The corner vector, subtracted, does
nothing to anybody; added, it takes corner mice *off* the corner (.97 to .80 in mouse 0). Clamping
sends mice of anywhere to the target much more often than other channels do, less often the farther
it lies off the way, and corner mice hardly at all.

Changed after a first measurement: in 67 of the first 240 mazes the cheese lay *on* the way to the
target, and no mouse could come there without it (none did, of the two looked at); so it seemed that
clamping does much less than a real cheese. Such mazes are left out now, and mazes are sorted by how
much farther than the cheese the target is. Corner mice step to the cheese so seldom that it can
hardly become rarer, so "all steps" was added, too: how much probability goes to other steps than
before (total variation).

`make sweep NAME=mice_inside` measures what is missing in data/mice_inside.jsonl.
"""

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.zoo import load
from course_lib.study.inside import probes, retargeting, steering
from course_lib.study.measure.sweep import Sweep

TRAINED = ("corner", "region-2", "region-5", "anywhere", "everywhere")
KINDS, SEEDS = (*TRAINED, "untrained"), range(5)
LAYER, FORKS, MAZES = "nearby", 400, 60
FARTHER = (-99, 1, 5, 9)  # the least of each bin of steps by which the target is farther


def measure(kind: str, seed: int) -> dict:
    """What one network lets be read, how it is steered, and where it is sent."""
    agent = mouse(kind, seed)
    return {
        "read": probes.read_out(agent),
        "steered": {thing: moved(agent, thing) for thing in steering.THINGS},
        "sent": sent(agent),
    }


def mouse(kind: str, seed: int) -> Agent:
    """A shipped mouse; or one of random weights, another for each seed."""
    return probes.fresh(load("maze/corner"), seed) if kind == "untrained" else load(
        f"maze/{kind}:{seed}"
    )  # fmt: skip


def moved(agent: Agent, thing: str) -> dict:
    """For each version the mean chances of a step toward cheese and corner; and of other steps."""
    found = steering.steer(agent, thing, LAYER, FORKS)
    return {version: {what: round(float(values.mean()), 4) for what, values in each.items()}
            for version, each in found.items()}  # fmt: skip


def sent(agent: Agent) -> dict:
    """For each version [arrivals, mazes] by how much farther than the cheese the target is."""
    found = retargeting.retargeted(agent, mazes=MAZES)
    which = np.digitize(found["farther"], FARTHER)  # 1 for the first bin
    told = {}
    for version in retargeting.VERSIONS:
        told[version] = {
            least: [int(found[version][which == number].sum()), int((which == number).sum())]
            for number, least in enumerate(FARTHER, start=1)
        }
    return told


def jobs() -> dict[str, dict]:
    """Every network by its key."""
    return {f"{kind}, seed {s}": {"kind": kind, "seed": s} for kind in KINDS for s in SEEDS}


SWEEP = Sweep("mice_inside", __doc__, measure, jobs, lambda: {
    "layer": LAYER, "forks": FORKS, "mazes_per_target": MAZES, "targets": retargeting.TARGETS,
    "clamped_channels": retargeting.CHANNELS, "farther": FARTHER, "layers_read": probes.READ,
})  # fmt: skip
