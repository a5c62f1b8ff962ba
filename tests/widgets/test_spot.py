"""Spot the difference without a browser: what the widget shows, tells, keeps and refuses."""

import base64
import csv
import json
import struct
from dataclasses import dataclass, replace

import numpy as np
import pytest

import course_lib as cl
from course_lib.study.game import known as rounds_data
from course_lib.study.game.observers import Needed
from course_lib.study.game.prepared import prepared
from course_lib.study.game.rounds import between, nothing
from course_lib.study.measure.mixtures import pure
from course_lib.widgets import SpotTheDifference
from course_lib.widgets.spot.checks import homes_of
from course_lib.worlds import gems, maze

RED = replace(gems.TRAIN, goal=("gem", "red"))
PLAIN = between(gems.TRAIN, RED, name="plain")
SAME = nothing(gems.TRAIN, RED, 0.5, name="same")
NEEDED = {"observer": Needed(1, 1, 1, 100, 4096), "classifier": Needed(8, 6, 12, 9, 192)}


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """What the observers need is known, so that nothing has to be measured."""
    monkeypatch.setattr(rounds_data, "known_levels", lambda game: NEEDED)


def spot(**options) -> SpotTheDifference:
    options = {"rounds": [PLAIN, SAME], "agent": cl.planner(gems.TRAIN), **options}
    return SpotTheDifference(**options)


def test_a_round_from_the_first_look_to_the_points():
    game = spot()
    assert game.shown["title"] == "Gems" and game.looked == {"A": 6, "B": 6}
    assert [each["name"] for each in game.shown["attributes"]][:2] == ["colour", "shape"]
    assert game.told == {} and game.answers == []
    game.more("B")
    game.say(["colour"], 0.9, "goal")
    game.reveal()
    (answer,) = game.answers
    assert (answer["said"], answer["truth"], answer["right"]) == ("colour", "colour", True)
    assert (answer["points"], answer["looked_a"], answer["looked_b"]) == (24, 6, 12)
    assert (answer["agent"], answer["agent_did"], answer["foreseen"]) == ("planner", "goal", True)
    assert (answer["observer_levels"], answer["classifier_levels"]) == (1, 8)
    assert game.told["how"] == {"colour": "yellow in A, red in B"} and game.told["done"]
    rates = {row["name"]: row["B"]["rate"] for row in game.told["agent"]["rows"]}
    assert rates["goal"] == 1 and "both" not in rates
    (episode,) = game.replay["episodes"]
    assert episode["heading"].startswith("planner")
    assert game.replay["caption"] == (
        "On level 1 of shelf B the agent does what it does most often: "
        "“takes the goal first”, as in 100 % of 300 levels of this shelf."
    )
    assert game.trouble == ""
    game.next()
    assert game.told == {} and game.replay == {} and len(game.answers) == 1
    assert game.drafts == [{"attributes": [], "nothing": False, "sure": 0.75, "prediction": ""}]


def test_where_nothing_differs_nothing_is_right():
    game = spot(rounds=[SAME])
    game.say([], 1.0)
    game.reveal()
    (answer,) = game.answers
    assert answer["truth"] == answer["said"] == "nothing" and answer["points"] == 25
    assert answer["foreseen"] is None  # nothing was foretold
    words = {row["name"]: row["words"] for row in game.told["needed"]}
    assert "rule out" in words["observer"] and "false alarm" in words["classifier"]


def test_it_is_not_told_before_an_answer_nor_scored_twice():
    game = spot()
    game.reveal()
    assert game.told == {} and "Tick what differs" in game.trouble
    game.say(["shape"], 0.8)
    game.reveal()
    game.reveal()
    assert len(game.answers) == 1 and game.answers[0]["points"] == -39


def test_levels_are_looked_at_in_the_order_in_which_they_were_drawn():
    game = spot()
    first = game.shown["shelves"]["A"]
    for _ in range(6):
        game.more("A")
    many = game.shown["shelves"]["A"]
    assert len(many) == 96 and many[:6] == first
    tiles = np.frombuffer(base64.b64decode(many[95]["tiles"]), np.uint8).reshape(7, 7)
    assert (tiles == gems.WORLD.scenery(game.levels["A"].records[95])).all()
    sheets = game.shown["sheets"]
    assert sheets[first[0]["sheet"]] == gems.WORLD.sprites_json(gems.TRAIN)
    assert sheets[game.shown["shelves"]["B"][0]["sheet"]] == gems.WORLD.sprites_json(RED)
    assert len(json.dumps(game.shown)) < 100_000


