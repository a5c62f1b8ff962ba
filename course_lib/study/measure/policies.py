"""What counts as a policy, and the simplest one.

Anything with `act(observation) -> action` is a policy, and so is a plain function, or a model with
`predict(observation) -> (action, state)`, as Stable-Baselines3's are. A policy that
has `choose(observations, states, uniform)` is asked for a whole batch at once, which is faster;
`states` are the true records (only planners may look), `uniform` one random number each.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.adapters import adapted, in_words
from course_lib.checks import as_items, is_sequence, shown
from course_lib.engine.checks import is_whole
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution, Evaluating, Policies, Policy


@dataclass(frozen=True)
class RandomPolicy:
    """A policy to which every action is equally likely."""

    actions: int
    name: str = "random"

    def choose(self, observations, states, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,) from uniform numbers (batch,)."""
        return (uniform * self.actions).astype(np.int64)

    def act(self, observation) -> int:
        """A random action."""
        return int(np.random.default_rng().integers(self.actions))


def as_list(policies: Policies) -> list:
    """A list of the policies, also if it is a single one."""
    several = is_sequence(policies)
    return as_items("policies", policies, "policies", 0, 10_000) if several else [policies]


def random_policy(distribution: Distribution) -> RandomPolicy:
    """A policy that presses the buttons of this distribution's world at random."""
    return RandomPolicy(len(world_of(distribution).Action))


@dataclass(frozen=True)
class Greedy:
    """Another policy's most likely action, always: no chance is left in it."""

    policy: Evaluating

    def __post_init__(self):
        if not hasattr(self.policy, "evaluate"):
            raise ValueError(
                f"{in_words(self.policy)} does not tell its probabilities, "
                "so nothing can be greedy about it; a trained agent does"
            )

    @property
    def name(self) -> str:
        """What to call it in a table."""
        return f"{policy_name(self.policy)}, greedy"

    @property
    def distribution(self) -> Any:
        """What the policy was made for."""
        return getattr(self.policy, "distribution", None)

    def evaluate(self, observations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The policy's own probabilities and values."""
        return self.policy.evaluate(observations)

    def choose(self, observations, states, uniform) -> np.ndarray:
        """The most likely actions (batch,)."""
        return self.evaluate(observations)[0].argmax(1)


def told_by(policy: Any, observations: np.ndarray) -> tuple[Any, Any]:
    """What a policy tells of observations (n, …): probabilities and values, either may be None.

    Raises ValueError for an answer that is no such pair.
    """
    told = policy.evaluate(observations)
    if not isinstance(told, tuple | list) or len(told) != 2:
        raise ValueError(
            f"evaluate of the policy {policy_name(policy)!r} must give (probabilities, values), "
            f"not {shown(told)}"
        )
    return told[0], told[1]


def policy_name(policy: Policy) -> str:
    """What to call a policy in a table."""
    return str(getattr(policy, "name", "") or getattr(policy, "__name__", type(policy).__name__))


def as_batch_policy(policy: Policy, world: World) -> Callable[..., np.ndarray]:
    """A function (observations, states, uniform) -> actions (batch,), whatever the policy is.

    Raises TypeError if it is no policy, ValueError if it was trained in another world.
    """
    policy = adapted(policy)
    trained_on = getattr(policy, "distribution", None)
    if trained_on is not None and world_of(trained_on) is not world:
        home = world_of(trained_on).name
        raise ValueError(f"{policy_name(policy)!r} was made for {home!r}, not for {world.name!r}")
    check_policy(policy)
    if hasattr(policy, "choose"):
        return lambda seen, states, uniform: _checked_batch(
            policy.choose(seen, states, uniform), len(uniform), policy
        )
    act = _acting(policy)

    def one_by_one(observations, states, uniform):
        return np.array([_checked(act(o), policy, world) for o in observations])

    return one_by_one


def check_policy(policy: Any) -> None:
    """Raise TypeError for what is no policy, or a class of policies, or takes no observation."""
    asked = [name for name in ("choose", "act", "predict") if hasattr(policy, name)]
    if isinstance(policy, np.ndarray | np.generic) or not (asked or callable(policy)):
        raise TypeError(
            "a policy is a function, or has act(observation) or predict(observation), "
            f"not {shown(policy)}"
        )
    needs_none = (staticmethod, classmethod)  # a class whose methods need no object is one itself
    if isinstance(policy, type) and not any(
        isinstance(inspect.getattr_static(policy, name), needs_none) for name in asked
    ):
        raise TypeError(f"a policy is an object, and {shown(policy)} is a class: make one of it")
    if not asked:
        try:
            inspect.signature(policy).bind(np.zeros(1))
        except TypeError as problem:
            raise TypeError(
                f"the policy {shown(policy)} must take one observation: {problem}"
            ) from None
        except ValueError:  # one of Python's own, which does not tell
            return


def _acting(policy: Any) -> Callable[[np.ndarray], Any]:
    """What gives the policy's action for one observation."""
    if hasattr(policy, "act"):
        return policy.act
    if hasattr(policy, "predict"):
        return lambda observation: _predicted(policy, observation)
    return policy


def _predicted(policy: Any, observation: np.ndarray) -> Any:
    """The action of a policy that gives it with a hidden state, as Stable-Baselines3's do."""
    found = policy.predict(observation)
    if not isinstance(found, tuple | list) or not found:
        raise ValueError(
            f"predict of the policy {policy_name(policy)!r} must give (action, state), "
            f"not {shown(found)}"
        )
    return found[0]


def _checked_batch(actions: Any, count: int, policy: Policy) -> np.ndarray:
    """Actions as an array (count,); ValueError that names the policy if they are no such thing."""
    try:
        found = np.asarray(actions)
    except (ValueError, MemoryError):  # lists of different lengths; a range without end
        found = np.empty((), object)
    if found.shape != (count,) or found.dtype.kind not in "iu":
        raise ValueError(
            f"policy {policy_name(policy)!r} was asked for {count} actions, "
            f"and returned {shown(actions)}"
        )
    return found


def _checked(action: Any, policy: Policy, world: World) -> int:
    """The action as an int; ValueError that names the policy if it is not one."""
    count = len(world.Action)
    if isinstance(action, np.ndarray) and action.ndim == 0:
        action = action[()]  # a number, which numpy wrapped
    if not is_whole(action) or not 0 <= action < count:
        names = ", ".join(f"{a.value} {a.name}" for a in world.Action)
        raise ValueError(
            f"policy {policy_name(policy)!r} returned {shown(action)}; an action is one of: {names}"
        )
    return int(action)
