"""The level editor: change a level, and see at once what an agent makes of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import traitlets

from course_lib.agents.adapters import adapted
from course_lib.engine.traits import Brushes
from course_lib.engine.world import World
from course_lib.protocols import Policy
from course_lib.study.inside.arrows import Arrows, arrows, difference
from course_lib.study.measure.episodes import Episode, play
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import Greedy, as_batch_policy, policy_name
from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.editor.board import Board, editor_tiles, first_record, written
from course_lib.widgets.payload import base64, distribution_words, pack_level, pack_world
from course_lib.widgets.preview import level_png

SHOWN = ("agent", "planner", "nobody")


@dataclass(frozen=True)
class Plan:
    """What a policy makes of a level: its path from the start, its arrows at a moment of it."""

    episode: Episode | None = None
    arrows: Arrows | None = None
    trouble: str = ""


class LevelEditor(CourseWidget):
    """A level to change by hand, with an agent's arrow on every cell and its path.

    where: a distribution, or a world (then its deployment distribution). agent: any policy; None
    for the editor alone. seed, level: the level to begin with, as in `cl.play`.

    `text` is the level as text and can be set; `level` is its record, for `cl.play`. `arrows`,
    `path` and `episode` are those of the policy that is shown; `show` is "agent", "planner" or
    "nobody". `greedy` takes the most likely action; otherwise `dice` are the chances of the path.
    `moment` is the step of the path for which the arrows hold: with the keys held then, say.

    What the world's rules refuse is not done: in the widget `trouble` says why, in Python a
    ValueError does.
    """

    _esm = bundle("editor.js")
    _css = bundle("editor.css")

    world = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    agent_name = traitlets.Unicode().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    field = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)
    show = traitlets.Enum(SHOWN, "nobody").tag(sync=True)
    greedy = traitlets.Bool(False).tag(sync=True)
    dice = traitlets.Int(0, min=0).tag(sync=True)
    moment = traitlets.Int(0, min=0).tag(sync=True)
    answers = traitlets.Int(0).tag(sync=True)

    def __init__(self, where: Any, agent: Any = None, *, seed: int = 0, level: Any = None):
        where = getattr(where, "WORLD", where)
        self.distribution = where.DEPLOY if isinstance(where, World) else where
        self.board, self.agent = Board(self.distribution, seed, level), adapted(agent)
        self._seed, self._first = int(seed), self.board.record
        if agent is not None:
            # raises if it is of another world, or no policy
            as_batch_policy(self.agent, self.board.home)
        super().__init__(
            world={**pack_world(self.board.home, self.distribution), **pack_kit(self.board.kit)},
            label=f"{self.board.home.title}, {distribution_words(self.distribution)}",
            agent_name="" if agent is None else policy_name(agent),
            show="nobody" if agent is None else "agent",
        )
        self._draw(self.board.record)
        if self._plan.trouble:  # it sees pictures of another size
            raise ValueError(self._plan.trouble)
        self._kept = self._plan
        self.on_msg(lambda _widget, message, _buffers: self._hear(message))
        self.observe(self._show_other, ["show", "greedy", "dice", "moment"])

    # ── What a student reads and does ───────────────────────────────────────────────────────

    @property
    def text(self) -> str:
        """The level as text."""
        return self.board.text

    @text.setter
    def text(self, text: str) -> None:
        self._keep(self.board.read(text))

    @property
    def level(self) -> np.recarray:
        """The level as a record, for `cl.play(..., level=editor.level)`."""
        return self.board.record.copy().view(np.recarray)

    def put(self, tile: Any, row: int, column: int) -> None:
        """Put a tile, such as "cheese" or "wall", at this place; ValueError if it cannot be."""
        self._keep(self.board.put(tile, [(row, column)]))

    def move(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Move what lies at `start`, (row, column), to `end`; ValueError if that cannot be."""
        self._keep(self.board.moved(start, end))

    def undo(self) -> None:
        """Take the last change back."""
        self.board.undo()
        self._settle()

    def redo(self) -> None:
        """Make the change that was taken back last again."""
        self.board.redo()
        self._settle()

    def new(self, seed: int) -> None:
        """Begin the level of this seed; undo leads back to the one before."""
        record = first_record(self.distribution, seed, None)
        self._seed, self._first = int(seed), record
        self._keep(record)

    def play(self, policy: Any = None, seed: int | None = None) -> Episode:
        """An Episode of a policy (the agent, by default) in this level.

        Without a seed it is the one whose path is drawn.
        """
        policy = self.agent if policy is None else policy
        if policy is None:
            raise ValueError("this editor has no agent: name a policy, as in play(my_policy)")
        seed = self.dice if seed is None else seed
        return play(self._as_shown(policy), self.distribution, seed=seed, level=self.level)

    # ── What is shown ───────────────────────────────────────────────────────────────────────

    @property
    def policy(self) -> Any:
        """The policy whose arrows and path are shown; None if there is none."""
        if self.show == "planner":
            return planner(self.distribution)
        return self.agent if self.show == "agent" else None

    @property
    def arrows(self) -> Arrows | None:
        """The field of arrows that is shown."""
        return self._plan.arrows

    @property
    def episode(self) -> Episode | None:
        """The episode whose path is shown."""
        return self._plan.episode

    @property
    def path(self) -> np.ndarray | None:
        """Rows and columns of the path that is shown, (steps + 1, 2)."""
        return None if self.episode is None else self.episode.positions()

    def _as_shown(self, policy: Any) -> Policy:
        return Greedy(policy) if self.greedy and hasattr(policy, "evaluate") else policy

    def _keep(self, record: np.recarray) -> None:
        """Put this record on the board, and show it."""
        self.board.keep(record)
        self._settle()

    def _settle(self) -> None:
        """Show the board's level, and how it differs from the one before."""
        self._draw(self.board.record, before=self._kept.arrows)
        self._kept = self._plan

    def _show_other(self, change: Mapping[str, Any]) -> None:
        """Show another policy, other dice, or another moment of the path."""
        if change["name"] == "moment":
            if self.moment != self._drawn:
                self._draw(self.board.record, self.moment)
        else:
            self._draw(self.board.record)
            self._kept = self._plan

    def _draw(self, record: np.recarray, moment: int = 0, before: Arrows | None = None) -> None:
        """Say all about this level in the traits, in one message.

        moment: step of the path. before: arrows that these are compared with.
        """
        self._plan = self._make_plan(record, moment)
        found, episode = self._plan.arrows, self._plan.episode
        self._drawn = min(moment, 0 if episode is None else len(episode.actions))
        with self.hold_sync():
            self.scene = self._pack_scene(record)
            self.field = {} if found is None else pack_field(found)
            self.status = self._words(record, before)
            self.moment, self.trouble = self._drawn, self._plan.trouble

    def _make_plan(self, record: np.recarray, moment: int) -> Plan:
        policy = self.policy
        if policy is None:
            return Plan()
        try:
            episode = play(self._as_shown(policy), self.distribution, seed=self.dice, level=record)
            now = max(0, min(moment, len(episode.actions) - 1))
            state = episode.records[now : now + 1]
            home = self.board.home
            if not (home.arrow_places or home.agent_at):
                return Plan(episode)  # a world of one's own that does not say where it could stand
            return Plan(episode, arrows(policy, self.distribution, level=state))
        except ValueError as error:  # a planner that cannot take it on, a picture it cannot see
            return Plan(trouble=str(error))

    def _pack_scene(self, record: np.recarray) -> dict:
        episode, home = self.episode, self.board.home
        state = record[0] if episode is None else episode.records[self._drawn]
        drawing = editor_tiles(home, record, self.board.kit)
        names, events = list(home.metrics), [] if episode is None else episode.events
        path = [home.agent_position(state)] if episode is None else episode.positions()
        return {
            **pack_level(home, state),
            "drawing": base64(drawing),
            "rows": drawing.shape[0],
            "columns": drawing.shape[1],
            "text": written(home, drawing),
            "path": np.asarray(path, float).ravel().tolist(),
            "events": [[event["step"], names.index(event["name"])] for event in events],
            "steps": 0 if episode is None else len(episode.actions),
            "undo": bool(self.board.past),
            "redo": bool(self.board.future),
        }

    def _words(self, record: np.recarray, before: Arrows | None) -> str:
        """The level, the path and what the last change did to the arrows, in a few sentences."""
        home = self.board.home
        if self.episode is None:
            return contents(home, editor_tiles(home, record, self.board.kit))
        told = [path_words(self.episode)]
        if self._drawn:
            told.append(f"Shown is step {self._drawn}, with the arrows of that moment.")
        if before is not None and self.arrows is not None:
            turned = difference(before, self.arrows)["turned"]
            told.append(f"The last change turned {turned.sum()} of {len(turned)} arrows.")
        return " ".join(told)

    # ── What the browser asks for ───────────────────────────────────────────────────────────

    def _hear(self, message: Mapping[str, Any]) -> None:
        """Do what the browser asked for, or say in `trouble` why not."""
        with self.hold_sync():
            try:
                self._do(message)
            except (ValueError, traitlets.TraitError) as error:
                self._draw(self.board.record)
                self.trouble = str(error)
            self.answers += 1  # even if nothing else has changed

    def _do(self, message: Mapping[str, Any]) -> None:
        if "edit" in message:
            self._edit(message["edit"], bool(message.get("final")))
        elif "text" in message:
            self.text = message["text"]
        elif "set" in message:
            for name, value in message["set"].items():
                if name in ("show", "greedy", "dice", "moment"):
                    setattr(self, name, value)
        elif message.get("do") == "undo":
            self.undo()
        elif message.get("do") == "redo":
            self.redo()
        elif message.get("do") == "again":
            self._keep(self._first)
        elif message.get("do") == "next":
            self.new(self._seed + 1)

    def _edit(self, edit: Mapping[str, Any] | None, final: bool) -> None:
        """Make an edit, or only show it as long as it is not final; None takes it back."""
        if edit is None:
            self._draw(self.board.record)
            return
        if "move" in edit:
            record = self.board.moved(edit["move"][:2], edit["move"][2:])
        else:
            record = self.board.put(edit["put"], edit["cells"])
        if final:
            self._keep(record)
        else:
            self._draw(record, before=self._kept.arrows)

    def describe(self) -> str:
        """The level and what is shown of it, in one line."""
        return f"Level to edit: {self.label}. {self.status}"

    def still(self) -> bytes:
        """The level with the arrows and the path, as a PNG."""
        home, episode = self.board.home, self._kept.episode
        path = None if episode is None else episode.positions()
        sprites = home.art_of(self.distribution)
        return level_png(home, self.board.record[0], sprites, self._kept.arrows, path)