def test_several_teams_answer_and_a_show_of_hands_can_be_an_answer():
    game = spot(teams=["owls", "foxes", "class"], countdown=30)
    game.say(["colour"], 0.8, "goal", team=0)
    game.votes = {"attribute:shape": 3, "attribute:nothing": 9, "choice:proxy": 5, "choice:goal": 4}
    game.take_votes(team=2)
    assert game.drafts[2] == {
        "attributes": [],
        "nothing": True,
        "sure": 0.75,
        "prediction": "proxy",
    }
    game.reveal()
    assert [a["team"] for a in game.answers] == ["owls", "class"]  # foxes said nothing
    assert [a["right"] for a in game.answers] == [True, False]
    assert game.answers[1]["hands"]["attribute:nothing"] == 9
    assert [row["team"] for row in game.standings] == ["owls", "class"]
    assert game.calibration("owls")[0]["right"] == 1
    empty = spot()
    empty.take_votes()
    assert "No hands" in empty.trouble and empty.drafts[0]["attributes"] == []


def test_messages_do_what_the_browser_asks_and_errors_are_told_in_place():
    game = spot()
    game._hear({"ask": "more", "shelf": "A"})
    assert game.looked == {"A": 12, "B": 6} and game.heard == 1
    game.drafts = [{"attributes": ["loudness"], "nothing": False, "sure": 0.9, "prediction": ""}]
    game._hear({"ask": "reveal"})
    assert "'loudness' is no attribute here" in game.trouble and game.answers == []
    assert game.drafts[0]["attributes"] == ["loudness"]  # nothing is lost
    game.drafts = [{"attributes": ["colour"], "nothing": False, "sure": 0.9, "prediction": ""}]
    game._hear({"ask": "reveal"})
    assert game.trouble == "" and game.told["rows"][0]["right"]
    game._hear({"ask": "next"})
    assert game.shown["number"] == 2 and game.shown["last"]
    game.say([], 0.5)
    game._hear({"ask": "reveal"})
    game._hear({"ask": "next"})
    assert game.shown["number"] == 2 and "last round" in game.trouble


def test_an_agent_that_cannot_see_the_levels_is_told_in_place_and_points_stand():
    class Blind:
        name = "blind"

        def act(self, seen):
            raise ValueError("'blind' sees observations of another shape")

    game = spot(agent=Blind())
    game.say(["colour"], 1.0, "goal")
    game.reveal()
    assert "another shape" in game.trouble
    assert game.answers[0]["points"] == 25 and game.answers[0]["foreseen"] is None
    assert game.told["done"] and game.told["agent"] is None


def test_the_seconds_of_a_round_are_those_that_it_was_seen(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    for told, counted in ((7.04, 7.0), (None, 20.0), (99.0, 20.0)):
        now[0] = 100.0
        game = spot()
        game.say(["colour"], 0.9, "proxy")
        now[0] = 120.0  # the kernel was busy
        game._hear({"ask": "reveal"} | ({"seconds": told} if told else {}))
        assert game.answers[0]["seconds"] == counted


def test_results_are_written_whole_or_not_at_all(tmp_path, monkeypatch, capsys):
    game = spot()
    game.say(["colour"], 0.9, "proxy")
    game.reveal()
    path = game.export(tmp_path / "class.csv")
    assert capsys.readouterr().out == f"Written: {path}, with 1 answer.\n"
    with open(path, newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["truth"], row["part"], row["points"], row["foreseen"]) == (
        "colour", "1.0", "24", "False",
    )  # fmt: skip
    before = path.read_text()

    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        game.export(path)
    assert path.read_text() == before and [f.name for f in tmp_path.iterdir()] == ["class.csv"]
    with pytest.raises(ValueError, match="no folder"):
        game.export(tmp_path / "nowhere" / "a.csv")


def test_rounds_come_prepared_first_and_then_without_end():
    game = SpotTheDifference("maze", agent=cl.planner(maze.TRAIN))
    names = [one.name for one in prepared("maze")]
    assert [one.name for one in game.rounds] == names and not game.shown["last"]
    game.number = len(names) + 3
    game._begin()
    assert game.game.world is maze.WORLD and game.shown["of"] == 0
    assert not game.shown["last"]
    fine = SpotTheDifference(maze, subtlety=1.0, seed=5)
    assert fine.game.subtlety == 1 and fine.rounds == []
    assert fine.game == SpotTheDifference(maze.TRAIN, subtlety=1.0, seed=5).game


def test_an_agent_brings_its_world_and_the_seed_its_levels():
    game = SpotTheDifference(agent=cl.planner(gems.TRAIN))
    assert {one.world.name for one in game.rounds} == {"gems"}
    assert game.shown["agent"] == "planner"
    others = [spot(seed=seed).shown["shelves"] for seed in (0, 0, 1)]
    assert others[0] == others[1] != others[2]


def test_it_says_and_pictures_what_it_shows():
    game = spot()
    assert repr(game) == "Spot the difference: round 1, Gems, 6 levels of A and 6 of B"
    width, height = struct.unpack(">II", game.still()[16:24])
    assert 500 < width < 800 and 100 < height < 400
    assert "image/png" in game._repr_mimebundle_()[0]
    game.say(["colour"], 0.9)
    game.reveal()
    assert "what differs: colour; you: 24 points after 1 round" in repr(game)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"world": "chess"}, "no world 'chess'"),
        ({"world": 3}, "world must be None or one of 'coin_run'"),
        ({"world": "maze"}, "'plain' is a round of 'gems', not of maze"),
        ({"rounds": []}, "rounds must be a list of Round"),
        ({"rounds": "all"}, "rounds must be a list of Round"),
        ({"seed": -1}, "seed must be a whole number from 0, not -1"),
        ({"teams": "owls"}, "teams must be a list"),
        ({"teams": ["a", "a"]}, "a name of its own"),
        ({"teams": [str(n) for n in range(7)]}, "1 to 6 names"),
        ({"countdown": 2}, "5 to 3600 seconds, not 2"),
        ({"rounds": None, "subtlety": 2}, "subtlety must be a number from 0"),
        ({"agent": cl.planner(maze.TRAIN)}, "belongs to the world 'maze'"),
    ],
)
def test_bad_arguments_are_refused_by_name(options, words):
    with pytest.raises(ValueError, match=words):
        spot(**options)


