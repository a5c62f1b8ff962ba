"""Training as a student sees it: with live curves and a stop button in a notebook."""

import time
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
from gymnasium.vector import VectorEnv
from IPython.core.getipython import get_ipython
from IPython.display import display

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO, Progress, Trainer, untrained
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import levels_of
from course_lib.agents.training import train as train_quietly
from course_lib.checks import check_flag, check_kind
from course_lib.engine.world import world_of
from course_lib.envs import VectorEnv as CourseVectorEnv
from course_lib.mishaps import names_of
from course_lib.protocols import Distribution
from course_lib.study.measure.episodes import play
from course_lib.study.measure.rollout import begin, rollout
from course_lib.widgets.training.curves import LiveCurves
from course_lib.widgets.training.widget import LiveTraining

FIRST = 128  # episodes of the untrained network, for the point at which the curves begin
EPISODES = 64  # of the newest agent, for one point of the curves on deployment levels
EVERY = 3.0  # seconds between two such points, at least
TRAINED: WeakSet = WeakSet()  # the agents that were trained here, as long as somebody has them
PATIENCE = 12  # and so many times as long as the last one took: below 8 % of the time


def train(
    distribution: Distribution | CourseVectorEnv | str,
    recipe: PPO | None = None,
    *,
    seed: int = 0,
    name: str | None = None,
    checkpoint: str | Path | None = None,
    curves: bool | None = None,
    deployment: Any = None,
) -> Agent:
    """Train an agent: `course_lib.agents.training.train`, with something to watch.

    distribution: of levels; or the course's environments, such as ones with another reward.
    curves: live curves with a stop button (by default in a notebook, on the course's worlds);
    elsewhere there is a progress bar. deployment: a distribution on which the newest agent is
    tried every few seconds, beside the curves of training (LiveTraining); what is learned is the
    same with and without. Stopping, or interrupting, keeps what was learned so far.
    Raises ValueError if the deployment is of another world or has another size of picture.
    """
    if curves is not None:
        check_flag("curves", curves)
    if recipe is not None:
        check_kind("recipe", recipe, PPO, "settings, such as cl.PPO(steps=100_000)")
    distribution = levels_of(distribution)
    levels: Any = distribution
    if own := isinstance(distribution, CourseVectorEnv):
        levels = distribution.sim.distribution
    if deployment is not None:
        check_deployment(levels, deployment)
    if said := kept_before(get_ipython()):
        print(said)
    callback = None
    ours = own or not isinstance(distribution, str | VectorEnv)
    if (in_notebook() and ours) if curves is None else curves:
        callback = (
            _Curves(levels, recipe) if deployment is None else _Training(levels, recipe, deployment)
        )
        callback.own = own
    agent = train_quietly(
        distribution, recipe, seed=seed, name=name, checkpoint=checkpoint, callback=callback
    )
    if callback is not None:
        callback.finish(agent)
    TRAINED.add(agent)
    return agent


def check_deployment(distribution: Distribution, deployment) -> None:
    """Raise ValueError unless an agent of the one distribution can see the other's levels."""
    here, there = world_of(distribution), world_of(deployment)
    if here is not there:
        raise ValueError(f"the deployment is of {there.name!r}, the training of {here.name!r}")
    if distribution.grid != deployment.grid:
        raise ValueError(
            f"the deployment's pictures are {deployment.grid} tiles large, those of the training "
            f"{distribution.grid}; an agent sees pictures of one size"
        )


def kept_before(shell: Any) -> str:
    """Give the agents that the running cell will replace another name; a sentence that says so.

    shell: IPython's, or None. A cell `mine = cl.train(...)` that is run again would throw away what
    an hour of training has made. "" where no agent is replaced.
    """
    if shell is None or not shell.user_ns.get("In"):
        return ""
    told = []
    for name in sorted(names_of(shell.user_ns["In"][-1])):
        agent = shell.user_ns.get(name)
        if isinstance(agent, Agent) and agent in TRAINED:
            numbers = ["", *(f"_{n}" for n in range(2, 1000))]
            free = next(each for n in numbers if (each := f"{name}_before{n}") not in shell.user_ns)
            shell.user_ns[free] = agent
            told.append(
                f"{name} was an agent already ({agent.name}, {agent.card['steps']:,} steps). "
                f"It is not lost: its name is now {free}."
            )
    return "\n".join(told)


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")


