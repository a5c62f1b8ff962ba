"""An agent that has not learned its levels: the site says so in the words that Python has."""

import numpy as np
import pytest
from serverless.worlds import pack
from support.javascript import in_node

from course_lib.agents.cohorts import Cohorts
from course_lib.agents.learned import verdict
from course_lib.engine.world import world

CODE = """
import { World } from "./../../site/src/episodes/world.js";
import { verdict } from "./../../site/src/train/learned.js";
const world = new World(given.world);
const told = given.several.map((values) => verdict(world, world.distribution("training"), values));
console.log(JSON.stringify(told));
"""


@pytest.mark.parametrize("name", ["maze", "keys_and_chests", "ridge"])
def test_the_verdict_is_pythons(name):
    home = world(name)
    highest = 1 if name == "maze" else 4
    several = [
        [int(x) for x in np.random.default_rng(n).integers(0, highest + 1, n)] for n in (49, 300)
    ]
    several.append([highest] * 200)
    told = in_node(CODE, world=pack(home), several=several)
    for values, found in zip(several, told, strict=True):
        cohorts = Cohorts(len(values), len(values))
        cohorts.finish(9, np.ones(len(values), bool), {home.goal: np.array(values)})
        expected = verdict(home.TRAIN, cohorts)
        if expected is None:
            assert found is None
        else:
            assert found["learned"] == expected.learned
            assert found["words"] == str(expected)
