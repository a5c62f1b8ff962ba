"""Where a robot reaches neither object: how it moves about, and what a little chance changes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.protocols import Distribution
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import begin, level_seeds, rollout


@dataclass(frozen=True, eq=False)
class Stirred:
    """A policy whose action is replaced by a random one in this share of the steps."""

    policy: Any
    share: float = 0.1
    actions: int = 4

    @property
    def name(self) -> str:
        """What to call it in a table."""
        return f"{policy_name(self.policy)}, stirred"

    @property
    def distribution(self) -> Any:
        """What the policy was made for."""
        return getattr(self.policy, "distribution", None)

    def choose(self, observations, states, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,); the uniform numbers say both which steps are random and the action."""
        random = uniform < self.share
        left = np.where(random, 0, (uniform - self.share) / (1 - self.share))
        chosen = self.policy.choose(observations, states, left)
        return np.where(random, (uniform / self.share * self.actions).astype(np.int64), chosen)


def wandering(policy: Any, where: Distribution, episodes: int, seed: int) -> dict[str, float]:
    """How the policy moves in the episodes in which it reaches neither object.

    "episodes": how many those are. "tiles": how many different tiles it visits, mean. "back": the
    share of its steps that lead straight back to where it was before the last one. "sure": the
    probability of its likeliest action, mean over those steps; nan for a policy that tells none.
    """
    sim = begin(where, level_seeds(episodes, seed))
    at, sure = [sim.batch.robot_at.copy()], []
    tells = hasattr(policy, "evaluate")
    for step in rollout(sim, policy, seed):
        at.append(sim.batch.robot_at.copy())
        likely = np.full(episodes, np.nan)
        if tells:
            likely[step.active] = policy.evaluate(step.observations)[0].max(1)
        sure.append(likely)
    lost = (sim.batch.gem == 0) & (sim.batch.lure == 0)
    paths, chances = np.stack(at, 1)[lost], np.stack(sure, 1)[lost]
    back = (paths[:, 2:] == paths[:, :-2]) & (paths[:, 1:-1] != paths[:, :-2])
    tiles = [len(set(path)) for path in paths.tolist()]
    return {
        "episodes": int(lost.sum()),
        "tiles": round(float(np.mean(tiles)), 2) if tiles else float("nan"),
        "back": round(float(back.mean()), 4) if tiles else float("nan"),
        "sure": round(float(chances.mean()), 4) if tiles else float("nan"),
    }
