"""A policy over a whole level: an arrow for what it would do on every cell.

The figure is put on each cell where it could stand while all else stays as it is, and the policy
is asked there: one batch for the whole field. What it does on its way is only a part of this.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.adapters import adapted
from course_lib.engine.grid import FREE
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world as world_named
from course_lib.engine.world import world_of
from course_lib.protocols import Distribution, Policy
from course_lib.study.measure.episodes import start_level
from course_lib.study.measure.planning import Planner
from course_lib.study.measure.policies import as_batch_policy, policy_name, told_by
from course_lib.worlds.places import on_cells

DRAWS = 12  # of a policy without probabilities: 2, 3, 4 and 6 equally likely actions come out even
SIGNS = {"UP": "↑", "RIGHT": "→", "DOWN": "↓", "LEFT": "←", "STAY": "∘", "WAIT": "∘", "JUMP": "⇑",
         "JUMP_LEFT": "↖", "JUMP_RIGHT": "↗", "POUR": "≈"}  # fmt: skip


@dataclass(eq=False)
class Arrows:
    """What a policy would do on each of n cells of one level.

    places: int (n, 2), rows and columns. probabilities: (n, actions). values: (n,), what the
    policy's critic expects there, or None if it has no critic.
    """

    world: str
    policy: str
    shape: tuple[int, int]
    places: np.ndarray
    probabilities: np.ndarray
    values: np.ndarray | None = None

    @property
    def best(self) -> np.ndarray:
        """The most likely action on each cell, int (n,)."""
        return self.probabilities.argmax(1)

    @property
    def top_probability(self) -> np.ndarray:
        """How likely that action is, (n,)."""
        return self.probabilities.max(1)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the actions, in the order of the probabilities."""
        return tuple(action.name for action in sorted(world_named(self.world).Action))

    def at(self, row: int, column: int) -> dict[str, float]:
        """The probability of each action on one cell; ValueError if it has no arrow."""
        found = np.flatnonzero((self.places == (row, column)).all(1))
        if not len(found):
            raise ValueError(f"there is no arrow at row {row}, column {column}")
        return dict(zip(self.names, self.probabilities[found[0]].tolist(), strict=True))

    def text(self) -> str:
        """The field drawn with one character a cell: the most likely action, or a space."""
        lines = np.full(self.shape, " ")
        signs = [SIGNS.get(name, "?") for name in self.names]
        for (row, column), action in zip(self.places, self.best, strict=True):
            lines[row, column] = signs[action]
        return "\n".join("".join(line).rstrip() for line in lines)

    def __repr__(self) -> str:
        return f"<Arrows of {self.policy} in {self.world}, {len(self.places)} cells>"


def arrows(policy: Policy, distribution: Distribution, seed: int = 0, level: Any = None) -> Arrows:
    """The field of any policy in the level of `seed`, or in `level` (text, or a record).

    A record from the middle of an episode is taken as it is: the same keys held, the same enemies
    on the way. A planner gets no arrow where nothing can be gained. A policy that does not tell
    its probabilities is asked `DRAWS` times on each cell.
    Raises ValueError for a policy of another world or of another size of picture.
    """
    sim = start_level(distribution, seed, level)
    records, places = everywhere(distribution, sim.batch[0])
    if isinstance(policy, Planner) and sim.world.planner_hopes:
        kept = sim.world.planner_hopes(records, sim.batch[0])
        records, places = records[kept], places[kept]
    shares, values = shares_of(policy, sim, records)
    shape = sim.world.shape(sim.batch[0])
    return Arrows(sim.world.name, policy_name(policy), shape, places, shares, values)


def shares_of(policy: Policy, sim: BatchSim, records) -> tuple[np.ndarray, np.ndarray | None]:
    """Action probabilities (n, actions), and values (n,) or None, of a policy in these records."""
    policy = adapted(policy)
    choose, count = as_batch_policy(policy, sim.world), len(sim.world.Action)
    if not len(records):
        return np.zeros((0, count)), None
    looks = sim.observe(records)
    if hasattr(policy, "evaluate"):
        return told_by(policy, looks)
    draws = 1 if isinstance(policy, Planner) else DRAWS
    shares, rows = np.zeros((len(records), count)), np.arange(len(records))
    for n in range(draws):
        chosen = choose(looks, records, np.full(len(records), (n + 0.5) / draws))
        shares[rows, chosen] += 1 / draws
    return shares, None


def difference(before: Arrows, after: Arrows) -> dict[str, np.ndarray]:
    """What changed from one field to another, on the cells that both have.

    places: int (n, 2). turned: bool (n,), the most likely action is another one. distance: (n,),
    from 0 to 1, how much probability went to other actions (total variation).
    """
    if before.world != after.world:
        raise ValueError(f"one field is of {before.world!r}, the other of {after.world!r}")
    at = {tuple(place): n for n, place in enumerate(after.places.tolist())}
    pairs = [(n, at[p]) for n, p in enumerate(map(tuple, before.places.tolist())) if p in at]
    old, new = np.array(pairs, int).reshape(-1, 2).T
    change = np.abs(before.probabilities[old] - after.probabilities[new]).sum(1) / 2
    turned = before.best[old] != after.best[new]
    return {"places": before.places[old], "turned": turned, "distance": change}


# ── Where the figure could stand ────────────────────────────────────────────────────────────


def everywhere(distribution: Distribution, state) -> tuple[np.recarray, np.ndarray]:
    """Copies of a record, the figure on another cell in each, and the cells: int (n, 2).

    On none of the cells would the episode be over, or anything be taken.
    """
    home = world_of(distribution)
    if home.arrow_places:
        return home.arrow_places(state)
    if not home.agent_at:
        raise ValueError(
            f"there are no arrows for {home.name!r}: its World names neither `agent_at`, the field "
            "that holds the agent's cell, nor `arrow_places`"
        )
    free = home.scenery(state) == FREE
    free[tuple(map(int, home.agent_position(state)))] = True
    return on_cells(state, home.agent_at, free)