def pack_kit(kit: Brushes) -> dict:
    """The brushes of a world's editor, as pairs of id and name, and the floor's id."""
    brushes = [[int(tile), tile.name.lower()] for tile in kit.tiles]
    return {"brushes": brushes, "floor": int(kit.floor)}


def pack_field(field: Arrows) -> dict:
    """A field of arrows for the browser; js/arrows.js draws it."""
    shares = np.rint(np.clip(field.probabilities, 0, 1) * 255).astype(np.uint8)
    return {
        "policy": field.policy,
        "places": field.places.tolist(),
        "shares": base64(shares),
        "text": field.text(),
    }


def contents(home: World, tiles: np.ndarray) -> str:
    """How large a drawing is and what it holds, as a sentence."""
    counts = Counter(home.Tile(tile).name.lower() for tile in tiles.ravel().tolist())
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    return f"{tiles.shape[0]} rows and {tiles.shape[1]} columns: {told}."


def path_words(episode: Episode) -> str:
    """How a path goes and ends, as a sentence."""
    steps: dict[str, list[str]] = {}
    for event in episode.events:
        steps.setdefault(event["label"], []).append(str(event["step"]))
    happened = [
        f"{label} at step {at[0]}" if len(at) == 1 else f"{label} at steps {', '.join(at)}"
        for label, at in steps.items()
    ]
    if episode.records[-1].truncated:
        happened.append("ran out of time")
    return f"{episode.policy}: {len(episode.actions)} steps; {'; '.join(happened)}."
