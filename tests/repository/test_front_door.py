"""Bad inputs at every door: nothing is taken silently, nothing is said in another library's words.

Other ones in each run. A failure prints the seed: `BAD_INPUTS=1234 pytest …/test_front_door.py`
has the same ones again, and what was found once stands in `FOUND` for ever.
"""

import os
import random
import time
from pathlib import Path

import pytest
from support import bad_inputs, doors, doors_own, doors_rooms
from support.bad_inputs import Door, complaint, draws

from course_lib.chapters.your_own_world import exchange

pytestmark = pytest.mark.slow  # each door is opened once before, and worlds are compiled for it
COUNT = 1500
# (door, parameter, value): faults that were found here, each of another kind.
FOUND = [
    ("cl.behaviour", "policies", "a text is a list of letters"),
    ("cl.behaviour", "policies", b"bytes"),
    ("cl.behaviour", "given", ["unhashable"]),
    ("cl.play", "policy", bad_inputs.np.float64(3)),  # numpy's numbers have a method `choose`
    ("cl.play", "policy", lambda: 3),  # takes no observation
    ("cl.play", "level", range(10**12)),  # no list has so many
    ("cl.play", "seed", 2**64),  # does not fit into a record
    ("cl.train", "recipe", ""),  # trained with the usual settings
    ("cl.train", "curves", "9"),
    ("cl.train", "checkpoint", "a\0b"),
    ("cl.train", "name", 3.5),
    ("training.train", "anchor", 0),
    ("training.train", "distribution", "b}}}:"),  # gymnasium imports what stands before a colon
    ("training.train", "distribution", "..b:Env-v0"),
    ("training.train", "distribution", ":Env-v0"),
    ("training.train", "distribution", "json:Env-v0"),
    ("zoo.save", "path", "half \ud800"),
    ("zoo.load_file", "path", "n" * 300),
    ("cl.Episode", "records", [1]),
    ("Env", "view", bad_inputs.np.array([1, 2])),  # equal to nothing and to all
    ("Env.reset", "options", "level"),
    ("VectorEnv", "num_envs", 10**15),
    ("VectorEnv.reset", "seed", bad_inputs.np.array(3.5)),
    ("VectorEnv.step", "actions", [[1, [2]]]),
    ("wilson", "n", -1),
    ("Shelf.draw", "seed", 1j),
    ("load_settings", "name", "../../etc"),
    ("LevelShelf", "seeds", 7),
    ("LiveCurves", "total", float("nan")),
    ("LiveCurves.update", "reward", "much"),
    ("SpotTheDifference", "rounds", range(10**12)),
    ("quiz.recall", "before", {"a": 1}),
    ("Greedy", "policy", Path("none") / "a.json"),  # has a name of its own
    ("a policy's predict", "answer", 3),  # an action without a state
    ("a policy's choose", "answer", range(10**12)),
    ("a policy's choose", "answer", [[1, [2]]]),
    ("a policy's evaluate", "told", None),
    ("a module's forward", "returned", ()),
    ("as_agent's prepare", "prepared", "pictures"),
    ("cl.save of a changed agent", "card", [1]),
    ("cl.save of a changed agent", "name", ()),  # was written, and then could not be read
    ("WorldFile.run", "replace", "no"),
    ("button.Distribution", "limit", float("nan")),
    ("parted_table", "distributions", {}),
    ("parted_table", "levels", 2.5),
    ("cl.World", "proxies", "left"),  # a text is a list of letters
    ("cl.World", "goal", 5),
    ("cl.World", "Tile", {"WALL": 0}),
    ("cl.World", "step", lambda s: None),  # without the action
    ("cl.World", "title", 0),  # was replaced by the usual one
    ("cl.World", "parse_level", None),
    ("cl.World", "undrawn_fields", ["colour"]),
    ("World.of", "source", 5),
    ("cl.record of parts", "kind", None),  # numpy takes it for a float
    ("cl.record of parts", "name", ""),  # numpy calls it f0
    ("World.picture", "pixels", bad_inputs.np.uint8(200)),  # numpy's small numbers overflow
    ("sweep", "run", bad_inputs.Odd),  # a class, which cannot do the job
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """All doors, by name, in a folder where they may write."""
    folder = tmp_path_factory.mktemp("doors")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COURSE_ANSWERS", str(folder))
        rooms = (doors.front_door, doors.environments, doors.study, doors_rooms.distributions,
                 doors_rooms.of_worlds, doors_rooms.widgets, doors_rooms.exercises,
                 doors_own.own_policies, doors_own.gymnasiums, doors_own.own_worlds)  # fmt: skip
        bring_back = exchange.remembered()
        found = [door for room in rooms for door in room(folder)]
        for door in found:  # what is imported or compiled at first use is, before time counts
            door.call(**door.given)
        yield folder, {door.name: door for door in found}
        bring_back()  # the worlds without the own one


def test_every_door_takes_what_it_is_given_here(house):
    """Or what follows would show nothing."""
    assert len(house[1]) > 110


# A function has another address in each process of the tests, so values have numbers.
NUMBERED = [f"{name}, {parameter}, {n}" for n, (name, parameter, _) in enumerate(FOUND)]


@pytest.mark.parametrize("name, parameter, value", FOUND, ids=NUMBERED)
def test_what_was_found_once_stays_mended(house, name, parameter, value):
    assert complaint(house[1][name], parameter, value) is None


def test_bad_inputs_are_refused_in_the_courses_own_words(house):
    folder, by_name = house
    seed = int(os.environ.get("BAD_INPUTS") or random.SystemRandom().randrange(10**6))
    begun, wrong = time.perf_counter(), []
    for door, parameter, name, value in draws(list(by_name.values()), seed, COUNT, folder):
        if said := complaint(door, parameter, value):
            wrong.append(f"{door.name}({parameter}={name}): {said}")
    seconds = time.perf_counter() - begun
    assert not wrong, "\n".join([f"BAD_INPUTS={seed} has these again:", *wrong])
    print(f"{COUNT} bad inputs of seed {seed} in {seconds:.0f} s")


# ── The judge itself ────────────────────────────────────────────────────────────────────────


def silent(value):
    """Take everything."""


def pythons(value):
    """Fail in Python's words."""
    return len(value)


def endless(value):
    """Never end."""
    while True:
        pass


@pytest.mark.parametrize("call, words", [
    (silent, "without a word"), (pythons, "Python's own"), (endless, "did not end"),
])  # fmt: skip
def test_the_judge_sees_what_is_wrong(call, words, monkeypatch):
    monkeypatch.setattr(bad_inputs, "SECONDS", 0.1)
    door = Door("door", call, {"value": 1}, {"value": bad_inputs.nothing})
    assert words in complaint(door, "value", 3)
