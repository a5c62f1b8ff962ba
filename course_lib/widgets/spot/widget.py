"""Spot the difference: two shelves of levels; what differs, and what will the agent do?"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from course_lib.checks import as_items, check_text, shown
from course_lib.engine.checks import check_whole
from course_lib.engine.world import world_of
from course_lib.study.game import known, predictions, scoring
from course_lib.study.game.attributes import attributes_of
from course_lib.study.game.drawn import (
    MOST,
    SHELVES,
    class_place,
    drawn_round,
    played_levels,
)
from course_lib.study.game.observers import measured_roughly
from course_lib.study.game.prepared import prepared
from course_lib.study.game.rounds import Round
from course_lib.study.measure.mixtures import Levels
from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.spot.answers import answer_row, write_answers
from course_lib.widgets.spot.checks import check, check_rounds, homes_of
from course_lib.widgets.spot.payload import (
    levels_png,
    pack_replay,
    pack_round,
    tell_agent,
    tell_needed,
)

FIRST = 6  # levels on a shelf at first


class SpotTheDifference(CourseWidget):
    """Rounds of spot the difference: look at two shelves, answer, reveal, next round.

    world: one of the worlds, or None for all. rounds: a list of `Round`s; by default the prepared
    ones in rising difficulty, and after them drawn ones without end. subtlety: 0 to 1, and all
    rounds are drawn at it. agent: a policy or a name of the zoo; by default the world's own.
    teams: who answers; with several, or with a countdown (seconds), it is made for a class: the
    rounds stay in one world for a while, and "F" fills the window.

    `answers` is a list of dict, a row for each team and round; `export` writes it as CSV.
    Raises ValueError for anything that is none of these.
    """

    _esm = bundle("spot.js")
    _css = bundle("spot.css")

    shown = traitlets.Dict().tag(sync=True)  # the round as it is seen
    drafts: traitlets.List = traitlets.List().tag(sync=True)  # what each team has filled in
    votes = traitlets.Dict().tag(sync=True)  # a show of hands, by "attribute:…" and "choice:…"
    edits = traitlets.Int(0).tag(sync=True)  # of drafts and votes: which of two is the later
    told = traitlets.Dict().tag(sync=True)  # after the reveal
    replay = traitlets.Dict().tag(sync=True)  # the agent's episode on shelf B, for the player
    answers: traitlets.List = traitlets.List().tag(sync=True)
    teams: traitlets.List = traitlets.List().tag(sync=True)
    countdown = traitlets.Int(0).tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)  # messages from the browser that were answered

    def __init__(self, world=None, rounds=None, seed=0, agent=None, teams=("you",),
                 countdown=None, subtlety=None):  # fmt: skip
        self.homes = homes_of(world, rounds)
        for home in self.homes:
            attributes_of(home)  # says so if there is nothing to tell apart
        check(seed, teams, countdown, subtlety)
        self.seed, self.agent = int(seed), agent
        self.subtlety = None if subtlety is None else float(subtlety)
        drawn = subtlety is not None and rounds is None
        self.rounds = check_rounds(rounds, self.homes) if rounds is not None else [
            game for game in ([] if drawn else prepared()) if game.world in self.homes
        ]  # fmt: skip
        self.endless = rounds is None
        self._settle_agent()
        super().__init__(teams=list(teams), countdown=int(countdown or 0))
        self.on_msg(lambda _widget, message, _buffers: self._hear(message))
        self.number = 0
        self._begin()

    def _settle_agent(self) -> None:
        """Check that the agent fits, and keep only its world's rounds, if it has a world."""
        if isinstance(self.agent, str):
            self.agent = predictions.agent_of(self.homes[0], self.agent)
        predictions.check_agent(self.agent, {home.name for home in self.homes})
        if (trained_on := getattr(self.agent, "distribution", None)) is not None:
            self.homes = [world_of(trained_on)]
            self.rounds = [game for game in self.rounds if game.world in self.homes]

    # ── The round ──

    @property
    def game(self) -> Round:
        """The present round."""
        return self._game

    @property
    def looked(self) -> dict[str, int]:
        """How many levels of each shelf have been shown."""
        return {shelf: len(self.shown["shelves"][shelf]) for shelf in SHELVES}

    def _begin(self) -> None:
        """Begin the present round; if it cannot be had, nothing changes."""
        place = self._place(self.number)
        game = self._find(place)
        levels = played_levels(game, place, self.seed)
        self._game: Round = game
        self.levels: dict[str, Levels] = levels
        self._since = time.monotonic()
        blank = {"attributes": [], "nothing": False, "sure": 0.75, "prediction": ""}
        with self.hold_sync():
            self.told, self.replay, self.votes, self.trouble = {}, {}, {}, ""
            self._fill([dict(blank) for _ in self.teams])
            self._show(dict.fromkeys(SHELVES, FIRST))

    def _place(self, number: int) -> int:
        """Where among all rounds the one of this number is: before a class they take turns."""
        if not self.endless or not (len(self.teams) > 1 or self.countdown):
            return number
        return class_place(self.rounds, self.homes, number, self.seed, self.subtlety)

    def _find(self, number: int) -> Round:
        """The round in this place; after the list, one that is drawn."""
        if number < len(self.rounds):
            return self.rounds[number]
        return drawn_round(self.homes, number, self.seed, self.subtlety)

    def _show(self, counts: dict[str, int]) -> None:
        last = not self.endless and self.number + 1 >= len(self.rounds)
        self.shown = {
            "number": self.number + 1,
            "of": len(self.rounds) if self.number < len(self.rounds) else 0,
            "last": last,
            "most": MOST,
            "agent": predictions.agent_name(self.game.world, self.agent),
            **pack_round(self.game, self.levels, counts),
        }

    def more(self, shelf: str) -> None:
        """Show twice as many levels on shelf "A" or "B", 96 at most."""
        if not isinstance(shelf, str) or shelf not in SHELVES:
            raise ValueError(f"shelf must be 'A' or 'B', not {shown(shelf)}")
        self._show({**self.looked, shelf: min(MOST, 2 * self.looked[shelf])})

    def next(self) -> None:
        """Begin the next round."""
        if self.shown["last"]:
            self.trouble = "That was the last round."
            return
        self.number += 1
        try:
            self._begin()
        except ValueError:  # a world of one's own from which nothing can be drawn, say
            self.number -= 1
            raise

    def say(
        self, attributes: Sequence[str], sure: float, prediction: str = "", team: int = 0
    ) -> None:
        """Fill in a team's answer: what differs (nothing, if that is empty), how sure.

        Raises ValueError for an attribute or a prediction that there is not, or a bad `sure`.
        """
        check_whole("team", team, 0, len(self.teams) - 1)
        names = as_items("attributes", attributes, "names of attributes", 0, 100)
        draft = {"attributes": names, "nothing": not names, "sure": sure, "prediction": prediction}
        self._check_draft(draft)
        drafts = [dict(d) for d in self.drafts]
        drafts[team] = draft
        self._fill(drafts)

    def _fill(self, drafts: list[dict]) -> None:
        """Put these drafts into the form, whatever stood there."""
        with self.hold_sync():
            self.drafts = drafts
            self.edits += 1

    def _check_draft(self, draft: dict) -> None:
        scoring.check_sure(draft["sure"])
        allowed = [attribute.name for attribute in self.game.attributes]
        for name in draft["attributes"]:
            if not isinstance(name, str) or name not in allowed:
                known = ", ".join(allowed)
                raise ValueError(f"{shown(name)} is no attribute here; there are: {known}")
        foreseen = [choice["name"] for choice in self.shown["choices"]]
        check_text("prediction", draft["prediction"])
        if draft["prediction"] and draft["prediction"] not in foreseen:
            told = ", ".join(foreseen)
            raise ValueError(f"prediction must be one of {told}, not {shown(draft['prediction'])}")

    def take_votes(self, team: int = 0) -> None:
        """Make what got most hands a team's answer, as sure as their share."""
        answer = scoring.most_voted(self.votes)
        self.trouble = "" if answer else "No hands have been counted yet."
        if answer:
            self.say(*answer, team)

    # ── The reveal ──

    def reveal(self, seconds: float | None = None) -> None:
        """Tell what differs and what the agent does, and give each team's answer its points.

        Nothing happens before a team has answered, nor a second time. seconds: how long the round
        was seen, where a page has counted; a kernel that was busy hears of the reveal too late.
        """
        passed = time.monotonic() - self._since
        seconds = round(passed if seconds is None else min(passed, seconds), 1)
        said = [d for d in self.drafts if d["nothing"] or d["attributes"]]
        if self.told or not said:
            self.trouble = "" if self.told else "Tick what differs, or that nothing does, first."
            return
        for draft in said:
            self._check_draft(draft)
        self.trouble = ""
        needed = known.known_levels(self.game)
        did = known.known_behaviour(self.game, self.agent)
        self._kept = list(self.answers)
        self._tell(needed, did, seconds, done=False)
        try:
            needed = needed or measured_roughly(self.game)
            agent = predictions.agent_of(self.game.world, self.agent)
            if agent is not None:
                did = did or predictions.metrics(agent, self.game.a, self.game.b)
                self._tell(needed, did, seconds, done=False)
                self.replay = pack_replay(agent, self.levels["B"], did["B"])
        except ValueError as error:  # an agent that cannot see these levels, say
            self.trouble = str(error)
        self._tell(needed, did, seconds, done=True)

    def _tell(self, needed: dict | None, did: dict | None, seconds: float, done: bool) -> None:
        """Say all that is known by now in `told` and `answers`."""
        rows = [
            answer_row(self.game, draft, needed or {}, did)
            | {
                "round": self.number + 1,
                "team": team,
                "looked_a": self.looked["A"],
                "looked_b": self.looked["B"],
                "seconds": seconds,
                "hands": dict(self.votes),
            }
            for team, draft in zip(self.teams, self.drafts, strict=True)
            if draft["nothing"] or draft["attributes"]
        ]
        with self.hold_sync():
            self.answers = [*self._kept, *rows]
            self.told = {
                "truth": list(self.game.truth),
                "how": self.game.how,
                "subtlety": self.game.subtlety,
                "rows": rows,
                "needed": tell_needed(needed, self.game, done),
                "agent": tell_agent(did, self.game.world),
                "done": done,
                "standings": scoring.standings(self.answers),
                "calibration": self.calibration(),
            }

    # ── Results ──

    @property
    def standings(self) -> list[dict]:
        """A row for each team: rounds, how many were right, points, predictions that came true."""
        return scoring.standings(self.answers)

    def calibration(self, team: str | None = None) -> list[dict]:
        """How sure a team (or all together) was, beside how often that was right."""
        return scoring.calibration([a for a in self.answers if team in (None, a["team"])])

    def export(self, path: str | Path) -> Path:
        """Write `answers` as a CSV file, whole or not at all, and say so; gives its path."""
        written = write_answers(path, self.answers)
        many = f"{len(self.answers)} answer{'s' * (len(self.answers) != 1)}"
        print(f"Written: {written.resolve()}, with {many}.")
        return written

    # ── What the browser asks for, and what is seen without one ──

    def _hear(self, message: dict[str, Any]) -> None:
        """Do what the browser asked for."""
        if "filled" in message and not self.told:  # later, maybe, than what was synced
            filled = message["filled"]
            self.drafts, self.votes, self.edits = (filled[k] for k in ("drafts", "votes", "edits"))
        try:
            match message.get("ask"):
                case "more":
                    self.more(message.get("shelf", ""))
                case "votes":
                    self.take_votes(int(message.get("team", 0)))
                case "reveal":
                    self.reveal(message.get("seconds"))
                case "next":
                    self.next()
        except ValueError as error:
            self.trouble = str(error)
        finally:
            self.heard += 1

    def describe(self) -> str:
        """The round, and how everybody stands, in one line."""
        looked = f"{self.looked['A']} levels of A and {self.looked['B']} of B"
        said = f"Spot the difference: round {self.number + 1}, {self.game.world.title}, {looked}"
        if self.told:
            said += f"; what differs: {' + '.join(self.game.truth) or 'nothing'}"
        for row in self.standings:
            rounds = f"{row['rounds']} round{'s' * (row['rounds'] != 1)}"
            said += f"; {row['team']}: {row['points']:g} points after {rounds}"
        return said

    def still(self) -> bytes:
        """The first levels of both shelves as a PNG, A on the left."""
        return levels_png(self.levels, FIRST)
