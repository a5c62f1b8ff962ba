"""The rules in the browser are the rules: every world, record for record, against numba's."""

from base64 import b64decode, b64encode
from dataclasses import replace

import numpy as np
import pytest
from numba import njit
from support.javascript import in_node

import course_lib as cl
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import World
from course_lib.study.measure.episodes import Episode
from course_lib.widgets import Arcade
from course_lib.widgets.payload import pack_world
from course_lib.widgets.translate import NotInBrowser, fields_of, rules_js
from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze, ridge

RUNS = """
import { Game } from "./arcade/game.js";
import { readRules } from "./js/rules.js";
const rules = readRules(given.rules);
const text = (data) => Buffer.from(data).toString("base64");
const told = given.runs.map(({ start, actions }) => {
  const game = new Game(rules, new Uint8Array(Buffer.from(start, "base64")));
  const records = [text(game.state.bytes)];
  const scenes = [game.scene()];
  for (const action of actions) {
    game.press(action);
    records.push(text(game.state.bytes));
    scenes.push(game.scene());
  }
  for (const scene of scenes) scene.tiles = text(scene.tiles);
  const { path, events, over, moves } = game;
  return { records, scenes, path, events, over, moves, status: game.status() };
});
process.stdout.write(JSON.stringify(told));
"""
HARD = coin_run.Distribution(length=(20, 56), difficulty=10, coin="off path", limit=290)
LEVELS = {
    "maze": (maze.TRAIN, maze.Distribution(size=(5, 13), cheese="anywhere", loops=0.3)),
    "gems": (gems.TRAIN, gems.Distribution(goals=2, lures=3, layout="maze", size=11)),
    "keys_and_chests": (
        keys_and_chests.TRAIN,
        keys_and_chests.DEPLOY,
        keys_and_chests.Distribution(n=1, keys=(1, 6), chests=(1, 6), ghosts=1, size=11),
    ),
    "coin_run": (
        coin_run.TRAIN,
        HARD,
        coin_run.Distribution(coin="beyond", wall=False, coin_shown=False, difficulty=0),
    ),
    "garden": (
        garden.TRAIN,
        garden.DEPLOY,
        garden.Distribution("tripod", plants=6, drying=3, size=9, limit=60),
    ),
    "ridge": (
        ridge.TRAIN,
        ridge.DEPLOY,
        ridge.Distribution(slip=0.6, length=1, reach=7, size=11, limit=90),
    ),
}


def walk(distribution, seed: int) -> Episode:
    """A walk that holds its keys for a while, as people do; in the coin run mostly to the right."""
    rng = np.random.default_rng(seed)
    count = len(cl.world_of(distribution).Action)
    shares = np.ones(count) if count < 6 else np.array([1, 1, 4, 1, 2, 6])
    keys = rng.choice(count, 300, p=shares / shares.sum())
    actions = iter(np.repeat(keys, rng.integers(1, 8, 300)).tolist())
    return cl.play(lambda _seen: next(actions), distribution, seed=seed)


def in_javascript(world: World, runs: list[dict]) -> list[dict]:
    """What the translated rules make of these runs, in Node."""
    return in_node(RUNS, rules=rules_js(world), runs=runs)


def check_one(world: World, episode: Episode, told: dict) -> None:
    """The run in JavaScript is this episode: records, pictures, cameras and words."""
    found = np.frombuffer(b"".join(map(b64decode, told["records"])), world.State)
    for name in world.State.names:
        assert np.array_equal(found[name], episode.records[name]), name
    for record, scene in [*zip(episode.records, told["scenes"], strict=True)][::5]:
        tiles = np.frombuffer(b64decode(scene["tiles"]), np.uint8)
        assert (tiles == world.scenery(record).ravel()).all()
        assert scene["camera"] == world.stage(record)
        assert (scene["floating"] or []) == world.standing(record)
    assert np.array_equal(np.reshape(told["path"], (-1, 2)), episode.positions())
    names = [[event["step"], event["name"]] for event in episode.events]
    assert sorted([step, world.metrics[n]] for step, n in told["events"]) == sorted(names)
    assert told["moves"] == episode.actions.tolist() and told["over"]


def packed(episode: Episode) -> dict:
    """What the browser gets to play this episode again."""
    start = b64encode(episode.records[0].tobytes()).decode()
    return {"start": start, "actions": episode.actions.tolist()}


