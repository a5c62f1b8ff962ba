"""What a map of the critic's forecast says of a coin, a wall and a saw, and what they are worth.

Five runners trained with the coin at the end, and five trained with the coin where sections begin.

"training", "deployed": the attribution (baseline zero) of the nine places round the coin, with the
coin and with the coin painted out, in 300 levels each; means over levels, since moments of one
level hang together. "things": in 600 hard levels of the training kind, for one moment a level, what
the map gives to the places within one tile of a thing, from three baselines (zero, the layer's mean
activation, the layer in the same picture without the thing), beside what the critic's value loses
when the thing is taken out of the picture.

Expected, before a run was made (a small check on 60 levels had been seen): runners of the end, in
training: about half of the good news stays when the coin is painted out; deployed: most of what is
left does. Runners of sections: the coin's own part is larger deployed than in runners of the end,
or else the test cannot tell critics apart. From the third baseline the map must equal the loss, by
completeness; from zero the coin gets too much, and saws get the wrong sign.

`make sweep NAME=inside_maps` writes data/inside_maps.jsonl; interrupted, it goes on.
"""

from course_lib.chapters.looking_inside.runners import RECIPES, SEEDS, runner
from course_lib.study.inside.removal import claims, hard_moments, painted_out, summary
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import DEPLOY, TRAIN

LEVELS, HARD_LEVELS = 300, 600


def measure(recipe: str, seed: int, levels: int = LEVELS, hard: int = HARD_LEVELS) -> dict:
    """What the map of one runner's critic says."""
    agent = runner(recipe, seed)
    return {
        "training": painted_out(agent, TRAIN, levels),
        "deployed": painted_out(agent, DEPLOY, levels),
        "things": summary(claims(agent, hard_moments(agent, hard))),
    }


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{recipe}, seed {seed}": {"recipe": recipe, "seed": seed}
            for recipe in RECIPES for seed in SEEDS}  # fmt: skip


SWEEP = Sweep("inside_maps", __doc__, measure, jobs, lambda: {
    "levels": LEVELS, "hard_levels": HARD_LEVELS,
})  # fmt: skip