class _Curves:
    """Live curves as a watcher: draws the latest rates, and says whether to stop."""

    kind: type[LiveCurves] = LiveCurves
    own = False  # environments of their own, whose reward may be another than the world's

    def __init__(self, distribution: Distribution, recipe: PPO | None):
        world = world_of(distribution)
        total = (recipe or recipe_of(world.name)).steps
        self.metrics, self.distribution = world.metrics, distribution
        self.widget = self.kind(goal=world.goal, proxies=world.proxies, total=total)
        display(self.widget)

    def __call__(self, progress: Progress, trainer: Trainer) -> bool:
        if progress.steps == trainer.actions.numel() and trainer.anchor is None and not self.own:
            self._begin(trainer)
        rates, where = trainer.cohorts.rates(), trainer.cohorts.begun * trainer.actions.shape[1]
        if rates:
            metrics = {name: rates[name] for name in self.metrics}
            self.widget.update(
                progress.steps, progress.seconds, rates["reward"], metrics, begun=where
            )
        else:
            self.widget.tell(progress.steps, progress.seconds)
        return bool(self.widget.stopped)

    def _begin(self, trainer: Trainer) -> None:
        """Begin the curves with what the network did before it learned anything."""
        first = untrained(trainer.network.shape, trainer.seed)
        agent = Agent("untrained", first, self.distribution, trainer.seed)
        reward, metrics = mean_episode(agent, self.distribution, FIRST)
        self.widget.update(
            trainer.progress.steps, trainer.progress.seconds, reward, metrics, begun=0
        )

    def finish(self, agent: Agent) -> None:
        """Say in the widget how it ended."""
        steps, seconds = agent.card["steps"], agent.card["training_seconds"]
        how = "Trained" if agent.card["finished"] else "Stopped; what was learned is kept"
        self.widget.finish(f"{how}: {steps:,} steps in {seconds:.0f} s.")


class _Training(_Curves):
    """Live training as a watcher: it also tries the newest agent on deployment levels."""

    kind = LiveTraining
    widget: LiveTraining

    def __init__(self, distribution: Distribution, recipe: PPO | None, deployment):
        super().__init__(distribution, recipe)
        self.deployment, self._next = deployment, 0.0

    def __call__(self, progress: Progress, trainer: Trainer) -> bool:
        super().__call__(progress, trainer)
        if time.perf_counter() >= self._next:
            self._try_out(progress, trainer)
        self.widget.wait()
        return bool(self.widget.stopped)

    def _try_out(self, progress: Progress, trainer: Trainer) -> None:
        """Measure and show the newest agent; the next one comes after a while."""
        start = time.perf_counter()
        agent = Agent("the newest agent", trainer.network, self.distribution, trainer.seed)
        reward, metrics = mean_episode(agent, self.deployment, EPISODES)
        self.widget.update_deployed(progress.steps, progress.seconds, reward, metrics)
        self.widget.watch(play(agent, self.deployment), progress.steps)
        now = time.perf_counter()
        self._next = now + max(EVERY, PATIENCE * (now - start))


def mean_episode(
    agent: Agent, distribution: Distribution, count: int
) -> tuple[float, dict[str, float]]:
    """Mean reward and mean metrics of the agent's episodes in the levels of seeds 0 to `count`."""
    sim, total = begin(distribution, np.arange(count)), 0.0
    for _ in rollout(sim, agent, 0):
        total += float(sim.rewards.sum())
    metrics = {name: float(sim.batch[name].mean()) for name in sim.world.metrics}
    return total / count, metrics