@dataclass(frozen=True)
class Bare:
    """A distribution in which there is nothing to choose."""

    limit: int = 3


def test_a_world_without_attributes_is_refused_and_a_round_that_cannot_be_drawn_told(monkeypatch):
    bare = replace(
        maze.WORLD, name="bare", Distribution=Bare, TRAIN=Bare(), DEPLOY=Bare(), attributes=()
    )
    with pytest.raises(ValueError, match="the world 'bare' has no attributes to tell apart"):
        SpotTheDifference(bare)
    game = spot(rounds=None, world=gems, subtlety=0.0)
    game.say([], 0.8)
    game.reveal()
    before = (game.game, game.shown, game.told, game.answers)

    def nothing_to_draw(*_):
        raise ValueError("nothing to draw from")

    monkeypatch.setattr("course_lib.study.game.drawn.draw_round", nothing_to_draw)
    game._hear({"ask": "next"})
    assert game.trouble == "nothing to draw from"
    assert (game.game, game.shown, game.told, game.answers) == before
    monkeypatch.undo()
    monkeypatch.setattr(rounds_data, "known_levels", lambda game: NEEDED)
    game._hear({"ask": "next"})
    assert game.trouble == "" and game.shown["number"] == 2 and len(game.answers) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((["loudness"], 0.9), "'loudness' is no attribute here"),
        ((["colour"], 0.3), "how sure must be"),
        ((["colour"], 0.9, "dance"), "prediction must be one of goal, proxy"),
    ],
)
def test_bad_answers_are_refused_by_name(said, words):
    with pytest.raises(ValueError, match=words):
        spot().say(*said)
    with pytest.raises(ValueError, match="'A' or 'B'"):
        spot().more("C")


def test_a_level_of_another_look_on_one_shelf_has_its_own_sprites():
    mixed = between(gems.TRAIN, RED, 1.0)
    shown = spot(rounds=[mixed]).shown
    assert len(shown["sheets"]) == 2
    assert spot(rounds=[between(gems.TRAIN, gems.TRAIN)]).shown["sheets"].__len__() == 1
    assert pure(RED).world is gems.WORLD


def test_without_a_world_rounds_are_of_all_with_a_shift_in_the_lessons_order():
    lessons = ["maze", "gems", "keys_and_chests", "coin_run"]
    assert [home.name for home in homes_of(None, None)][:4] == lessons


def test_before_a_class_rounds_stay_in_one_world_and_are_those_that_everybody_has():
    alone, together = SpotTheDifference(), SpotTheDifference(teams=("left", "right"))
    worlds = []
    for _ in range(5):
        worlds.append(together.game.world.name)
        together.told = {"done": True}
        together.next()
    assert worlds == ["gems"] * 5 and together.game.world.name == "maze"
    alone.number = 1
    alone._begin()
    assert alone.shown["name"] == together.shown["name"] == "maze: the course's own"
    assert alone.shown["shelves"] == together.shown["shelves"], "with the same levels"
    chosen = SpotTheDifference(rounds=[PLAIN, SAME], teams=("left", "right"))
    assert [chosen._place(n) for n in (0, 1)] == [0, 1], "a list is kept as it is"


def test_half_an_answer_counts_in_part_and_points_are_whole():
    both = between(gems.TRAIN, replace(gems.TRAIN, goal=("gem", "red"), size=5))
    game = SpotTheDifference(rounds=[both], teams=("left", "right", "none"))
    assert len(both.truth) == 2
    game.say(both.truth[:1], 0.85, team=0)
    game.say(both.truth, 0.85, team=1)
    game.reveal()
    left, right = game.answers
    assert (left["right"], left["part"], left["points"]) == (False, 0.5, -12)
    assert (right["right"], right["part"], right["points"]) == (True, 1.0, 23)
