"""What does not help? An agent of the corner mazes, made anew with more of the usual remedies.

`make sweep NAME=regularisers` trains five agents for each remedy in REMEDIES, all on the training
distribution alone, and writes what they do to data/regularisers.jsonl. Interrupted, it goes on
where it stopped. The untreated agents are those of `maze_shares` with share 0.

Each remedy is one change: three times the steps; a network with twice the channels and twice the
hidden units; a weight penalty (L2); dropout in the last hidden layer while learning; five times
the bonus for entropy. The trainer is not touched: what the optimiser and the network need is set
after its first update.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from course_lib.agents.ppo import PPO, Progress, Trainer
from course_lib.chapters.repair.mixture import train_on
from course_lib.chapters.repair.sweep_mazes import CORNER, EPISODES, RECIPE, measured
from course_lib.study.measure.mixtures import pure
from course_lib.study.measure.sweep import Sweep

L2, DROPPED, SEEDS = 1e-3, 0.2, range(5)


@dataclass(frozen=True)
class Remedy:
    """A change to training: of its recipe, and of the trainer once it runs."""

    recipe: Mapping[str, Any] = field(default_factory=dict)
    treat: Callable[[Trainer], None] | None = None

    def of(self, recipe: PPO) -> PPO:
        """The recipe with this remedy's change."""
        return replace(recipe, **self.recipe)

    def callback(self) -> Callable[[Progress, Trainer], None]:
        """A callback for the trainer, which is treated once."""
        waiting = [self.treat] if self.treat else []

        def treat_once(progress: Progress, trainer: Trainer) -> None:
            while waiting:
                waiting.pop()(trainer)

        return treat_once


def penalise_weights(trainer: Trainer) -> None:
    """Draw every weight toward zero from now on (an L2 penalty in the gradient)."""
    for group in trainer.optimiser.param_groups:
        group["weight_decay"] = L2


def drop_units(trainer: Trainer) -> None:
    """Switch each unit of the last hidden layer off now and then, from now on, while learning."""

    def drop(module, inputs, output):
        if not torch.is_grad_enabled():  # while acting, all are on
            return output
        kept = torch.rand(output.shape, generator=trainer.generator) >= DROPPED
        return output * kept / (1 - DROPPED)

    trainer.network.mind.register_forward_hook(drop)
    trainer.look(trainer.plainly())  # the quicker way would not call the hook


REMEDIES = {
    "longer": Remedy({"steps": 3 * RECIPE.steps}),
    "larger": Remedy({"channels": (16, 32, 64), "hidden": 256}),
    "L2": Remedy(treat=penalise_weights),
    "dropout": Remedy(treat=drop_units),
    "entropy": Remedy({"ent_coef": 5 * RECIPE.ent_coef}),
}


def measure(remedy: str, seed: int) -> dict:
    """What an agent does that was trained on the corner mazes with this remedy."""
    chosen = REMEDIES[remedy]
    agent = train_on(pure(CORNER), chosen.of(RECIPE), seed=seed, callback=chosen.callback())
    agent.network.mind._forward_hooks.clear()
    weights = sum(w.numel() for w in agent.network.parameters())
    return {"weights": weights, **measured(agent)}


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{r}, seed {s}": {"remedy": r, "seed": s} for s in SEEDS for r in REMEDIES}


SWEEP = Sweep("regularisers", __doc__, measure, jobs, lambda: {
    "recipe": RECIPE, "L2": L2, "dropout": DROPPED, "episodes": EPISODES,
})  # fmt: skip
