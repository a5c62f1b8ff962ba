"""Training as a student sees it: with live curves and a stop button in a notebook."""

from pathlib import Path
from typing import Any

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO, Progress, Trainer
from course_lib.agents.training import train as train_quietly
from course_lib.engine.world import world_of


def train(
    distribution: Any,
    recipe: PPO | None = None,
    *,
    seed: int = 0,
    name: str | None = None,
    checkpoint: str | Path | None = None,
    curves: bool | None = None,
) -> Agent:
    """An agent has been trained: `course_lib.agents.training.train`, with something to watch.

    curves: live curves with a stop button (by default in a notebook, on the course's worlds);
    elsewhere there is a progress bar. Stopping, or interrupting, keeps what was learned so far.
    """
    watch = None
    if in_notebook() if curves is None else curves:
        watch = _Curves(distribution, recipe)
    agent = train_quietly(
        distribution, recipe, seed=seed, name=name, checkpoint=checkpoint, watch=watch
    )
    if watch is not None:
        watch.finish(agent)
    return agent


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")


class _Curves:
    """Called after every update: draws the latest rates, and says whether to stop."""

    def __init__(self, distribution, recipe: PPO | None):
        from IPython.display import display

        from course_lib.agents.recipes import recipe_of
        from course_lib.widgets import LiveCurves

        world = world_of(distribution)
        total = (recipe or recipe_of(world.name)).steps
        self.tallies = world.tallies
        self.widget = LiveCurves(goal=world.goal, proxies=world.proxies, total=total)
        display(self.widget)

    def __call__(self, progress: Progress, trainer: Trainer) -> bool:
        rates = progress.rates()
        if rates:
            tallies = {name: rates[name] for name in self.tallies}
            self.widget.update(progress.steps, progress.seconds, rates["reward"], tallies)
        return bool(self.widget.stopped)

    def finish(self, agent: Agent) -> None:
        """The widget says how it ended."""
        steps, seconds = agent.card["steps"], agent.card["training_seconds"]
        how = "Trained" if agent.card["finished"] else "Stopped; what was learned is kept"
        self.widget.finish(f"{how}: {steps:,} steps in {seconds:.0f} s.")