@pytest.mark.slow
@pytest.mark.parametrize("name", cl.worlds())
def test_the_browser_plays_by_the_rules_of_the_kernel(name):
    world = cl.world(name)
    for distribution in LEVELS.get(name, (world.TRAIN, world.DEPLOY)):
        arcade = Arcade(distribution)
        episodes = [walk(distribution, seed) for seed in range(60)]
        for episode, told in zip(
            episodes, in_javascript(world, [*map(packed, episodes)]), strict=True
        ):
            check_one(world, episode, told)
            arcade.begin(episode.seed)
            arcade.set_state({"moves": told["moves"]})  # as the browser's message does
            assert arcade.status == told["status"]


def test_the_walks_see_what_can_happen_in_a_coin_run():
    ends = [walk(HARD, seed).metrics for seed in range(60)]
    for name in ("coin", "end", *coin_run.DEATHS):
        assert any(end[name] for end in ends), name


# ── What is not translated ──────────────────────────────────────────────────────────────────

SIDES = 6
ONE = np.uint64(1)


def altered(step, **parts) -> World:
    """The maze with other rules."""
    return replace(maze.WORLD, step=step, **parts)


def listed(s, action):
    s.mouse_at = [action][0]


def named(s, action):
    s.mouse_at = min(action, 3, key=None)


def stepped(s, action):
    s.tiles[1:9:2] = action


def nowhere(s, action):
    s.mouse_at = missing  # noqa: F821


def raised(s, action):
    s.mouse_at = action**2


def unready(s, action):
    s.mouse_at = s.rng


def unsure(s, action):
    x = s.rng
    if action:
        x = action
    s.rng = x


def mixed(s, action):
    s.rng = s.rng + action


def divided(s, action):
    s.rng = s.rng // ONE


def turned(s, action):
    s.rng = ONE << np.uint64(action)


def ordered(s, action):
    s.mouse_at = s.rng < ONE


def deep(s, action):
    s.mouse_at = np.zeros((2, 2, 2), np.int16)[0]


def below(s, action):
    s.mouse_at = s.cheese - s.corner


def wide_row(s, action):
    s.mouse_at = np.zeros(2, np.uint64)[0]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (listed, r"\[action\].* has no translation"),
        (named, "names its arguments"),
        (stepped, "1:9:2"),
        (nowhere, "'missing'.* is neither a number nor a rule"),
        (raised, r"action \*\* 2"),
        (unready, r"s\.rng.* is of 64 bits, where only a plain number"),
        (unsure, "'x' in .*unsure, line .*is of 64 bits in one place"),
        (mixed, "'action' in .*mixed, line .*would have to be of 64 bits"),
        (divided, "s.rng // ONE"),
        (turned, r"shifts 64 bits by what is no fixed np\.uint64"),
        (ordered, "compares 64 bits otherwise"),
        (deep, "other than one or two dimensions"),
        (below, r"'s\.cheese - s\.corner' in .*below, line .* has 2\*\*64 - 1 for 0 - 1"),
        (wide_row, "what no array in the browser holds"),
        (eval("lambda s, action: 0"), "no source"),
    ],
)
def test_a_rule_without_a_translation_is_refused_by_name(step, words):
    with pytest.raises(NotInBrowser, match=words):
        rules_js(altered(step))


def test_a_world_can_have_rules_in_the_browser_and_its_levels_from_the_kernel():
    def by_lists(s, params):
        s.side = sum([params.large])

    world = replace(maze.WORLD, generate=by_lists)
    with pytest.raises(NotInBrowser, match="sum"):
        rules_js(world)
    assert "generate: null" in rules_js(world, levels=False)


# ── Python's own ways ───────────────────────────────────────────────────────────────────────


def bend(s, action):
    """Each line means something else in JavaScript, were it copied as it stands."""
    s.side = -7 // 2 + action
    s.extent = -7 % 4 + 10 * (7 % -4)
    s.corner_at = SIDES
    for n in range(s.corner_at):
        s.corner_at = 2  # the loop's end has been found already
        n += 10
        s.steps = n
    s.mouse_at, s.cheese_at = s.side, s.mouse_at
    s.cheese_at += 40_000 * (0 < action <= 2)  # wraps
    s.cheese = 255 + (1 if action == 2 and not s.corner else 0)
    s.corner += action in (1, 3)
    new = max(abs(s.side), int(action > 1))
    while True:
        new -= 1
        if new < -3:
            break
        if new > 0:
            continue
        s.limit += new
    s.terminated = 2 <= action < 3 or s.corner > 1
    s.reward = action / 3


