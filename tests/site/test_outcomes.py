"""What policies do on a thousand fresh levels, on the site and in Python: the same to the byte."""

from base64 import b64decode, b64encode

import numpy as np
import pytest
from serverless.agents import file_of
from serverless.distributions import named
from serverless.network import BUILDS, NETWORK
from serverless.worlds import pack
from support.javascript import in_node
from support.raw import content

import course_lib as cl
from course_lib.engine.world import world, worlds
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.rollout import level_seeds
from course_lib.study.measure.stats import interval

CODE = """
import { createHash } from "node:crypto";
import { World } from "./../../site/src/episodes/world.js";
import { levelSeeds, lastRecords, rowsOf } from "./../../site/src/measure/outcomes.js";
import { policyOf } from "./../../site/src/measure/job.js";
const world = new World(given.world);
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const told = {};
for (const [name, distribution, episodes, agent] of given.jobs) {
  const where = world.distribution(distribution);
  const file = agent && { bytes: bytes(agent.bytes) };
  const policy = await policyOf({ policy: name, agent: file, net: given.net }, world, where);
  const last = lastRecords(world, where, policy, episodes, { seed: given.seed });
  const all = Buffer.concat(last.map(({ bytes }) => bytes));
  told[`${name} ${distribution}`] = { records: all.toString("base64"), rows: rowsOf(world, last) };
}
told.seeds = levelSeeds(5, given.seed).map(String);
console.log(JSON.stringify(told));
"""
SEED, EPISODES, PLANNED = 4, 1000, 4


def an_agent(home) -> str:
    """The agent that plays against people, or the world's first."""
    mine = [name for name in cl.zoo() if name.startswith(f"{home.name}/")]
    return next((n for n in mine if n == f"{home.shipped_agent}:0"), mine[0])


def network() -> dict[str, str]:
    """The compiled network, as the site's data have it."""
    kept = [b64encode((NETWORK / name).read_bytes()).decode() for name in BUILDS]
    return dict(zip(("simd", "plain"), kept, strict=True))


@pytest.mark.parametrize("name", worlds())
def test_a_thousand_episodes_end_in_the_same_records(name):
    home = world(name)
    agent = an_agent(home)
    packed = {"bytes": b64encode(file_of(agent).read_bytes()).decode()}
    jobs = [
        ("random", "training", EPISODES, None),
        ("planner", "deployment", PLANNED, None),
        (agent, "deployment", EPISODES, packed),
    ]
    told = in_node(CODE, world=pack(home), jobs=jobs, seed=SEED, net=network())
    for policy_name, where, episodes, _ in jobs:
        distribution = named(home)[where][1]
        own = {"random": random_policy, "planner": planner}.get(policy_name)
        policy = own(distribution) if own else cl.load(agent)
        last = outcomes(policy, distribution, episodes, SEED).last
        found = told[f"{policy_name} {where}"]
        records = np.frombuffer(b64decode(found["records"]), home.State)
        for field in home.State.names:
            differ = np.flatnonzero((records[field] != last[field]).reshape(len(last), -1).any(1))
            assert not len(differ), (policy_name, field, len(differ))
        assert b64decode(found["records"]) == content(last)
        for metric in (*home.metrics, "steps"):
            row, (mean, low, high) = found["rows"][metric], interval(last[metric])
            assert row["mean"] == pytest.approx(mean)
            if episodes == EPISODES:  # the site has no bootstrap, which few episodes would need
                rate = set(np.unique(last[metric])) <= {0, 1}
                near = 1e-9 if rate else 0.15 * (high - low) + 1e-9
                ends = (row["low"], row["high"])
                assert ends == pytest.approx((low, high), abs=near), metric
    assert told["seeds"] == [str(seed) for seed in level_seeds(5, SEED)]
