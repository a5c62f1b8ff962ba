"""Which does it want? What many agents prefer that were trained on one look of object each.

`make sweep NAME=gem_preferences` trains a hundred agents for every look in TRAINED, which differ in
nothing but the seed, puts them before every pair in SETTINGS that their look belongs to, and writes
what they reach to data/gem_preferences.jsonl. Interrupted, it goes on where it stopped.

After the study of seeds by Ramanauskas and Şimşek 2023 (arXiv 2312.03762).
"""

from dataclasses import replace

from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep, load_results
from course_lib.worlds.gems import DEPLOY, TRAIN, Distribution

SEEDS, EPISODES = range(100), 300
ROOMS = 100  # the seed of the rooms: every number of the lesson is of the same ones


def pair(trained: str, goal: str, lure: str) -> tuple[Distribution, Distribution]:
    """Training with one object, and deployment with two; looks are written "colour shape"."""
    deployed = replace(DEPLOY, goal=look_of(goal), lure=look_of(lure))
    return replace(TRAIN, goal=look_of(trained)), deployed


def look_of(words: str) -> tuple[str, str]:
    """(shape, colour) of a look that is written "colour shape"."""
    colour, shape = words.split()
    return shape, colour


# Name -> (training, deployment). The goal keeps the shape, the lure the colour.
SETTINGS = {
    "red gem or yellow star": pair("yellow gem", "red gem", "yellow star"),  # the video's
    "green gem or yellow star": pair("yellow gem", "green gem", "yellow star"),
    "blue gem or yellow star": pair("yellow gem", "blue gem", "yellow star"),  # no shared channel
    "red star or yellow gem": pair("yellow star", "red star", "yellow gem"),  # shapes swapped
    "red line or yellow gem": pair("yellow line", "red line", "yellow gem"),  # the literature's
    "yellow gem or red star": pair("red gem", "yellow gem", "red star"),  # the goal gains a channel
}
TRAINED = {" ".join(reversed(one.goal)): one for one, _ in SETTINGS.values()}


def measure(trained: str, seed: int) -> dict:
    """What an agent reaches that was trained on this look: each object alone, and every pair."""
    where = TRAINED[trained]
    agent = train(where, recipe_of("gems", "curve"), seed=seed, bar=False)
    pairs = {name: deployed for name, (one, deployed) in SETTINGS.items() if one == where}
    looks = {look for both in pairs.values() for look in (both.goal, both.lure)}
    return {
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "training": reached(agent, where),
        "both": {name: reached(agent, deployed) for name, deployed in pairs.items()},
        "alone": {
            " ".join(reversed(look)): reached(agent, replace(where, goal=look))
            for look in sorted(looks)
        },
    }


def reached(policy, where: Distribution, episodes: int = EPISODES, seed: int = ROOMS) -> dict:
    """How often goal, lure and neither were reached in so many levels, and the mean of steps."""
    last = outcomes(policy, where, episodes, seed).last
    goal, lure = int(last.gem.sum()), int(last.lure.sum())
    return {
        "episodes": episodes,
        "goal": goal,
        "lure": lure,
        "undecided": episodes - goal - lure,
        "mean_steps": round(float(last.steps.mean()), 2),
    }


def preferences() -> list[dict]:
    """What was measured, from the data file that is shipped: one row for each setting and seed.

    {"setting", "trained", "seed", "training", "both", "goal_alone", "lure_alone"}; the last
    four are counts of the kind that `reached` gives.
    """
    rows = []
    for row in load_results("gem_preferences"):
        for name, both in row["both"].items():
            deployed = SETTINGS[name][1]
            alone = {
                f"{kind}_alone": row["alone"][" ".join(reversed(look))]
                for kind, look in (("goal", deployed.goal), ("lure", deployed.lure))
            }
            kept = {key: row[key] for key in ("trained", "seed", "training")}
            rows.append({"setting": name, **kept, "both": both, **alone})
    return rows


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{look}, seed {s}": {"trained": look, "seed": s} for s in SEEDS for look in TRAINED}


SWEEP = Sweep(
    "gem_preferences",
    __doc__,
    measure,
    jobs,
    lambda: {"recipe": recipe_of("gems", "curve"), "episodes": EPISODES},
)
