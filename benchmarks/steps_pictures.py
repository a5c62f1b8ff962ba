"""Environment steps a second with the agent's own pictures, against a game of procgen's."""

import gymnasium as gym
import peers
from rows import WORLDS, Row, alternate, compared, emit, missing, number, rate, stepper

from course_lib.engine.world import world_of
from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze

COUNT = 1024
# Procgen's game, and how many times as fast each distribution has to be.
CASES = {
    "maze": ("maze", {maze.Distribution(size=13): 20}),
    "gems": ("heist", {gems.TRAIN: 10}),
    "keys_and_chests": ("heist", {keys_and_chests.TRAIN: 10}),
    "coin_run": ("coinrun", {coin_run.TRAIN: 10, coin_run.Distribution(sight=(16, 16)): 4}),
    "garden": ("heist", {garden.TRAIN: 10}),
}


def measure(name: str) -> list[Row]:
    """A row for each size of picture; all of them and procgen take turns."""
    game, asked = CASES[name]
    made = [_stepper(distribution) for distribution in asked]
    turns = [lambda turn=turn: rate(turn) for _, turn in made]
    whats = [
        _what(distribution, shape) for distribution, (shape, _) in zip(asked, made, strict=True)
    ]
    targets = [f"≥ {least} ×" for least in asked.values()]
    try:
        peer = peers.Speaker(peers.procgen(), "peer_procgen.py", game)
    except peers.Unavailable as why:
        each = zip(whats, turns, targets, strict=True)
        return [missing(what, number(turn()), f"{t} procgen", str(why)) for what, turn, t in each]
    *ours, theirs = alternate(*turns, peer)
    peer.close()
    each = zip(whats, ours, targets, asked.values(), strict=True)
    return [_row(*case, theirs, game) for case in each]


def _stepper(distribution):
    """The shape of its pictures, and a turn of steps, compiled."""
    environments = gym.make_vec(
        world_of(distribution).env_id, num_envs=COUNT, distribution=distribution, copy=False
    )
    environments.reset(seed=0)
    turn = stepper(environments, COUNT)
    turn()
    return environments.single_observation_space.shape, turn


def _what(distribution, shape) -> str:
    title = world_of(distribution).title.lower()
    size = f"pictures of {shape[0]}×{shape[1]}"
    return f"environment steps/s, {title}, {size}, {COUNT:,} at once, new levels, one core"


def _row(what: str, ours: list, target: str, least: float, theirs: list, game: str) -> Row:
    best, peer, ratio = compared(ours, theirs)
    note = (
        f"procgen 0.10.7's {game}, easy, 64 at once on one thread, pictures of 64×64; random "
        "actions on both sides"
    )
    return Row(what, number(best), f"{number(peer)} (procgen)", ratio, target, ratio >= least, note)


if __name__ == "__main__":
    emit(measure, (*WORLDS, "garden"))
