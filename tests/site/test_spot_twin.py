"""Spot the difference on the site is the one in Jupyter: the same actions, the same state."""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from support.javascript import in_node
from support.widget_page import state_of

from course_lib.study.game import scoring
from course_lib.study.game.drawn import COUNT, first_rounds
from course_lib.widgets import SpotTheDifference

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tools"))

from serverless import rounds as packing  # noqa: E402
from serverless.worlds import pack as pack_world  # noqa: E402

SPOT = (ROOT / "site" / "src" / "spot").as_uri()
TWIN = f"""
const {{ readFileSync }} = await import("node:fs");
const {{ readRounds }} = await import("{SPOT}/rounds.js");
const {{ SpotModel }} = await import("{SPOT}/model.js");
const {{ World }} = await import("{SPOT}/../episodes/world.js");
const file = JSON.parse(readFileSync(given.file, "utf8"));
const content = new TextEncoder().encode(JSON.stringify(file.rounds));
const all = readRounds({{ bytes: content }});
const {{ choose }} = await import("{SPOT}/settings.js");
const opened = Object.entries(file.worlds).map(([name, packed]) => [name, new World(packed)]);
const worlds = Object.fromEntries(opened);
const states = given.games.map(({{ options, steps }}) => {{
  let seconds = 0;
  const now = () => seconds;
  const {{ teams, countdown: clock }} = options;
  const {{ list, counted }} = choose(all, {{ round: 1, rounds: "all", world: "", teams, clock }});
  const {{ places, seed }} = all;
  const game = new SpotModel({{ rounds: list, counted, places, seed, worlds, now, ...options }});
  const found = [{{ ...game.values }}];
  for (const {{ wait, message }} of steps) {{
    seconds += wait;
    game.told(message);
    found.push({{ ...game.values }});
  }}
  return {{ states: found, csv: game.csv() }};
}});
process.stdout.write(JSON.stringify(states));
"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> Path:
    """A file with all rounds, and the worlds that they are of, as the site has them."""
    told = packing.pack(first_rounds())
    worlds = {name: pack_world(packing.world(name)) for name in told["places"]}
    path = tmp_path_factory.mktemp("rounds") / "rounds.json"
    path.write_text(json.dumps({"rounds": told, "worlds": worlds}))
    return path


class Hands:
    """Somebody who plays: what they send follows from a seed, whatever the round is."""

    def __init__(self, seed: int, teams: list[str]):
        self.rng = np.random.default_rng(seed)
        self.teams = teams
        self.edits = 1

    def pick(self, options):
        """One of the options."""
        return options[int(self.rng.integers(len(options)))]

    def draft(self, shown: dict) -> dict:
        """What a team fills in; now and then nothing, or what cannot be."""
        names = [each["name"] for each in shown["attributes"]] + ["loudness"] * (
            self.rng.random() < 0.05
        )
        chosen = [name for name in names if self.rng.random() < 0.3]
        return {
            "attributes": chosen,
            "nothing": not chosen and bool(self.rng.random() < 0.8),
            "sure": self.pick(
                [0.5, 0.55, 0.75, 0.9, 0.95, 1.0, 0.3 if self.rng.random() < 0.1 else 0.8]
            ),
            "prediction": self.pick(["", *(each["name"] for each in shown["choices"])]),
        }

    def filled(self, shown: dict) -> dict:
        """What the form holds when it asks something."""
        self.edits += 1 + int(self.rng.integers(3))
        keys = ["attribute:nothing", *(f"attribute:{a['name']}" for a in shown["attributes"]),
                *(f"choice:{c['name']}" for c in shown["choices"])]  # fmt: skip
        votes = {key: int(self.rng.integers(0, 9)) for key in keys if self.rng.random() < 0.4}
        return {
            "drafts": [self.draft(shown) for _ in self.teams],
            "votes": votes,
            "edits": self.edits,
        }

    def message(self, shown: dict) -> dict:
        """One thing that the front end asks for."""
        ask = self.pick(
            ["more", "more", "votes", "reveal", "reveal", "reveal", "next", "next", "odd"]
        )
        shelf = {"shelf": self.pick(["A", "B", "A", "B", "C"])} if ask == "more" else {}
        filled = {"filled": self.filled(shown)} if ask in ("votes", "reveal") else {}
        team = {"team": int(self.rng.integers(len(self.teams)))} if ask == "votes" else {}
        return {"ask": ask, **shelf, **filled, **team}


class Clock:
    """Time that goes on when a test says so."""

    now = 0.0

    def monotonic(self) -> float:
        """What the clock shows."""
        return self.now


def played(number: int, seed: int, teams: list[str], steps: int, clock: Clock) -> dict:
    """A game in Python from the round of this number on: states, CSV, and what was done."""
    clock.now = 0.0
    game = SpotTheDifference(teams=teams, countdown=60 if len(teams) > 1 else None)
    game.number = number
    game._begin()
    game.edits = 1
    hands, done = Hands(seed, teams), []
    states = [json.loads(json.dumps(state_of(game)))]
    for _ in range(steps):
        wait = float(hands.rng.integers(1, 900)) / 16
        message = hands.message(game.shown)
        clock.now += wait
        game._hear(message)
        done.append({"wait": wait, "message": message})
        states.append(json.loads(json.dumps(state_of(game))))
    return {"states": states, "steps": done, "game": game}


def same_replay(one: dict, other: dict) -> None:
    """Two episodes of the reveal are one; what a network says may differ in the last digits."""
    assert one.keys() == other.keys()
    if not one:
        return
    (a,), (b,) = one.pop("episodes"), other.pop("episodes")
    for name, kind, near in (("values", "<f4", 1e-4), ("probabilities", np.uint8, 1)):
        both = [np.frombuffer(base64.b64decode(x.pop(name)), kind).astype(float) for x in (a, b)]
        np.testing.assert_allclose(*both, atol=near)
    assert a == b and one == other


@pytest.mark.slow
def test_the_same_actions_lead_to_the_same_states_scores_and_files(packed, tmp_path, monkeypatch):
    clock = Clock()
    monkeypatch.setattr("course_lib.widgets.spot.widget.time", clock)
    games = [(0, ["you"]), (8, ["owls", 'fo"xes, red', "Füchse"]), (30, ["you"]), (28, ["a", "b"])]
    rng = np.random.default_rng(7)
    drawn = rng.integers(30, 30 + COUNT - 8, 8).tolist()
    games += [(n, ["left", "right"] if i < 2 else ["you"]) for i, n in enumerate(drawn)]
    runs = [played(n, i, teams, 18, clock) for i, (n, teams) in enumerate(games)]
    asked = [
        {
            "options": {"number": n, "teams": teams, "countdown": 60 * (len(teams) > 1)},
            "steps": run["steps"],
        }
        for (n, teams), run in zip(games, runs, strict=True)
    ]
    found = in_node(TWIN, file=str(packed), games=asked)
    revealed = 0
    for (number, _), run, twin in zip(games, runs, found, strict=True):
        for step, (one, other) in enumerate(zip(run["states"], twin["states"], strict=True)):
            same_replay(one.pop("replay"), other.pop("replay"))
            one.pop("shown_at")  # when Jupyter showed it: a page has no such moment
            assert one == other, (number, run["steps"][step - 1])
            revealed += bool(one["told"])
        path = run["game"].export(tmp_path / "answers.csv")
        assert path.read_bytes() == twin["csv"].encode()
    assert revealed > 40


NUMBERS = f"""
const {{ float, grouped, quoted, rounded }} = await import("{SPOT}/python.js");
const {{ brier, calibration, mostVoted, partRight, points }} = await import("{SPOT}/scoring.js");
const told = {{
  rounded: given.numbers.map((x) => [0, 1, 2, 4, 6].map((digits) => rounded(x, digits))),
  float: given.numbers.map((x) => float(rounded(x, 4))),
  grouped: given.whole.map(grouped),
  quoted: given.words.map(quoted),
  points: given.sures.map((sure) => given.parts.map((part) => points(sure, part))),
  brier: given.sures.map((sure) => [brier(sure, true), brier(sure, false)]),
  parts: given.pairs.map(([one, other]) => partRight(one, other)),
  voted: given.votes.map(mostVoted),
  calibration: calibration(given.answers),
}};
process.stdout.write(JSON.stringify(told));
"""


def test_rounding_scores_and_votes_are_those_of_python():
    rng = np.random.default_rng(3)
    numbers = [
        *(rng.random(300) * 100).tolist(),
        *(np.arange(-200, 200) / 32).tolist(),
        0.15,
        2.675,
    ]
    sures = [
        *np.round(np.arange(50, 101, 5) / 100, 2).tolist(),
        *(0.5 + rng.random(50) / 2).tolist(),
    ]
    names = list("abcde")
    pairs = [[[n for n in names if rng.random() < 0.4] for _ in range(2)] for _ in range(60)]
    keys = ["attribute:nothing", "attribute:a", "attribute:b", "choice:goal", "choice:proxy"]
    votes = [{k: int(rng.integers(0, 6)) for k in rng.permutation(keys)[:4]} for _ in range(80)]
    answers = [{"sure": s, "right": bool(rng.random() < s)} for s in sures]
    parts = [0, 0.25, 1 / 3, 0.5, 2 / 3, 1]
    whole, words = [0, 999, 1000, 1234567], ["a", "it's", 'say "no"', 'it\'s "x"', "b\\c"]
    given = {"numbers": numbers, "sures": sures, "pairs": pairs, "votes": votes, "whole": whole,
             "words": words, "parts": parts, "answers": answers}  # fmt: skip
    told = in_node(NUMBERS, **given)
    assert told["rounded"] == [[round(x, d) for d in (0, 1, 2, 4, 6)] for x in numbers]
    assert told["float"] == [repr(round(x, 4)) for x in numbers]
    assert told["grouped"] == [f"{n:,}" for n in whole]
    assert told["quoted"] == [repr(word) for word in words]
    assert told["points"] == [[scoring.points(s, part) for part in parts] for s in sures]
    np.testing.assert_allclose(
        told["brier"], [[scoring.brier(s, right) for right in (True, False)] for s in sures]
    )
    assert told["parts"] == [scoring.part_right(*pair) for pair in pairs]
    voted = [v and {"attributes": v[0], "sure": v[1], "prediction": v[2]}
             for v in map(scoring.most_voted, votes)]  # fmt: skip
    assert told["voted"] == voted
    assert told["calibration"] == scoring.calibration(answers)
