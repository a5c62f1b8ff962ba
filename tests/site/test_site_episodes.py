"""Episodes on the site and in Python: the same steps, the same words and bytes for the player."""

import numpy as np
import pytest
from serverless.distributions import named
from serverless.worlds import pack
from support.javascript import in_node

from course_lib.engine.world import world, worlds
from course_lib.study.measure.episodes import from_actions, play
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.widgets.payload import pack as pack_payload
from course_lib.widgets.payload import pack_level
from course_lib.widgets.player.compare import pack_table

IMPORTS = """
import { World } from "./../../site/src/episodes/world.js";
import { fromActions, play } from "./../../site/src/episodes/episode.js";
import { pack, packLevel, packTable } from "./../../site/src/episodes/payload.js";
import { plannerOf, randomPolicy } from "./../../site/src/episodes/policies.js";
"""
PLAY = """
const world = new World(given.world);
const out = given.cases.map(([name, seed, actions]) => {
  const distribution = world.distribution(name);
  const taken = fromActions(world, distribution, actions, seed);
  const random = play(world, distribution, randomPolicy(world), seed);
  const planner = plannerOf(world);
  const best = planner && play(world, distribution, planner, seed);
  return {
    payload: pack([taken, random]),
    level: packLevel(world, taken.records.at(-1)),
    table: packTable([taken, random]),
    random: random.actions,
    best: best?.actions,
  };
});
console.log(JSON.stringify(out));
"""
SEEDS = (0, 7)


@pytest.mark.parametrize("name", worlds())
def test_the_same_seed_gives_the_same_episode_and_the_same_payload(name):
    home = world(name)
    chosen = list(named(home))[:4]
    cases = [(which, seed) for which in chosen for seed in SEEDS]
    pressed = {}
    for which, seed in cases:
        distribution = named(home)[which][1]
        draw = np.random.default_rng(seed)
        probe = play(lambda _seen, d=draw: int(d.integers(len(home.Action))), distribution, seed)
        pressed[which, seed] = probe.actions.tolist()
    told = in_node(
        IMPORTS + PLAY,
        world=pack(home),
        cases=[(which, seed, pressed[which, seed]) for which, seed in cases],
    )
    for (which, seed), found in zip(cases, told, strict=True):
        distribution = named(home)[which][1]
        mine = from_actions(distribution, pressed[which, seed], seed)
        other = play(random_policy(distribution), distribution, seed)
        assert found["random"] == other.actions.tolist()
        assert found["payload"] == as_json(pack_payload([mine, other]))
        assert found["level"] == as_json(pack_level(home, mine.records[-1]))
        table = as_json(pack_table([mine, other]))
        assert found["table"]["heads"] == table["heads"]
        for row, wanted in zip(found["table"]["rows"], table["rows"], strict=True):
            assert row[:-1] == wanted[:-1]
            assert float(row[-1]) == pytest.approx(float(wanted[-1]), abs=1e-5)  # numpy adds in f4
        if "best" in found:
            assert found["best"] == play(planner(distribution), distribution, seed).actions.tolist()


def as_json(value):
    """What a value is after a journey as JSON."""
    import json

    return json.loads(json.dumps(value, default=float))
