"""Environment steps a second with tile ids: against PufferLib's C grid, and jaxgmg as published."""

import sys

import gymnasium as gym
import peers
from rows import Row, alternate, compared, emit, missing, number, rate, stepper

from course_lib.worlds import maze

WHAT = "the same with tile ids"
JAXGMG_RATE = 93_000  # cheese in the corner, a new level each episode; see JAXGMG_NOTE
JAXGMG_NOTE = (
    f"{peers.JAXGMG}; 93,000 was measured for this project earlier, on one core of another "
    "machine (AMD EPYC, Zen 5), so this ratio is not of one run"
)


def measure() -> list[Row]:
    """Two rows: against PufferLib in this run, against jaxgmg's figure from an earlier one."""
    count, size13 = 1024, maze.Distribution(size=13)
    environments = gym.make_vec(
        "course/Maze-v0", num_envs=count, distribution=size13, view="tiles", copy=False
    )
    environments.reset(seed=0)
    turn = stepper(environments, count)
    turn()  # compiles
    puffer = _against_puffer(turn, count)
    ours = rate(turn)
    ratio = ours / JAXGMG_RATE
    jaxgmg = Row(
        f"{WHAT}, against jaxgmg", number(ours), f"{number(JAXGMG_RATE)} (jaxgmg, earlier figure)",
        ratio, "≥ 50 ×", ratio >= 50, JAXGMG_NOTE,
    )  # fmt: skip
    return [puffer, jaxgmg]


def _against_puffer(turn, count: int) -> Row:
    what = f"{WHAT}, against PufferLib"
    try:
        folder = str(peers.pufferlib())
        peer = peers.Speaker(sys.executable, "peer_pufferlib.py", folder, str(count))
    except peers.Unavailable as why:
        return missing(what, number(rate(turn)), "≥ 2 ×", str(why))
    ours, theirs, ratio = compared(*alternate(lambda: rate(turn), peer))
    peer.close()
    note = (
        "PufferLib 3.0's C grid, 13×13, 1,024 at once, seeing 11×11 tiles: it draws from 1,000 "
        "levels made beforehand; ours makes a new level for each episode and shows 13×13 tiles"
    )
    return Row(
        what, number(ours), f"{number(theirs)} (PufferLib)", ratio, "≥ 2 ×", ratio >= 2, note
    )


if __name__ == "__main__":
    emit(measure)