def test_numbers_loops_and_fields_keep_to_python():
    world, episodes = altered(njit(bend)), []
    for seed in range(4):
        records = BatchSim(maze.TRAIN, 1).batch.copy()
        records[0].mouse_at, records[0].side, records[0].tiles[:] = 40, 9, 1
        records[0].limit = 1000
        kept = [records.copy()]
        for action in (0, 1, 3, 1, 2)[: seed + 1]:
            world.step(records[0], action)
            kept.append(records.copy())
        episodes.append(np.concatenate(kept).view(np.recarray))
    runs = [{"start": b64encode(e[0].tobytes()).decode(), "actions": [0, 1, 3, 1, 2][: n + 1]}
            for n, e in enumerate(episodes)]  # fmt: skip
    for records, told in zip(episodes, in_javascript(world, runs), strict=True):
        found = [np.frombuffer(b64decode(text), maze.State)[0] for text in told["records"]]
        count = 1 + int(np.argmax(records.terminated)) if records.terminated.any() else len(records)
        for record, other in zip(records[:count], found, strict=False):
            for name in maze.State.names:
                assert np.array_equal(record[name], other[name]), name


def test_random_numbers_are_no_plain_fields():
    assert fields_of(maze.State)["bytes"] == maze.State.itemsize
    assert not {"rng", "seed"} & {name for name, *_ in fields_of(maze.State)["fields"]}


# ── Input and clock ─────────────────────────────────────────────────────────────────────────

CLOCK = """
import { Clock } from "./arcade/clock.js";
const { keys, frames } = given;
let now = 0, frame = null;
Object.defineProperty(globalThis, "performance", { value: { now: () => now } });
globalThis.requestAnimationFrame = (call) => { frame = call; };
globalThis.cancelAnimationFrame = () => { frame = null; };
const steps = [], answers = [];
const clock = new Clock(30, () => steps.push(now), () => {});
clock.start();
for (const [at, kind] of [...keys.map((t) => [t, "key"]), ...frames.map((t) => [t, "frame"])]
    .sort((a, b) => a[0] - b[0])) {
  now = at;
  if (kind === "frame") frame();
  else { const before = steps.length; clock.early(); answers.push(steps.length - before); }
}
process.stdout.write(JSON.stringify({ steps, answers }));
"""
INPUT = """
import { InputState } from "./arcade/input.js";
const { actions, script } = given;
const input = new InputState(actions);
const told = script.map(([verb, ...rest]) => input[verb](...rest) ?? null);
process.stdout.write(JSON.stringify(told));
"""


def test_keys_are_answered_at_once_and_the_world_is_no_faster_for_them():
    rng = np.random.default_rng(0)
    keys = np.sort(rng.uniform(0, 10_000, 400)).tolist()
    frames = (np.arange(1, 601) * 1000 / 60).tolist()
    told = in_node(CLOCK, keys=keys, frames=frames)
    assert abs(len(told["steps"]) - 300) <= 1
    slots = np.floor(np.array(told["steps"]) * 30 / 1000 + 1e-6).astype(int)
    assert np.bincount(slots).max() <= 2, "an early step, and one that the slot before still had"
    rare = in_node(CLOCK, keys=np.arange(50, 9000, 100).tolist(), frames=frames)
    assert np.mean(rare["answers"]) == 1, "keys that come seldom are all answered at once"


def test_time_that_could_not_be_shown_is_dropped():
    frames = [*range(0, 1000, 16), *range(6000, 7000, 16)]
    told = in_node(CLOCK, keys=[], frames=frames)
    assert 55 <= len(told["steps"]) <= 62


def test_input_holds_two_things_at_once_and_the_latest_wins():
    script = [["hold", "right", "1,0"], ["hold", "up", "0,-1"], ["action"], ["hold", "up", "0,-1"],
              ["hold", "left", "-1,0"], ["action"], ["release", "left"], ["release", "up"],
              ["action"], ["hold", "tap", "-1,0"], ["release", "tap"], ["action"], ["action"],
              ["clear"], ["action"], ["hold", "down", "0,1"], ["action"]]  # fmt: skip
    run = pack_world(coin_run.WORLD)["actions"]
    told = in_node(INPUT, actions=run, script=script)
    a = coin_run.Action
    found = [answer for answer, (verb, *_) in zip(told, script, strict=True) if verb == "action"]
    assert found == [a.JUMP_RIGHT, a.JUMP_LEFT, a.RIGHT, a.LEFT, a.RIGHT, a.STAY, a.STAY]
    assert told[1] is True and told[3] is False
