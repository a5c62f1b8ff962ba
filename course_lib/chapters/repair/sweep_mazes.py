"""How rare is too rare? Mazes with the cheese anywhere among mazes with it in the corner.

`make sweep NAME=maze_shares` trains six agents for every share of mazes with the cheese anywhere
on plain mixtures, and for some of the shares with levels chosen by exact regret, by two estimates
of it, and by chance (uniform replay), and writes what they do to data/maze_shares.jsonl.
Interrupted, it goes on where it stopped. How much of training was spent in mazes whose cheese lies
off the way is counted in every run, in steps, episodes and different mazes.

Expected before it was run: regret leaves fewer failures than a plain mixture of the same share,
and uniform replay as many. At equal *steps* spent off the way all arms lie on one curve, so that
choosing helps by showing only; if anything regret is the worse there, since it shows few mazes
often. Both estimates show less than regret, positive value loss more at 10 % than at 3 %.

The mazes are small, 7 x 7, so that an agent is trained in seconds and many seeds can be had.
"""

from dataclasses import asdict

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.chapters.maze.sweep_regions import counts
from course_lib.chapters.repair.exposure import Counted
from course_lib.chapters.repair.level_replay import Replay, Settings
from course_lib.chapters.repair.level_scores import Score
from course_lib.chapters.repair.mixture import train_on
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.mixtures import mixed
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import maze

CORNER = maze.Distribution(size=7, cheese="corner")
ANYWHERE = maze.Distribution(size=7, cheese="anywhere")
RECIPE = PPO(steps=150_000, num_envs=128, num_minibatches=8, learning_rate=3e-3, microbatch=256)
PLAIN = "plain"
SHARES = (0.0, 0.03, 0.1, 0.2, 0.3, 1.0)  # on plain mixtures
CHOSEN = {
    "exact regret": (0.03, 0.1),
    "positive value loss": (0.03, 0.1),
    "maximum Monte Carlo": (0.1,),
    "uniform replay": (0.1,),
}
SEEDS, EPISODES = range(6), 1000


def measure(share: float, how: str, seed: int) -> dict:
    """What an agent does that was trained with this share, and levels chosen in this way."""
    levels = levels_of(share, how)
    agent = train_on(levels, RECIPE, seed=seed, callback=getattr(levels, "callback", None))
    return {**measured(agent), "spent": asdict(levels.spent)}


def levels_of(share: float, how: str | Score = PLAIN, settings: Settings | None = None) -> Counted:
    """Environments in which this share of new mazes has the cheese anywhere.

    how: "plain", or the score by which levels are chosen to be played again: its name, or a
    function from `Played` to one score an episode.
    """
    shelf = mixed(CORNER, ANYWHERE, share)
    if how == PLAIN:
        return Counted(RECIPE.num_envs, shelf)
    return Replay(RECIPE.num_envs, shelf, how, settings)


def measured(agent: Agent) -> dict:
    """What training took, and counts over fresh levels of both kinds."""
    return {
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "training": counts(outcomes(agent, CORNER, EPISODES, seed=100)),
        "deployment": counts(outcomes(agent, ANYWHERE, EPISODES, seed=100)),
    }


def unlearned() -> dict[str, dict]:
    """The same counts, deployed, of a random policy and of the planner."""
    both = (random_policy(ANYWHERE), planner(ANYWHERE))
    return {one.name: counts(outcomes(one, ANYWHERE, EPISODES, seed=100)) for one in both}


def jobs() -> dict[str, dict]:
    """Every run by its key; all settings of one seed come before the next seed."""
    asked = [(share, PLAIN) for share in SHARES]
    asked += [(share, how) for how, some in CHOSEN.items() for share in some]
    return {
        f"share {share}, {how}, seed {seed}": {"share": share, "how": how, "seed": seed}
        for seed in SEEDS
        for share, how in asked
    }


SWEEP = Sweep("maze_shares", __doc__, measure, jobs, lambda: {
    "recipe": RECIPE, "replay": Settings(), "episodes": EPISODES, "unlearned": unlearned(),
})  # fmt: skip
