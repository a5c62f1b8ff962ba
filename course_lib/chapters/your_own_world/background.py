"""Several agents trained one after the other, while the notebook goes on."""

import threading
import time
from collections.abc import Sequence
from typing import Any

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.engine.checks import check_whole
from course_lib.engine.world import world_of
from course_lib.protocols import Distribution


class Training:
    """A training run of several seeds beside the notebook; its name alone shows how far it is.

    `agents` are those that are done, in the order of their seeds; `wait()` gives all of them.
    `stop()` ends it: the agent that was being trained is lost, the finished ones stay.
    """

    def __init__(self, distribution: Distribution, seeds: Sequence[int], recipe: PPO):
        self.distribution, self.seeds, self.recipe = distribution, tuple(seeds), recipe
        self.agents: list[Agent] = []
        self.trouble: BaseException | None = None
        self.share = 0.0  # of the run that is going on
        self._rates: dict[str, float] = {}
        self._stopped = threading.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True, name="training")
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether agents are still being trained."""
        return self._thread.is_alive()

    def wait(self) -> list[Agent]:
        """All agents, as soon as they are done. Raises what went wrong in training, if it did."""
        while self.running:  # in small parts, so that the notebook's stop button is heard
            self._thread.join(0.1)
        if self.trouble is not None:
            raise self.trouble
        return self.agents

    def stop(self) -> None:
        """End the training; agents that are done stay."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            for seed in self.seeds:
                agent = train(
                    self.distribution, self.recipe, seed=seed, bar=False, callback=self._look
                )
                if self._stopped.is_set():
                    return
                self.agents.append(agent)
        except BaseException as error:  # told by `wait`, and by what is shown
            self.trouble = error

    def _look(self, progress: Any, _trainer: Any) -> bool:
        self.share = min(1.0, progress.steps / self.recipe.steps)
        self._rates = progress.rates()
        return self._stopped.is_set()

    def __repr__(self) -> str:
        done, all_ = len(self.agents), len(self.seeds)
        home = world_of(self.distribution)
        if self.trouble is not None:
            return f"Training of {home.title} has failed: {self.trouble}"
        if not self.running:
            word = "is done" if done == all_ else "was stopped"
            return f"Training of {home.title} {word}: {done} of {all_} agents."
        seconds = time.monotonic() - self._began
        rate = self._rates.get(home.goal)
        lately = "" if rate is None else f", {home.goal} {rate:.2f} an episode lately"
        return (
            f"Training of {home.title}: {done} of {all_} agents are done, the next one is at "
            f"{self.share:.0%}{lately}; {seconds:.0f} seconds so far."
        )


def train_beside(
    distribution: Distribution, seeds: Sequence[int] = range(5), recipe: PPO | None = None
) -> Training:
    """Begin to train an agent of each seed, and return at once.

    The agents are those that `cl.train` gives with the same seeds. recipe: by default that of the
    world. Raises ValueError for no seed, for one that is there twice, and for one that is none.
    """
    chosen = list(seeds)
    for seed in chosen:
        check_whole("a seed", seed, 0)
    if not chosen or len(set(chosen)) < len(chosen):
        raise ValueError(f"seeds are one or more different whole numbers, not {chosen}")
    return Training(distribution, chosen, recipe or recipe_of(world_of(distribution).name))
