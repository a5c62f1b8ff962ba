"""The planners in the browser choose what Python's choose, and have hope where those have."""

from base64 import b64encode

import numpy as np
import pytest
from support.javascript import in_node

import course_lib as cl
from course_lib.study.inside.arrows import everywhere
from course_lib.study.measure.planning import planner
from course_lib.widgets.translate import rules_js
from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze, ridge

CODE = """
import { readRules } from "./js/rules.js";
const rules = readRules(given.rules);
const open = (text) => rules.open(new Uint8Array(Buffer.from(text, "base64")));
const records = given.records.map(open);
let refused = "";
try {
  rules.planner(given.refused.map(open));
} catch (error) {
  refused = error.message;
}
process.stdout.write(JSON.stringify({
  refused,
  actions: [...rules.planner(records)],
  again: [...rules.planner(records)],
  hopes: rules.hopes ? rules.hopes(given.places.map(open)) : null,
}));
"""
LEVELS = {
    "maze": (maze.DEPLOY, maze.Distribution(size=(5, 13), cheese="anywhere", loops=0.3)),
    "gems": (gems.DEPLOY, gems.Distribution(goals=2, lures=3, layout="maze", size=11)),
    "keys_and_chests": (
        keys_and_chests.DEPLOY,
        keys_and_chests.Distribution(n=1, keys=(1, 4), chests=(1, 4), ghosts=1, size=(7, 11)),
    ),
    "coin_run": (coin_run.DEPLOY, coin_run.Distribution(length=(14, 20), difficulty=10)),
    "garden": (garden.DEPLOY, garden.Distribution("tripod", plants=3, drying=5, size=7)),
    "ridge": (ridge.DEPLOY, ridge.Distribution(slip=0.6, length=1, reach=7, size=11, limit=90)),
}


def met(distribution, count: int) -> np.recarray:
    """Records that planner and chance come to, (some,)."""
    found = []
    for seed in range(count):
        for policy in (planner(distribution), cl.random_policy(distribution)):
            found.append(cl.play(policy, distribution, seed=seed).records[:-1:5])
    return np.concatenate(found).view(np.recarray)


def as_text(records) -> list[str]:
    """Records as the browser gets them."""
    return [b64encode(record.tobytes()).decode() for record in records]


@pytest.mark.parametrize("name", cl.worlds())
def test_the_browser_plans_as_python_does(name):
    world = cl.world(name)
    for distribution in LEVELS[name]:
        records = met(distribution, 1 if name == "garden" else 4)  # its search is a wide one
        places, _ = everywhere(distribution, records[0])
        told = in_node(CODE, rules=rules_js(world), records=as_text(records),
                       places=as_text(places), refused=[])  # fmt: skip
        assert told["actions"] == told["again"] == world.planner(records).tolist()
        if told["hopes"] is not None:
            assert told["hopes"] == world.planner_hopes(places, records[0]).tolist()


def test_too_many_objects_for_the_planner_are_refused_in_the_same_words():
    many = keys_and_chests.Distribution(n=7, keys=1, chests=1, size=11)
    records = met(keys_and_chests.DEPLOY, 1)
    crowd = cl.play(cl.random_policy(many), many, seed=0).records[:1]
    told = in_node(CODE, rules=rules_js(keys_and_chests.WORLD), records=as_text(records[:1]),
                   places=[], refused=as_text(crowd))  # fmt: skip
    with pytest.raises(ValueError) as refusal:
        keys_and_chests.WORLD.planner(crowd)
    assert told["refused"] == str(refusal.value)
