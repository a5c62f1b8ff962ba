"""Trains one agent until it is there in training, in a fresh process, and prints how long it took.

`python learn_one.py ours WORLD SEED GOAL` or `python learn_one.py sb3 SETTING SEED GOAL SECONDS`
(the maze). GOAL: what the mean return of the latest 1,000 training episodes has to be. Everything
counts: importing torch, compiling the world, training. Prints one line of JSON.
seconds: that this process computed for, on one thread; wall: by the clock.
"""

import json
import sys
import time

START = time.perf_counter()
WINDOW = 1000  # episodes


def spent() -> dict:
    """The time that has gone since this process began."""
    return {"seconds": time.process_time(), "wall": time.perf_counter() - START}


def reached(latest, goal: float) -> bool:
    """Whether the latest episodes are many enough and good enough."""
    return len(latest) == WINDOW and sum(latest) >= goal * WINDOW


def ours(name: str, seed: int, goal: float) -> dict:
    """`cl.train(TRAIN)` of this world less its display, until the goal; then what it does."""
    import course_lib as cl

    cl.PPO  # noqa: B018  (torch is imported through the front door, as by a student's cell)
    import deployed

    from course_lib.agents.training import train
    from course_lib.engine.world import world

    times: dict = {}
    home = world(name)

    def callback(progress, trainer):
        if reached(progress.latest.get(home.goal, ()), goal):
            times.update(spent(), steps=progress.steps)
        return bool(times)

    agent = train(home.TRAIN, seed=seed, callback=callback, bar=False)
    return {**times, "trained": deployed.trained(agent), "deployed": deployed.deployed(agent)}


def settings(name: str) -> tuple[int, dict]:
    """Environments, and SB3's settings: its defaults, its zoo's for Atari, or the course's own."""
    from sb3_maze import same_settings

    from course_lib.agents.recipes import recipe_of

    if name == "defaults":
        return 8, {}
    if name == "atari":
        falling = {
            "learning_rate": lambda left: 2.5e-4 * left,
            "clip_range": lambda left: 0.1 * left,
        }
        return 8, {"n_steps": 128, "n_epochs": 4, "batch_size": 256, "ent_coef": 0.01, **falling}
    recipe = recipe_of("maze")
    return recipe.num_envs, same_settings(recipe, recipe.num_envs)


def sb3(name: str, seed: int, goal: float, limit: float) -> dict:
    """Stable-Baselines3's PPO with its own network for pictures (NatureCNN), until the goal."""
    import peers

    peers.stable_baselines()
    import sb3_maze
    from stable_baselines3.common.callbacks import BaseCallback

    from course_lib.worlds import maze

    class Stop(BaseCallback):
        def _on_step(self) -> bool:
            in_time = time.process_time() < limit
            return in_time and not reached(self.training_env.latest, goal)

    count, options = settings(name)
    environments = sb3_maze.Maze(count, maze.TRAIN)
    learner = sb3_maze.model(environments, options, seed=seed)
    learner.learn(3_000_000, callback=Stop())
    latest = environments.latest
    return {
        **(spent() if reached(latest, goal) else {"seconds": None}),
        "steps": learner.num_timesteps,
        "rate": sum(latest) / max(len(latest), 1),
        "parameters": sum(p.numel() for p in learner.policy.parameters()),
    }


if __name__ == "__main__":
    side, name, seed, goal, *limit = sys.argv[1:]
    if side == "ours":
        print(json.dumps(ours(name, int(seed), float(goal))))
    else:
        print(json.dumps(sb3(name, int(seed), float(goal), float(limit[0]))))
