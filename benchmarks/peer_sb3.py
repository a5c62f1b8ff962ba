"""Trains with Stable-Baselines3, and prints a rate for each line that comes in.

Arguments: environments, and the name of the settings. The network is the course's own.
"""

import sys
import time

import peers

peers.stable_baselines()
import ppo_throughput  # noqa: E402
import sb3_maze  # noqa: E402  (needs the line above)

from course_lib.worlds import maze  # noqa: E402


def main() -> None:
    """One rate for each line of standard input."""
    envs = int(sys.argv[1])
    recipe = ppo_throughput.settings(sys.argv[2], envs)
    options = sb3_maze.same_settings(recipe, envs)
    learner = sb3_maze.model(
        sb3_maze.Maze(envs, maze.TRAIN), options, sb3_maze.same_network(recipe)
    )
    steps = envs * recipe.num_steps
    learner.learn(steps)
    for _ in sys.stdin:
        start, before = time.process_time(), learner.num_timesteps
        while time.process_time() - start < 2.0:
            learner.learn(steps, reset_num_timesteps=False)
        print((learner.num_timesteps - before) / (time.process_time() - start), flush=True)


if __name__ == "__main__":
    main()
