"""Spot the difference on the site is the one in Jupyter: the same actions, the same state."""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from support.javascript import in_node
from support.widget_page import state_of

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


def test_the_same_actions_lead_to_the_same_states_scores_and_files(packed, tmp_path, monkeypatch):
    clock = Clock()
    monkeypatch.setattr("course_lib.widgets.spot.widget.time", clock)
    games = [(0, ["you"]), (8, ["owls", 'fo"xes, red', "Füchse"]), (30, ["you"]), (28, ["a", "b"])]
    rng = np.random.default_rng(7)
    games += [(int(n), ["left", "right"]) for n in rng.integers(30, 30 + COUNT - 8, 12)]
    runs = [played(n, i, teams, 24, clock) for i, (n, teams) in enumerate(games)]
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
            assert one == other, (number, run["steps"][step - 1])
            revealed += bool(one["told"])
        path = run["game"].export(tmp_path / "answers.csv")
        assert path.read_bytes() == twin["csv"].encode()
    assert revealed > 60
